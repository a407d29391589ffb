"""Signs that Word stores as places in a symbol font, as the characters they show."""

_GREEK = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"
_SYMBOL = {0x41 + i: letter for i, letter in enumerate(_GREEK)}
_SYMBOL |= {0x61 + i: letter for i, letter in enumerate("αβχδεφγηιϕκλμνοπθρστυϖωξψζ")}
_SYMBOL |= {0x22: "∀", 0x24: "∃", 0x27: "∍", 0x2D: "−", 0x40: "≅", 0x5E: "⊥", 0x7E: "∼", 0xA0: "€", 0xA2: "′"}
_SYMBOL |= {0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±"}
_SYMBOL |= {0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB5: "∝", 0xB6: "∂", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡"}
_SYMBOL |= {0xBB: "≈", 0xBC: "…", 0xC7: "∩", 0xC8: "∪", 0xC9: "⊃", 0xCC: "⊂", 0xCE: "∈", 0xCF: "∉", 0xD0: "∠"}
_SYMBOL |= {0xD1: "∇", 0xD2: "®", 0xD3: "©", 0xD4: "™", 0xD5: "∏", 0xD6: "√", 0xD7: "⋅", 0xD8: "¬", 0xD9: "∧"}
_SYMBOL |= {0xDA: "∨", 0xDB: "⇔", 0xDE: "⇒", 0xE5: "∑", 0xF2: "∫"}
_WINGDINGS = {0x28: "☎", 0x2A: "✉", 0x4A: "☺", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆", 0x76: "❖"}
_WINGDINGS |= {0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "◻", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓"}
_WINGDINGS |= {0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"}
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}
_PRIVATE = range(0xF000, 0xF100)


def symbol(font: str, code: str) -> str:
    """The character of `w:sym`; one that no table knows stays as it is stored, one that is none is left out."""
    try:
        place = int(code, 16)
    except ValueError:
        return ""
    table = _FONTS.get(font.lower(), {})
    low = place - 0xF000 if place in _PRIVATE else place
    if low in table:
        return table[low]
    return chr(place) if 0x20 <= place <= 0x10FFFF and not 0xD800 <= place < 0xE000 else ""
