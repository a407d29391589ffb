"""A question in, quoted paragraphs or a plain refusal out; shown by the command line, the web pages and the API."""

__version__ = "0.1.0"
