"""Class-labelled image sets (CIFAR-10, Fashion-MNIST, any folder of class folders), held as 8-bit images in memory.

They serve protocols in which one class, or one set, is normal. Three layouts are read:

- an `.npz` with `train_images`, `train_labels`, `test_images`, `test_labels` (N×H×W or N×H×W×3 uint8; integer labels)
  and, if wanted, `class_names`;
- a folder of class folders below `train` and `test`;
- a folder of class folders: a fifth of each class, drawn by its files' names, is for testing.
"""

import hashlib
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from inspector.core.errors import CategoryError, failure
from inspector.core.images.light import brightness_quantiles
from inspector.core.images.resizing import resize
from inspector.data.category import image_files
from inspector.data.folders import check_regular, storable
from inspector.data.images.reading import read_image

_ARRAYS = ("train_images", "train_labels", "test_images", "test_labels")
_TEST_SHARE = 0.2


class Pictures(Protocol):
    """Some images, any of them as a batch at any size."""

    def __len__(self) -> int: ...

    def batch(self, indices: Sequence[int], size: tuple[int, int]) -> Tensor:
        """(B, 3, h, w) float32 in [0, 1], resized anti-aliased bilinear."""


@dataclass(frozen=True)
class LabelledImages:
    """One side of a set: `labels` (N,) int64 index the set's classes."""

    pictures: Pictures
    labels: np.ndarray

    def of_class(self, label: int) -> list[int]:
        return np.flatnonzero(self.labels == label).tolist()


@dataclass(frozen=True)
class ClassSet:
    """A class-labelled set; `fingerprint` is one hash of all that is in it."""

    name: str
    classes: tuple[str, ...]
    train: LabelledImages
    test: LabelledImages
    fingerprint: str

    def class_index(self, text: str) -> int:
        """The class of this name, or else of this number in the set's order.

        Raises:
            CategoryError: if there is none.
        """
        if text in self.classes:
            return self.classes.index(text)
        if text.isdecimal() and int(text) < len(self.classes):
            return int(text)
        raise CategoryError(
            "{name} has no class '{wanted}'; its {count} classes are {classes}.",
            code="class_set.no_class",
            name=self.name,
            wanted=text,
            count=len(self.classes),
            classes=", ".join(self.classes),
        )


class ChosenImages:
    """Some images of a side at one size, numbered anew: what `TrainingImages` takes.

    Attributes:
        quantiles: (n, 19) brightness quantiles of each, computed on first use.
    """

    def __init__(self, pictures: Pictures, indices: Sequence[int], *, size: tuple[int, int]) -> None:
        self._pictures, self._indices, self._size = pictures, list(indices), size
        self._quantiles: Tensor | None = None

    def __len__(self) -> int:
        return len(self._indices)

    def stack(self, indices: Sequence[int]) -> Tensor:
        """(B, 3, h, w) float32 in [0, 1]."""
        return self._pictures.batch([self._indices[index] for index in indices], self._size)

    def batches(self, size: int) -> Iterator[Tensor]:
        """All of them in order, `size` at a time, the last batch with what is left."""
        for start in range(0, len(self), size):
            yield self.stack(range(start, min(start + size, len(self))))

    @property
    def quantiles(self) -> Tensor:
        if self._quantiles is None:
            self._quantiles = torch.cat([brightness_quantiles(batch) for batch in self.batches(64)])
        return self._quantiles


def read_class_set(path: Path) -> ClassSet:
    """Read an `.npz` or a folder of class folders; see the module.

    Raises:
        CategoryError: if it is missing, damaged, or not laid out like one of them.
        ImageError: later, when an image of a folder is wanted and cannot be read.
    """
    if path.is_dir():
        return _from_folder(path.resolve())
    if not path.exists():
        raise CategoryError(
            "{file}: there is no such file or folder.", code="class_set.missing", file=storable(str(path))
        )
    return _from_npz(path)


class _Stacked:
    """Images of one size, (N, H, W, 1 or 3) uint8."""

    def __init__(self, images: np.ndarray) -> None:
        self._images = images

    def __len__(self) -> int:
        return len(self._images)

    def batch(self, indices: Sequence[int], size: tuple[int, int]) -> Tensor:
        images = torch.from_numpy(self._images[list(indices)]).permute(0, 3, 1, 2).float() / 255
        if tuple(images.shape[2:]) != tuple(size):
            images = F.interpolate(images, size=size, mode="bilinear", antialias=True, align_corners=False)
        return images.expand(-1, 3, -1, -1).contiguous()


class _Files:
    """Image files; each is decoded once per size and cached at that size in 8 bits."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = paths
        self._size: tuple[int, int] | None = None
        self._decoded: dict[int, Tensor] = {}

    def __len__(self) -> int:
        return len(self._paths)

    def batch(self, indices: Sequence[int], size: tuple[int, int]) -> Tensor:
        if size != self._size:
            self._size, self._decoded = size, {}
        return torch.stack([self._at(index, size) for index in indices]).float() / 255

    def _at(self, index: int, size: tuple[int, int]) -> Tensor:
        if index not in self._decoded:
            image = resize(read_image(self._paths[index]), size)
            self._decoded[index] = (image * 255).round().clamp(0, 255).to(torch.uint8)
        return self._decoded[index]


def _from_npz(path: Path) -> ClassSet:
    try:
        check_regular(path)
        if not zipfile.is_zipfile(path):  # numpy would take it for a pickle and suggest loading it unsafely
            path.open("rb").close()
            raise ValueError("it is no archive of arrays")
        file = np.load(path, allow_pickle=False)
        with file:
            missing = [name for name in _ARRAYS if name not in file.files]
            if missing:
                raise CategoryError(
                    "{file}: expected the arrays {expected}; it lacks {missing}, found {found}.",
                    code="class_set.arrays_missing",
                    file=storable(str(path)),
                    expected=", ".join(_ARRAYS),
                    missing=", ".join(missing),
                    found=", ".join(file.files) or "–",
                )
            arrays = {name: file[name] for name in _ARRAYS}
            names = file["class_names"] if "class_names" in file.files else None
    except (OSError, ValueError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise CategoryError(
            "{file} is not an .npz file of plain arrays ({reason}).",
            code="class_set.no_npz",
            **failure(storable(str(path)), error),
        ) from error
    images, labels = {}, {}
    for side in ("train", "test"):
        images[side] = _checked_images(path, f"{side}_images", arrays[f"{side}_images"])
        labels[side] = _checked_labels(path, f"{side}_labels", arrays[f"{side}_labels"], len(images[side]))
    if images["train"].shape[1:] != images["test"].shape[1:]:
        raise CategoryError(
            "{file}: training and test images differ in size ({train} and {test}).",
            code="class_set.sizes_differ",
            file=storable(str(path)),
            **{side: "×".join(map(str, images[side].shape[1:])) for side in images},
        )
    present = np.union1d(labels["train"], labels["test"])
    if names is not None and (names.ndim != 1 or present.min() < 0 or present.max() >= len(names)):
        raise CategoryError(
            "{file}: class_names has {count} names for labels up to {label}.",
            code="class_set.too_few_names",
            file=storable(str(path)),
            count=names.size,
            label=int(present.max()),
        )
    return ClassSet(
        name=path.stem,
        classes=tuple(str(label if names is None else names[label]) for label in present),
        train=LabelledImages(_Stacked(images["train"]), np.searchsorted(present, labels["train"])),
        test=LabelledImages(_Stacked(images["test"]), np.searchsorted(present, labels["test"])),
        fingerprint=_sha256(path),
    )


def _checked_images(path: Path, name: str, images: np.ndarray) -> np.ndarray:
    if images.dtype != np.uint8 or not (images.ndim == 3 or (images.ndim == 4 and images.shape[3] in (1, 3))):
        raise CategoryError(
            "{file}: {array} must be uint8 of N×H×W or N×H×W×3, found {type} of {shape}.",
            code="class_set.no_images",
            file=storable(str(path)),
            array=name,
            type=str(images.dtype),
            shape="×".join(map(str, images.shape)),
        )
    if not images.size:
        raise CategoryError(
            "{file}: {array} contains no image.", code="class_set.empty", file=storable(str(path)), array=name
        )
    return images[..., None] if images.ndim == 3 else images


def _checked_labels(path: Path, name: str, labels: np.ndarray, count: int) -> np.ndarray:
    if labels.dtype.kind not in "iu" or labels.size != count:
        raise CategoryError(
            "{file}: {array} must be {expected} integers, one per image, found {found} of {type}.",
            code="class_set.no_labels",
            file=storable(str(path)),
            array=name,
            expected=count,
            found=labels.size,
            type=str(labels.dtype),
        )
    return labels.reshape(-1).astype(np.int64)


def _from_folder(root: Path) -> ClassSet:
    train_folder, test_folder = root / "train", root / "test"
    if train_folder.is_dir() and test_folder.is_dir():
        sides = [_class_folders(train_folder), _class_folders(test_folder)]
        strangers = sorted(set(sides[1]) - set(sides[0]))
        if strangers:
            raise CategoryError(
                "{file} has classes that {train} lacks: {classes}.",
                code="class_set.unknown_classes",
                file=storable(str(test_folder)),
                train=storable(str(train_folder)),
                classes=", ".join(strangers),
            )
    else:
        sides = [{}, {}]
        for name, files in _class_folders(root).items():
            ordered = sorted(files, key=lambda path: hashlib.sha256(path.name.encode()).digest())
            held_out = round(_TEST_SHARE * len(files))
            sides[0][name], sides[1][name] = sorted(ordered[held_out:]), sorted(ordered[:held_out])
    classes = tuple(sides[0])
    train, test = (_labelled(side, classes) for side in sides)
    if not len(test.pictures):
        raise CategoryError(
            "{file}: no image is left to test on.", code="class_set.no_test_image", file=storable(str(root))
        )
    digest = hashlib.sha256()
    for side, folders in zip(("train", "test"), sides, strict=True):
        for name, files in folders.items():
            for file in files:
                digest.update(f"{side}/{name}/{file.name}  {_sha256(file)}\n".encode("utf-8", "backslashreplace"))
    return ClassSet(root.name, classes, train, test, digest.hexdigest())


def _class_folders(folder: Path) -> dict[str, list[Path]]:
    """Image files by class, in the order of the classes' names; numbers by their value."""
    names = [entry for entry in folder.iterdir() if entry.is_dir() and not entry.name.startswith(".")]
    names.sort(key=lambda entry: (not entry.name.isdecimal(), int(entry.name) if entry.name.isdecimal() else 0, entry))
    classes = {entry.name: image_files(entry) for entry in names}
    classes = {name: files for name, files in classes.items() if files}
    if len(classes) < 2:
        raise CategoryError(
            "{file}: expected at least two class folders with images, found {found}.",
            code="class_set.too_few_classes",
            file=storable(str(folder)),
            found=len(classes),
        )
    return classes


def _labelled(side: dict[str, list[Path]], classes: tuple[str, ...]) -> LabelledImages:
    paths = [path for files in side.values() for path in files]
    labels = [classes.index(name) for name, files in side.items() for _ in files]
    return LabelledImages(_Files(paths), np.array(labels, np.int64))


def _sha256(path: Path) -> str:
    try:
        check_regular(path)
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise CategoryError(
            "{file} cannot be read ({reason}).",
            code="file.unreadable",
            file=storable(str(path)),
            reason=error.strerror,
        ) from error
