"""The library: documents, their words and their vectors in one SQLite file."""
