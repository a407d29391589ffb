"""The list of documents as people go through it: in an order of theirs, a page at a time. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from corpus.library.library import Entry
from qa_app.loose_search import loose

Order = Literal["title", "date", "language", "paragraphs", "version", "added"]
ORDERS: tuple[Order, ...] = get_args(Order)
A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Listing:
    """What is asked of the list: words that every document has, the order, the page from 1, older texts as well."""

    search: str = ""
    order: Order = "title"
    descending: bool = False
    page: int = 1
    superseded: bool = False


@dataclass(frozen=True, slots=True)
class ListedPage:
    """One page of the documents that match; `first` counts from 1, `matching` those on all pages."""

    entries: tuple[Entry, ...]
    page: int
    pages: int
    first: int
    matching: int


def order_of(name: str) -> Order:
    """The order of that name, by title where there is none."""
    return next((order for order in ORDERS if order == name), "title")


def listed_page(entries: Sequence[Entry], listing: Listing) -> ListedPage:
    """The page of `entries` that is asked for, else the last one there is."""
    ordered = sorted(entries, key=lambda entry: _sort_key(entry, listing.order), reverse=listing.descending)
    pages = max(-(-len(ordered) // A_PAGE), 1)
    page = min(max(listing.page, 1), pages)
    start = (page - 1) * A_PAGE
    return ListedPage(tuple(ordered[start : start + A_PAGE]), page, pages, start + 1, len(ordered))


def _sort_key(entry: Entry, order: Order) -> tuple[Any, ...]:
    """Equal ones by title, then by id."""
    by_title = (loose(entry.title), entry.id)
    match order:
        case "title":
            return by_title
        case "date":
            return (entry.date or date.min, *by_title)
        case "added":
            return (entry.added or "", *by_title)
        case _:
            return (getattr(entry, order), *by_title)
