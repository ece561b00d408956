"""Sentences of the errors of `inspector.store`; generated, see tests/gui/error_templates.py."""

from PySide6.QtCore import QT_TRANSLATE_NOOP

TEMPLATES = (
    QT_TRANSLATE_NOOP("Errors", "{file} holds no results of a benchmark of this version."),
    QT_TRANSLATE_NOOP("Errors", "{file}: the results cannot be read ({reason})."),
    QT_TRANSLATE_NOOP(
        "Errors", "{file} has workspace format {found}, and this program reads formats up to {supported}."
    ),
    QT_TRANSLATE_NOOP("Errors", "{file} does not say which category the workspace belongs to ({reason})."),
    QT_TRANSLATE_NOOP("Errors", "{file} cannot be read ({reason})."),
    QT_TRANSLATE_NOOP("Errors", "{file} cannot be written: the disk is full."),
    QT_TRANSLATE_NOOP("Errors", "{file} cannot be written: the disk quota is used up."),
    QT_TRANSLATE_NOOP("Errors", "{file} cannot be written: it would be larger than is allowed there."),
    QT_TRANSLATE_NOOP("Errors", "{file} cannot be written: there is no permission to write there."),
    QT_TRANSLATE_NOOP("Errors", "{file} cannot be written: that place is read-only."),
    QT_TRANSLATE_NOOP("Errors", "{file} cannot be written: a part of that path is a file, not a folder."),
    QT_TRANSLATE_NOOP("Errors", "{file} cannot be written: that folder does not exist."),
    QT_TRANSLATE_NOOP("Errors", "{file} cannot be written: {reason}."),
    QT_TRANSLATE_NOOP("Errors", "{file}: the records cannot be read or written ({reason})."),
    QT_TRANSLATE_NOOP("Errors", "{file} has record format {found}, and this program reads formats up to {supported}."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file}: entry {number} of the records does not follow from those before it. They were chan"
        "ged by another program, or are damaged.",
    ),
    QT_TRANSLATE_NOOP("Errors", "{file} is locked: another process is writing it, or was stopped while it did."),
    QT_TRANSLATE_NOOP("Errors", "{file} was changed after the model was written, so its verdicts cannot be trusted."),
    QT_TRANSLATE_NOOP("Errors", "{file}: the model cannot be read ({reason})."),
    QT_TRANSLATE_NOOP("Errors", "{file}: the model does not fit this version of the program ({reason})."),
    QT_TRANSLATE_NOOP("Errors", "{file} is an exported file, not a model folder."),
    QT_TRANSLATE_NOOP("Errors", "{file} is not a model: expected the folder of one, found a file."),
    QT_TRANSLATE_NOOP("Errors", "{file} is not a model: expected the folder of one, found nothing."),
    QT_TRANSLATE_NOOP("Errors", "{file} is not the card of a model."),
    QT_TRANSLATE_NOOP("Errors", "{file} has model format {found}, and this program reads formats up to {supported}."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file}: {expected} recorded changes of the thresholds are expected and {found} found, so t"
        "hat the thresholds in force are not known.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file}: the recorded changes of the thresholds are not this model's, so that the threshold"
        "s in force are not known.",
    ),
    QT_TRANSLATE_NOOP("Errors", "{file} is not a model folder: it has no {card}."),
    QT_TRANSLATE_NOOP("Errors", "{file}: the detector cannot be read ({reason})."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The model was made with the detector {expected}, and this is {found}: the scores would mean something else.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file}: expected a YOLOX detector (one input 1×3×height×width, one output 1×places×(5 + cl"
        "asses), of fixed sizes), found inputs {inputs} and outputs {outputs}.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "Detector '{name}' does not work in this installation, which lacks torchvision's operators."
    ),
    QT_TRANSLATE_NOOP("Errors", "torchvision has no detector named '{name}'; it has {known}."),
    QT_TRANSLATE_NOOP(
        "Errors", "Finding objects by background difference needs a background learned from good clips; there is none."
    ),
    QT_TRANSLATE_NOOP("Errors", "{file}: the weights in torch's cache are not those of {name}."),
    QT_TRANSLATE_NOOP("Errors", "{file} is not a complete ONNX file, or not a safe one: {reason}."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Detector '{name}' needs weights that were trained on COCO, and they are not on this comput"
        "er ({size}, from {host}).",
    ),
    QT_TRANSLATE_NOOP("Errors", "{file}: the interrupted training was started with another {differing}."),
    QT_TRANSLATE_NOOP("Errors", "{file} already exists, and models are never overwritten."),
    QT_TRANSLATE_NOOP("Errors", "{file}: the interrupted training cannot be read ({reason})."),
    QT_TRANSLATE_NOOP("Errors", "Backbone '{name}' needs the Python package {package}, which is not installed."),
    QT_TRANSLATE_NOOP("Errors", "{file} is not the file that {package} 0.1.0 holds: its SHA-256 differs."),
    QT_TRANSLATE_NOOP("Errors", "{file} does not exist."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} cannot be read: expected weights in a safetensors file, found a truncated or a different file.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The weights ({size}) could not be downloaded from {url} ({reason}). If you download them o"
        "n another computer, put them at {file}.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} is damaged, or is not the file that was published: its SHA-256 begins with {found} "
        "in place of {expected}.",
    ),
    QT_TRANSLATE_NOOP("Errors", "{file}: the weights in torch's cache are damaged ({reason})."),
    QT_TRANSLATE_NOOP("Errors", "{file} has no tensor '{tensor}', which backbone '{backbone}' needs."),
    QT_TRANSLATE_NOOP(
        "Errors", "{file}: tensor '{tensor}' has shape {found} where backbone '{backbone}' needs {expected}."
    ),
    QT_TRANSLATE_NOOP("Errors", "{file}: tensor '{tensor}' holds values that are not numbers."),
    QT_TRANSLATE_NOOP("Errors", "Backbone '{name}' needs a safetensors file of weights that were trained on ImageNet."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Backbone '{name}' needs weights that were trained on ImageNet, and they are not on this co"
        "mputer ({size}, from {host}).",
    ),
    QT_TRANSLATE_NOOP("Errors", "{file} was not exported by this program, so its outputs are unknown."),
    QT_TRANSLATE_NOOP("Errors", "{file}: the exported model cannot be read ({reason})."),
    QT_TRANSLATE_NOOP("Errors", "{file} has export format {found}, and this program reads formats up to {supported}."),
    QT_TRANSLATE_NOOP("Errors", "{file} was changed after it was exported, so its verdicts cannot be trusted."),
    QT_TRANSLATE_NOOP("Errors", "{file}: the exported model does not fit this version of the program ({reason})."),
    QT_TRANSLATE_NOOP("Errors", "Method '{method}' with these settings cannot be written as ONNX ({reason})."),
    QT_TRANSLATE_NOOP("Errors", "ONNX Runtime cannot compute this model on a CPU ({reason})."),
    QT_TRANSLATE_NOOP("Errors", "{file} is not what this version would write there, and is not overwritten."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "This model has no network to compute in 8 bits: what it does is filtering and comparison, "
        "which stay in 32 bits.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "{file} is in use: {user} has been working on it on {host} since {since} (process {process})."
    ),
    QT_TRANSLATE_NOOP("Errors", "The PIN stored in {file} is damaged, so that no PIN fits."),
    QT_TRANSLATE_NOOP("Errors", "{file}: the records hold something else than records ({reason})."),
    QT_TRANSLATE_NOOP("Errors", "{file} is not a file."),
    QT_TRANSLATE_NOOP("Errors", "{file}: the run was interrupted before image {image}."),
    QT_TRANSLATE_NOOP("Errors", "{file} was made with another model."),
    QT_TRANSLATE_NOOP("Errors", "{file} was made with {found}, not with {expected}."),
    QT_TRANSLATE_NOOP("Errors", "{file} was made with another operating point."),
    QT_TRANSLATE_NOOP("Errors", "{file} was made with another frame rate of image sequences."),
    QT_TRANSLATE_NOOP("Errors", "{file} already exists."),
    QT_TRANSLATE_NOOP("Errors", "{file} holds an interrupted run."),
    QT_TRANSLATE_NOOP("Errors", "{file} is a run of other files."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file}: people reviewed a run of this name that is gone, and what they decided would be ta"
        "ken for decisions on the new one.",
    ),
    QT_TRANSLATE_NOOP("Errors", "{file} is in use by another process or window."),
    QT_TRANSLATE_NOOP("Errors", "{file} is not a run, or it is damaged ({reason})."),
    QT_TRANSLATE_NOOP("Errors", "{file} has run format {found}, and this program reads formats up to {supported}."),
    QT_TRANSLATE_NOOP(
        "Errors", "{file} cannot be opened: an interrupted run must be in a folder that can be written ({reason})."
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} is a run of other files of these names: {name} has another size or time of change t"
        "han when the run was begun ({count} of {total} differ).",
    ),
    QT_TRANSLATE_NOOP("Errors", "{file} was begun with {expected}, not with {found}."),
    QT_TRANSLATE_NOOP("Errors", "{file} is not the file of an Ed25519 key ({reason})."),
    QT_TRANSLATE_NOOP("Errors", "{file} was changed after it was signed."),
    QT_TRANSLATE_NOOP("Errors", "{path} already exists, and keys are never overwritten."),
    QT_TRANSLATE_NOOP("Errors", "{file} is not signed, and only signed models may be used here."),
    QT_TRANSLATE_NOOP("Errors", "{file} was not signed with the key that is trusted here."),
    QT_TRANSLATE_NOOP("Errors", "This installation cannot check signatures, as it lacks the package cryptography."),
    QT_TRANSLATE_NOOP("Errors", "{path} is a file that is to be read, and results never replace one."),
    QT_TRANSLATE_NOOP("Errors", "{path} already exists, and results are never overwritten."),
    QT_TRANSLATE_NOOP("Errors", "{path} is named for two results."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} is damaged. If the folder was moved or renamed, the models and reviews that it had "
        "are not found; {workspace} is used.",
    ),
    QT_TRANSLATE_NOOP("Errors", "A model's name cannot be empty, and cannot begin or end with a space."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "A model cannot be named {name}: a name contains none of {forbidden}, neither begins nor en"
        "ds with a dot, and does not end in {suffixes}.",
    ),
    QT_TRANSLATE_NOOP("Errors", "A model or an interrupted training named {name} already exists."),
    QT_TRANSLATE_NOOP("Errors", "{file} cannot be restored: its name is now in use."),
)
