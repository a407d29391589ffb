"""The chat, without a browser."""
