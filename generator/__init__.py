"""Pressmark: annotated news archives, from Markdown files to a static site."""

__version__ = "0.1.0"
