"""Remarks and warnings of a training, for the translation; see `inspector.gui.core_texts.remark_text`."""

from PySide6.QtCore import QT_TRANSLATE_NOOP

REMARKS = (
    QT_TRANSLATE_NOOP(
        "Remarks", "No task was learned better than by guessing, so the scores say little: train longer."
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "The task {task} is near chance on good parts, which look alike in its views: a calibrated score omits it.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "The task {task} is trivially solved on good parts and may judge little: a calibrated score halves it.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "Good parts look the same after {change} (AUROC {auroc} on good images kept aside); it was dropped.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "Calibrated on every good image, each judged by a model that learned the others: the share of good parts that "
        "is rejected is expected from these scores, and not proven.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "These good images score far above the others: {names}. Check that they show good parts, because the reject "
        "threshold rests on them. If one does not, mark it as ignored or defective and train again.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "The good parts lie in one pose, or no part stands out from its surroundings: images are judged as they are, "
        "without locating.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "In {images} of {total} good images the part is not found; they are left out: {names}.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "Method '{method}' scores the whole image: the region of interest and the ignored regions of {category} do not "
        "apply.",
    ),
)
