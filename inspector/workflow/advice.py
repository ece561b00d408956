"""Which method to try on good images that look like this: the table of it, and its words.

The thresholds are what the words mean and not fitted to any data; what each method can and cannot do is from
its paper's published results.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from inspector.core.calibration import ALIGNMENT_NEEDED
from inspector.core.light import GAIN_LIMIT
from inspector.core.pose import Pose
from inspector.core.variation import Variation

SYMMETRIC = 0.95  # of the likeness is kept: what is lost is small, such as the lamp's reflection
FRAME_OF_TEXTURE = 0.5  # detail along the frame: less than half of that inside is a ground, not the same texture
REGULAR = 0.5  # more than half of the variance repeats itself
SMALL_SIDE_PX = 64  # images up to here show the whole part coarsely; the methods that judge it whole were made on 28-64
FINE_DETAIL = 0.1  # a tenth of what an image shows is gone at 128 px: textures whose threads no longer resolve
LARGER_SIZE_PX = 256
COARSE = 4  # image pixels in one of the input's: a scratch so wide is one faint pixel
SEVERAL_POSES = 0.2  # of the pairs: more than a few parts that someone laid down wrongly
ANY_ANGLE = 135  # degrees; turned by more, parts come as they fall
FAINT = 2 / 255  # two grey levels: sensor noise


class Kind(StrEnum):
    """What good images show, as far as the choice of a method depends on it."""

    ALIGNED = "aligned part"
    REGULAR_TEXTURE = "regular texture"
    STOCHASTIC_TEXTURE = "stochastic texture"
    FREE_POSE = "part in free pose"


@dataclass(frozen=True)
class Properties:
    """What was measured on good images; shares in [0, 1] unless said.

    Attributes:
        images, measured, unreadable: good images that can be used, those looked at, those refused among them.
        copies: images that are the same file as another one.
        height_px, width_px: the typical size; `mixed_sizes` where training would refuse how they differ.
        colourfulness, contrast, light_spread, frame_detail, periodicity: see `inspector.core.appearance`.
        alignment: share that the place in the image explains; at most 1, about 0 or below for texture.
        detail_lost_at_128_px: share of the variation that goes when the images are shrunk to that.
        pose: see :class:`inspector.core.pose.Pose`.
        held_out: images that training keeps out to calibrate on.
        false_reject_bound_95: the smallest share of false rejects that they can prove.
        more_images_for_1_percent: good images to add for a proof of 1 %.
    """

    images: int
    measured: int
    unreadable: int
    copies: int
    height_px: int
    width_px: int
    mixed_sizes: bool
    colourfulness: float
    contrast: float
    light_spread: float
    alignment: float
    frame_detail: float
    periodicity: float
    detail_lost_at_128_px: float
    pose: Pose
    held_out: int
    false_reject_bound_95: float
    more_images_for_1_percent: int


@dataclass(frozen=True)
class Suggestion:
    """One training to try: its method, the options of `inspector-cli train` besides --output, and when."""

    method: str
    options: tuple[str, ...]
    when: str


@dataclass(frozen=True)
class Advice:
    """What follows from the properties: two sentences, trainings to try, questions only a person can answer."""

    kind: Kind
    sentences: tuple[str, str]
    suggestions: tuple[Suggestion, ...]
    questions: tuple[str, ...]
    notes: tuple[str, ...]


# Without pretrained weights: the first choice, and where it has no good record a second to compare it with.
_WITHOUT_WEIGHTS: Mapping[Kind, tuple[str, ...]] = {
    Kind.ALIGNED: ("riad",),
    Kind.REGULAR_TEXTURE: ("riad",),
    Kind.STOCHASTIC_TEXTURE: ("riad", "adacl"),
    Kind.FREE_POSE: ("multitask", "adacl"),
}
_SMALL_WITHOUT_WEIGHTS = ("multitask", "adacl")
_FALLBACK = "riad"  # is always there
_WITH_WEIGHTS = "patchcore"

_STRENGTH: Mapping[tuple[str, Kind], str] = {
    ("riad", Kind.ALIGNED): "strong on rigid parts in a fixed pose",
    ("riad", Kind.REGULAR_TEXTURE): "strong on regular texture",
    ("riad", Kind.STOCHASTIC_TEXTURE): "which at least shows where",
    ("riad", Kind.FREE_POSE): "which at least shows where",
}
_STRENGTH_ANYWHERE: Mapping[str, str] = {
    "multitask": "which looks at the part as a whole",
    "adacl": "a quick first screen",
}
_WEAKNESS: Mapping[tuple[str, Kind], str] = {
    ("riad", Kind.ALIGNED): "`riad` needs good parts to be predictable from their surroundings",
    ("riad", Kind.REGULAR_TEXTURE): "`riad` takes a slip of the pattern by a whole period for good",
    ("riad", Kind.STOCHASTIC_TEXTURE): (
        "`riad` is uneven on such texture (published image AUROC from 0.84 on carpet to 1.00 on leather)"
    ),
    ("riad", Kind.FREE_POSE): "`riad` is weak on free pose (published image AUROC 0.82 to 0.88 on such parts)",
}
_WEAKNESS_ANYWHERE: Mapping[str, str] = {
    "patchcore": "`patchcore` is slow without a GPU and grows with the number of images",
    "multitask": "`multitask` judges the part as a whole (wrong part, pose or assembly) and can miss a small scratch",
    "adacl": "`adacl` is a quick screen that knows only the damage it makes up itself",
}


def kind_of(properties: Properties) -> Kind:
    """What the images show; alignment first, as a part in a fixed pose may fill the frame or be regular too."""
    if properties.alignment > ALIGNMENT_NEEDED:
        return Kind.ALIGNED
    if properties.frame_detail < FRAME_OF_TEXTURE:
        return Kind.FREE_POSE
    return Kind.REGULAR_TEXTURE if properties.periodicity > REGULAR else Kind.STOCHASTIC_TEXTURE


def choose_methods(properties: Properties, *, weights: bool, available: Collection[str]) -> list[str]:
    """Names of the methods to try, the best first; with weights allowed, `patchcore` and the best without."""
    kind = kind_of(properties)
    small = max(properties.height_px, properties.width_px) <= SMALL_SIDE_PX
    textured = kind in (Kind.REGULAR_TEXTURE, Kind.STOCHASTIC_TEXTURE)  # no whole to be judged
    candidates = _SMALL_WITHOUT_WEIGHTS if small and not textured else _WITHOUT_WEIGHTS[kind]
    without = [name for name in candidates if name in available] or [_FALLBACK]
    return [_WITH_WEIGHTS, *without] if weights and _WITH_WEIGHTS in available else without


def advise(properties: Properties, *, stated: Variation, weights: bool, available: Collection[str]) -> Advice:
    """Choose methods and say why.

    Args:
        stated: the variation that the category states already; it is not asked for again.
        weights: pretrained weights are allowed.
        available: names of the methods to choose from.
    """
    kind = kind_of(properties)
    methods = choose_methods(properties, weights=weights, available=available)
    first_without = next(name for name in methods if name != _WITH_WEIGHTS)
    suggestions = []
    for name in methods:
        when = "without weights" if name == first_without else "to compare"
        if name == _WITH_WEIGHTS:
            when = "with pretrained weights (or --weights FILE instead of --download-weights)"
        suggestions.append(Suggestion(name, _options(name, properties), when))
    return Advice(
        kind=kind,
        sentences=(_finding(properties, kind, methods), _honesty(properties, kind, methods)),
        suggestions=tuple(suggestions),
        questions=tuple(_questions(properties, stated)),
        notes=tuple(_notes(properties)),
    )


def _options(method: str, properties: Properties) -> tuple[str, ...]:
    options: list[str] = ["--method", method]
    if method == _WITH_WEIGHTS:
        options.append("--download-weights")
    if method == "riad" and _wants_larger(properties):
        options += ["--set", f"image_size={LARGER_SIZE_PX}"]
    if properties.unreadable:
        options.append("--skip-unreadable")
    if properties.mixed_sizes:
        options.append("--mixed-sizes")
    return tuple(options)


def _wants_larger(properties: Properties) -> bool:
    large = min(properties.height_px, properties.width_px) >= LARGER_SIZE_PX
    return large and properties.detail_lost_at_128_px > FINE_DETAIL


def _percent(share: float) -> str:
    return f"{max(0.0, share) * 100:.0f} %"


def _finding(properties: Properties, kind: Kind, methods: list[str]) -> str:
    place = _percent(properties.alignment)
    evidence = {
        Kind.ALIGNED: f"an aligned part (place explains {place} of what they show)",
        Kind.REGULAR_TEXTURE: (
            f"regular texture (it fills the frame, and {_percent(properties.periodicity)} of it repeats itself)"
        ),
        Kind.STOCHASTIC_TEXTURE: (
            f"stochastic texture (it fills the frame, place explains {place} of it and "
            f"{_percent(properties.periodicity)} of it repeats itself)"
        ),
        Kind.FREE_POSE: (
            f"a part in free pose (place explains {place} of what they show, and along the frame there is "
            f"{_percent(properties.frame_detail)} of the detail inside)"
        ),
    }[kind]
    colour = "colour" if properties.colourfulness > FAINT else "grey"
    size = f"{properties.width_px}×{properties.height_px} px"
    first = f"`{_WITH_WEIGHTS}` where pretrained weights are allowed, else " * (_WITH_WEIGHTS in methods)
    others = [
        f"`{name}` ({_STRENGTH.get((name, kind)) or _STRENGTH_ANYWHERE[name]})"
        for name in methods
        if name != _WITH_WEIGHTS
    ]
    choice = first + ", compared with ".join(others)
    return f"{properties.images} {colour} images of {size} show {evidence}: try {choice}."


def _honesty(properties: Properties, kind: Kind, methods: list[str]) -> str:
    weaknesses = [_WEAKNESS.get((name, kind)) or _WEAKNESS_ANYWHERE[name] for name in methods]
    proof = (
        f"the {properties.held_out} image(s) that training holds out prove at best that "
        f"{properties.false_reject_bound_95 * 100:.2g} % of good parts are falsely rejected or fewer"
    )
    return f"Mind that {', that '.join(weaknesses)}, and that {proof}."


def _questions(properties: Properties, stated: Variation) -> list[str]:
    pose = properties.pose
    questions = []
    turned = pose.turned_pairs > SEVERAL_POSES
    if turned and not stated.rotation_degrees:
        degrees = 180 if pose.turned_degrees >= ANY_ANGLE else round(pose.turned_degrees)
        questions.append(
            f"In {_percent(pose.turned_pairs)} of the pairs one good part lies turned to the other, by up to "
            f"{degrees}°: if that is right, add --rotation {degrees}."
        )
    axes = {
        "horizontal": (pose.mirrored_pairs_horizontal, pose.kept_mirrored_horizontal, stated.flip_horizontal),
        "vertical": (pose.mirrored_pairs_vertical, pose.kept_mirrored_vertical, stated.flip_vertical),
    }
    known = [axis for axis, (_, _, stated_already) in axes.items() if stated_already]
    come = [axis for axis, (pairs, _, _) in axes.items() if pairs > SEVERAL_POSES and axis not in known]
    same = [axis for axis, (_, kept, _) in axes.items() if kept >= SYMMETRIC and axis not in known]
    if come:
        pairs = max(axes[axis][0] for axis in come)
        questions.append(
            f"In {_percent(pairs)} of the pairs one good part is the other mirrored: if that is right, add "
            f"--flip {_flip(come + known)}."
        )
    elif same and not turned and kind_of(properties) is Kind.ALIGNED:
        kept = min(axes[axis][1] for axis in same)
        questions.append(
            f"Mirrored, the part looks the same ({_percent(min(kept, 1))} of the likeness kept): if a mirrored part is "
            f"good, --flip {_flip(same + known)} gives the training more to learn from."
        )
    return questions


def _flip(axes: list[str]) -> str:
    return "both" if len(axes) > 1 else axes[0]


def _notes(properties: Properties) -> list[str]:
    pose = properties.pose
    notes = []
    half, quarter = pose.kept_turned_180 >= SYMMETRIC, pose.kept_turned_90 >= SYMMETRIC
    if half or quarter:
        turn = "a quarter or half" if half and quarter else "half" if half else "a quarter"
        why = "as good parts come turned" if pose.turned_pairs > SEVERAL_POSES else "as they look the same"
        notes.append(
            f"Images turned by {turn} a turn pass for other good images ({why}): telling such turns apart can "
            "hardly be learned, so leave out the rotation task of `multitask` and the turned images of `adacl`."
        )
    if properties.more_images_for_1_percent:
        notes.append(
            f"For a proof of at most 1 % false rejects, {properties.more_images_for_1_percent} more good images are "
            "needed."
        )
    if _wants_larger(properties):
        notes.append(
            f"{_percent(properties.detail_lost_at_128_px)} of what the images show is gone at 128 px, so that "
            f"{LARGER_SIZE_PX} px are suggested for `riad`: about four times the time."
        )
    pixels = min(properties.height_px, properties.width_px) / (LARGER_SIZE_PX if _wants_larger(properties) else 128)
    if pixels >= COARSE:
        notes.append(
            f"One pixel of `riad`'s input is {pixels:.0f} px of the image: what is not some of those wide can be missed; "
            "raise image_size or photograph closer if defects are that small."
        )
    if properties.light_spread > Variation().gain:
        at_least = "at least " * (properties.light_spread > 0.99 * GAIN_LIMIT)
        notes.append(
            f"The light of good images varies by {at_least}{_percent(properties.light_spread)}, which is more than the "
            f"{_percent(Variation().gain)} that training allows for: steady the lamp or the exposure if you can."
        )
    if properties.contrast < FAINT:
        notes.append("There is hardly anything to see in the images but noise; check exposure and focus.")
    if properties.copies:
        notes.append(f"{properties.copies} good image(s) are copies of others, file for file, and prove nothing more.")
    return notes
