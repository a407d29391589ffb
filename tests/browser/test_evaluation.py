"""The Evaluation pages in a real Chromium: light and dark, desktop and phone, plots, tables and links."""

import json
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from eval.pages import SHIPPED
from eval.reports.file import count_of
from tests.browser.conftest import ON_A_DESK, Seen
from tests.browser.seeing import any_violations, is_wider_than_the_window
from tests.conftest import Server

NAME = "kabul-process-2017"
REPORTS = (NAME, "standing", "quotes", "segmentation", "bench")  # one of each kind


@pytest.fixture
def evaluation(context: BrowserContext, seen: Seen, server: Server) -> Page:
    """The overview."""
    page = context.new_page()
    page.goto(f"{server.address}/evaluation")
    return page


def report() -> dict[str, Any]:
    made: dict[str, Any] = json.loads((SHIPPED / f"{NAME}.json").read_text(encoding="utf-8"))
    return made


def test_every_page_reads_well(evaluation: Page, server: Server) -> None:
    """Nothing that axe finds, no sideways scrolling, no letter under 12 px, with every fold open."""
    faults = {"overview": any_violations(evaluation)}
    assert not is_wider_than_the_window(evaluation)
    for name in REPORTS:
        evaluation.goto(f"{server.address}/evaluation/{name}")
        evaluation.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        faults[name] = any_violations(evaluation)
        assert not is_wider_than_the_window(evaluation)
        assert _smallest_letters(evaluation) >= 12

    assert faults == {"overview": [], **{name: [] for name in REPORTS}}


def _smallest_letters(page: Page) -> float:
    """The smallest type in which words are shown, in pixels."""
    smallest: float = page.evaluate(
        """Math.min(...[...document.querySelectorAll('body *')]
            .filter(each => [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
            .filter(each => !each.closest('.sr'))
            .map(each => parseFloat(getComputedStyle(each).fontSize)))"""
    )
    return smallest


@ON_A_DESK
def test_a_card_leads_to_its_report_and_a_mistake_to_the_paragraph(evaluation: Page, server: Server) -> None:
    """By clicking alone: overview, report, the paragraph that should have been shown, highlighted."""
    evaluation.get_by_role("link", name=f"Answering questions: {NAME}").click()
    expect(evaluation.get_by_role("heading", level=1)).to_have_text(f"Answering questions: {NAME}")
    wrong = evaluation.locator(".mistakes > li").first
    link = wrong.locator("dd a").first
    paragraph = (link.get_attribute("href") or "").partition("#")[2]

    link.click()

    expect(evaluation.locator(f"#{paragraph}")).to_be_in_viewport()
    assert evaluation.url == f"{server.address}/doc/{NAME}#{paragraph}"


def test_bars_are_drawn_as_long_as_their_share(evaluation: Page, server: Server) -> None:
    """In pixels on the screen, from zero at the left edge, in colours that differ."""
    evaluation.goto(f"{server.address}/evaluation/{NAME}")
    row = evaluation.locator(".bar-row").first
    whole = row.locator(".whole").bounding_box()
    right = row.locator("rect.right").bounding_box()
    answered = count_of(report()["systems"]["pincite"]["all"], "answered right", "rightly refused")

    fills = {
        row.locator(f"rect.{part}").evaluate("e => getComputedStyle(e).fill") for part in ("right", "wrong", "refused")
    }

    assert whole
    assert right
    assert right["x"] == pytest.approx(whole["x"], abs=0.5)
    assert right["width"] / whole["width"] == pytest.approx(answered / 150, abs=0.005)
    assert len(fills) == 3


def test_the_curve_fills_its_place_and_is_told_in_words(evaluation: Page, server: Server) -> None:
    """As wide as there is room for, its title and description for those who cannot see it, its table under it."""
    evaluation.goto(f"{server.address}/evaluation/{NAME}")
    plot = evaluation.get_by_role("img", name="Answering less, and erring less")
    box, window = plot.bounding_box(), evaluation.viewport_size

    section = evaluation.locator("section.plot", has=plot)
    section.get_by_text("In figures").click()

    assert box
    assert window
    assert box["width"] > min(window["width"] * 0.9, 600)
    assert plot.locator("polyline").count() == 4
    expect(section.get_by_role("region", name="Table: Risk against coverage")).to_be_visible()
    assert section.get_by_role("rowheader").all_inner_texts() == list(report()["systems"])


@ON_A_DESK
def test_tables_scroll_by_keyboard(evaluation: Page, server: Server) -> None:
    """Each within a region of its own that takes the focus, seen to have it."""
    evaluation.goto(f"{server.address}/evaluation/{NAME}")
    region = evaluation.get_by_role("region", name="Table: Systems side by side")
    region.focus()
    evaluation.keyboard.press("Tab")
    evaluation.keyboard.press("Shift+Tab")

    assert region.evaluate("e => e === document.activeElement")
    assert region.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"


@ON_A_DESK
def test_the_figures_are_downloaded(evaluation: Page, server: Server) -> None:
    """As CSV, under the report's name."""
    evaluation.goto(f"{server.address}/evaluation/quotes")
    with evaluation.expect_download() as download:
        evaluation.get_by_role("link", name="Figures (CSV)").click()

    assert download.value.suggested_filename == "quotes.csv"
    assert download.value.path().read_text(encoding="utf-8").startswith("set,group,kind,measure,mean,low,high,n")
