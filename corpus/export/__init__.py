"""Documents on their way out: JSON lines, Akoma Ntoso, Markdown. Pure: a Document in, text out."""
