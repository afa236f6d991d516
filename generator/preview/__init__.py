"""The live preview: what `pressmark serve` shows while its editor works. Adds nothing to what `build` would publish."""
