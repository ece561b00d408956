"""How a model does on a category's test clips: frames, places in them, and events."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch

from inspector.core.errors import CategoryError, ImageError, VideoError
from inspector.core.metrics.image import Rate, rate
from inspector.core.metrics.tracks import TrackLinker
from inspector.core.metrics.video import DetectionMetrics, FrameAuroc, frame_auroc
from inspector.core.model import calibration_of
from inspector.core.operating_point import Decision
from inspector.core.regions import find_regions
from inspector.core.video.inspection import FrameRecord
from inspector.core.video.scoring import Mode
from inspector.core.video.temporal import scale_per_clip
from inspector.data.images.masks import read_mask
from inspector.data.video.category import Clip, VideoCategory
from inspector.data.video.reader import ClipReader
from inspector.store.models.model_folder import StoredModel
from inspector.store.runs.video_run import ClipScores
from inspector.workflow.evaluate.common import Evaluated, Figures
from inspector.workflow.evaluate.learned import learned_parts, learned_text
from inspector.workflow.inspect.frame_rates import other_rates, rate_of_folders
from inspector.workflow.inspect.video import detector_of, judged_frames
from inspector.workflow.progress import Progress, Warned
from inspector.workflow.train.video_reading import clip_digest

_LARGE = 0.5  # of a frame
_SMALLEST_PX = 20  # of a region in a hand-drawn mask
_MODES: tuple[Mode, ...] = ("streaming", "offline")


@dataclass(frozen=True, kw_only=True)
class VideoEvaluation(Figures):
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


@dataclass(frozen=True, eq=False)
class EvaluatedClip:
    """A clip's records in streaming mode beside what is known of its frames.

    Attributes:
        scores: of all its frames, n of them; lost ones and those that could not be judged have none.
        abnormal: (n,) bool, which of these frames are labelled abnormal.
        frame_rate: frames per second; None where it is not known.
    """

    clip: Clip
    scores: ClipScores
    abnormal: np.ndarray
    frame_rate: float | None


@dataclass(frozen=True, eq=False)
class EvaluateVideoDone(Evaluated):
    """The evaluation, and the clips it rests on."""

    evaluation: VideoEvaluation
    clips: tuple[EvaluatedClip, ...]


EvaluateVideoUpdate = Progress | Warned | EvaluateVideoDone


def evaluate_video(
    stored: StoredModel, category: VideoCategory, *, device: torch.device, folder_rate: float | None = None
) -> Iterator[EvaluateVideoUpdate]:
    """Judge a category's labelled test clips, once in each mode, and compare with their labels and masks.

    Args:
        folder_rate: frame rate of clips that are folders, in frames per second; None for the one that the model has
            learned.

    Raises:
        CategoryError: if there is no test clip whose frames are labelled, or the model learned all of them.
        ModelError: if the model is one of images, or its detector cannot be had.
    """
    clips = [clip for clip in category.test if clip.abnormal is not None]
    if not clips:
        raise CategoryError(
            "{category} has no test clip whose abnormal frames are known. Put some into test/good, or add "
            "frame_labels.csv with the columns clip, frame and abnormal.",
            code="category.no_labelled_clips",
            category=category.root,
        )
    if unlabelled := [clip.name for clip in category.test if clip.abnormal is None]:
        yield Warned(
            f"Left out, since their abnormal frames are not known: {', '.join(unlabelled)}. Add their masks, or "
            "frame_labels.csv."
        )
    learned = learned_parts(stored.card, ((clip.name, clip.path) for clip in clips), digest=clip_digest)
    clips = [clip for clip in clips if clip.name not in learned]
    if learned and not clips:
        raise _only_learned(category)
    if learned:
        yield Warned(learned_text(len(learned), unit="clip"))
    detector = detector_of(stored)
    model, point = stored.model.to(device), stored.operating_point
    folder_rate = rate_of_folders(model) if folder_rate is None else folder_rate
    for sentence in other_rates(model, clips, folder_rate=folder_rate):
        yield Warned(sentence)
    scores: dict[Mode, list[np.ndarray]] = {mode: [] for mode in _MODES}
    evaluated: list[EvaluatedClip] = []
    detections = DetectionMetrics()
    errors: list[str] = []
    for number, clip in enumerate(clips):
        records: dict[Mode, list[FrameRecord]] = {mode: [] for mode in _MODES}
        masks = _Masks(clip)
        frame_rate: float | None = None
        try:
            with ClipReader(clip.path, folder_rate=folder_rate) as reader:
                frame_rate = reader.frame_rate
                for mode, record, size in judged_frames(
                    model, detector, reader, modes=_MODES, point=point, every_map=True
                ):
                    records[mode].append(replace(record, anomaly_map=None))
                    if mode != "streaming":
                        continue
                    if record.error is not None:
                        errors.append(f"{clip.name}: frame {record.index} is lost: {record.error}")
                    elif record.score is not None and masks.there:
                        regions = masks.regions(record.index, size)
                        detections.add(*_detected(record, size, calibration_of(model).outline), *regions)
        except (VideoError, ImageError) as error:
            errors.append(str(error))
        for mode in _MODES:
            scores[mode].append(np.array([one.score for one in records[mode] if one.score is not None]))
        evaluated.append(_evaluated(clip, records["streaming"], frame_rate))
        for remark in masks.remarks():
            yield Warned(remark)
        yield Progress("Evaluating", number + 1, len(clips))
    yield EvaluateVideoDone(_figures(evaluated, scores, detections, errors), tuple(evaluated))


def _evaluated(clip: Clip, records: Sequence[FrameRecord], frame_rate: float | None) -> EvaluatedClip:
    index = np.array([record.index for record in records], np.int64)
    labels = clip.frame_labels(int(index.max()) + 1 if len(index) else 0)
    assert labels is not None  # only clips whose frames are labelled are evaluated
    return EvaluatedClip(
        clip,
        ClipScores(
            index=index,
            time_s=np.array([np.nan if record.time_s is None else record.time_s for record in records], float),
            score=np.array([np.nan if record.score is None else record.score for record in records], float),
            decisions=[record.decision for record in records],
            still=np.array([record.still for record in records], bool),
            lost=np.array([record.error is not None for record in records], bool),
            doubtful=np.array([record.doubtful for record in records], bool),
        ),
        labels[index],
        frame_rate,
    )


def _figures(
    evaluated: Sequence[EvaluatedClip],
    scores: Mapping[Mode, Sequence[np.ndarray]],
    detections: DetectionMetrics,
    errors: Sequence[str],
) -> VideoEvaluation:
    judged = [np.isfinite(clip.scores.score) for clip in evaluated]
    labels = [clip.abnormal[mask] for clip, mask in zip(evaluated, judged, strict=True)]
    ng = [
        np.array([decision is Decision.NG for decision in clip.scores.decisions], bool)[mask]
        for clip, mask in zip(evaluated, judged, strict=True)
    ]
    scaled = [scale_per_clip(torch.from_numpy(one)).numpy() if len(one) else one for one in scores["offline"]]
    found = [
        bool(alarms[start:end].any())
        for alarms, abnormal in zip(ng, labels, strict=True)
        for start, end in intervals_of(abnormal)
    ]
    every_label, every_ng = np.concatenate(labels), np.concatenate(ng)
    curve = detections.curve()
    return VideoEvaluation(
        streaming=frame_auroc(scores["streaming"], labels),
        offline=frame_auroc(scores["offline"], labels),
        offline_scaled=frame_auroc(scaled, labels),
        rbdc=None if curve is None else curve.rbdc,
        tbdc=None if curve is None else curve.tbdc,
        events_found=rate(sum(found), len(found)),
        false_alarms=rate(int((every_ng & ~every_label).sum()), int((~every_label).sum())),
        clips=len(evaluated),
        frames=len(every_label),
        abnormal=int(every_label.sum()),
        errors=tuple(errors),
    )


def _only_learned(category: VideoCategory) -> CategoryError:
    return CategoryError(
        "{category}: the model learned all test clips whose abnormal frames are known, so that none is a test of it.",
        code="category.only_learned_clips",
        category=category.root,
    )


def intervals_of(abnormal: np.ndarray) -> list[tuple[int, int]]:
    """The unbroken intervals [start, end) of true values in (n,) bool."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], abnormal, [False]]).astype(int)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _detected(record: FrameRecord, size: tuple[int, int], outline: float | None) -> tuple[np.ndarray, np.ndarray]:
    """Boxes (n, 4) in pixels of the frame, and their scores: of objects, else of the map's regions."""
    if record.anomaly_map is None or outline is None or len(record.boxes):
        return record.boxes[:, :4], record.boxes[:, 4]
    regions = find_regions(record.anomaly_map, outline=outline, peak=outline, share_of_peak=0)  # all that is detected
    across, down = size[1] / record.anomaly_map.shape[1], size[0] / record.anomaly_map.shape[0]
    boxes = [
        (one.left * across, one.top * down, (one.left + one.width) * across, (one.top + one.height) * down)
        for one in regions
    ]
    return np.reshape(np.array(boxes, float), (-1, 4)), np.array([one.peak for one in regions], float)


class _Masks:
    """The ground truth of one clip, frame by frame."""

    def __init__(self, clip: Clip) -> None:
        self._clip, self._files = clip, clip.mask_files()
        self._linker = TrackLinker(smallest_px=_SMALLEST_PX)
        # A clip without anything abnormal needs no masks: whatever is detected in it is a false positive.
        self.there = bool(self._files) or not clip.abnormal
        self._large = 0

    def remarks(self) -> Iterator[str]:
        """What is odd about the masks, once every frame was evaluated."""
        name = self._clip.name
        if self._large:
            yield (
                f"{name}: the masks of {self._large} frames mark more than half of the frame. Check whether black and "
                "white are swapped."
            )
        if others := len(self._clip.all_masks()) - len(self._files):
            yield f"{name}: {others} masks fit no frame. Name them as the frames, or by the frames' numbers."

    def regions(self, index: int, size: tuple[int, int]) -> tuple[np.ndarray, list[tuple[str, int]]]:
        """Boxes (m, 4) of the frame's abnormal regions, and their tracks; frames are to come in order."""
        file = self._files.get(index)
        mask = np.zeros(size, bool) if file is None else read_mask(file, size=size).numpy()
        self._large += mask.mean() > _LARGE
        regions = self._linker.add(mask)
        boxes = np.reshape(np.array([region.box for region in regions], float), (-1, 4))
        return boxes, [(self._clip.name, region.track) for region in regions]
