"""What was found in good clips, in the words of the screen."""

from PySide6.QtCore import QCoreApplication

from inspector.gui.numbers import count, percent
from inspector.workflow.advise.video.properties import ClipProperties, Scene


def clip_finding_text(properties: ClipProperties) -> str:
    """What the clips show, by what that was found, and what may be wrong with them."""
    translate = QCoreApplication.translate
    objects = translate(
        "Advice",
        "These {clips} good clips show moving objects: in {found} of the sampled places where something moves, the "
        "difference from the empty scene finds objects.",
    )
    standing = translate("Advice", "The camera stands still.")
    parts = [
        {
            Scene.OBJECTS: f"{objects} {standing}" if properties.camera_stands else objects,
            Scene.MOTION: translate(
                "Advice",
                "These {clips} good clips show motion, but hardly any objects: they are too small or too faint, or the "
                "camera moves.",
            ),
            Scene.EVERYTHING_MOVES: translate("Advice", "In these {clips} good clips most of the picture moves."),
            Scene.STILL: translate("Advice", "In these {clips} good clips nothing moves at the sampled places."),
        }[properties.scene]
    ]
    if properties.scene is not Scene.OBJECTS:
        parts.append(translate("Advice", "How well any method does on such clips is not measured: compare two."))
    if not properties.stretches:
        parts.append(translate("Advice", "They are too short for a training: record longer ones."))
    if properties.too_dark:
        parts.append(
            translate("Advice", "Most of the scene is so dark that noise hides changes of its light: light it better.")
        )
    if properties.covered:
        parts.append(
            translate(
                "Advice",
                "{covered} of the sampled places show hardly anything, as with a covered camera: remove such clips.",
            )
        )
    return " ".join(parts).format(
        clips=count(properties.clips),
        found=percent(properties.with_objects, digits=2),
        covered=percent(properties.covered, digits=2),
    )


def clip_proof_text(properties: ClipProperties) -> str:
    """What the stretches that are held out can prove; empty where there are none."""
    if properties.false_alarm_bound_95 is None:
        return ""
    text = QCoreApplication.translate(
        "Advice",
        "{stretches} stretches of good video are held out to set the thresholds; they can prove at best that no more "
        "than {bound} of such stretches raise a false alarm.",
    )
    return text.format(stretches=count(properties.stretches), bound=percent(properties.false_alarm_bound_95, digits=2))
