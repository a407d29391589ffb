"""`python -m qa_app` is `pincite`."""

from qa_app.cli import run

run()
