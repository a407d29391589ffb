"""What was checked, as text, JSON, Markdown, CSV, a page, a receipt."""
