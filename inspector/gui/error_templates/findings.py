"""What is found in a category's folder, for its translation; part of the remarks."""

from PySide6.QtCore import QT_TRANSLATE_NOOP

FINDINGS = (
    QT_TRANSLATE_NOOP(
        "Remarks",
        "1 file was added during the inspection and not inspected: {names}. Inspect it, too.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{count} files were added during the inspection and not inspected: {names}. Inspect them, too.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{file} was replaced after it had been inspected, and the new file is not inspected: give every image or clip "
        "a name of its own.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{problem} It is tried again until it can be read.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{count} image in other folders is {neither}: {names}.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{count} images in other folders are {neither}: {names}.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{count} file is no {unit} and left out ({kinds}): {names}.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{count} files are no {unit} and left out ({kinds}): {names}.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{count} folder is left out, as links to folders that are read already or as unreadable: {names}.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{count} folders are left out, as links to folders that are read already or as unreadable: {names}.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "The images in {names} are numbered as the frames of clips are, and count as single images. If each folder is "
        "a clip, move these folders into the folder 'train' itself.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{file} speaks of images that are not there, or are there several times: {names}. That has no "
        "effect; correct the names.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{file} speaks of clips that are not there, or are there several times: {names}. That has no "
        "effect; correct the names.",
    ),
    QT_TRANSLATE_NOOP("Remarks", "These properties have no effect on clips: {names}. Whole frames are judged."),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "There are {images} different good images, and at least two are needed, one to learn from and "
        "one to calibrate with. Add more: at least {least} for a first model, and {enough} to prove "
        "{wish} %.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "There are {images} different good images, of which a fifth, {held}, can prove at best that no "
        "more than {bound} % of good parts are falsely rejected. Add more: at least {least} for a first "
        "model, and {enough} to prove {wish} %.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{names} has a different shape or scale from the others ({found_width}×{found_height} px, not "
        "{width}×{height} px): that is not one camera set-up. Remove them, or crop all images alike.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{names} have a different shape or scale from the others ({found_width}×{found_height} px, "
        "not {width}×{height} px): that is not one camera set-up. Remove them, or crop all images "
        "alike.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{names} has a different frame rate from the others ({found}, not {typical} frames per "
        "second), so everything seems to move at another speed. Record all clips at one rate.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{names} have a different frame rate from the others ({found}, not {typical} frames per "
        "second), so everything seems to move at another speed. Record all clips at one rate.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{names} are {same}, and it is in both training and test, so figures on the test images look "
        "too good. Keep it on one side.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{names} are {same}, and it is in both training and test, so figures on the test clips look "
        "too good. Keep it on one side.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{names} are {same}; keep one of them.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{names} are {same}; it is labelled {labels}: keep the right one.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "All {all} good images are blank ({names}): each shows one grey level nearly everywhere. A model "
        "learns nothing from them. Check the lamp, the lens and the exposure.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "1 of the {all} good images is blank ({names}): it shows one grey level nearly everywhere. Check "
        "the lamp, the lens and the exposure, and remove it if it shows no part.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{count} of the {all} good images are blank ({names}): each shows one grey level nearly everywhere. "
        "Check the lamp, the lens and the exposure, and remove those that show no part.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{count} of the {all} good images hardly differ, as copies of one photograph do "
        "({names}). The thresholds then say nothing about other good parts. Add images of different "
        "good parts.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{file} is {percent} % as sharp as good {units} here; check it, and remove it if the part is "
        "good and only the {unit} is blurred.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{file} is {percent} % as bright as good {units} here; check it, and remove it if the part is "
        "good and only the {unit} is badly exposed.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{file} is black or white over {percent} % more of its area than good {units} here; check it, "
        "and remove it if the part is good and only the {unit} is badly exposed.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{count} of {all} masks mark more than half of their image ({names}): all are read as "
        "inverted, black for the defect. Export them with the defect in white.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "The mask marks more than half of the image: {names}. Check whether black and white are swapped.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "The mask of a defective image marks nothing: {names}. These images are left out of the pixel figures.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{count} masks fit no image, or several: {names}. Name them as their images, in a folder of the same name.",
    ),
)
