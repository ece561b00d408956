"""What the records call the events of a run of clips, and its clips."""


def event_name(clip: str, start: int | str) -> str:
    """What the records call an event: its clip and the frame it begins at."""
    return f"{clip}#{start}"


def whole_clip_name(clip: str) -> str:
    """What the records call a clip as a whole, on which people decide where nothing was found."""
    return event_name(clip, "")


def event_of_name(name: str) -> tuple[str, int | None]:
    """The clip and the first frame of an event that the records call so; None for the clip as a whole."""
    clip, _, start = name.rpartition("#")
    return clip, int(start) if start.isdecimal() else None
