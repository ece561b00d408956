"""Pictures of clips: a frame with its heatmap and boxes, and a strip with its time, score and place in the timeline."""

from collections.abc import Callable
from functools import partial

import numpy as np
import torch
from PIL import Image, ImageDraw, ImageFont

from inspector.core.calibration import Calibration
from inspector.core.images.resizing import map_at
from inspector.core.operating_point import Decision, OperatingPoint, ScoreScale, relative_text
from inspector.core.printable import printable
from inspector.core.regions import region_labels
from inspector.core.video.inspection import FrameRecord
from inspector.store.runs.video_run import ClipScores
from inspector.workflow.report.pictures import HeatScale, overlay
from inspector.workflow.report.times import moment

_GROUND, _INK, _SOFT = (18, 23, 29), (229, 234, 240), (163, 174, 187)
_COLOURS: dict[Decision | None, tuple[int, int, int]] = {
    Decision.NG: (255, 138, 80),
    Decision.REVIEW: (227, 187, 63),
    Decision.OK: (124, 192, 228),
    None: (90, 100, 112),
}
_BOX = (0, 255, 255)  # as outlines of regions: a colour that neither the heat nor hardly any part has
_QUIET_BOX = (200, 200, 200)
_SHORT_SIDE, LONG_SIDE = 480, 1920  # frames much smaller are shown larger, so that text can be read; larger, smaller


def shown_size(size: tuple[int, int], *, longest: int = LONG_SIDE) -> tuple[int, int]:
    """The even (H, W), as videos must have them, at which a frame of this size is shown."""
    short, long = min(size), max(size)
    larger = -(-_SHORT_SIDE // short) if short < 0.75 * _SHORT_SIDE else 1
    factor = min(larger, longest / long)
    height, width = (max(2, round(side * factor / 2) * 2) for side in size)
    return height, width


def frame_picture(
    pixels: np.ndarray,
    record: FrameRecord,
    *,
    size: tuple[int, int],
    calibration: Calibration,
    point: OperatingPoint,
    place: tuple[float, float, float, float] | None = None,
) -> np.ndarray:
    """A frame with its heatmap, on the model's absolute scale, and its boxes with their readable scores.

    Where there are no boxes, what is worse than good frames are is outlined.

    Args:
        pixels: (H, W, 3) uint8, the frame as it is shown.
        size: (H, W) of the frame as it was judged, which the boxes are in pixels of.
        place: left, top, right, bottom in these pixels of what is marked where no box is above the review threshold.

    Returns:
        (H, W, 3) uint8.
    """
    if record.anomaly_map is not None and calibration.outline is not None:
        full = map_at(torch.from_numpy(record.anomaly_map), pixels.shape[:2]).numpy()
        outlined = not len(record.boxes) and record.decision is not Decision.OK
        regions = region_labels(full, outline=calibration.outline, peak=point.review) if outlined else None
        pixels = overlay(pixels, full, scale=HeatScale.of(calibration, point), regions=regions)
    if not len(record.boxes):
        return pixels
    picture = Image.fromarray(pixels)
    draw, relative = ImageDraw.Draw(picture), _relative(calibration, point)
    line = max(1, round(min(pixels.shape[:2]) / 240))
    text = max(12, round(pixels.shape[0] / 34))
    across, down = pixels.shape[1] / size[1], pixels.shape[0] / size[0]
    for left, top, right, bottom, score in record.boxes[::-1].tolist():  # the worst is drawn last, over the others
        corners = (left * across, top * down, max(left, right) * across - 1, max(top, bottom) * down - 1)
        corners = (*corners[:2], max(corners[0], corners[2]), max(corners[1], corners[3]))
        if score > point.review:
            draw.rectangle(corners, outline=_BOX, width=line + (score > point.reject) * line)
            _label(draw, relative_text(relative(score)), corners, text=text, across=pixels.shape[1])
        else:
            draw.rectangle(corners, outline=_QUIET_BOX, width=1)
    if place is not None and record.boxes[:, 4].max() <= point.review:
        left, top, right, bottom = place
        draw.rectangle((left * across, top * down, right * across - 1, bottom * down - 1), outline=_BOX, width=2 * line)
    return np.asarray(picture)


class Strip:
    """What is shown below the frames of a stretch of a clip: time, score, decision, and where it is in the timeline.

    Args:
        width: in pixels, as the frames are shown.
        name: of the clip.
        scores: of the clip.
        start, end: the stretch, frames [start, end).
        calibration, point: of the model that the run was made with.
    """

    def __init__(
        self,
        width: int,
        *,
        name: str,
        scores: ClipScores,
        start: int,
        end: int,
        calibration: Calibration,
        point: OperatingPoint,
    ) -> None:
        text = max(14, round(width / 44))
        self._text, self._font = text, ImageFont.load_default(size=text)
        self._line, self._plot = round(1.6 * text), round(2.4 * text)
        self.height = -(-(self._line + self._plot) // 2) * 2
        self._start, self._count = start, end - start
        self._relative = _relative(calibration, point)
        self._empty = Image.new("RGB", (width, self.height), _GROUND)
        draw = ImageDraw.Draw(self._empty)
        self._draw_timeline(draw, scores, min(float(calibration.good_scores.min()), point.review), point)
        name, room = printable(name), width * 0.42
        while len(name) > 4 and draw.textlength(name, self._font) > room:
            name = "…" + name[2:] if name.startswith("…") else "…" + name[1:]
        draw.text((width - text // 2, self._line / 2), name, _SOFT, self._font, anchor="rm")

    def at(self, record: FrameRecord) -> np.ndarray:
        """(height, width, 3) uint8 for one frame."""
        picture = self._empty.copy()
        draw = ImageDraw.Draw(picture)
        middle, text = self._line / 2, self._text
        _shape(draw, record.decision, (0.9 * text, middle), 0.38 * text)
        words = [moment(record.index, record.time_s)]
        if record.time_s is not None:
            words.append(f"frame {record.index}")
        if record.score is not None:
            words += [f"score {relative_text(self._relative(record.score))}", str(record.decision)]
        words += ["no motion"] if record.still else []
        words += ["lost"] if record.error is not None else []
        draw.text((1.7 * text, middle), "   ".join(words), _INK, self._font, anchor="lm")
        x = self._x(record.index + 0.5)
        draw.line((x, self._line, x, self.height), _INK, max(1, text // 8))
        return np.asarray(picture)

    def _draw_timeline(self, draw: ImageDraw.ImageDraw, scores: ClipScores, low: float, point: OperatingPoint) -> None:
        high = point.reject + max(point.reject - low, 1e-6)

        def y(score: float) -> float:
            share = min(max((score - low) / (high - low), 0.0), 1.0)
            return self.height - 3 - share * (self._plot - 4)

        first, last = np.searchsorted(scores.index, (self._start, self._start + self._count))
        for place in range(first, last):
            index, score, decision = int(scores.index[place]), scores.score[place], scores.decisions[place]
            top = self._line if scores.lost[place] else self.height - 1 if np.isnan(score) else y(score)
            left, right = self._x(index), max(self._x(index), self._x(index + 1) - 1)
            draw.rectangle((left, top, right, self.height), _COLOURS[decision])
        for threshold, dash in ((point.reject, 0), (point.review, 6)):
            for left in range(0, self._empty.width, 2 * dash or self._empty.width):
                draw.line((left, y(threshold), left + (dash or self._empty.width), y(threshold)), _INK)

    def _x(self, index: float) -> float:
        return (index - self._start) / self._count * self._empty.width


def _relative(calibration: Calibration, point: OperatingPoint) -> Callable[[float], float]:
    """Raw scores as people read them."""
    return partial(ScoreScale.of(calibration.good_scores.numpy()).relative, point=point)


def _label(
    draw: ImageDraw.ImageDraw, label: str, corners: tuple[float, float, float, float], *, text: int, across: int
) -> None:
    """A score above its box, or in it where the picture ends.

    Args:
        text: its height in pixels.
        across: width of the picture.
    """
    left, top, *_ = corners
    font = ImageFont.load_default(size=text)
    width, height = draw.textlength(label, font) + 6, text + 4
    x = min(max(0, left), across - width)
    y = top - height if top >= height else max(0, top)
    draw.rectangle((x, y, x + width, y + height), _GROUND)
    draw.text((x + width / 2, y + height / 2), label, _BOX, font, anchor="mm")


def _shape(draw: ImageDraw.ImageDraw, decision: Decision | None, middle: tuple[float, float], radius: float) -> None:
    """A decision is a shape as well: a square, a triangle, a circle, and a cross for none."""
    x, y = middle
    box, colour = (x - radius, y - radius, x + radius, y + radius), _COLOURS[decision]
    if decision is Decision.NG:
        draw.rectangle(box, colour)
    elif decision is Decision.REVIEW:
        draw.polygon(((x, y - radius), (x + radius, y + radius), (x - radius, y + radius)), colour)
    elif decision is Decision.OK:
        draw.ellipse(box, colour)
    else:
        for slope in (-1, 1):
            draw.line((x - radius, y - slope * radius, x + radius, y + slope * radius), _SOFT, round(radius / 2))
