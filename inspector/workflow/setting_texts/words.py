"""What the choices of settings and the parts of a loss are called."""

from inspector.workflow.setting_texts.marks import QT_TRANSLATE_NOOP

WORDS: dict[str, str] = {
    "adam": "Adam",
    "adamw": "AdamW",
    "both": QT_TRANSLATE_NOOP("Settings", "edges and structure"),
    "caffenet": "CaffeNet",
    "calibrated": QT_TRANSLATE_NOOP("Settings", "calibrated"),
    "constant": QT_TRANSLATE_NOOP("Settings", "constant"),
    "cut_paste": QT_TRANSLATE_NOOP("Settings", "cut and pasted"),
    "cyclic": QT_TRANSLATE_NOOP("Settings", "cyclic"),
    "l2": QT_TRANSLATE_NOOP("Settings", "brightness (L2)"),
    "log_error": QT_TRANSLATE_NOOP("Settings", "log error"),
    "log_probability": QT_TRANSLATE_NOOP("Settings", "log probability"),
    "mean": QT_TRANSLATE_NOOP("Settings", "mean"),
    "mix_with_turned": QT_TRANSLATE_NOOP("Settings", "mixed with itself, turned"),
    "msgms": QT_TRANSLATE_NOOP("Settings", "edges (MSGMS)"),
    "off": QT_TRANSLATE_NOOP("Settings", "off"),
    "on": QT_TRANSLATE_NOOP("Settings", "on"),
    "one_cycle": QT_TRANSLATE_NOOP("Settings", "one cycle"),
    "paper": QT_TRANSLATE_NOOP("Settings", "as published"),
    "reweighted": QT_TRANSLATE_NOOP("Settings", "reweighted"),
    "sgd": "SGD",
    "shuffle_quarters": QT_TRANSLATE_NOOP("Settings", "quarters shuffled"),
    "single": QT_TRANSLATE_NOOP("Settings", "single"),
    "small": QT_TRANSLATE_NOOP("Settings", "small"),
    "ssim": QT_TRANSLATE_NOOP("Settings", "structure (SSIM)"),
    "step": QT_TRANSLATE_NOOP("Settings", "in steps"),
    "turn_sideways": QT_TRANSLATE_NOOP("Settings", "turned sideways"),
}
