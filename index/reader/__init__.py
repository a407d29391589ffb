"""Whether a paragraph answers a question: the reader, and what its logits are worth."""
