"""Vectors and words over the library: a query in, scored paragraphs out. Everything here can be rebuilt."""

DEFAULT_ENCODER = "multilingual-e5-small"
