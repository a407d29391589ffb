"""Asking in conversations: the page at "/", which needs nothing but a form, and the same chat as a Gradio app."""
