import json
import unicodedata

import pytest

from inspector.core.printable import json_safe, printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain name.png", "plain name.png"),
        ("Kühlkörper 零件 👩‍🔧.png", "Kühlkörper 零件 👩‍🔧.png"),  # with a joiner, which belongs to the letters
        ("a\x1b[1A\x1b[2Kb.png", r"a\x1b[1A\x1b[2Kb.png"),
        ("two\nlines\r\tand a tab", r"two\nlines\r\tand a tab"),
        ("\x9b2J", r"\x9b2J"),  # CSI in one character
        ("gnp.\u202eexe", r"gnp.\u202eexe"),
        ("\u2067a\u2069\u200f\u2028", r"\u2067a\u2069\u200f\u2028"),
        (b"\xff.png".decode(errors="surrogateescape"), r"\xff.png"),
    ],
)
def test_shows_text_and_obeys_none_of_it(text, shown):
    assert printable(text) == shown


def test_no_character_that_controls_a_terminal_or_turns_the_direction_is_left():
    every = "".join(map(chr, range(0x110000)))
    left = printable(every)
    assert not [c for c in left if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
    assert not [
        c
        for c in left
        if unicodedata.bidirectional(c) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
    ]
    assert printable(left) == left


def test_json_says_the_same_values():
    value = {"image": "a\x1b\x9b\x7f\u202e\udcff.png", "quote": '"\\'}
    text = json_safe(json.dumps(value, ensure_ascii=False))
    assert text.isprintable()
    assert json.loads(text) == value
