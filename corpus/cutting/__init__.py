"""A reading becomes a Document: title, preamble, numbered paragraphs, closing, each a span of the text."""
