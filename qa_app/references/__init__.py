"""How people name a document and a paragraph, and which one they mean."""
