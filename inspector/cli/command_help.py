"""The help of a command as a person would write it, from what the framework generates."""

import re
from typing import Any

from typer.core import TyperCommand

_KINDS = {"path": "PATH", "str": "TEXT", "int": "NUMBER", "float": "NUMBER"}  # of values, in options


class Command(TyperCommand):
    """A command whose help names flags as they are used, kinds of values in words, and limits in words.

    `--no-…` of a flag that is off anyhow is accepted and not listed.
    """

    def format_options(self, ctx: Any, formatter: Any) -> None:
        sections: dict[str, list[tuple[str, str]]] = {"Arguments": [], "Options": []}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is None:
                continue
            name, text = record
            if parameter.param_type_name == "argument":
                sections["Arguments"].append((_without_kind(name), _in_words(text)))
                continue
            if parameter.default is False:
                name, text = name.partition(" / ")[0], re.sub(r"default: no-[\w-]+(; )?", "", text)
            sections["Options"].append((_with_kind_in_words(name), _in_words(text)))
        for title, rows in sections.items():
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)


def _without_kind(name: str) -> str:
    return re.sub(r" <.*>$", "", name)


def _with_kind_in_words(name: str) -> str:
    """`--workers <int range>` as `--workers NUMBER`; choices stay as they are."""
    return re.sub(r"<(?:list\[)?(\w+)(?: range)?\]?>$", lambda found: _KINDS.get(found[1].lower(), found[0]), name)


def _in_words(text: str) -> str:
    text = re.sub(r"x>=([\d.]+)", r"at least \1", text)
    text = re.sub(r"([\d.]+)<=x<=([\d.]+)", r"\1 to \2", text)
    text = re.sub(r"default: \(([^()]*)\)", r"default: \1", text)
    return re.sub(r"\s*\[\]", "", text)
