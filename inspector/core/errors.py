"""What can go wrong, said so that a person knows what failed and what to do next."""


class InspectorError(Exception):
    """Base of every error the program explains to its user.

    The message is one sentence: what failed, on which file, what was expected and found, and the way out.
    """


class SettingError(InspectorError):
    """A setting that is out of range or does not fit the others."""


class ImageError(InspectorError):
    """An image that cannot be read or judged."""


class VideoError(InspectorError):
    """A clip that cannot be opened, or that ends before it should."""


class CategoryError(InspectorError):
    """A category (folder of images) that cannot be used as it is."""


class ModelError(InspectorError):
    """A model that is missing, incomplete, changed since it was written, or from a newer version."""


class RunError(InspectorError):
    """A run file that cannot be read or continued."""


class RunInUseError(RunError):
    """A run file that another process is writing."""


class StorageError(InspectorError):
    """A place that cannot be written: no permission, no space left."""


class TrainingError(InspectorError):
    """A training that cannot go on, such as a loss that is not a number."""


class ExportError(InspectorError):
    """A model that cannot be written for another program so that the verdicts stay the same."""
