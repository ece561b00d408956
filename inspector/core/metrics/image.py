"""How well scores and maps separate good from defective, on raw scores."""

from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv  # the quantile of Beta(a, b), for which scipy.stats.binomtest searches
from skimage.measure import label

AUPRO_LIMIT = 0.3  # false-positive rate up to which per-region overlap is integrated


def image_auroc(scores: np.ndarray, defective: np.ndarray) -> float | None:
    """Area under the ROC curve of image scores; None unless there are both good and defective images."""
    if not _both_kinds(defective):
        return None
    return area_below(*_roc_curve(scores, defective))


def equal_error_rate(scores: np.ndarray, defective: np.ndarray) -> float | None:
    """Error rate at the threshold where false rejects and false accepts are equally frequent (EER), 0 to 1.

    Between two thresholds that exist the ROC curve is a straight line, and the rate is read where it crosses the
    diagonal of equal errors. Images of equal score fall on the same side of any threshold: scores that are all
    equal give 0.5. None unless there are both good and defective images.
    """
    if not _both_kinds(defective):
        return None
    false_rejects, found = _roc_curve(scores, defective)
    excess = false_rejects - (1 - found)  # from −1, nothing rejected, up to 1, everything rejected
    after = int(np.argmax(excess >= 0))
    step = -excess[after - 1] / (excess[after] - excess[after - 1])
    return float(false_rejects[after - 1] + step * (false_rejects[after] - false_rejects[after - 1]))


def apcer_at_bpcer(scores: np.ndarray, defective: np.ndarray, bpcer: float = 0.05) -> float | None:
    """Share of anomalies accepted as normal at the lowest threshold that rejects at most `bpcer` of the normal.

    The words of ISO/IEC 30107-3: APCER is the share of attack presentations classified as bona fide, BPCER that
    of bona fide ones classified as attacks. The threshold is one that exists, without interpolation, and images
    of equal score fall on the same side of it: normal images that share the highest score of all accept every
    anomaly when they are more than `bpcer`. None unless there are both normal and anomalous images.
    """
    if not _both_kinds(defective):
        return None
    rejected, found = _roc_curve(scores, defective)
    return float(1 - found[rejected <= bpcer].max())


def area_below(x: np.ndarray, y: np.ndarray) -> float:
    """Area below the straight lines between points (n,), whose x never falls."""
    return float((np.diff(x) * (y[1:] + y[:-1])).sum() / 2)


def _roc_curve(scores: np.ndarray, defective: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Shares of the good and of the defective images that each threshold rejects: from above the highest score, which
    rejects none, down over every score that exists.

    Raises:
        ValueError: if a score is no number.
    """
    scores, defective = np.asarray(scores), np.asarray(defective, bool)
    if not np.isfinite(scores).all():
        raise ValueError("scores must be finite")
    order = np.argsort(scores)[::-1]
    ends = np.append(np.flatnonzero(np.diff(scores[order])), len(order) - 1)  # the last image of each score
    found, rejected = (np.append(0, some[order].cumsum()[ends]) for some in (defective, ~defective))
    return rejected / rejected[-1], found / found[-1]


def _both_kinds(defective: np.ndarray) -> bool:
    return len(set(np.asarray(defective, dtype=bool).tolist())) == 2


@dataclass(frozen=True)
class Rate:
    """A share with its 95 % interval (Clopper–Pearson): `count` of `total`."""

    count: int
    total: int
    value: float
    low: float
    high: float


def rate(count: int, total: int) -> Rate | None:
    """The share count / total with its exact 95 % interval; None, "not measured", where total is 0."""
    if total == 0:
        return None
    low = betaincinv(count, total - count + 1, 0.025) if count else 0.0
    high = betaincinv(count + 1, total - count, 0.975) if count < total else 1.0
    return Rate(count, total, count / total, float(low), float(high))


def f1_score(flagged: np.ndarray, defective: np.ndarray) -> float | None:
    """F1 of a decision, defective being the positive class; None without defective images."""
    flagged, defective = np.asarray(flagged, bool), np.asarray(defective, bool)
    if not defective.any():
        return None
    hits = (flagged & defective).sum()
    return float(2 * hits / (flagged.sum() + defective.sum()))


class PixelMetrics:
    """Pixel AUROC and AUPRO over any number of maps, in constant memory.

    Map values are counted in bins of float16 precision (65,536 of them), one image at a time, so that a
    test set of large images needs no more memory than a small one. Against exact values the figures differ
    by less than the share of pixels that agree to 11 bits.
    """

    def __init__(self) -> None:
        self._good = np.zeros(1 << 16, np.int64)
        self._bad = np.zeros(1 << 16, np.int64)
        self._overlap = np.zeros(1 << 16, np.float64)  # Σ over regions of (pixels in bin / region's area)
        self._regions = 0

    def add(self, anomaly_map: np.ndarray, mask: np.ndarray) -> None:
        """Count one image: map (H, W) float, mask (H, W) bool, True where defective."""
        bins = _sortable_bins(anomaly_map)
        self._good += np.bincount(bins[~mask], minlength=1 << 16)
        regions, count = label(mask, connectivity=2, return_num=True)
        for region in range(1, count + 1):
            inside = np.bincount(bins[regions == region], minlength=1 << 16)
            self._bad += inside
            self._overlap += inside / inside.sum()
        self._regions += count

    def auroc(self) -> float | None:
        """Area under the pixel ROC curve; None without both kinds of pixel."""
        if not self._good.any() or not self._bad.any():
            return None
        return area_below(_above(self._good), _above(self._bad))

    def aupro(self, limit: float = AUPRO_LIMIT) -> float | None:
        """Area under the per-region overlap curve up to a false-positive rate, divided by that rate.

        Source: Bergmann et al., "The MVTec Anomaly Detection Dataset", IJCV 2021, section 5.1.2.
        """
        if not self._good.any() or not self._regions:
            return None
        false_positives, overlap = _above(self._good), _above(self._overlap)
        inside = false_positives < limit
        x = np.append(false_positives[inside], limit)
        y = np.append(overlap[inside], np.interp(limit, false_positives, overlap))
        return area_below(x, y) / limit


def _above(histogram: np.ndarray) -> np.ndarray:
    """Share of the histogram above each bin, from above the highest (0) to above none (1)."""
    return np.concatenate([[0.0], np.cumsum(histogram[::-1]) / histogram.sum()])


def _sortable_bins(values: np.ndarray) -> np.ndarray:
    """0 to 65,535 in the order of the values rounded to float16: IEEE bits with the negatives mirrored."""
    bits = np.clip(values, -65504, 65504).astype(np.float16).view(np.uint16).astype(np.int32)
    return np.where(bits & 0x8000, 0xFFFF - bits, bits | 0x8000)
