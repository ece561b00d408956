"""Text from outside, such as file names, so that a terminal, a table or a page shows it and obeys none of it."""

import re

# Control characters (C0, DEL, C1), line and paragraph separators, marks and overrides of the writing direction, the
# invisible byte-order mark, and surrogates, which stand for bytes of a file name that are no valid text.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_SHORT = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}


def printable(text: str) -> str:
    r"""The text on one line, with escapes such as `\x1b` for what would move a cursor or reorder letters.

    >>> printable("a\x1b[2K.png")
    'a\\x1b[2K.png'
    """
    return _UNSAFE.sub(lambda found: _escape(found[0]), text)


def json_safe(text: str) -> str:
    """JSON text with JSON's own escapes for the same characters: it reads back as the same values.

    Args:
        text: JSON on one line, in which such characters stand in strings only.
    """
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _escape(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # how Python keeps a byte that is no valid UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return _SHORT.get(character) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")
