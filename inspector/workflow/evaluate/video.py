"""How a model does on a category's test clips: frames, places in them, and events."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import torch

from inspector.core.errors import CategoryError, ImageError, VideoError
from inspector.core.metrics.image import Rate, rate
from inspector.core.metrics.tracks import TrackLinker
from inspector.core.metrics.video import DetectionMetrics, FrameAuroc, frame_auroc
from inspector.core.operating_point import Decision
from inspector.core.regions import find_regions
from inspector.core.video.inspection import FrameRecord
from inspector.core.video.scoring import Mode
from inspector.core.video.temporal import scale_per_clip
from inspector.data.images.reading import read_mask
from inspector.data.video.category import Clip, VideoCategory
from inspector.data.video.reader import ClipReader
from inspector.store.models.model_folder import StoredModel
from inspector.workflow.inspect.video import detector_of, judged_frames
from inspector.workflow.inspect.video_progress import ClipEnded
from inspector.workflow.progress import Progress, Warned

_SMALLEST_PX = 20  # of a region in a hand-drawn mask
_MODES: tuple[Mode, ...] = ("streaming", "offline")


@dataclass(frozen=True)
class VideoEvaluation:
    """Figures of a model on test clips, on raw scores but for the last two; None where not measured.

    Attributes:
        streaming, offline: area under the ROC curve of frame scores, micro and macro, in either mode.
        offline_scaled: that of offline scores scaled by each clip's own least and greatest, as is published; it needs
            the whole clip, and no threshold can be put on it.
        rbdc, tbdc: region- and track-based detection criteria, for methods that show a place and clips with masks; its
            tracks are linked by overlap.
        events_found: labelled intervals in which a frame is NG at the operating point, in streaming mode.
        false_alarms: normal frames that are NG.
        clips, frames, abnormal: how many clips and frames were judged, and how many of the frames are abnormal.
        errors: of clips that broke off and frames that were lost; these frames are in none of the figures.
    """

    streaming: FrameAuroc
    offline: FrameAuroc
    offline_scaled: FrameAuroc
    rbdc: float | None
    tbdc: float | None
    events_found: Rate | None
    false_alarms: Rate | None
    clips: int
    frames: int
    abnormal: int
    errors: tuple[str, ...]


@dataclass(frozen=True)
class EvaluateVideoDone:
    """The evaluation, and the frame scores (T,) of each clip in streaming mode; NaN where there is none."""

    evaluation: VideoEvaluation
    scores: dict[str, np.ndarray]


def evaluate_video(
    stored: StoredModel, category: VideoCategory, *, device: torch.device, folder_rate: float | None = None
) -> Iterator[Progress | Warned | ClipEnded | EvaluateVideoDone]:
    """Judge a category's labelled test clips, once in each mode, and compare with their labels and masks.

    Raises:
        CategoryError: if there is no test clip whose frames are labelled.
        ModelError: if the model is one of images, or its detector cannot be had.
    """
    clips = [clip for clip in category.test if clip.abnormal is not None]
    if not clips:
        raise CategoryError(
            f"{category.root}: has no test clip of which is known which frames are abnormal; put some into test/good, "
            "or add frame_labels.csv with the columns clip, frame and abnormal."
        )
    if left_out := [clip.name for clip in category.test if clip.abnormal is None]:
        yield Warned(
            f"Left out, since nothing says which of their frames are abnormal: {', '.join(left_out)}; add their masks, "
            "or frame_labels.csv."
        )
    detector = detector_of(stored)
    model, point = stored.model.to(device), stored.operating_point
    scores: dict[Mode, list[np.ndarray]] = {mode: [] for mode in _MODES}
    labels: list[np.ndarray] = []
    ng: list[np.ndarray] = []
    detections = DetectionMetrics()
    errors: list[str] = []
    for number, clip in enumerate(clips):
        by_mode: dict[Mode, list[FrameRecord]] = {mode: [] for mode in _MODES}
        masks = _Masks(clip)
        try:
            with ClipReader(clip.path, folder_rate=folder_rate) as reader:
                for mode, record, size in judged_frames(
                    model, detector, reader, modes=_MODES, point=point, every_map=True
                ):
                    if record.error is not None and mode == "streaming":
                        errors.append(f"{clip.name}: frame {record.index} is lost: {record.error}")
                    if record.score is None:
                        continue
                    by_mode[mode].append(replace(record, anomaly_map=None))
                    if mode == "streaming" and masks.there:
                        regions = masks.regions(record.index, size)
                        detections.add(*_detected(record, size, model.calibration.outline), *regions)
        except (VideoError, ImageError) as error:
            errors.append(str(error))
        for mode, records in by_mode.items():
            scores[mode].append(np.array([record.score for record in records]))
        judged = by_mode["streaming"]
        abnormal = clip.frame_labels(max((record.index for record in judged), default=-1) + 1)
        labels.append(abnormal[[record.index for record in judged]])
        ng.append(np.array([record.decision is Decision.NG for record in judged], bool))
        yield Progress("Evaluating", number + 1, len(clips))
    curve = detections.curve()
    scaled = [scale_per_clip(torch.from_numpy(of)).numpy() if len(of) else of for of in scores["offline"]]
    found = [
        bool(alarms[start:end].any())
        for alarms, abnormal in zip(ng, labels, strict=True)
        for start, end in _stretches(abnormal)
    ]
    every_label, every_ng = np.concatenate(labels), np.concatenate(ng)
    evaluation = VideoEvaluation(
        streaming=frame_auroc(scores["streaming"], labels),
        offline=frame_auroc(scores["offline"], labels),
        offline_scaled=frame_auroc(scaled, labels),
        rbdc=None if curve is None else curve.rbdc,
        tbdc=None if curve is None else curve.tbdc,
        events_found=rate(sum(found), len(found)),
        false_alarms=rate(int((every_ng & ~every_label).sum()), int((~every_label).sum())),
        clips=len(clips),
        frames=len(every_label),
        abnormal=int(every_label.sum()),
        errors=tuple(errors),
    )
    names = [clip.name for clip in clips]
    yield EvaluateVideoDone(evaluation, dict(zip(names, scores["streaming"], strict=True)))


def _stretches(abnormal: np.ndarray) -> Iterator[tuple[int, int]]:
    """The unbroken stretches [start, end) of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], abnormal, [False]]).astype(int)))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _detected(record: FrameRecord, size: tuple[int, int], outline: float | None) -> tuple[np.ndarray, np.ndarray]:
    """Boxes (n, 4) in pixels of the frame, and their scores: of objects, else of the map's regions."""
    if record.anomaly_map is None or len(record.boxes):
        return record.boxes[:, :4], record.boxes[:, 4]
    regions = find_regions(record.anomaly_map, outline=outline, peak=outline)
    across, down = size[1] / record.anomaly_map.shape[1], size[0] / record.anomaly_map.shape[0]
    boxes = [
        (of.left * across, of.top * down, (of.left + of.width) * across, (of.top + of.height) * down) for of in regions
    ]
    return np.reshape(np.array(boxes, float), (-1, 4)), np.array([of.peak for of in regions], float)


class _Masks:
    """The ground truth of one clip, frame by frame."""

    def __init__(self, clip: Clip) -> None:
        self._clip, self._files = clip, clip.mask_files()
        self._linker = TrackLinker(smallest_px=_SMALLEST_PX)
        # A clip without anything abnormal needs no masks: whatever is detected in it is a false positive.
        self.there = bool(self._files) or not clip.abnormal

    def regions(self, index: int, size: tuple[int, int]) -> tuple[np.ndarray, list[tuple[str, int]]]:
        """Boxes (m, 4) of the frame's abnormal regions, and their tracks; frames are to come in order."""
        file = self._files.get(index)
        mask = np.zeros(size, bool) if file is None else read_mask(file, size=size).numpy()
        regions = self._linker.add(mask)
        boxes = np.reshape(np.array([region.box for region in regions], float), (-1, 4))
        return boxes, [(self._clip.name, region.track) for region in regions]
