"""Moments of a clip as people read them."""

from inspector.core.clip_inspection import ClipEvent


def clock(time_s: float, *, tenths: bool = True) -> str:
    """Seconds as minutes and seconds: 02:03.4, from an hour on 1:02:03.4; without tenths to the next whole second."""
    units = round(time_s * 10) if tenths else round(time_s) * 10  # rounded first, or 59.96 would become 00:60.0
    minutes, rest = divmod(units, 600)
    hours, minutes = divmod(minutes, 60)
    text = f"{minutes:02d}:{rest / 10:04.1f}" if tenths else f"{minutes:02d}:{rest // 10:02d}"
    return f"{hours}:{text}" if hours else text


def moment(frame: int, time_s: float | None) -> str:
    """When a frame is shown; its number where the frame rate is not known."""
    return f"frame {frame}" if time_s is None else clock(time_s)


def stretch(event: ClipEvent) -> str:
    """From when to when an event goes on; from which frame to which where the frame rate is not known."""
    if event.start_s is None or event.end_s is None:
        return f"frames {event.event.start} to {event.event.end - 1}"
    return f"{clock(event.start_s)} to {clock(event.end_s)}"
