"""Vectors and words over the library: a query in, scored paragraphs out. Everything here can be rebuilt."""
