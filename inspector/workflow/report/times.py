"""Moments of a clip as people read them."""

from inspector.core.video.inspection import ClipEvent
from inspector.workflow.report.language import ENGLISH, PageLanguage


def clock(time_s: float) -> str:
    """Seconds as minutes and seconds, with hours where there are any: 2:03.4, 1:02:03.4."""
    minutes, tenths = divmod(round(time_s * 10), 600)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{tenths // 10:02d}.{tenths % 10}"
    return f"{hours}:{minutes:02d}:{seconds}" if hours else f"{minutes}:{seconds}"


def moment(frame: int, time_s: float | None, *, language: PageLanguage = ENGLISH) -> str:
    """When a frame is shown; its number where the frame rate is not known."""
    return language.text("frame {n}", n=frame) if time_s is None else language.numerals(clock(time_s))


def stretch(event: ClipEvent, *, language: PageLanguage = ENGLISH) -> str:
    """From when to when an event lasts; from which frame to which where the frame rate is not known."""
    if event.start_s is None or event.end_s is None:
        return language.text("frames {start} to {end}", start=event.event.start, end=event.event.end - 1)
    start, end = (language.numerals(clock(time_s)) for time_s in (event.start_s, event.end_s))
    return language.text("{start} to {end}", start=start, end=end)
