"""Pages that say what could not be shown. HTML out of values, escaped by the templates. Pure."""

from qa_app.web.rendering import render


def error_page(title: str, message: str) -> str:
    """A page that says what could not be shown."""
    return render("error.html", title=title, message=message)
