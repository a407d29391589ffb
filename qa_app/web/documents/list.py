"""The list of documents as a page, how far an upload is, and what a removal would take. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from urllib.parse import parse_qsl, urlencode

from fastapi import Request

from corpus.library.library import Entry
from corpus.numbering.notes import gaps
from qa_app.citing.links import rooted
from qa_app.collection import ORDERS, ListedPage, Listing, Order, order_of
from qa_app.web.documents.reader import ask_path, day_added, language_tag
from qa_app.web.documents.uploads import FILE_MEGABYTES, MOST_FILES, Upload
from qa_app.web.options import MEGABYTE, WebOptions
from qa_app.web.rendering import render
from qa_app.words import ENGLISH, say, say_number

PATH = "/documents"
# What is looked for first of these is the newest and the longest.
_DESCENDING_FIRST = ("date", "paragraphs", "version", "added")
_MOST_MISSING = 6


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A row of the list: what the library knows of a document, and its numbering in words."""

    entry: Entry
    numbering: str


@dataclass(frozen=True, slots=True)
class Notices:
    """What is said over the list: what was done, or why not."""

    done: str = ""
    refused: str = ""


_NO_NOTICE = Notices()


def listing_of(query: Mapping[str, str]) -> Listing:
    """What an address asks of the list."""
    page = query.get("page", "")
    return Listing(
        search=query.get("search", "")[:200].strip(),
        order=order_of(query.get("sort", "")),
        descending=query.get("order") == "desc",
        page=int(page) if page.isdecimal() and len(page) < 7 else 1,
        superseded=query.get("older") == "1",
    )


def listing_path(listing: Listing) -> str:
    """The address of the list so sorted and searched."""
    fields = {
        "search": listing.search,
        "sort": listing.order if listing.order != "title" or listing.descending else "",
        "order": "desc" if listing.descending else "",
        "older": "1" if listing.superseded else "",
        "page": str(listing.page) if listing.page > 1 else "",
    }
    query = urlencode({name: value for name, value in fields.items() if value})
    return rooted(f"{PATH}?{query}" if query else PATH)


def documents_page(
    listing: Listing,
    shown: ListedPage,
    documents: Sequence[ListedDocument],
    options: WebOptions,
    notices: Notices = _NO_NOTICE,
) -> str:
    """The list with its search and order, and the form to add files where that is allowed."""
    return render(
        "documents.html",
        listing=listing,
        shown=shown,
        documents=documents,
        columns=[(name, say(f"documents.{name}"), _sorted_by(listing, name)) for name in ORDERS],
        page_path=lambda page: listing_path(replace(listing, page=page)),
        all_path=listing_path(Listing()),
        uploads=options.uploads,
        notices=notices,
        file_megabytes=FILE_MEGABYTES,
        most_megabytes=options.most_uploaded // MEGABYTE,
        most_bytes=options.most_uploaded,
        most_files=MOST_FILES,
        day_added=day_added,
        language_name=partial(language_name, spoken=say("lang")),
        language_tag=language_tag,
        ask_path=ask_path,
    )


def upload_page(upload: Upload) -> str:
    """How far an upload is, a line a file."""
    return render("documents_adding.html", upload=upload, counts=upload.counts)


def removal_page(versions: Sequence[Entry], entry: Entry, token: str, notice: str = "") -> str:
    """What removing `entry` would take, to be confirmed: an earlier version alone, the newest with all the others."""
    is_version = entry.id != versions[-1].id
    return render(
        "documents_remove.html",
        entry=entry,
        versions=versions,
        going=[entry] if is_version else list(versions),
        is_version=is_version,
        token=token,
        notice=notice,
        day_added=day_added,
    )


def removal_token(versions: Sequence[Entry], sha256: str) -> str:
    """A word for what would be removed as it is now: it changes where a version is added or taken out meanwhile."""
    known = [(entry.id, entry.title, entry.version, entry.added, entry.paragraphs) for entry in versions]
    return hashlib.sha256(f"{sha256} {known!r}".encode()).hexdigest()


def numbering_in_words(numbers: Sequence[str]) -> str:
    """ "no gaps", "missing: 4, 5", or "not numbered"."""
    if not numbers:
        return say("documents.not_numbered")
    missing = gaps(numbers)
    if not missing:
        return say("documents.no_gaps")
    more = len(missing) - _MOST_MISSING
    named = ", ".join(missing[:_MOST_MISSING])
    return say("documents.missing", numbers=say_number("documents.and", more, numbers=named) if more > 0 else named)


@lru_cache(maxsize=256)
def language_name(code: str, spoken: str = ENGLISH) -> str:
    """The name of a language by its tag: "Arabic" for "ar", "Arabisch" where `spoken` is "de"; else the tag itself."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code, sep="-").get_language_name(spoken) or code
    except (ValueError, UnknownLocaleError):
        return str(Locale(spoken).languages.get(code.partition("-")[0].lower(), code))


def _sorted_by(listing: Listing, order: Order) -> str:
    """The address of the list in that order, the other way round where it has it already."""
    first = order in _DESCENDING_FIRST
    descending = not listing.descending if listing.order == order else first
    return listing_path(replace(listing, order=order, descending=descending, page=1))


# The form that confirms a removal.

_MOST_BYTES = 10_000


async def sent_token(request: Request) -> str:
    """The word in the form for what was shown; "" where there is none, or more than the form has."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _MOST_BYTES:
            return ""
    return dict(parse_qsl(body.decode("utf-8", "replace"))).get("token", "")
