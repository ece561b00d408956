"""Sentences of the errors of `inspector.core`; generated, see tests/gui/error_templates.py."""

from PySide6.QtCore import QT_TRANSLATE_NOOP

TEMPLATES = (
    QT_TRANSLATE_NOOP(
        "Errors",
        "Method '{method}' with these settings would have {found} million weights, and at most {lim"
        "it} million are possible.",
    ),
    QT_TRANSLATE_NOOP("Errors", "There is no image to learn from."),
    QT_TRANSLATE_NOOP(
        "Errors", "The training loss is not a finite number at step {step} ({terms}); the learning rate is {rate:.2g}."
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "Images to learn from must be float32 in [0, 1], not {kind} from {lowest} to {highest}."
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Images to judge must be a tensor of float32 in [0, 1] and shape (number, {channels}, {heig"
        "ht}, {width}){more}, not {found}.",
    ),
    QT_TRANSLATE_NOOP("Errors", "Parts may be flipped none, horizontal, vertical or both, not '{found}'."),
    QT_TRANSLATE_NOOP("Errors", "There is no method '{name}'; the methods are: {known}."),
    QT_TRANSLATE_NOOP("Errors", "Method '{method}' learns from clips; choose a method for images."),
    QT_TRANSLATE_NOOP("Errors", "Method '{name}' has no preset '{preset}'; its presets are: {known}."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The setting training of method '{name}' cannot be used: expected settings of its own, such"
        " as training.steps=300, found {found}.",
    ),
    QT_TRANSLATE_NOOP("Errors", "The setting {setting} of method '{name}' cannot be used: {reason}."),
    QT_TRANSLATE_NOOP("Errors", "The settings of method '{name}' cannot be used: {reason}."),
    QT_TRANSLATE_NOOP("Errors", "Method '{name}' has no setting {setting}; its settings are: {known}."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The model learned to predict a detector's classes of each object, and the objects come without classes.",
    ),
    QT_TRANSLATE_NOOP("Errors", "The {name} must be above 0 and at most 1, not {value}."),
    QT_TRANSLATE_NOOP("Errors", "backbone '{name}' has no layer '{layer}'; its layers are: {known}"),
    QT_TRANSLATE_NOOP("Errors", "layers needs at least one; the layers of '{name}' are: {known}"),
    QT_TRANSLATE_NOOP(
        "Errors", "backbone '{name}' has no feature maps at an eighth and a sixteenth of the image's side"
    ),
    QT_TRANSLATE_NOOP("Errors", "there is no backbone '{name}'; the backbones are: {known}"),
    QT_TRANSLATE_NOOP(
        "Errors", "there is no backbone '{name}'; the backbones with the most similar names are: {known}"
    ),
    QT_TRANSLATE_NOOP("Errors", "backbone '{name}' needs the Python package {package}, which is not installed"),
    QT_TRANSLATE_NOOP("Errors", "Thresholds must be finite numbers, not {review} and {reject}."),
    QT_TRANSLATE_NOOP("Errors", "The review threshold {review:.6g} is above the reject threshold {reject:.6g}."),
    QT_TRANSLATE_NOOP("Errors", "Region size {k} does not divide the network's image size {height}×{width}."),
    QT_TRANSLATE_NOOP("Errors", "{squares} squares of {k} px cannot form {n} disjoint sets."),
    QT_TRANSLATE_NOOP("Errors", "A share of good parts to reject or review must lie between 0 and 1, not {share:g}."),
    QT_TRANSLATE_NOOP("Errors", "A threshold needs the score of at least one good image held out from training."),
    QT_TRANSLATE_NOOP("Errors", "A threshold needs scores that are finite numbers, one for each good image."),
    QT_TRANSLATE_NOOP("Errors", "The background is learned from good clips, and there is none."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Frames of {width}×{height} px have other proportions than those the model learned, {expect"
        "ed_width}×{expected_height} px.",
    ),
    QT_TRANSLATE_NOOP("Errors", "The held-out good clips are shorter than the method's windows."),
    QT_TRANSLATE_NOOP(
        "Errors", "The detector found no object in the held-out good clips, so there is nothing to compare with."
    ),
    QT_TRANSLATE_NOOP("Errors", "A window of {length} frames cannot have {latency} of them after its own frame."),
    QT_TRANSLATE_NOOP("Errors", "The gap between two events must be at least 1 frame, not {frames}."),
)
