"""A category in MVTec layout of the parts of a run that people decided on, for another training or another program."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from inspector.core.errors import ImageError, RunError, StorageError
from inspector.data.folder_names import is_good, is_good_for_testing, is_mask_folder
from inspector.data.folders import is_junk
from inspector.data.images.reading import check_file
from inspector.store.durable import creating_folder
from inspector.store.records import ReviewDecision, current_defect_types, current_reviews
from inspector.store.runs.image_run import ImageRun
from inspector.store.targets import same_name, short_name
from inspector.workflow.export.run_pictures import among_images
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
        images: how many there are of each of its folders.
        missing: of each decided image that is not among them, why.
    """

    folder: Path
    images: Mapping[str, int]
    missing: tuple[str, ...] = ()


def export_category(run: Path, target: Path) -> Iterator[Progress | CategoryWritten]:
    """Copy the parts that people decided to be good or defective into a new folder.

    Good parts go to `train/good`, every fifth of them to `test/good`; defective ones to `test/TYPE`, by the type that a
    person gave their worst named region, else by the one that the run knows of them. Parts that nobody decided on, or
    that somebody was unsure of, are left out; so are, and are reported, images that are gone or are others by now.

    Raises:
        StorageError: if the folder exists or lies among the images of the run, or an image cannot be copied.
        RunError: if the run cannot be read, or nobody decided on any of its parts.
        ImageError: if none of the images can be copied.
    """
    if target.exists():
        raise StorageError(
            "{path} already exists, and results are never overwritten.", code="output.exists", path=target
        )
    with ImageRun(run) as opened:
        reviews = current_reviews(run, moved_from=opened.moved_from)
        types = current_defect_types(run, moved_from=opened.moved_from)
        labels = {name: label for name, label in opened.batch() if name in reviews}
        paths = {name: opened.path_of(name) for name in labels}
        replaced = {name for name in labels if opened.is_replaced(name)}
        _refuse_among(target, opened)
    decided = {name: decision for name in labels if (decision := reviews[name].decision) is not ReviewDecision.UNSURE}
    if not decided:
        raise RunError(
            "{file}: nobody has decided yet which parts of this run are good or defective.",
            code="run.not_reviewed",
            file=str(run),
        )
    counts: dict[str, int] = {}
    missing: list[ImageError] = []
    taken: set[str] = set()
    with creating_folder(target) as part:
        good = 0
        for done, name in enumerate(sorted(decided), start=1):
            folder = f"test/{_type(next(iter(types.get(name, {}).values()), labels[name]))}"
            if decided[name] is ReviewDecision.ACCEPT:
                good += 1
                folder = "test/good" if good % _TEST_EVERY == 0 else "train/good"
            place = part / folder
            place.mkdir(parents=True, exist_ok=True)
            try:
                if name in replaced:
                    raise _replaced(paths[name])
                content = _content(paths[name])
            except ImageError as error:
                missing.append(error)
                continue
            (place / _free_name(paths[name], folder, taken)).write_bytes(content)
            counts[folder] = counts.get(folder, 0) + 1
            yield Progress("Copying", done, len(decided))
        if not counts:
            raise missing[0]
    yield CategoryWritten(target, counts, tuple(map(str, missing)))


def _refuse_among(target: Path, run: ImageRun) -> None:
    """Refuse to write where the copies would be taken for more images of what was inspected.

    Raises:
        StorageError: if it lies in a folder of the run's images.
    """
    place = target.resolve()
    examples = {_top_folder(run, name): name for name, _ in run.batch()}
    for folder, name in examples.items():
        if place.is_relative_to(folder.resolve()):
            raise among_images(folder, name)


def _top_folder(run: ImageRun, name: str) -> Path:
    """The first folder of an image's name, below which the images of the run lie, or else the image's own."""
    below = Path(name)
    named = len(below.parts) > 1 and not below.is_absolute() and ".." not in below.parts
    return run.path_of(below.parts[0]) if named else run.path_of(name).parent


def _replaced(path: Path) -> ImageError:
    return ImageError(
        "{file} has another size or time of change than when it was inspected, so nobody decided on what it shows now.",
        code="image.replaced",
        file=path,
    )


def _content(path: Path) -> bytes:
    """The bytes of an image.

    Raises:
        ImageError: if it cannot be read.
    """
    check_file(path)
    try:
        return path.read_bytes()
    except OSError as error:
        raise ImageError(
            "Image {file} cannot be read: expected a file that can be opened, found '{reason}'.",
            code="image.not_opened",
            file=path,
            reason=error.strerror or str(error),
        ) from error


def _type(label: str) -> str:
    """A label, or a type as a person typed it, as the name of a folder of defective parts on any system."""
    name = "_".join(part for part in label.replace("\\", "/").split("/") if part not in ("", ".", ".."))
    name = _NOT_IN_NAMES.sub("_", name)[:_NAME_LENGTH].rstrip(". ")
    if name == "" or is_good(name):
        return _DEFECTIVE
    other = is_junk(name) or is_mask_folder(name) or is_good_for_testing(name) or _RESERVED.fullmatch(name)
    return f"{_DEFECTIVE}_{name}" if other else name


def _free_name(path: Path, folder: str, taken: set[str]) -> str:
    """A file's name, with its folder's before it where another file of the same folder has that name."""
    names = [path.name, short_name(f"{path.parent.name}_{path.name}")]
    names += [short_name(f"{path.stem}_{number}{path.suffix}") for number in range(2, len(taken) + 3)]
    name = next(name for name in names if same_name(f"{folder}/{name}") not in taken)
    taken.add(same_name(f"{folder}/{name}"))
    return name
