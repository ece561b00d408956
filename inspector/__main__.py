"""`inspector`: starts the desktop application."""

import sys


def main() -> None:
    """Say that the desktop application is not part of this version; exit 3."""
    print(  # noqa: T201 the only place without a console
        "The desktop application is not part of this version yet; use inspector-cli (see inspector-cli --help).",
        file=sys.stderr,
    )
    sys.exit(3)


if __name__ == "__main__":
    main()
