"""Whether a quotation is word for word what a document says, where it is said to."""
