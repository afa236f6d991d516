"""The published site as a zip that is read from a disk: `pressmark export offline`."""
