"""Words of the core that are shown as they are in English, for the languages of the screen."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

# lupdate reads the literals here; in the core they stand without Qt.
SENTENCES = (
    QT_TRANSLATE_NOOP("Core", "RIAD: reconstruction by inpainting"),
    QT_TRANSLATE_NOOP(
        "Core",
        "Learns to redraw the part and shows where a part differs from the drawing: strong on rigid parts in a "
        "fixed pose and on regular texture, weak on stochastic texture and free pose.",
    ),
    QT_TRANSLATE_NOOP("Core", "PatchCore: distance to remembered features of good parts"),
    QT_TRANSLATE_NOOP(
        "Core",
        "Needs the weights of a network trained on ImageNet and learns in seconds; the first choice where such "
        "weights are allowed; it shows where a part is unusual, not what it should look like.",
    ),
    QT_TRANSLATE_NOOP("Core", "Multi-task: translation, rotation and jigsaw"),
    QT_TRANSLATE_NOOP(
        "Core",
        "Judges the part as a whole: a wrong part, a wrong orientation, a wrong assembly; weak on small local "
        "defects, and on parts that look the same when they are turned.",
    ),
    QT_TRANSLATE_NOOP("Core", "ADACL: good parts against anomalies made of them"),
    QT_TRANSLATE_NOOP(
        "Core",
        "The quick first screen: learns in a minute to tell a part from cut, shuffled and turned copies of it; "
        "shows no place unless it judges crops, and misses what resembles none of these.",
    ),
    QT_TRANSLATE_NOOP("Core", "RotNet: rotation"),
    QT_TRANSLATE_NOOP(
        "Core",
        "Judges orientation and shape as a whole: quick, and pointless on parts that look the same when turned.",
    ),
    QT_TRANSLATE_NOOP("Core", "Jigsaw: order of nine cells"),
    QT_TRANSLATE_NOOP(
        "Core",
        "Judges how a part is put together: good on structure, weak on small defects inside a cell.",
    ),
    QT_TRANSLATE_NOOP("Core", "MHRot: translation and rotation, jointly"),
    QT_TRANSLATE_NOOP(
        "Core",
        "Judges the part as a whole like multi-task, in 36 views, not 11: for comparison, two to three times slower.",
    ),
    QT_TRANSLATE_NOOP("Core", "GeoTrans: 72 geometric transformations"),
    QT_TRANSLATE_NOOP(
        "Core",
        "Judges the part as a whole like multi-task, in 72 views instead of 11: for comparison, and six times slower.",
    ),
    QT_TRANSLATE_NOOP("Core", "Colorization"),
    QT_TRANSLATE_NOOP("Core", "Judges colour given shape: finds wrong colours, and nothing at all on grey images."),
    QT_TRANSLATE_NOOP("Core", "Inpainting: a context encoder"),
    QT_TRANSLATE_NOOP(
        "Core",
        "Judges large missing or added pieces; for comparison: RIAD grew out of it, and has a map.",
    ),
    QT_TRANSLATE_NOOP("Core", "Counting: the quarters add up to the whole"),
    QT_TRANSLATE_NOOP(
        "Core",
        "Judges whether the parts of an image add up; for comparison, weaker than rotation and jigsaw.",
    ),
    QT_TRANSLATE_NOOP("Core", "Split-brain: colour from lightness and lightness from colour"),
    QT_TRANSLATE_NOOP(
        "Core",
        "Judges whether colour and lightness belong together; on grey images it sees half of what it should.",
    ),
    QT_TRANSLATE_NOOP("Core", "Frame permutation: in which order frames were shuffled"),
    QT_TRANSLATE_NOOP(
        "Core",
        "For video: learns how good motion goes on and notices motion that it cannot put in order; says nothing where "
        "nothing moves, and little of things that move as usual and only look wrong.",
    ),
    QT_TRANSLATE_NOOP("Core", "SSMTL: objects in motion, by four tasks"),
    QT_TRANSLATE_NOOP(
        "Core",
        "For fixed cameras: things that move too fast, the wrong way or look unlike those in good video, each in its "
        "box; needs a detector that finds them, and sees little wrong in what stands still.",
    ),
)
WORDS = (
    QT_TRANSLATE_NOOP("Core", "distance"),
    QT_TRANSLATE_NOOP("Core", "map"),
    QT_TRANSLATE_NOOP("Core", "reconstruction"),
    QT_TRANSLATE_NOOP("Core", "task"),
    QT_TRANSLATE_NOOP("Core", "vertical"),
    QT_TRANSLATE_NOOP("Core", "horizontal"),
    QT_TRANSLATE_NOOP("Core", "rotation"),
    QT_TRANSLATE_NOOP("Core", "jigsaw"),
    QT_TRANSLATE_NOOP("Core", "likeness"),
    QT_TRANSLATE_NOOP("Core", "transformation"),
    QT_TRANSLATE_NOOP("Core", "colour"),
    QT_TRANSLATE_NOOP("Core", "hole"),
    QT_TRANSLATE_NOOP("Core", "sum"),
    QT_TRANSLATE_NOOP("Core", "lightness"),
    QT_TRANSLATE_NOOP("Core", "order"),
    QT_TRANSLATE_NOOP("Core", "arrow_of_time"),
    QT_TRANSLATE_NOOP("Core", "irregularity"),
    QT_TRANSLATE_NOOP("Core", "middle_frame"),
    QT_TRANSLATE_NOOP("Core", "distillation"),
)


def core_text(text: str) -> str:
    """A method's title or hint in the language of the screen; in English where nobody translated it."""
    return QCoreApplication.translate("Core", text)


def core_name(name: str) -> str:
    """The name of a task or of evidence, such as `task rotation` or `map k=4`, word by word."""
    return " ".join(map(core_text, name.split()))
