"""Text -> records: one file in, one record out, or located problems. Start at `parse`."""
