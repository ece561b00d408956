"""The settings of methods for images."""

from inspector.workflow.setting_texts.marks import QT_TRANSLATE_NOOP

_SCORE_OF_REMEMBERED = (
    QT_TRANSLATE_NOOP("Settings", "Score"),
    "",
    QT_TRANSLATE_NOOP(
        "Settings",
        "reweighted counts how isolated the nearest good feature is; map takes the highest place of the map.",
    ),
)

# Label, unit, and explanation by name; `method.name` where a setting means something else in one method.
IMAGE_TEXTS: dict[str, tuple[str, str, str]] = {
    "image_size": (
        QT_TRANSLATE_NOOP("Settings", "Input size"),
        QT_TRANSLATE_NOOP("Settings", "px"),
        QT_TRANSLATE_NOOP(
            "Settings",
            "Images are resized to this before the network sees them; larger shows finer defects and takes longer.",
        ),
    ),
    "base_width": (
        QT_TRANSLATE_NOOP("Settings", "Network width"),
        "",
        QT_TRANSLATE_NOOP(
            "Settings", "Channels of the network's first layer; more can learn finer detail and take longer."
        ),
    ),
    "depth": (
        QT_TRANSLATE_NOOP("Settings", "Network depth"),
        "",
        QT_TRANSLATE_NOOP(
            "Settings", "Levels or layers of the network; more see further around each place and take longer."
        ),
    ),
    "width": (
        QT_TRANSLATE_NOOP("Settings", "Network width"),
        "",
        QT_TRANSLATE_NOOP("Settings", "How wide the network's layers are; wider can learn more and takes longer."),
    ),
    "skip_connections": (
        QT_TRANSLATE_NOOP("Settings", "Skip connections"),
        "",
        QT_TRANSLATE_NOOP("Settings", "Detail passes the network by, so that drawings are sharper."),
    ),
    "fold": (
        QT_TRANSLATE_NOOP("Settings", "Pixel folding"),
        QT_TRANSLATE_NOOP("Settings", "px"),
        QT_TRANSLATE_NOOP(
            "Settings", "Blocks of this side become one place of the network: faster, and blind to finer detail."
        ),
    ),
    "region_sizes": (
        QT_TRANSLATE_NOOP("Settings", "Removed squares"),
        QT_TRANSLATE_NOOP("Settings", "px"),
        QT_TRANSLATE_NOOP(
            "Settings", "Sides of the squares that are removed and redrawn; defects about as large stand out most."
        ),
    ),
    "disjoint_sets": (
        QT_TRANSLATE_NOOP("Settings", "Removals per drawing"),
        "",
        QT_TRANSLATE_NOOP(
            "Settings", "So many drawings together redraw every place once; each removes that share of the image."
        ),
    ),
    "mask_draws": (
        QT_TRANSLATE_NOOP("Settings", "Drawings averaged"),
        "",
        QT_TRANSLATE_NOOP(
            "Settings", "More random patterns of removed squares make scores steadier and inspection slower."
        ),
    ),
    "precision": (
        QT_TRANSLATE_NOOP("Settings", "Number format"),
        "",
        QT_TRANSLATE_NOOP(
            "Settings", "bfloat16 halves the time on processors that compute it; on others it is slower."
        ),
    ),
    "riad.score": (
        QT_TRANSLATE_NOOP("Settings", "Compared by"),
        "",
        QT_TRANSLATE_NOOP(
            "Settings", "How a part is compared with its drawing: msgms by edges, ssim by local structure, or both."
        ),
    ),
    "msgms_weight": (
        QT_TRANSLATE_NOOP("Settings", "Weight of edges"),
        "",
        QT_TRANSLATE_NOOP("Settings", "How much wrong edges (MSGMS) count in the loss."),
    ),
    "ssim_weight": (
        QT_TRANSLATE_NOOP("Settings", "Weight of structure"),
        "",
        QT_TRANSLATE_NOOP("Settings", "How much wrong local structure (SSIM) counts in the loss."),
    ),
    "backbone": (
        QT_TRANSLATE_NOOP("Settings", "Pretrained network"),
        "",
        QT_TRANSLATE_NOOP("Settings", "The network whose features are compared; larger ones see more and take longer."),
    ),
    "layers": (
        QT_TRANSLATE_NOOP("Settings", "Layers compared"),
        "",
        QT_TRANSLATE_NOOP(
            "Settings",
            "Layers of the pretrained network whose features are compared; automatic takes two from its middle.",
        ),
    ),
    "scales": (
        QT_TRANSLATE_NOOP("Settings", "Scales"),
        "",
        QT_TRANSLATE_NOOP("Settings", "At so many scales structure is compared, each half as fine as the one before."),
    ),
    "orientations": (
        QT_TRANSLATE_NOOP("Settings", "Orientations"),
        "",
        QT_TRANSLATE_NOOP("Settings", "So many orientations of edges and stripes are told apart."),
    ),
    "keep_shape": (
        QT_TRANSLATE_NOOP("Settings", "Keep the images' shape"),
        "",
        QT_TRANSLATE_NOOP(
            "Settings",
            "Images are not squeezed: the input has the shape of the good images, with about as many pixels as the "
            "input size.",
        ),
    ),
    "moved": (
        QT_TRANSLATE_NOOP("Settings", "Moved copies"),
        "",
        QT_TRANSLATE_NOOP(
            "Settings",
            "Each good image is also learned as a camera shows it that has moved by up to this share of its sides; 0 "
            "learns it as it is alone.",
        ),
    ),
    "neighbourhood": (
        QT_TRANSLATE_NOOP("Settings", "Neighbourhood"),
        QT_TRANSLATE_NOOP("Settings", "places"),
        QT_TRANSLATE_NOOP("Settings", "Features are averaged over a square of this side; the number must be odd."),
    ),
    "whitening": (
        QT_TRANSLATE_NOOP("Settings", "Whitening"),
        "",
        QT_TRANSLATE_NOOP(
            "Settings",
            "Features are scaled so that good ones vary alike in every direction, down to this share of the mean "
            "variance; – leaves them as they are.",
        ),
    ),
    "search_dimension": (
        QT_TRANSLATE_NOOP("Settings", "Feature length"),
        "",
        QT_TRANSLATE_NOOP(
            "Settings", "Features are shortened to this many numbers, which is faster; – keeps all of them."
        ),
    ),
    "coreset_dimension": (
        QT_TRANSLATE_NOOP("Settings", "Length while choosing"),
        "",
        QT_TRANSLATE_NOOP("Settings", "Length to which features are shortened while those to remember are chosen."),
    ),
    "coreset_share": (
        QT_TRANSLATE_NOOP("Settings", "Share remembered"),
        "",
        QT_TRANSLATE_NOOP(
            "Settings", "Share of all good features that is remembered; more is slower and forgives more."
        ),
    ),
    "largest_bank": (
        QT_TRANSLATE_NOOP("Settings", "Features remembered"),
        "",
        QT_TRANSLATE_NOOP(
            "Settings", "At most so many features are remembered, which bounds the time of an inspection."
        ),
    ),
    "working_features": (
        QT_TRANSLATE_NOOP("Settings", "Features while learning"),
        "",
        QT_TRANSLATE_NOOP(
            "Settings", "At most so many features are held in memory while learning; at least twice those remembered."
        ),
    ),
    "patchcore.score": _SCORE_OF_REMEMBERED,
    "scattering.score": _SCORE_OF_REMEMBERED,
    "neighbours": (
        QT_TRANSLATE_NOOP("Settings", "Neighbours weighed"),
        "",
        QT_TRANSLATE_NOOP(
            "Settings", "Good features that weigh the score of the worst place; 1 switches the weighting off."
        ),
    ),
    "smoothing_px": (
        QT_TRANSLATE_NOOP("Settings", "Map smoothing"),
        QT_TRANSLATE_NOOP("Settings", "px"),
        QT_TRANSLATE_NOOP("Settings", "How far the map is smoothed, in pixels of the input; 0 leaves it as it is."),
    ),
    "crop_side": (
        QT_TRANSLATE_NOOP("Settings", "Crop side"),
        QT_TRANSLATE_NOOP("Settings", "px"),
        QT_TRANSLATE_NOOP(
            "Settings",
            "Squares of this side are scored one by one, for a coarse map; – scores the whole image, auto decides.",
        ),
    ),
    "crop_draws": (
        QT_TRANSLATE_NOOP("Settings", "Crops per image"),
        "",
        QT_TRANSLATE_NOOP("Settings", "Crops of each image that are learned from in one step."),
    ),
    "score": (
        QT_TRANSLATE_NOOP("Settings", "Score"),
        "",
        QT_TRANSLATE_NOOP(
            "Settings",
            "How the errors of the tasks become one number; calibrated compares each with those of good images.",
        ),
    ),
    "dropout": (
        QT_TRANSLATE_NOOP("Settings", "Dropout"),
        "",
        QT_TRANSLATE_NOOP(
            "Settings", "Share of the features that is left out at random while learning, against learning by heart."
        ),
    ),
    "members": (
        QT_TRANSLATE_NOOP("Settings", "Networks averaged"),
        "",
        QT_TRANSLATE_NOOP(
            "Settings", "So many networks learn side by side and their scores are averaged: steadier, and slower."
        ),
    ),
    "multitask.asked": (
        QT_TRANSLATE_NOOP("Settings", "Tasks"),
        "",
        QT_TRANSLATE_NOOP(
            "Settings",
            "What the network must recognise; leave out what good parts cannot show, such as rotation if round.",
        ),
    ),
    "puzzles": (
        QT_TRANSLATE_NOOP("Settings", "Puzzles"),
        "",
        QT_TRANSLATE_NOOP(
            "Settings", "In how many orders the cells of the jigsaw are shuffled, the right one among them."
        ),
    ),
    "anomalies": (
        QT_TRANSLATE_NOOP("Settings", "Made-up anomalies"),
        "",
        QT_TRANSLATE_NOOP("Settings", "What is made of good images to learn from, in equal shares."),
    ),
    "good_labels": (
        QT_TRANSLATE_NOOP("Settings", "Labels of good parts"),
        "",
        QT_TRANSLATE_NOOP("Settings", "Range that the labels of good images are drawn from, from 0 to 1."),
    ),
    "anomaly_labels": (
        QT_TRANSLATE_NOOP("Settings", "Labels of anomalies"),
        "",
        QT_TRANSLATE_NOOP("Settings", "Range that the labels of made-up anomalies are drawn from, from 0 to 1."),
    ),
    "holes": (
        QT_TRANSLATE_NOOP("Settings", "Holes per side"),
        "",
        QT_TRANSLATE_NOOP(
            "Settings", "The image is divided into so many cells per side; each is once the hole that is filled."
        ),
    ),
    "counts": (
        QT_TRANSLATE_NOOP("Settings", "Things counted"),
        "",
        QT_TRANSLATE_NOOP("Settings", "How many kinds of things the network learns to count."),
    ),
    "margin": (
        QT_TRANSLATE_NOOP("Settings", "Margin"),
        "",
        QT_TRANSLATE_NOOP(
            "Settings",
            "By how much the counts of another image must differ; without it, counting nothing would be right.",
        ),
    ),
}
