"""The second room: records become one archive in which every name is resolved. Begin with `assemble`."""
