"""Find words that were once saved in one encoding and read in another ("â€™", "Ã©")."""

import re

# The first byte of a UTF-8 character and the one after it, as windows-1252 or windows-1251 shows them: quick to look
# for, and true of all that ftfy then looks at closely.
_SUSPECT = re.compile(r"[À-ßà-ïРСÐÑвЃ][\x80-¿€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œŸžŽЂЃѓЉЊЌЋЏђљњќћџЎўЈҐЁЄЇІіґё№єјЅѕї]")
_AROUND = 40
_TRIED = 200


def find_mojibake(text: str) -> str | None:
    """The first spoilt word with those around it, or None."""
    if text.isascii():
        return None
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    for tried, match in enumerate(_SUSPECT.finditer(text)):
        if tried == _TRIED:
            break
        excerpt = " ".join(text[max(0, match.start() - _AROUND) : match.end() + _AROUND].split(" ")[1:-1])
        if is_bad(excerpt) and fix_encoding(excerpt) != excerpt:
            return _word_at(text, match.start())
    return None


def _word_at(text: str, position: int) -> str:
    before = re.search(r"\S{0,20}\Z", text[max(0, position - 20) : position])
    after = re.match(r"\S{0,20}", text[position : position + 20])
    return (before[0] if before else "") + (after[0] if after else "")
