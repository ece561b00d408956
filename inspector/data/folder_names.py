"""What the name of a folder says of the images in it: good, defective, masks, or a side of a category."""

import re
import unicodedata

GOOD_NAMES = frozenset({"good", "ok", "normal", "io", "pass", "defect_free", "no_defect", "non_defective"})
TRAIN_NAMES = frozenset({"train", "training"})
TEST_NAMES = frozenset({"test", "testing", "test_public"})
VALIDATION_NAMES = frozenset({"validation", "valid", "val"})
COLOUR_NAMES = frozenset({"rgb", "images", "image", "imgs", "img", "data"})  # hold images and say nothing of them
DEPTH_NAMES = frozenset({"xyz", "depth", "pcd", "pointcloud", "point_cloud"})  # beside a folder `rgb`
MASK_NAMES = frozenset(
    {
        "mask", "masks", "ground_truth", "groundtruth", "gt", "label", "labels", "annotation", "annotations",
        "segmentation", "segmentations",
    }
)  # fmt: skip
MASK_SUFFIXES = ("_mask", "_label", "_gt")  # of a file's stem

_DEFECTIVE = re.compile(
    r"abnormal|anomal\w*|bad|defe[ck]t\w*|ng|nok|nio|ko|fail(ed|ure)?s?|fault[ys]?|reject(ed|s)?|scrap|broken|damaged|"
    r"ausschuss|fehler\w*|schlecht"
)
_NEGATION = frozenset({"no", "not", "non", "free", "without", "ohne", "nicht", "kein", "keine"})
_COUNTER = re.compile(r"v?\d+")


def match_key(name: str) -> str:
    """A name as people compare names: whatever its case, and composed or decomposed characters."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def stem_of(name: str) -> str:
    """A file's name without its suffix, as `PurePath.stem` is; a path of each of many names would take longer."""
    dot = name.rfind(".")
    return name[:dot] if 0 < dot < len(name) - 1 else name


def path_key(name: str) -> str:
    """A path as people compare paths: of either slash, and with or without `./` before it."""
    parts = [part for part in match_key(name).replace("\\", "/").split("/") if part not in ("", ".")]
    return "/".join(parts)


def folder_key(name: str) -> str:
    """A folder's name as the sets above have it."""
    return re.sub(r"[\s.-]+", "_", match_key(name)).strip("_")


def is_good(name: str) -> bool:
    return folder_key(name) in GOOD_NAMES


def may_be_clip(name: str) -> bool:
    """Whether a folder may be a clip, as its name says nothing else: neither a label, a side nor a sort of images."""
    others = GOOD_NAMES | TRAIN_NAMES | VALIDATION_NAMES | COLOUR_NAMES | DEPTH_NAMES
    return bool(name) and folder_key(name) not in others


def is_good_for_testing(name: str) -> bool:
    """Whether it is such as `normal_test` of anomalib's folders."""
    words = folder_key(name).split("_")
    return "test" in words and "_".join(word for word in words if word != "test") in GOOD_NAMES


def is_mask_folder(name: str) -> bool:
    """Whether a folder of this name holds masks, such as `masks`, `ground-truth` or `gt_2`."""
    words = [word for word in folder_key(name).split("_") if not _COUNTER.fullmatch(word)]
    return "_".join(words) in MASK_NAMES


def mask_stem(stem: str) -> str | None:
    """The stem of the image that a file of this stem is the mask of, by its name; None where it names no mask."""
    lower = stem.lower()
    if not lower.endswith(MASK_SUFFIXES):
        return None
    suffix = next(suffix for suffix in MASK_SUFFIXES if lower.endswith(suffix))
    return stem[: -len(suffix)] or None


def is_suspicious(name: str) -> bool:
    """Whether a folder of this name should not be learned from unless a person says so.

    It is where the name speaks of defects or masks, or of the side of another category.
    """
    key = folder_key(name)
    words = key.split("_")
    negated = bool(_NEGATION.intersection(words))
    if negated and any(word in GOOD_NAMES for word in words):
        return key not in GOOD_NAMES
    if not negated and any(_DEFECTIVE.fullmatch(word) for word in words):
        return True
    return is_mask_folder(name) or key in TEST_NAMES
