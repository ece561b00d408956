"""The settings of methods for clips, and those of every training."""

from inspector.workflow.setting_texts.marks import QT_TRANSLATE_NOOP

# Label, unit, and explanation by name; `method.name` where a setting means something else in one method.
OTHER_TEXTS: dict[str, tuple[str, str, str]] = {
    "frames": (
        QT_TRANSLATE_NOOP("Settings", "Frames per window"),
        "",
        QT_TRANSLATE_NOOP("Settings", "Frames of one window; the network learns to put them in order."),
    ),
    "skip": (
        QT_TRANSLATE_NOOP("Settings", "Frames skipped"),
        "",
        QT_TRANSLATE_NOOP("Settings", "Frames omitted between two frames of a window; more show slower motion."),
    ),
    "trunk": (
        QT_TRANSLATE_NOOP("Settings", "Trunk"),
        "",
        QT_TRANSLATE_NOOP(
            "Settings", "The network that sees each frame: caffenet as published, or a small, faster one."
        ),
    ),
    "units": (
        QT_TRANSLATE_NOOP("Settings", "Features per frame"),
        "",
        QT_TRANSLATE_NOOP("Settings", "How many numbers describe a frame."),
    ),
    "show_path": (
        QT_TRANSLATE_NOOP("Settings", "Show the path of motion"),
        "",
        QT_TRANSLATE_NOOP("Settings", "The network also sees what moves within the window, but not in which order."),
    ),
    "orders_learned": (
        QT_TRANSLATE_NOOP("Settings", "Orders per step"),
        "",
        QT_TRANSLATE_NOOP("Settings", "Orders of each window that are learned from in one step; – takes all of them."),
    ),
    "full_share": (
        QT_TRANSLATE_NOOP("Settings", "Full motion"),
        QT_TRANSLATE_NOOP("Settings", "of the window"),
        QT_TRANSLATE_NOOP("Settings", "Share that must move for an error to count in full; 0 counts all motion alike."),
    ),
    "level": (
        QT_TRANSLATE_NOOP("Settings", "Evaluated"),
        "",
        QT_TRANSLATE_NOOP("Settings", "Whether each object, the whole frame, or both are evaluated."),
    ),
    "object_size": (
        QT_TRANSLATE_NOOP("Settings", "Object size"),
        QT_TRANSLATE_NOOP("Settings", "px"),
        QT_TRANSLATE_NOOP("Settings", "Objects are resized to squares of this side."),
    ),
    "longest_gap": (
        QT_TRANSLATE_NOOP("Settings", "Longest gap"),
        QT_TRANSLATE_NOOP("Settings", "frames"),
        QT_TRANSLATE_NOOP("Settings", "Most frames from one to the next where motion is made irregular."),
    ),
    "taught": (
        QT_TRANSLATE_NOOP("Settings", "Answers of the teacher"),
        "",
        QT_TRANSLATE_NOOP("Settings", "How many numbers a teacher gives for an object; 0 without a teacher."),
    ),
    "taught_weight": (
        QT_TRANSLATE_NOOP("Settings", "Weight of the teacher"),
        "",
        QT_TRANSLATE_NOOP("Settings", "How much the teacher's answers count in the loss."),
    ),
    "frame_permutation.score": (
        QT_TRANSLATE_NOOP("Settings", "Score"),
        "",
        QT_TRANSLATE_NOOP("Settings", "mean averages over all orders of the frames; single takes one, as published."),
    ),
    "ssmtl.score": (
        QT_TRANSLATE_NOOP("Settings", "Score"),
        "",
        QT_TRANSLATE_NOOP(
            "Settings",
            "paper takes the probability of the wrong answer; log_probability also distinguishes very wrong ones.",
        ),
    ),
    "ssmtl.asked": (
        QT_TRANSLATE_NOOP("Settings", "Tasks"),
        "",
        QT_TRANSLATE_NOOP("Settings", "What the network must recognise in good motion; distillation needs a teacher."),
    ),
    "training.steps": (
        QT_TRANSLATE_NOOP("Settings", "Steps"),
        "",
        QT_TRANSLATE_NOOP("Settings", "How many steps are learned; – where epochs are stated instead."),
    ),
    "training.epochs": (
        QT_TRANSLATE_NOOP("Settings", "Epochs"),
        "",
        QT_TRANSLATE_NOOP("Settings", "How often every good image is learned from; – where steps are stated instead."),
    ),
    "training.batch_size": (
        QT_TRANSLATE_NOOP("Settings", "Batch size"),
        QT_TRANSLATE_NOOP("Settings", "per step"),
        QT_TRANSLATE_NOOP("Settings", "Images or windows per step; more are steadier and need more memory."),
    ),
    "training.optimizer": (
        QT_TRANSLATE_NOOP("Settings", "Optimiser"),
        "",
        QT_TRANSLATE_NOOP("Settings", "How the network's weights follow the loss."),
    ),
    "training.learning_rate": (
        QT_TRANSLATE_NOOP("Settings", "Learning rate"),
        "",
        QT_TRANSLATE_NOOP("Settings", "The largest step of the weights; too large fails, too small learns nothing."),
    ),
    "training.schedule": (
        QT_TRANSLATE_NOOP("Settings", "Schedule"),
        "",
        QT_TRANSLATE_NOOP(
            "Settings",
            "How the learning rate changes: constant, one step down, one cycle up and down, or several cycles.",
        ),
    ),
    "training.step_at": (
        QT_TRANSLATE_NOOP("Settings", "Step down at"),
        QT_TRANSLATE_NOOP("Settings", "of the training"),
        QT_TRANSLATE_NOOP("Settings", "Share of the training after which the learning rate drops to a tenth."),
    ),
}
