"""One file a format: the bytes of a file in, the text as it was written out."""
