"""A report as one HTML page that needs nothing but itself: what /evaluation shows, with its style written into it."""

from pathlib import Path

from markupsafe import Markup

from eval.pages.kept_reports import Kept
from eval.pages.question_report import shown_questions
from eval.pages.routes import HERE, Place, render
from eval.reports.file import Report


def html(report: Report) -> str:
    """The report as a page without a link: it opens anywhere, years later too."""
    kept = Kept(report["questions"], Path(), is_own=True, sha256="", content=shown_questions(report))
    style = Markup((HERE / "static" / "evaluation.css").read_text(encoding="utf-8"))  # noqa: S704 - a file of ours
    return render(
        "evaluation_report.html",
        frame="evaluation_alone.html",
        style=style,
        kept=kept,
        place=lambda address: Place(address, ""),
        again=lambda mistake: "",
    )
