"""Texts that are translated where they are shown: lupdate finds them by this name, as it finds Qt's own."""


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:  # noqa: N802
    """The text itself; the desktop looks its translation up in that context."""
    return text
