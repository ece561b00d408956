"""Which method to try on good images that look like this, and why.

What each method can and cannot do is from its paper's published results, see the methods' own hints.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import JsonValue

from inspector.core.images.variation import Variation
from inspector.core.methods import AnyMethod, create_method, method_class
from inspector.data.properties import Locate, Tile
from inspector.workflow.advise.properties import FAINT, LARGER_SIZE_PX, Kind, Properties
from inspector.workflow.advise.remarks import TASKS_WITHOUT_ROTATION, Question, notes, percent, questions, why_located
from inspector.workflow.advise.tiles import automatic_tile_of
from inspector.workflow.advise.video.properties import Scene
from inspector.workflow.train.calibrating import calibrates_on_all_lots

SMALL_SIDE_PX = 64  # up to here the methods that judge a part as a whole were made and measured: 28 to 64 px
_SMALLEST_INPUT_PX = 16
_HALF_A_QUARTER = 45  # degrees; good parts that lie turned by more are nearer to a quarter turn than to none


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """One training to try; the command line and the screen each word it in their own way.

    Attributes:
        preset: of the method.
        settings: what differs from the preset, by names as in `training.steps`.
        pretrained: the training begins with pretrained weights.
        installed: these weights are those of an installed package.
        comparison: a second opinion beside the first choice of its sort, with pretrained weights or without.
        skip_unreadable, mixed_sizes: without these the training would refuse the images.
        locate: how parts are to be found before they are judged; None where the category states it or none need be.
        calibrates_on_all: every good image says what scores good parts reach, as far as no lots are known.
    """

    method: str
    preset: str = "cpu"
    settings: Mapping[str, JsonValue] = field(default_factory=dict)
    pretrained: bool = False
    installed: bool = False
    comparison: bool = False
    skip_unreadable: bool = False
    mixed_sizes: bool = False
    locate: Locate | None = None
    calibrates_on_all: bool = False


@dataclass(frozen=True)
class Advice:
    """What follows from the properties: two sentences, trainings to try, questions only a person can answer.

    Attributes:
        kind: what the images or clips show.
        located: good parts lie differently, and the trainings find each part first.
        warnings: why a training may learn nothing from these images.
    """

    kind: Kind | Scene
    sentences: tuple[str, str]
    suggestions: tuple[Suggestion, ...]
    questions: tuple[Question, ...]
    notes: tuple[str, ...]
    located: bool = False
    warnings: tuple[str, ...] = ()


# Without pretrained weights: the first choice, by defects drawn into good images (see scoring.md), and another to
# compare it with: one that shows what the part should look like, or, where parts turn, one that names what is wrong.
_WITHOUT_WEIGHTS: Mapping[Kind, tuple[str, ...]] = {
    Kind.ALIGNED: ("scattering", "riad"),
    Kind.REGULAR_TEXTURE: ("scattering", "riad"),
    Kind.STOCHASTIC_TEXTURE: ("scattering", "riad"),
    Kind.FREE_POSE: ("scattering", "multitask"),
    Kind.BLANK: ("scattering", "riad"),
}
_SMALL_WITHOUT_WEIGHTS = ("scattering", "multitask")  # which judges a small part as a whole
_FALLBACK = "riad"  # is always there
_WITH_WEIGHTS = "patchcore"

_STRENGTH: Mapping[tuple[str, Kind], str] = {
    ("riad", Kind.ALIGNED): "strong on rigid parts in a fixed pose",
    ("riad", Kind.REGULAR_TEXTURE): "strong on regular texture",
    ("riad", Kind.STOCHASTIC_TEXTURE): "which at least shows where the defect is",
    ("riad", Kind.FREE_POSE): "which at least shows where the defect is",
    ("riad", Kind.BLANK): "which at least shows where the defect is",
}
_STRENGTH_ANYWHERE: Mapping[str, str] = {
    "scattering": "which compares structure and colour with those of good parts",
    "multitask": "which names the place and the task that fails",
}
_WEAKNESS: Mapping[tuple[str, Kind], str] = {
    ("riad", Kind.ALIGNED): "`riad` needs good parts to be predictable from their surroundings",
    ("riad", Kind.REGULAR_TEXTURE): "`riad` needs the pattern to be predictable from its surroundings",
    ("riad", Kind.STOCHASTIC_TEXTURE): (
        "`riad` is uneven on such texture (published image AUROC from 0.84 on carpet to 1.00 on leather)"
    ),
    ("riad", Kind.BLANK): "`riad` needs something that it can predict from its surroundings",
    ("riad", Kind.FREE_POSE): "`riad` is weak on free pose (published image AUROC 0.82 to 0.88 on such parts)",
}
_WEAKNESS_ANYWHERE: Mapping[str, str] = {
    "patchcore": (
        "`patchcore` shows where a part is unusual but not what it should look like, and can overlook a missing "
        "feature where other places of good parts look as if it were missing"
    ),
    "scattering": "`scattering` sees small structure and colour, and can miss a part that is wrong as a whole",
    "multitask": "`multitask` is for a wrong part, pose or assembly and can miss a small scratch",
}


def choose_methods(properties: Properties, *, weights: bool, available: Collection[str]) -> list[str]:
    """Names of the methods to try, the best first; with weights allowed, `patchcore` and the best without."""
    kind = properties.kind
    small = max(properties.height_px, properties.width_px) <= SMALL_SIDE_PX
    candidates = _SMALL_WITHOUT_WEIGHTS if small and properties.has_whole else _WITHOUT_WEIGHTS[kind]
    without = [name for name in candidates if name in available] or [_FALLBACK]
    return [_WITH_WEIGHTS, *without] if weights and _WITH_WEIGHTS in available else without


def advise(
    properties: Properties,
    *,
    stated: Variation,
    weights: bool,
    installed: bool,
    available: Collection[str],
    locate: Locate = "auto",
    locatable: bool = False,
    tile: Tile = "auto",
    warnings: Sequence[str] = (),
) -> Advice:
    """Choose methods and say why.

    Args:
        stated: the variation that the category states already; it is not asked for again.
        weights: pretrained weights are allowed.
        installed: such weights are in an installed package.
        available: names of the methods to choose from.
        locate, tile: what the category states.
        locatable: parts lie differently, and a locator holds on them.
        warnings: why a training may learn nothing.
    """
    located = locatable or locate in ("rigid", "similarity")
    kind = properties.kind
    methods = choose_methods(properties, weights=weights, available=available)
    first_without = next(name for name in methods if name != _WITH_WEIGHTS)
    presets = {name: "features" if installed and name == _WITH_WEIGHTS else "cpu" for name in methods}
    tiled = {
        name: not located and _are_tiled(create_method(name, preset=preset), properties, tile)
        for name, preset in presets.items()
    }
    suggestions = tuple(
        Suggestion(
            method=name,
            preset=presets[name],
            settings=_settings(name, properties, tiled=tiled[name]),
            pretrained=name == _WITH_WEIGHTS,
            installed=installed and name == _WITH_WEIGHTS,
            comparison=name not in (_WITH_WEIGHTS, first_without),
            skip_unreadable=properties.unreadable > 0,
            mixed_sizes=properties.mixed_sizes,
            locate="auto" if locatable and locate == "off" else None,
            calibrates_on_all=calibrates_on_all_lots(
                method_class(name), properties.images, known=False, tiled=tiled[name]
            ),
        )
        for name in methods
    )
    known = notes(
        properties,
        {one.method: one.settings for one in suggestions},
        tiled=[name for name in methods if tiled[name]],
    )
    return Advice(
        kind=kind,
        sentences=(
            _finding(properties, kind, methods, installed=installed),
            _honesty(properties, kind, methods, calibrates_on_all=suggestions[0].calibrates_on_all),
        ),
        suggestions=suggestions,
        questions=tuple(questions(properties, stated, located=located)),
        notes=(*([why_located(properties)] if locatable else []), *known),
        located=locatable,
        warnings=tuple(warnings),
    )


def _are_tiled(method: AnyMethod, properties: Properties, tile: Tile) -> bool:
    """Whether images of the typical size are judged in tiles, which keep their resolution."""
    size = (properties.height_px, properties.width_px)
    if tile != "auto" or not method.has_map:
        return isinstance(tile, int)
    differ = properties.mixed_sizes and min(size) >= min(method.config.image_size)
    return differ or automatic_tile_of(method, [size]) is not None


def _settings(method: str, properties: Properties, *, tiled: bool) -> dict[str, JsonValue]:
    settings: dict[str, JsonValue] = {}
    if method == "riad" and properties.wants_larger and not tiled:
        settings["image_size"] = LARGER_SIZE_PX
    turned = properties.poses_vary and properties.pose.turned_degrees >= _HALF_A_QUARTER
    if method == "multitask" and (turned or properties.passes(properties.pose.kept_turned_90)):
        settings["asked"] = [*TASKS_WITHOUT_ROTATION]  # no good part shows by how much it is turned
    side = max(properties.height_px, properties.width_px)
    if method == "multitask" and side < SMALL_SIDE_PX:
        settings |= {"image_size": max(_SMALLEST_INPUT_PX, side), "fold": 1}
    return settings


def _finding(properties: Properties, kind: Kind, methods: list[str], *, installed: bool) -> str:
    place, elsewhere = percent(properties.alignment), ""
    if properties.aligned_in_part:
        share = percent(properties.aligned_share)
        elsewhere = f", within {share} of the image; elsewhere they differ, as texture or a ground does"
    evidence = {
        Kind.ALIGNED: f"an aligned part (position explains {place} of what they show{elsewhere})",
        Kind.REGULAR_TEXTURE: (
            f"regular texture (it fills the frame, and {percent(properties.periodicity)} of it repeats itself)"
        ),
        Kind.STOCHASTIC_TEXTURE: (
            f"stochastic texture (it fills the frame, position explains {place} of it and "
            f"{percent(properties.periodicity)} of it repeats itself)"
        ),
        Kind.FREE_POSE: (
            f"a part in free pose (position explains {place} of what they show, and the least detailed place has "
            f"{percent(properties.evenness)} of the mean detail)"
        ),
        Kind.BLANK: "hardly anything but noise",
    }[kind]
    colour = "colour" if properties.colourfulness > FAINT else "grey"
    size = f"{properties.width_px}×{properties.height_px} px"
    first = ""
    if _WITH_WEIGHTS in methods:
        where = "whose network is installed, or" if installed else "where pretrained weights are allowed, else"
        first = f"`{_WITH_WEIGHTS}`{',' * installed} {where} "
    others = [
        f"`{name}` ({_STRENGTH.get((name, kind)) or _STRENGTH_ANYWHERE[name]})"
        for name in methods
        if name != _WITH_WEIGHTS
    ]
    choice = first + ", compared with ".join(others)
    return f"{properties.images} {colour} images of {size} show {evidence}: try {choice}."


def _honesty(properties: Properties, kind: Kind, methods: list[str], *, calibrates_on_all: bool) -> str:
    weaknesses = [_WEAKNESS.get((name, kind)) or _WEAKNESS_ANYWHERE[name] for name in methods]
    can = (
        f"prove at best that no more than {properties.false_reject_bound_95 * 100:.2g} % of good parts are falsely "
        "rejected"
    )
    if calibrates_on_all:
        proof = (
            f"by `{methods[0]}` all {properties.images} images say what share of good parts is falsely rejected, which "
            f"is expected and not proven, while a held-out fifth, {properties.held_out}, could {can}"
        )
    else:
        proof = f"a held-out fifth of the images, {properties.held_out}, can {can}"
    return f"Note that {', that '.join(weaknesses)}, and that {proof}."
