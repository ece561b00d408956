"""Remarks, warnings and findings of the lower layers, for their translation; see `remark_text` of core_texts."""

from PySide6.QtCore import QT_TRANSLATE_NOOP

from inspector.gui.error_templates.findings import FINDINGS

REMARKS = (
    QT_TRANSLATE_NOOP(
        "Remarks",
        "No task was learned better than by guessing, so the scores say little: train longer.",
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
        "Calibrated on every good image, each judged by a model that learned the others: the share of "
        "good parts that is rejected is expected from these scores, and not proven.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "These good images score far above the others: {names}. Check that they show good parts, "
        "because the thresholds depend on them. If one does not, mark it as ignored or defective "
        "and train again.",
    ),
    QT_TRANSLATE_NOOP("Remarks", "There is no interrupted training of {model} to resume, so it begins anew."),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "The thresholds are chosen anew. Those that {user} set for {model} (review {review}, reject "
        "{reject}: {reason}) do not hold for this model.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "Confirmed parts that score far above the other good ones were learned: {names}. The reject "
        "threshold stays {new}, but parts like these are now known as good. If one shows no good part, "
        "learn again from {model} without it.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "Confirmed parts that score far above the other good ones were learned: {names}. The reject "
        "threshold is {new} and was {old}. If one shows no good part, learn again from {model} without "
        "it.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "These confirmed parts score far above the other good ones and are left out: {parts}.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "This model no longer rejects these parts of {run}, which were NG: {names}. Unless all of them "
        "are good, a part that was confirmed is not.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "The good parts lie in different places or at different angles: each part is located first, "
        "and what lies around it is not judged.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "At the network's input size these images would be distorted, so each is judged in about {count} tiles, and "
        "an inspection takes about that many times as long.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "In {images} of {total} good images the part is not found; they are left out: {names}.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "Method '{method}' scores the whole image: the region of interest and the ignored regions of "
        "{category} do not apply.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "Learning was stopped by hand at step {step} of {steps}.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{problem} It is left out of the training.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{file}: could not be inspected ({kind}: {reason}).",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{problem} The training continues, but could not be resumed from step {step}.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "Nothing moves in the good clips held out, and the method needs motion to learn what is normal.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{missing} of the {all} images that the old model was calibrated on are not in this category; "
        "the thresholds rest on {rest} images.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "No sample of the good images with 16 or more bits exceeds {most} of 65535, as if a camera of "
        "{bits} bits had written them; they then look {times} times too dark, and defects are missed. "
        "If so, state {bits} bits per sample among the properties of the category.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "No sample of the sampled frames with 16 or more bits exceeds {most} of 65535, as if a camera "
        "of {bits} bits had written them; they then look {times} times too dark, and events are "
        "missed. Export them at all 16 bits, or with a tag that states {bits} bits per sample.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "Images with the same frame number, such as {first} and {second}, count as two frames in {names}. "
        "Where they show the same frame, remove one of them.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "The images in {names} have no numbers in their names, and are the frames of a clip in the order "
        "of their names. Single images need a model of images.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{deep} of the {all} good images have 16 or more bits per sample, the others 8: check that "
        "one camera set-up wrote them all.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "The good images have {bits} bits per sample, by what their files state: check that one "
        "camera set-up wrote them all.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{rejected} of {all} images are NG. If most of them show good parts, camera, light or "
        "background have changed since the training: a few that a person confirms to be good can be "
        "learned by the model.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "These images are {percent} % {changed} than the training images; it was corrected for, but "
        "the lamp, exposure or aperture should be looked at.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{others} of {all} images have {found} bits per sample, where the training images have "
        "{expected}: check that the camera and its export are set as they were.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{file}: has {frame_rate} frames per second where the model learned from {learned}, so that "
        "everything seems to move at another speed; record at that rate, or train on clips of this "
        "one.",
    ),
    QT_TRANSLATE_NOOP("Remarks", "{file}: has {frame_rate} frames per second where the model learned from {learned}."),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{count} clips have other frame rates than the {learned} per second that the model learned: {names}, so that "
        "everything seems to move at another speed; record at that rate, or train on clips of this one.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{count} clips have other frame rates than the {learned} per second that the model learned: {names}.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{file} was left by {user} on {host}, whose process {process} began it at {since} and has "
        "ended; it is resumed here.",
    ),
    *FINDINGS,
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{file} was made with another model, {model}: make sure that its images show the parts that {ours} inspects.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "Images of {run} that were confirmed to be good lie among the defective ones: {names}. If one "
        "shows a defect, defects like it will pass: learn again without it.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{run} was made with another model, {other}: make sure that its clips are of the camera that {model} inspects.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "Clips of {run} that were confirmed to be good lie among the defective ones: {clips}. If one shows a defect, "
        "defects like it will pass: learn again without it.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{decided} of the {all} clips of {run} were reviewed to their end. If these were chosen because they looked "
        "suspicious, the thresholds come out too high: review a whole run, or a random part of it.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{clip} is shorter than half a stretch of good video. It is left out.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{reviewed} of the {all} images of {run} were reviewed. If these were chosen because they "
        "looked suspicious, the thresholds come out too high: review a whole run, or a random part of "
        "it.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{file} has another size or time of change than when it was inspected, so nobody confirmed "
        "what it shows now. It is left out.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{file} cannot be read ({reason}). It is left out.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{problem} It is left out.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "The images lie on one side of the thresholds only, so flips across them could not show. "
        "Compare defective ones, too.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{made_up} of the {images} images that were compared were made up of the others; compare more "
        "of the category's.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{compared} of the {held_out} good images that set the model's thresholds are among those "
        "compared. What they prove about false rejects holds for the file only if all of them are: compare the "
        "folder of good images, too.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "{name}: its frame rate is not known; the video shows {rate} frames per second.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "Part not found: it is missing, cut off by the image's border, looks or lies like no good part, or its "
        "angle is unclear.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "A large defect, or no part here: the whole picture is {unlike} times as unlike good images as is allowed.",
    ),
    QT_TRANSLATE_NOOP(
        "Remarks",
        "Too few pixels: the image has {size} px, and that of every good part has {least} px or more "
        "along its longer side.",
    ),
    QT_TRANSLATE_NOOP("Remarks", "the method scores the whole image"),
    QT_TRANSLATE_NOOP("Remarks", "there is no defective test image"),
    QT_TRANSLATE_NOOP("Remarks", "no defective test image has a mask"),
    QT_TRANSLATE_NOOP("Remarks", "no defective test image has a mask, and {n} masks fit none"),
    QT_TRANSLATE_NOOP("Remarks", "no mask can be used; see the notes on them"),
)

# Words that such sentences are put together of.
WORDS = (
    QT_TRANSLATE_NOOP("Remarks", "darker"),
    QT_TRANSLATE_NOOP("Remarks", "brighter"),
    QT_TRANSLATE_NOOP("Remarks", "not inspected"),
    QT_TRANSLATE_NOOP("Remarks", "neither learned from nor tested on"),
    QT_TRANSLATE_NOOP("Remarks", "the same file"),
    QT_TRANSLATE_NOOP("Remarks", "the same photograph, saved again"),
    QT_TRANSLATE_NOOP("Remarks", "image"),
    QT_TRANSLATE_NOOP("Remarks", "images"),
    QT_TRANSLATE_NOOP("Remarks", "clip"),
    QT_TRANSLATE_NOOP("Remarks", "clips"),
    QT_TRANSLATE_NOOP("Remarks", "16 or more"),
)

# What to do about a remark on this screen, by the beginning of its template.
HINTS = {
    "These good images score far above the others": QT_TRANSLATE_NOOP(
        "Remarks", "Find suspect images on the Category screen shows such images with their heatmaps."
    ),
}
