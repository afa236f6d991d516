"""Pages -> bytes on disk: themes, rendering, staging, publication. Start at `publish`."""
