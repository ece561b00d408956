"""What the commands do and say in the way of each kind."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inspector.cli.kinds.commands import KindCommands
    from inspector.workflow.kinds import AnyKind


def commands_of(kind: "AnyKind") -> "KindCommands":
    """The command line's side of a kind."""
    from inspector.cli.kinds.images import ImageCommands
    from inspector.cli.kinds.video import VideoCommands

    return {"images": ImageCommands, "video": VideoCommands}[kind.name]()
