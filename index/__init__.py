"""Vectors and words over the library: a query in, scored paragraphs out. Everything here can be rebuilt."""

DEFAULT_ENCODER = "all-MiniLM-L6-v2"
