"""The words of a Markdown paragraph without emphasis marks, link targets, images, tags, escapes and entities. Pure."""

import html
import re
from collections.abc import Container

from corpus.formats.reading import marked

# Each repetition is bounded, so that a line of a million brackets costs no more than a million steps.
_TARGET = r"\((?:\s{0,9}<[^<>\n]{0,2000}>|\s{0,9}[^\s()]{0,2000}(?:\([^\s()]{0,500}\)[^\s()]{0,2000}){0,3})"
_TITLE = r"(?:\s{1,9}(?:\"[^\"]{0,500}\"|'[^']{0,500}'))?\s{0,9}\)"
_AFTER_BRACKET = re.compile(rf"{_TARGET}{_TITLE}|\[(?P<reference>[^\[\]]{{0,200}})\]")
_TOKEN = re.compile(
    r"(?=[\\\n`<&\[\]!*_~])(?:"
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<break>\\\n)"
    r"|(?P<soft>\n)"
    r"|(?<!`)(?P<ticks>`{1,3})(?!`)(?P<code>[^`]{1,5000})(?<!`)(?P=ticks)(?!`)"
    r"|<(?P<address>(?:https?://|mailto:)[^\s<>]{1,2000}|[^\s<>@/]{1,100}@[^\s<>@]{1,100})>"
    r"|(?:(?<=[^\W\d_]{3})|(?<=[^\W\d_][.,;:!?”’)»])|(?P<first>(?<![\s\S])))"
    r"(?P<raised><sup>\s{0,3}\[?(?P<figure>\d{1,3})\]?(?P<gap>\s{0,3})</sup>)(?(first)(?=\s?[^\W\d_]{2}))"
    r"|(?P<tag></?(?P<name>[A-Za-z][A-Za-z0-9]{0,19})(?:\s[^<>]{0,5000})?/?>)"
    r"|(?P<entity>&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});)"
    r"|(?P<note>\[\^[^\]\s]{1,60}\])"
    r"|(?P<image>!\[)|(?P<open>\[)|(?P<close>\])"
    r"|(?P<run>\*+|_+|~~))"
)
_LINE_TAGS = "address blockquote br dd div dl dt figcaption h1 h2 h3 h4 h5 h6 hr li ol p pre section table tr ul"
_AT_TAG = {**dict.fromkeys(_LINE_TAGS.split(), "\n"), "td": "\t", "th": "\t"}
_NOTE_TARGET = re.compile(r"\(#[^()\s]{0,80}(?:fn|ftn|note|cite)", re.IGNORECASE)
_CALL = re.compile(r"\[?(?:\d{1,3}|[*†‡§]{1,3})\]?")
_LONGEST_CALL = 8
_BLANK_TO_FILL = 4  # "____" is a line to write on


def plain(source: str, references: Container[str] = ()) -> str:
    r"""What a reader sees of `source`; `references` are the names of links defined elsewhere, in lower case.

    Lines end in "\n", which becomes a space, or in "\\\n" where the author broke the line, which stays a line end.
    What is struck out between "~~" is left out. Marks that pair with nothing are the author's own characters and stay;
    a closing mark may have a space before it ("*in rem *"), as converters leave it.
    """
    return _Inline(source, references).read()


class _Inline:
    def __init__(self, source: str, references: Container[str]) -> None:
        self.source, self.references = source, references
        self.out: list[str] = []
        self.runs: dict[str, list[tuple[int, int]]] = {"*": [], "_": [], "~": []}
        self.brackets: list[tuple[int, bool]] = []

    def read(self) -> str:
        position = 0
        while match := _TOKEN.search(self.source, position):
            self.out.append(self.source[position : match.start()])
            position = self._take(match)
        self.out.append(self.source[position:])
        return "".join(self.out)

    def _take(self, match: re.Match[str]) -> int:
        """Write what the match stands for; where to read on."""
        kind = match.lastgroup if match.lastgroup not in ("name", "code") else None
        if kind == "close":
            return self._close_bracket(match)
        if kind in ("open", "image"):
            self.brackets.append((len(self.out), kind == "image"))
            self.out.append(match[0])
        elif kind == "run":
            self._take_run(match)
        else:
            self.out.append(self._written(match))
        return match.end()

    def _written(self, match: re.Match[str]) -> str:
        if match["break"]:
            return "\n"
        if match["soft"]:
            return " "
        if match["tag"]:
            return _AT_TAG.get(match["name"].lower(), "")
        if match["entity"]:
            return html.unescape(match["entity"])
        if match["note"]:
            return marked(f"[{match['note'][2:-1]}]")
        if match["raised"]:
            return marked(match["figure"]) + match["gap"][:1]
        return match["escaped"] or match["code"] or match["address"] or match[0]

    def _close_bracket(self, match: re.Match[str]) -> int:
        if not self.brackets:
            self.out.append("]")
            return match.end()
        place, is_image = self.brackets.pop()
        after = _AFTER_BRACKET.match(self.source, match.end())
        end = after.end() if after and self._leads_somewhere(after, place) else match.end()
        if after and end != match.end() and _NOTE_TARGET.match(after[0]):
            call = "".join(self.out[place + 1 :])
            if len(call) <= _LONGEST_CALL and _CALL.fullmatch(call):
                self._drop(place)
                self.out.append(marked(call))
                return end
        if end == match.end() and not self._is_reference(self._since(place)):
            self.out.append("]")
        elif is_image:
            self._drop(place)
        else:
            self.out[place] = ""
        return end

    def _drop(self, place: int) -> None:
        del self.out[place:]
        for runs in self.runs.values():
            while runs and runs[-1][0] >= place:
                runs.pop()

    def _since(self, place: int) -> str:
        """The words after the bracket at `place`: as many as the name of a link can have."""
        return "".join(self.out[place + 1 : place + 40])

    def _leads_somewhere(self, after: re.Match[str], place: int) -> bool:
        if after["reference"] is None:
            return True
        return self._is_reference(after["reference"] or self._since(place))

    def _is_reference(self, name: str) -> bool:
        return bool(name) and " ".join(name.lower().split()) in self.references

    def _take_run(self, match: re.Match[str]) -> None:
        """Emphasis: the nearest open marks of the same character are taken away together with these."""
        mark, left = match[0][0], len(match[0])
        before = self.source[match.start() - 1 : match.start()]
        after = self.source[match.end() : match.end() + 1]
        within_word = before.isalnum() and after.isalnum()
        if mark == "_" and (within_word or left >= _BLANK_TO_FILL):
            self.out.append(match[0])
            return
        opened = self.runs[mark]
        while left and opened:
            place, length = opened.pop()
            used = min(left, length)
            left -= used
            if mark == "~":  # struck out
                self._drop(place)
                if after == " " and self.out:
                    self.out[-1] = self.out[-1].rstrip(" ")
                self.brackets = [bracket for bracket in self.brackets if bracket[0] < place]
                continue
            self.out[place] = self.out[place][used:]
            if length > used:
                opened.append((place, length - used))
        if left and after and (left > 1 or not after.isspace()):
            opened.append((len(self.out), left))
        self.out.append(mark * left)
