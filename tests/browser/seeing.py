"""What a page looks like to those who use it: what axe finds, and whether it scrolls sideways."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
# Faults of Gradio's own that we cannot mend from outside: (rule, a part of the element).
GRADIO_FAULTS: tuple[tuple[str, str], ...] = ()


def violations(page: Page) -> list[str]:
    """Serious and critical ones, each with its element, but for those listed as Gradio's own."""
    found = _axe(page, WCAG)
    return [
        f"{violation['id']}: {node['html']}"
        for violation in found
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
        if not any(violation["id"] == rule and part in node["html"] for rule, part in GRADIO_FAULTS)
    ]


def any_violations(page: Page) -> list[str]:
    """All of them, and what is against best practice: for pages that are ours alone.

    Words can be read in a page before its style has come, and only with its style is it what people see.
    """
    page.wait_for_load_state("load")
    found = _axe(page, [*WCAG, "best-practice"])
    return [f"{violation['id']}: {node['html']}" for violation in found for node in violation["nodes"]]


def _axe(page: Page, rules: list[str]) -> list[dict[str, Any]]:
    """The violations alone: what passes is a hundred times as long, and nobody reads it."""
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    found: list[dict[str, Any]] = Axe().run(page, options=options).response["violations"]
    return found


def is_wider_than_the_window(page: Page) -> bool:
    """Whether one has to scroll sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


def small_targets(page: Page) -> list[str]:
    """Links and buttons that are seen and not 24 px high, those within a sentence apart."""
    found: list[str] = page.evaluate(
        """[...document.querySelectorAll("main :is(a, button, summary, input, select)")]
        .filter(e => e.checkVisibility() && !e.closest("p:not(.facts, .more, .steps), .text"))
        .filter(e => e.getBoundingClientRect().height < 23.9).map(e => e.outerHTML)"""
    )
    return found
