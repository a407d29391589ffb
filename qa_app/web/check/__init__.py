"""The page that checks quotations and articles."""
