"""Which method to try on good clips that look like this, and why.

What each method can and cannot do is from its documentation and from what was measured on UCSD Ped2, where objects move
before a still camera (training/results/ped2.md). Of other scenes nothing is measured, and the advice says so.
"""

from collections.abc import Collection, Mapping

from pydantic import JsonValue

from inspector.core.methods import preset_for_video
from inspector.workflow.advise.methods import Advice, Suggestion
from inspector.workflow.advise.remarks import Question, percent
from inspector.workflow.advise.video.properties import ClipProperties, Scene

_WHOLE_FRAME: Mapping[str, JsonValue] = {"level": "frame"}
# The first choice and another to compare it with; each with what differs from its preset.
_CHOICES: Mapping[Scene, tuple[tuple[str, Mapping[str, JsonValue]], ...]] = {
    Scene.OBJECTS: (("ssmtl", {}), ("adacl", {})),
    Scene.MOTION: (("ssmtl", _WHOLE_FRAME), ("frame_permutation", {})),
    Scene.EVERYTHING_MOVES: (("ssmtl", _WHOLE_FRAME), ("frame_permutation", {})),
    Scene.STILL: (("adacl", {}), ("riad", {})),
}
_FALLBACK = "riad"  # is always there
_BY_OBJECTS = "objects"  # the level of the presets

_STRENGTH: Mapping[str, str] = {
    "ssmtl objects": "which judges how each object moves and looks",
    "ssmtl frame": "which judges how the whole frame moves and looks",
    "frame_permutation": "which judges whether motion continues as usual",
    "adacl": "which judges each frame by itself, in crops",
    "riad": "which judges each frame by itself and shows where it looks wrong",
}
_WEAKNESS: Mapping[str, str] = {
    "ssmtl objects": (
        "`ssmtl` needs a camera that does not move, finds little wrong in what stands still, and misses much of what "
        "moves slowly and only looks wrong unless a detector teaches it"
    ),
    "ssmtl frame": "`ssmtl` on whole frames finds little wrong in what stands still, and does not show where it is",
    "frame_permutation": (
        "`frame_permutation` says nothing where nothing moves, and little about what moves as usual and only "
        "looks wrong"
    ),
    "adacl": "`adacl` does not see motion and is a quick screen that knows only the damage that it synthesises",
    "riad": "`riad` does not see motion",
}
_MEASURED = (
    "On UCSD Ped2, the frame AUROC in streaming mode was 88.1 % with `ssmtl` on objects, 97.1 % with a YOLOX detector "
    "that teaches it, and 90.5 % with `adacl`, which found 5 of 6 events where `ssmtl` found all. That is one camera: "
    "test clips of yours show which method is better here."
)
_NOT_MEASURED = (
    "How well any method does on such clips is not measured: UCSD Ped2, the one set that was, shows objects that move "
    "before a still camera. Train both and compare them on test clips."
)


def choose_video_methods(
    properties: ClipProperties, *, available: Collection[str]
) -> list[tuple[str, Mapping[str, JsonValue]]]:
    """Names of the methods to try with their settings, the best first."""
    return [choice for choice in _CHOICES[properties.scene] if choice[0] in available] or [(_FALLBACK, {})]


def advise_video(properties: ClipProperties, *, available: Collection[str]) -> Advice:
    """Choose methods and say why.

    Args:
        available: names of the methods to choose from.
    """
    choices = choose_video_methods(properties, available=available)
    questions = []
    if properties.moving and properties.standing is not None and not properties.camera_stands:
        questions.append(Question("moving camera", max(properties.everywhere, 1 - properties.standing)))
    return Advice(
        kind=properties.scene,
        sentences=(_finding(properties, choices), _honesty(properties, choices)),
        suggestions=tuple(
            Suggestion(
                method=name,
                preset=preset_for_video(name),
                settings=settings,
                comparison=place > 0,
                skip_unreadable=properties.unreadable > 0,
            )
            for place, (name, settings) in enumerate(choices)
        ),
        questions=tuple(questions),
        notes=tuple(_notes(properties)),
    )


def _way(name: str, settings: Mapping[str, JsonValue]) -> str:
    """A method, and at what it looks where that can differ."""
    return f"{name} {settings.get('level', _BY_OBJECTS)}" if name == "ssmtl" else name


def _finding(properties: ClipProperties, choices: list[tuple[str, Mapping[str, JsonValue]]]) -> str:
    moving = f"something moves in {percent(properties.moving)} of {properties.places} sampled places"
    what = {
        Scene.OBJECTS: (
            f"show moving objects{' before a camera that stands still' * properties.camera_stands} ({moving}; in "
            f"{percent(properties.with_objects)} of these the difference from the empty scene finds objects, "
            f"{properties.objects} in a typical frame)"
        ),
        Scene.MOTION: (
            f"show motion, but hardly any objects ({moving}; in only {percent(properties.with_objects)} of these the "
            "difference from the empty scene finds any: they are too small or too faint, or the camera moves)"
        ),
        Scene.EVERYTHING_MOVES: (
            f"move as a whole (in {percent(properties.everywhere)} of {properties.places} sampled places most of the "
            "picture moves)"
        ),
        Scene.STILL: f"show nothing that moves in any of {properties.places} sampled places",
    }[properties.scene]
    clips = "1 clip" if properties.clips == 1 else f"{properties.clips} clips"
    size = f"{properties.width_px}×{properties.height_px} px"
    try_these = ", compared with ".join(f"`{one[0]}` ({_STRENGTH[_way(*one)]})" for one in choices)
    return f"{clips} with {properties.frames} frames of {size} {what}: try {try_these}."


def _honesty(properties: ClipProperties, choices: list[tuple[str, Mapping[str, JsonValue]]]) -> str:
    clauses = [_WEAKNESS[_way(*one)] for one in choices]
    if properties.false_alarm_bound_95 is not None:
        one = properties.stretches == 1
        stretches = "one stretch" if one else f"{properties.stretches} stretches"
        clauses.append(
            f"the {stretches} of good video that training holds out can prove at best that no more than "
            f"{properties.false_alarm_bound_95 * 100:.2g} % of such stretches raise a false alarm"
        )
    *others, last = clauses
    return f"Note {''.join(f'that {one}, ' for one in others)}{'and ' * bool(others)}that {last}."


def _notes(properties: ClipProperties) -> list[str]:
    notes = [_MEASURED if properties.scene is Scene.OBJECTS else _NOT_MEASURED]
    if not properties.stretches:
        notes.append(
            "The good clips are too short to learn from one part and to calibrate on another, so the training will "
            "refuse them. Record longer ones."
        )
    if properties.too_dark:
        notes.append(
            f"{percent(properties.dark)} of the scene is so dark that noise hides changes of its light. Light it, or "
            "expose longer."
        )
    if properties.covered:
        notes.append(
            f"{percent(properties.covered)} of the sampled places show hardly anything, as with a covered or dark "
            "camera. Remove such clips."
        )
    if properties.frame_rate is None:
        notes.append("The clips do not state a frame rate; unless the training is given one, a second is ten frames.")
    return notes
