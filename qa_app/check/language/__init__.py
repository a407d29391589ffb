"""Texts as words that can be compared, and what kind of word each is."""
