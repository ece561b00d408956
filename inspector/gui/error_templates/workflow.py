"""Sentences of the errors of `inspector.workflow`; generated, see tests/gui/error_templates.py."""

from PySide6.QtCore import QT_TRANSLATE_NOOP

TEMPLATES = (
    QT_TRANSLATE_NOOP("Errors", "{clip}: none of the sampled frames can be read."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The part cannot be located reliably in these {images} good images: they are too few, or no"
        " part stands out that looks alike in all of them.",
    ),
    QT_TRANSLATE_NOOP("Errors", "Parts that are located are judged whole, so tiles of {tile} px do not apply."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{category}: comparing good images needs at least two different readable ones, found {found"
        "}. Add good images: about 20 for a first model, 100 or more for reliable thresholds.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "{images} good images do not show which of them stands out; at least {needed} are needed."
    ),
    QT_TRANSLATE_NOOP("Errors", "Method '{method}' scores the whole image, so it cannot judge in tiles."),
    QT_TRANSLATE_NOOP("Errors", "No frame of the good clips can be read; record or copy them again."),
    QT_TRANSLATE_NOOP("Errors", "{path} is not written, because a property is invalid ({reason})."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} was changed after other properties were kept in {kept}, because the folder could not be written then.",
    ),
    QT_TRANSLATE_NOOP("Errors", "This machine has no usable CUDA GPU."),
    QT_TRANSLATE_NOOP("Errors", "There is no device '{device}'."),
    QT_TRANSLATE_NOOP(
        "Errors", "{category} has no test images to evaluate on. Put some into test/good and test/<defect>."
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{category}: the model learned all test clips whose abnormal frames are known, so that none is a test of it.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{category} has no test clip whose abnormal frames are known. Put some into test/good, or a"
        "dd frame_labels.csv with the columns clip, frame and abnormal.",
    ),
    QT_TRANSLATE_NOOP("Errors", "{path} already exists, and results are never overwritten."),
    QT_TRANSLATE_NOOP("Errors", "{file}: nobody has decided yet which parts of this run are good or defective."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} has another size or time of change than when it was inspected, so nobody decided on what it shows now.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Quantisation needs good images that the model learned from, and none of the given images is one of them.",
    ),
    QT_TRANSLATE_NOOP("Errors", "{file} is not saved: {failures}."),
    QT_TRANSLATE_NOOP("Errors", "An export is compared with its model on images of the category, and there are none."),
    QT_TRANSLATE_NOOP("Errors", "At least 0 verdicts may differ, not {count}."),
    QT_TRANSLATE_NOOP(
        "Errors", "{run} was made with the model '{model}', which is neither where it was then nor near the run."
    ),
    QT_TRANSLATE_NOOP("Errors", "{model} is not the model that {run} was made with."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{folder} holds images that no inspection made, such as {name}. Pictures written there woul"
        "d be taken for images later.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{run} was made with the model '{model}', which is no longer there. Put it back, or inspect"
        " again with another.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} cannot be judged: no sample of its 16 or more bits exceeds {limit} of 65535, as if "
        "a camera of {bits} bits had written it, and the model learned from files of 8 bits.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} cannot be judged: its brightest sample is {found} of white, that of the good images"
        " is {lowest} to {highest}. It was written with another number of bits per sample, or under"
        " hardly any light.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} cannot be judged: it has {width}×{height} px, another shape than the good images, w"
        "hose width is {lowest} to {highest} times their height.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file}: nothing of this image is judged, because the part, or the whole image, lies outsid"
        "e of what the model looks at.",
    ),
    QT_TRANSLATE_NOOP("Errors", "{file}: the model returned no score for this image; check the image."),
    QT_TRANSLATE_NOOP(
        "Errors", "Clip {file}: frame {index} shows hardly anything, as if the camera was covered, dark or off."
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Frames of {size} px have another shape than those the model learned, whose width is {lowes"
        "t} to {highest} times their height.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Frames of {size} px are too coarse to be judged: the model needs {least} px or more along the longer side.",
    ),
    QT_TRANSLATE_NOOP("Errors", "{model} is a model of images, not of clips; inspect images with it."),
    QT_TRANSLATE_NOOP(
        "Errors", "{model} is a model of clips, in a category of images. Move its folder to a category of clips."
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "{model} is a model of images, in a category of clips. Move its folder to a category of images."
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{model} is a model of clips, whose scores depend on earlier frames. It cannot be exported "
        "as one file yet; inspect with the model folder.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "The images confirmed in {run} have another size or time of change than when they were inspected."
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "{run} holds no image that a person confirmed to be good and that the model does not know yet."
    ),
    QT_TRANSLATE_NOOP("Errors", "{run} holds no image that a person confirmed to be good."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{run} was made with another model, {other}, which shares no good image with {model}, so it"
        "s images may show other parts.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{run} was made with another model, {other}, which shares no good clip with {model}, so its"
        " clips may be of another camera.",
    ),
    QT_TRANSLATE_NOOP("Errors", "{run} holds no clip that people confirmed to be good."),
    QT_TRANSLATE_NOOP(
        "Errors", "{run} holds no clip that people confirmed to be good and that the model does not know yet."
    ),
    QT_TRANSLATE_NOOP("Errors", "None of the clips that were confirmed in {run} can be used."),
    QT_TRANSLATE_NOOP("Errors", "None of the images that were confirmed in {run} can be used."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Parts confirmed in {run} score far above the other good ones: {parts}. With them the rejec"
        "t threshold would stay {new}, but parts like these would be known as good, and defects lik"
        "e theirs would pass.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Parts confirmed in {run} score far above the other good ones: {parts}. With them the rejec"
        "t threshold would be {new} and not {old}, and defects like theirs would pass.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "After learning the parts confirmed in {run}, the model would no longer reject parts of it "
        "that are known to be defective: {parts}. The reject threshold would be {new}, and was {old"
        "}.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "After learning the parts confirmed in {run}, the model would no longer reject parts of it "
        "that are known to be defective: {parts}. The reject threshold would stay {new}, but parts "
        "like the confirmed ones would be known as good.",
    ),
    QT_TRANSLATE_NOOP("Errors", "{clip}: the run has none of the frames {start} to {end}; choose others."),
    QT_TRANSLATE_NOOP("Errors", "Clip {file}: frame {index} cannot be shown: {reason}."),
    QT_TRANSLATE_NOOP("Errors", "Clip {file} ends before frame {start}; it is not the clip that was inspected."),
    QT_TRANSLATE_NOOP(
        "Errors", "{category} has no test images to compare models on. Put some into test/good and test/<defect>."
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "{category} has no test clips to compare models on. Put some into test/good and test/<defect>."
    ),
    QT_TRANSLATE_NOOP("Errors", "{run} has nothing named {names}; nothing was recorded. Similar names: {like}."),
    QT_TRANSLATE_NOOP("Errors", "{run} has nothing named {names}; nothing was recorded."),
    QT_TRANSLATE_NOOP("Errors", "{file} lacks columns: it needs {names}, and review or decision."),
    QT_TRANSLATE_NOOP("Errors", "{part} is decided in two ways."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file}, line {line}: '{word}' is no decision; there are accept (or good), reject (or defec"
        "tive), unsure and withdrawn.",
    ),
    QT_TRANSLATE_NOOP("Errors", "{file} is not text in UTF-8."),
    QT_TRANSLATE_NOOP("Errors", "{file} cannot be read ({reason})."),
    QT_TRANSLATE_NOOP("Errors", "There is no new threshold to set."),
    QT_TRANSLATE_NOOP("Errors", "A change of thresholds needs a reason."),
    QT_TRANSLATE_NOOP("Errors", "Give a threshold or a budget for it, not both."),
    QT_TRANSLATE_NOOP("Errors", "'{assignment}' is not a setting; write NAME=VALUE, such as training.steps=300."),
    QT_TRANSLATE_NOOP("Errors", "The detector's setting {setting} cannot be used: {reason}."),
    QT_TRANSLATE_NOOP("Errors", "'{assignment}' sets a part of {setting}, which already has a value."),
    QT_TRANSLATE_NOOP("Errors", "{file}: the part is not found in it."),
    QT_TRANSLATE_NOOP("Errors", "{category}: no object was found in the frames by which the time is measured."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{model}: method '{method}' learns from all images together and cannot be extended by new o"
        "nes; train a new model on old and new images.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "{model} does not record which images it learned from; train a new model on old and new images."
    ),
    QT_TRANSLATE_NOOP("Errors", "{first} ({others} more like it.)"),
    QT_TRANSLATE_NOOP("Errors", "In {count} of {total} good images the part is not found: {names}."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} is {width}×{height} px where the other good images are about {usual_width}×{usual_h"
        "eight} px: that is not one camera set-up.",
    ),
    QT_TRANSLATE_NOOP("Errors", "Method '{method}' learns without pretrained weights."),
    QT_TRANSLATE_NOOP("Errors", "A model that is extended is calibrated on held-out images, as it was before."),
    QT_TRANSLATE_NOOP("Errors", "Previews need an interval of 0 s or more, not {interval_s}."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{category}: the process on {host} differs from the first one in its {differing}; all proce"
        "sses need the same command and the same files.",
    ),
    QT_TRANSLATE_NOOP("Errors", "{folder}: the training needs {needed} MB there, and {free} MB are free."),
    QT_TRANSLATE_NOOP("Errors", "{folder} is full. The training waits until {needed} MB are free there."),
    QT_TRANSLATE_NOOP("Errors", "{file} holds an interrupted training."),
    QT_TRANSLATE_NOOP("Errors", "{folder} is gone. The training waits until it is there again."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{category}: no object was found in the good clips to learn from. Lower the detector's conf"
        "idence, choose another detector, or the level frame.",
    ),
    QT_TRANSLATE_NOOP("Errors", "Method '{method}' scores whole frames here and needs no detector."),
    QT_TRANSLATE_NOOP("Errors", "Method '{method}' stores features of images and does not learn from clips."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Clip {clip} has frames of {width}×{height} px, other proportions than {first} with {first_"
        "width}×{first_height} px: one camera takes all clips of a category.",
    ),
)
