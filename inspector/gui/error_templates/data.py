"""Sentences of the errors of `inspector.data`; generated, see tests/gui/error_templates.py."""

from PySide6.QtCore import QT_TRANSLATE_NOOP

TEMPLATES = (
    QT_TRANSLATE_NOOP("Errors", "{file}: expected a folder of images, found a file."),
    QT_TRANSLATE_NOOP("Errors", "{file}: expected a folder of images, found nothing."),
    QT_TRANSLATE_NOOP("Errors", "{file} contains no image in a format that can be read."),
    QT_TRANSLATE_NOOP(
        "Errors", "{file}: every good image is marked defective or ignored; at least one is needed to learn from."
    ),
    QT_TRANSLATE_NOOP("Errors", "{file}: there is no such file or folder."),
    QT_TRANSLATE_NOOP("Errors", "{name} has no class '{wanted}'; its {count} classes are {classes}."),
    QT_TRANSLATE_NOOP("Errors", "{file}: training and test images differ in size ({train} and {test})."),
    QT_TRANSLATE_NOOP("Errors", "{file}: class_names has {count} names for labels up to {label}."),
    QT_TRANSLATE_NOOP("Errors", "{file}: {array} must be uint8 of N×H×W or N×H×W×3, found {type} of {shape}."),
    QT_TRANSLATE_NOOP("Errors", "{file}: {array} contains no image."),
    QT_TRANSLATE_NOOP("Errors", "{file}: {array} must be {expected} integers, one per image, found {found} of {type}."),
    QT_TRANSLATE_NOOP("Errors", "{file}: no image is left to test on."),
    QT_TRANSLATE_NOOP("Errors", "{file}: expected at least two class folders with images, found {found}."),
    QT_TRANSLATE_NOOP("Errors", "{file} is not an .npz file of plain arrays ({reason})."),
    QT_TRANSLATE_NOOP("Errors", "{file} has classes that {train} lacks: {classes}."),
    QT_TRANSLATE_NOOP("Errors", "{file} cannot be read ({reason})."),
    QT_TRANSLATE_NOOP("Errors", "{file}: expected the arrays {expected}; it lacks {missing}, found {found}."),
    QT_TRANSLATE_NOOP("Errors", "Clip {file} cannot be read ({reason})."),
    QT_TRANSLATE_NOOP("Errors", "Image {file} cannot be read: expected a file that can be opened, found '{reason}'."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The demonstration needs images of at least {least} px and numbers of at least 0, found {si"
        "ze} px, seed {seed}, {train_good} and {test_good} good images and {per_defect} per defect.",
    ),
    QT_TRANSLATE_NOOP("Errors", "{file} already holds a category."),
    QT_TRANSLATE_NOOP("Errors", "{file}: this folder cannot be read ({reason})."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Image {file} cannot be read: expected JPEG 2000 of 8 bits in colour or with alpha, found {bits} bits.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Image {file} cannot be read: expected JPEG, PNG, BMP, TIFF, WebP, GIF, PNM, JPEG 2000 or A"
        "VIF data, found something else.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "Image {file} cannot be read: expected 16-bit grey or colour, found 16-bit grey with alpha."
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Image {file} cannot be read: expected no compression or Deflate, found {found}, for which "
        "there is no decoder.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Image {file} cannot be read: expected grey, palette or RGB samples of 1, 8 or 16 bits or f"
        "loating point, found {samples} samples of {bits} bits ({depth}, {colour}).",
    ),
    QT_TRANSLATE_NOOP("Errors", "Image {file} cannot be read: expected an 8-bit palette, found none."),
    QT_TRANSLATE_NOOP(
        "Errors", "Image {file} cannot be read: expected at least 1 x 1 px, found {width} x {height} px."
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "Image {file} cannot be read: expected at most {limit} million pixels, found {width} x {height} px."
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Image {file} cannot be read: expected at most {limit} pixels per byte in an image of {widt"
        "h} x {height} px, found {found}.",
    ),
    QT_TRANSLATE_NOOP("Errors", "Image {file} cannot be read: expected one image, found several pages or frames."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Image {file} cannot be read: expected a mask as large as its image, {expected_width} x {ex"
        "pected_height} px, found {width} x {height} px.",
    ),
    QT_TRANSLATE_NOOP("Errors", "Image {file} cannot be read: expected an image file, found a folder."),
    QT_TRANSLATE_NOOP(
        "Errors", "Image {file} cannot be read: expected a regular file, found a pipe, socket or device."
    ),
    QT_TRANSLATE_NOOP("Errors", "Image {file} cannot be read: expected image data, found an empty file (0 bytes)."),
    QT_TRANSLATE_NOOP("Errors", "Image {file} cannot be read: expected at most {limit} bytes, found {found}."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Image {file} cannot be read: expected floating point samples within [0, 1], found {lowest} to {highest}.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "Image {file} cannot be read: expected samples of {bits} bits, at most {limit}, found {found}."
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "Image {file} cannot be read: expected {expected} bits per sample, found a file that states {found}."
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "Image {file} cannot be read: expected an image that fits in memory, found a larger one."
    ),
    QT_TRANSLATE_NOOP("Errors", "Image {file} cannot be read: expected complete image data, found damage ({detail})."),
    QT_TRANSLATE_NOOP(
        "Errors", "Image {file} cannot be read: expected an image file, found a link to {target}, which does not exist."
    ),
    QT_TRANSLATE_NOOP("Errors", "Image {file} cannot be read: expected an image file, found no such file."),
    QT_TRANSLATE_NOOP("Errors", "A tile is auto, off or a number of pixels from {least} to {most}, not '{found}'."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "At {width}×{height} px, nothing is left to inspect inside the region of interest and outsi"
        "de the ignored regions.",
    ),
    QT_TRANSLATE_NOOP("Errors", "{file}: the category's properties cannot be read ({reason})."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{category}: no folder is named as one of good parts (such as good, ok or normal) to learn "
        "from; there are images in {folders}.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{category}: what is in {folders} would be learned as good, although these names speak of d"
        "efects, masks or another category.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "Whether {file} shows a good part is unknown, because its mask cannot be read. {reason}"
    ),
    QT_TRANSLATE_NOOP("Errors", "{category} has no folder {folder} to learn from."),
    QT_TRANSLATE_NOOP("Errors", "There is no new good image to learn among these {count}."),
    QT_TRANSLATE_NOOP("Errors", "{file}: its lot is unknown, as '{pattern}' does not match '{name}'."),
    QT_TRANSLATE_NOOP("Errors", "There is no good image to calibrate with."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "All {count} good images belong to one lot (by '{pattern}'); at least two lots are needed, "
        "one to train and one to calibrate.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "'{pattern}' cannot name the lots, because it takes too long on {name}: a repetition inside"
        " a repetition tries every way to divide a name.",
    ),
    QT_TRANSLATE_NOOP("Errors", "'{pattern}' cannot name the lots, as it is not a regular expression ({reason})."),
    QT_TRANSLATE_NOOP(
        "Errors", "There is one good image; at least two different ones are needed, one to train and one to calibrate."
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "All {count} good images are identical; at least two different ones are needed, one to trai"
        "n and one to calibrate.",
    ),
    QT_TRANSLATE_NOOP("Errors", "{file}: expected a folder of clips, found a file."),
    QT_TRANSLATE_NOOP("Errors", "{file}: expected a folder of clips, found nothing."),
    QT_TRANSLATE_NOOP(
        "Errors", "{file} contains {count} clips, such as {clip}, but none where good clips are expected."
    ),
    QT_TRANSLATE_NOOP("Errors", "{file} contains no clip (a video file, or a folder of numbered images)."),
    QT_TRANSLATE_NOOP(
        "Errors", "{file}: every good clip is marked defective or ignored; at least one is needed to learn from."
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "Clip {file}: expected a folder of numbered images (jpg, png, bmp, tif, webp), found none."
    ),
    QT_TRANSLATE_NOOP("Errors", "Clip {file}: the image of frame {index} is missing."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file}: expected the columns clip, frame (from 0) and abnormal (0 or 1), found something else ({reason}).",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Clip {file}: frame {index} has {width}×{height} px, where the first one has {first_width}×{first_height} px.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Clip {file}: this installation reads and writes no video files, as it has no PyAV; it read"
        "s folders of numbered images.",
    ),
    QT_TRANSLATE_NOOP("Errors", "Clip {file}: expected a frame {index}, found frames 0 to {last}."),
    QT_TRANSLATE_NOOP("Errors", "Clip {file}: expected a frame {index}, found fewer."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The {clips} good clips have {frames} frames in all, which is too short to learn from one p"
        "art and to calibrate on another; stretches of at least {shortest} frames are needed on eit"
        "her side.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Clip {file} cannot be read: expected a whole video, found an end after {frames} frames, {m"
        "issing_s} s before the end that the file announces.",
    ),
    QT_TRANSLATE_NOOP("Errors", "Clip {file} cannot be read: expected a video file, found a folder."),
    QT_TRANSLATE_NOOP(
        "Errors", "Clip {file} cannot be read: expected a video file, found a link to a file that does not exist."
    ),
    QT_TRANSLATE_NOOP("Errors", "Clip {file} cannot be read: expected a video file, found no such file."),
    QT_TRANSLATE_NOOP("Errors", "Clip {file} cannot be read: expected a video file, found something else."),
    QT_TRANSLATE_NOOP("Errors", "Clip {file} cannot be read: expected a video, found none that can be decoded."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Clip {file} cannot be read: expected frames of at most {limit} megapixels, found {width}×{height} px.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "Clip {file} cannot be read: expected a whole video, found an end after {frames} frames ({reason})."
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Clip {file} cannot be read: expected a whole video, found an end after {frames} frames, {p"
        "ackets} of the {stated} packets that the file announces.",
    ),
    QT_TRANSLATE_NOOP("Errors", "Clip {file} cannot be read: expected a video, found an empty file (0 bytes)."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Clip {file} cannot be read: expected a video (such as MP4, MKV, AVI), found what cannot be opened ({reason}).",
    ),
)
