"""The pages of documents: listed, read, added, removed."""
