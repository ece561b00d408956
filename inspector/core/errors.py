"""What can go wrong: a code, a sentence, and the values in it."""


class InspectorError(Exception):
    """Base of every error the program explains to its user.

    An error says what failed, on which file, what was expected and what was found. It names no option and no button:
    the way out is the edge's business, which looks it up by the code.

    Args:
        message: one English sentence with its fields as {name}; the template is what the edges translate.
        code: what happened, as `subject.problem` (`image.unreadable`); it stays the same from version to version.
        fields: the values of the sentence, and whatever else the edge needs to offer a way out.
    """

    def __init__(self, message: str, *, code: str = "", **fields: object) -> None:
        super().__init__(message)
        self.template, self.code, self.fields = message, code, fields

    def __str__(self) -> str:
        return self.worded(self.template)

    def worded(self, template: str) -> str:
        """A template with this error's fields: its own sentence, or its translation."""
        return template.format_map(self.fields) if self.fields else template

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuilt, (type(self), self.template, self.code, self.fields)


def _rebuilt(kind: type[InspectorError], message: str, code: str, fields: dict[str, object]) -> InspectorError:
    """An error that came from another process."""
    return kind(message, code=code, **fields)


_LONGEST_REASON = 300  # characters of what a library says, such as torch, which names each tensor that does not fit


def failure(file: object, error: Exception) -> dict[str, str]:
    """The fields of an error that passes on what a library found wrong with a file, in one line."""
    reason = " ".join(str(error).split())
    return {"file": str(file), "reason": reason if len(reason) <= _LONGEST_REASON else f"{reason[:_LONGEST_REASON]}…"}


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


class InUseError(InspectorError):
    """Something unfinished, a run or a training, that another process works on."""


class RunInUseError(RunError, InUseError):
    """A run file that another process is writing."""


class StorageError(InspectorError):
    """A place that cannot be written: no permission, no space left."""


class TrainingError(InspectorError):
    """A training that cannot go on, such as a loss that is not a number."""


class ExportError(InspectorError):
    """A model that cannot be written for another program so that the verdicts stay the same."""
