"""A category in MVTec layout of what people decided on in a run, for another training or another program."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector.core.errors import ImageError, InspectorError, RunError, StorageError, VideoError
from inspector.core.operating_point import OperatingPoint
from inspector.data.folder_names import is_good, is_good_for_testing, is_mask_folder, is_suspicious, may_be_clip
from inspector.data.folders import is_junk
from inspector.store.durable import creating_folder
from inspector.store.runs.lifecycle import StoredRun
from inspector.store.targets import same_name, short_name
from inspector.workflow.export.run_pictures import among_images
from inspector.workflow.kinds import kind_of_run
from inspector.workflow.progress import Progress

_DEFECTIVE = "defective"  # the type of a defect that no folder names
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # names of devices on Windows
_NAME_LENGTH = 60  # characters, of up to four bytes each where a file system takes 255 bytes
_NOT_IN_NAMES = re.compile(r'[<>:"|?*\x00-\x1f]')
_TEST_EVERY = 5  # of the good parts every fifth is for testing


@dataclass(frozen=True)
class CategoryWritten:
    """The category is in this folder.

    Attributes:
        copied: how many images or clips there are of each of its folders.
        missing: of each decided one that is not among them, why.
    """

    folder: Path
    copied: Mapping[str, int]
    missing: tuple[str, ...] = ()


def export_category(
    run: Path, target: Path, *, point: OperatingPoint | None = None
) -> Iterator[Progress | CategoryWritten]:
    """Copy the parts or clips that people decided to be good or defective into a new folder.

    Good ones go to `train/good`, every fifth of them to `test/good`; defective ones to `test/TYPE`, by the type that a
    person gave their worst named region or event, else by the one that the run knows of them. Those that nobody decided
    on, or that somebody was unsure of, are left out; so are, and are reported, those that are gone or are others by
    now. Of a clip nothing may be undecided, see :meth:`ReviewedVideoRun.decided_clips`.

    Args:
        point: by which a clip has events to decide on; None for the run's own.

    Raises:
        StorageError: if the folder exists or lies among the images of the run, or one cannot be copied.
        RunError: if the run cannot be read, or nobody decided on any of its parts.
        ImageError, VideoError: if none of them can be copied.
    """
    if target.exists():
        raise StorageError(
            "{path} already exists, and results are never overwritten.", code="output.exists", path=target
        )
    kind = kind_of_run(run)
    with kind.read_run(run) as opened:
        decided = sorted(kind.decided(opened, point=point), key=lambda one: one.name)
        _refuse_among(target, opened, [item.name for item in kind.items(opened)])
    if not decided:
        raise RunError(
            "{file}: nobody has decided yet which parts of this run are good or defective.",
            code="run.not_reviewed",
            file=str(run),
        )
    counts: dict[str, int] = {}
    missing: list[InspectorError] = []
    taken: set[str] = set()
    with creating_folder(target) as part:
        good = 0
        for done, item in enumerate(decided, start=1):
            folder = f"test/{_type(item.type)}"
            if not item.defective:
                good += 1
                folder = "test/good" if good % _TEST_EVERY == 0 else "train/good"
            place = part / folder
            place.mkdir(parents=True, exist_ok=True)
            try:
                if item.replaced is not None:
                    raise item.replaced
                if item.path.is_dir():  # folders of frames alone would be lots of images
                    (part / "test").mkdir(exist_ok=True)
                kind.copy(item.path, place / _free_name(item.path, folder, taken))
            except (ImageError, VideoError) as error:
                missing.append(error)
                continue
            counts[folder] = counts.get(folder, 0) + 1
            yield Progress("Copying", done, len(decided))
        if not counts:
            raise missing[0]
    yield CategoryWritten(target, counts, tuple(map(str, missing)))


def _refuse_among(target: Path, run: StoredRun, names: Sequence[str]) -> None:
    """Refuse to write where the copies would be taken for more of what was inspected.

    Raises:
        StorageError: if it lies in a folder of the run's images or clips.
    """
    place = target.resolve()
    examples = {_top_folder(run, name): name for name in names}
    for folder, name in examples.items():
        if place.is_relative_to(folder.resolve()):
            raise among_images(folder, name)


def _top_folder(run: StoredRun, name: str) -> Path:
    """The first folder of an image's name, below which the images of the run lie, or else the image's own."""
    below = Path(name)
    named = len(below.parts) > 1 and not below.is_absolute() and ".." not in below.parts
    return run.path_of(below.parts[0]) if named else run.path_of(name).parent


def _type(label: str) -> str:
    """A label, or a type as a person typed it, as the name of a folder of defective parts on any system."""
    name = "_".join(part for part in label.replace("\\", "/").split("/") if part not in ("", ".", ".."))
    name = _NOT_IN_NAMES.sub("_", name)[:_NAME_LENGTH].rstrip(". ")
    if name == "" or is_good(name):
        return _DEFECTIVE
    other = is_junk(name) or is_mask_folder(name) or is_good_for_testing(name) or _RESERVED.fullmatch(name)
    return f"{_DEFECTIVE}_{name}" if other else name


def _free_name(path: Path, folder: str, taken: set[str]) -> str:
    """A file's name, with its folder's before it where another file of the same folder has that name.

    A folder of frames whose name says more than that it is a clip gets another.
    """
    numbers = range(2, len(taken) + 3)
    names = [path.name, short_name(f"{path.parent.name}_{path.name}")]
    names += [short_name(f"{path.stem}_{number}{path.suffix}") for number in numbers]
    if path.is_dir() and (is_suspicious(path.name) or not may_be_clip(path.name)):
        names = ["clip", *(f"clip_{number}" for number in numbers)]
    name = next(name for name in names if same_name(f"{folder}/{name}") not in taken)
    taken.add(same_name(f"{folder}/{name}"))
    return name
