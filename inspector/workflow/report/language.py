"""The language that a page for people is written in, which the edge that writes it hands in."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from inspector.core.printable import printable


@dataclass(frozen=True)
class PageLanguage:
    """English, where nothing else is said.

    Attributes:
        code: of the language, such as `de`.
        translate: a text of a page from the English it stands in, with its fields in braces.
        sentence: a remark, a doubt or an error, which runs store in English, with the values in it.
        word: a method's title, a task, or a place of a part.
        decimal_point, group_separator: of numbers.
        moment: a date and a time; None for the form that sorts, `2026-11-29 08:15 UTC`.
    """

    code: str = "en"
    translate: Callable[[str], str] = str
    sentence: Callable[[str], str] = str
    word: Callable[[str], str] = str
    decimal_point: str = "."
    group_separator: str = ","
    moment: Callable[[datetime], str] | None = None

    def text(self, english: str, **fields: object) -> str:
        """A text of a page, with its fields."""
        return self.translate(english).format(**fields)

    def markup(self, english: str, **fields: object) -> Markup:
        """The same as HTML: fields are escaped unless they are HTML themselves."""
        safe = {name: printable(one) if type(one) is str else one for name, one in fields.items()}
        return Markup(self.translate(english)).format(**safe)

    def count(self, number: int, noun: str) -> str:
        """`1 image`, `1,200 images`."""
        return self.text(f"{{n}} {noun}" if number == 1 else f"{{n}} {noun}s", n=self.whole(number))

    def whole(self, number: int) -> str:
        """A whole number with separators."""
        return self.numerals(f"{number:,}")

    def numerals(self, written: str) -> str:
        """A number as Python writes it, with the marks of the language."""
        return written.translate({ord("."): self.decimal_point, ord(","): self.group_separator})

    def now(self) -> str:
        """When a page is made."""
        now = datetime.now().astimezone()
        return now.strftime("%Y-%m-%d %H:%M %Z") if self.moment is None else self.moment(now)

    def time(self, written: str | None) -> str:
        """When a model was made, as its card has it; None where that was not recorded."""
        if not written:
            return self.text("date not recorded")
        if self.moment is not None:
            with suppress(ValueError, OverflowError):  # of a card that another program wrote
                return self.moment(datetime.fromisoformat(written))
        return written.replace("T", " ").replace("+00:00", " UTC")


ENGLISH = PageLanguage()
