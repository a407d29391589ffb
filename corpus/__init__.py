"""Files in, numbered paragraphs out, kept in a library: the only truth about what a document says."""
