"""What people decided on a run, as a table for others."""

from collections.abc import Callable, Sequence
from pathlib import Path

from inspector.core.errors import RunError
from inspector.store.records import review_history
from inspector.store.targets import refuse_input
from inspector.workflow.export.csv_file import CsvForm, csv_file
from inspector.workflow.kinds import kind_of_run
from inspector.workflow.review.decisions import PART_WORDS, WITHDRAWN
from inspector.workflow.review.event_names import event_of_name

_DECISION_COLUMNS = ("decision", "reviewer", "time", "reason", "in_force", "part")


def export_image_reviews(run: Path, target: Path, *, form: CsvForm = CsvForm.COMMA) -> Path:
    """Write every decision on a run of images, oldest first, over whatever is there; returns where it is.

    Columns: `image`, `decision` (`accept`, `reject`, `unsure` or `withdrawn`), `reviewer`, `time` (UTC, ISO 8601),
    `reason`, whether it is `in_force`, `yes` or `no`, and what the `part` is by it, in the words of the screen: `good`,
    `defective`, `unsure` or empty; see :func:`csv_file`.

    Raises:
        StorageError: if the records cannot be read or the file not be written.
    """
    return _export(run, target, form, columns=("image",), fields=lambda name: (name,))


def export_event_reviews(run: Path, target: Path, *, form: CsvForm = CsvForm.COMMA) -> Path:
    """The same for a run of clips: `clip` and the `start_frame` of the event, empty for the whole clip, not `image`.

    Raises:
        StorageError: as above.
    """
    return _export(run, target, form, columns=("clip", "start_frame"), fields=_clip_and_frame)


def _clip_and_frame(name: str) -> tuple[str, int | str]:
    clip, start = event_of_name(name)
    return clip, "" if start is None else start


def _export(
    run: Path, target: Path, form: CsvForm, *, columns: Sequence[str], fields: Callable[[str], Sequence[object]]
) -> Path:
    refuse_input(target, [run])
    history = review_history(run, moved_from=_moved_from(run))
    latest = {review.image: number for number, review in enumerate(history)}
    with csv_file(target, form=form) as write:
        write([*columns, *_DECISION_COLUMNS])
        for number, review in enumerate(history):
            write(
                [
                    *fields(review.image),
                    review.decision or WITHDRAWN,
                    review.user,
                    review.time,
                    review.reason,
                    "yes" if review.decision is not None and latest[review.image] == number else "no",
                    "" if review.decision is None else PART_WORDS[review.decision],
                ]
            )
    return target


def _moved_from(run: Path) -> Path | None:
    try:
        with kind_of_run(run).read_run(run) as opened:
            return opened.moved_from
    except RunError:  # what people decided on a run that is damaged by now is exported all the same
        return None
