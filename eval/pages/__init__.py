"""The Evaluation pages of the web app: what the reports say, as a person would look at them."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

    from qa_app.service import Service
    from qa_app.web.options import WebOptions

# The reports that come with pincite.
SHIPPED = Path(__file__).parent.parent / "results"


def add_pages(app: "FastAPI", service: "Service", options: "WebOptions") -> None:
    """The pages at /evaluation, over the shipped reports and those of `own_reports`."""
    from eval.pages.kept_reports import KeptReports
    from eval.pages.routes import add_routes

    add_routes(app, service, KeptReports(SHIPPED, own_reports(service.library.folder)))


def own_reports(library: Path, environment: Mapping[str, str] = os.environ) -> Path:
    """Where a maintainer's own reports lie: the folder that `PINCITE_REPORTS` names, else "reports" in the library's.

    `pincite eval --output FOLDER` writes them. One of the same name as a shipped report is shown in its place.
    """
    named = environment.get("PINCITE_REPORTS")
    return Path(named).expanduser() if named else library / "reports"
