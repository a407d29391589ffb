"""The vectors of a library: made, kept beside FAISS, and searched."""
