"""What becomes of the program's own files when they hold nonsense: refused in a sentence, read as they were, or not.

    QT_QPA_PLATFORM=offscreen python training/faults/mutated_files.py --files 400 --results RESULTS.md

Each file is one that the program or a person writes: a category's properties and marks, the identity of its folder, a
workspace, the records of reviews and types of defects, the labels of frames, a model's card (hashed again, as another
program would) and the settings of the desktop. Each copy is damaged in one way and opened as the program opens it,
within half a minute. Seeded: the same files each time.
"""

import argparse
import json
import os
import random
import re
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from inspector.core.errors import InspectorError
from inspector.data.category import scan_category
from inspector.data.properties import read_properties
from inspector.data.video.frame_labels import read_frame_labels
from inspector.gui.app import create_application, create_window
from inspector.store.models.card import card_sha256, read_card
from inspector.store.models.model_folder import read_model
from inspector.store.records import (
    ReviewDecision,
    defect_type_history,
    record_defect_type,
    record_review,
    review_history,
)
from inspector.store.workspace import workspace_of
from inspector.workflow.inspect.images import inspect_image
from inspector.workflow.train.images import train
from tests.conftest import small_job, write_category

LIMIT_S, LONGEST = 30, 1000
NONSENSE = (None, "x", "", "3", -1, 0, 7, 2**70, -1e300, 1e300, 0.5, True, [], {}, [1, 2], [[]], {"a": 1}, float("nan"))


class TooSlowError(BaseException):
    """No part of the program catches it."""


# Damages of any file


def _empty(path: Path, _dice: random.Random) -> None:
    path.write_bytes(b"")


def _truncated(path: Path, dice: random.Random) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: dice.randrange(1, max(2, len(content)))])


def _noise(path: Path, dice: random.Random) -> None:
    path.write_bytes(dice.randbytes(dice.choice((1, 100, 5000))))


def _bytes_overwritten(path: Path, dice: random.Random) -> None:
    content = bytearray(path.read_bytes())
    for _ in range(dice.randint(1, 4)):
        content[dice.randrange(len(content))] = dice.randrange(256)
    path.write_bytes(content)


def _zeros(path: Path, _dice: random.Random) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def _other_encoding(path: Path, dice: random.Random) -> None:
    text = path.read_text("utf-8", "replace")
    path.write_bytes(f"{text}ü".encode(dice.choice(("utf-16", "utf-32", "latin-1", "utf-8-sig")), "replace"))


def _other_shape(path: Path, dice: random.Random) -> None:
    shapes = (
        "null",
        "[]",
        "{}",
        "3",
        '"x"',
        "true",
        "[" * 100_000,
        '{"a":' * 50_000,
        "1e999",
        "NaN",
        "no json",
        "<a/>",
    )
    path.write_text(dice.choice(shapes), "utf-8")


def _something_else(path: Path, dice: random.Random) -> None:
    path.unlink()
    kind = dice.choice(("folder", "loop", "nowhere", "pipe"))
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(path if kind == "loop" else path.with_name("nowhere"))


def _value(path: Path, dice: random.Random) -> None:
    """One value of a JSON file, anywhere in it, becomes nonsense or is gone; of other files a number becomes text."""
    try:
        content = json.loads(path.read_text("utf-8"))
    except ValueError:
        numbers = list(re.finditer(rb"\d+", path.read_bytes()))
        if numbers:
            found = dice.choice(numbers)
            word = dice.choice((b"x", b"-1", b"", b"1e309", b"nan", b"99999999999999999999"))
            path.write_bytes(path.read_bytes()[: found.start()] + word + path.read_bytes()[found.end() :])
        return
    *outer, last = dice.choice(list(_places(content)))
    parent = content
    for part in outer:
        parent = parent[part]
    if dice.random() < 0.1:
        del parent[last]
    else:
        parent[last] = dice.choice(NONSENSE)
    if "sha256" in content:  # a model's card
        content["sha256"] = card_sha256(content)
    path.write_text(json.dumps(content), "utf-8")


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in inside:
        yield (*path, name)
        yield from _places(one, (*path, name))


DAMAGES: dict[str, Callable[[Path, random.Random], None]] = {
    "a value": _value,
    "a value again": _value,
    "another shape": _other_shape,
    "empty": _empty,
    "truncated": _truncated,
    "noise": _noise,
    "bytes overwritten": _bytes_overwritten,
    "zeros": _zeros,
    "another encoding": _other_encoding,
    "a folder, link or pipe": _something_else,
}


# The files


@dataclass(frozen=True)
class Target:
    """A file below a folder that is copied for each damage, and what opening it gives, which is compared."""

    file: str
    opened: Callable[[Path], object]


def _category(folder: Path) -> object:
    properties, category = read_properties(folder / "parts"), scan_category(folder / "parts")
    return properties.model_dump_json(), len(category.train), len(category.test), category.unmatched_marks


def _workspace(folder: Path) -> object:
    return workspace_of(folder / "parts", home=folder / "home").folder.name


def _moved(folder: Path) -> object:
    """The category is opened where it was, and then where it was moved to."""
    workspace_of(folder / "parts", home=folder / "home")
    (folder / "parts").rename(folder / "moved")
    return workspace_of(folder / "moved", home=folder / "home").folder.name


def _records(folder: Path) -> object:
    run = folder / "runs" / "r.h5"
    before = [(one.image, one.decision) for one in review_history(run)], len(defect_type_history(run.parent))
    record_review(run, image="new.png", decision=ReviewDecision.UNSURE, user="ann")
    return before, [one.image for one in review_history(run)]


def _model(folder: Path) -> object:
    stored = read_model(folder / "model")
    images = scan_category(folder / "parts").test[:5:4]
    found = [inspect_image(stored.model, stored.operating_point, image) for image in images]
    return [(one.decision, one.score, one.error) for one in found]


def _labels(folder: Path) -> object:
    return sorted((name, list(marks)) for name, marks in read_frame_labels(folder / "frame_labels.csv").items())


def _desktop(folder: Path) -> object:
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    application = QApplication.instance() or create_application(["inspector"])
    window = create_window(application, settings, home=folder / "home")
    window.show()
    window.session.open_category(folder / "parts")
    while window.session.category is None or not window.session.idle:
        application.processEvents()
    for screen in window.screens:
        window.show_screen(screen)
        application.processEvents()
    found = sorted(window.screens), window.session.category.name
    window.session.close()
    window.close()
    application.processEvents()
    shiboken6.delete(window)
    return found


TARGETS = (
    Target("parts/category.json", _category),
    Target("home/parts/workspace.json", _workspace),
    Target("parts/.inspector-id", _moved),
    Target("runs/records.sqlite", _records),
    Target("model/model.json", _model),
    Target("model/model.safetensors", _model),
    Target("frame_labels.csv", _labels),
    Target("settings.ini", _desktop),
)


def write_originals(folder: Path) -> None:
    """One of each file, with as much in it as there can be."""
    parts = write_category(folder / "parts")
    stated = {
        "variation": {"flip_horizontal": True, "rotation_degrees": 5.0},
        "group_by": "lot(\\d+)",
        "marks": {"train/good/lot00_000.png": "ignored", "train/good/lot00_001.png": "defective"},
        "pixel_pitch_um": 12.5,
        "region_of_interest": [0.1, 0.1, 0.9, 0.9],
        "ignore": [{"polygon": [[0.1, 0.1], [0.2, 0.1], [0.2, 0.2]]}, {"ellipse": [0.5, 0.5, 0.6, 0.6]}],
        "tile": "off",
        "locate": "off",
    }
    for _ in train(small_job(parts, folder / "model", steps=5)):
        pass
    (parts / "category.json").write_text(json.dumps(stated), "utf-8")
    read_properties(parts)
    workspace_of(parts, home=folder / "home")
    (folder / "runs").mkdir()
    for image in ("a.png", "b.png", "a.png"):
        record_review(folder / "runs" / "r.h5", image=image, decision=ReviewDecision.REJECT, user="ann", reason="dent")
    record_defect_type(folder / "runs" / "r.h5", image="a.png", region=0, type_name="dent", user="ann")
    rows = [f"{clip},{index},{int(index > 3)}" for clip in ("01", "02") for index in range(6)]
    (folder / "frame_labels.csv").write_text("\n".join(["clip,frame,abnormal", *rows]), "utf-8")
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    for name, value in {
        "appearance": "dark", "language": "en", "recent": [str(parts)], "keys": json.dumps({"review.good": "G"}),
        "review/opacity": 70, "review/colours": 1, "geometry": b"\x01\xd9\xd0\xcb", "tour/shown": True, "home": "",
        "operator/pin": "$argon2id$v=19$x", "export/folder": str(folder),
    }.items():  # fmt: skip
        settings.setValue(name, value)
    _desktop(folder)  # which adds what it remembers
    settings.sync()


def outcome(target: Target, folder: Path, expected: object) -> tuple[str, str]:
    """What came of it, and what it said."""
    signal.alarm(LIMIT_S)
    try:
        found = target.opened(folder)
    except InspectorError as error:
        said = str(error)
        return ("refused" if len(said) < LONGEST and "\n" not in said else "refused at length"), said
    except TooSlowError:
        return "hang", ""
    except Exception as error:
        return "traceback", repr(error)
    finally:
        signal.alarm(0)
    return ("same", "") if found == expected else ("other, silently", f"{found!s:.200}")


def _too_slow(*_signal: object) -> None:
    raise TooSlowError


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=400)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", help="the name of one file")
    parser.add_argument("--results", type=Path)
    arguments = parser.parse_args()
    dice = random.Random(arguments.seed)
    signal.signal(signal.SIGALRM, _too_slow)
    targets = [target for target in TARGETS if arguments.only in (None, Path(target.file).name)]
    counts: dict[str, Counter[str]] = {target.file: Counter() for target in targets}
    with tempfile.TemporaryDirectory(prefix="mutated-") as base:
        originals = Path(base, "originals")
        originals.mkdir()
        write_originals(originals)
        assert read_card(originals / "model")
        expected = {}
        for number in range(-len(targets), arguments.files):
            target, folder = targets[number % len(targets)], Path(base, "copy")
            shutil.copytree(originals, folder, symlinks=True)
            # What says where things are is of the copy.
            claim = folder / "home" / "parts" / "workspace.json"
            claim.write_text(claim.read_text("utf-8").replace(str(originals), str(folder)), "utf-8")
            if number < 0:
                expected[target] = target.opened(folder)
            else:
                damage = list(DAMAGES)[number // len(targets) % len(DAMAGES)]
                DAMAGES[damage](folder / target.file, dice)
                kind, said = outcome(target, folder, expected[target])
                counts[target.file][kind] += 1
                if kind not in ("refused", "same"):
                    print(f"{target.file}: {damage}: {kind}: {said}", file=sys.stderr, flush=True)
            shutil.rmtree(folder)
    kinds = ("refused", "same", "other, silently", "refused at length", "traceback", "hang")
    lines = [
        "# The program's own files with nonsense in them",
        "",
        f"`python training/faults/mutated_files.py --files {arguments.files} --seed {arguments.seed}`",
        "",
        f"| file | {' | '.join(kinds)} |",
        "|---|" + "---|" * len(kinds),
        *(f"| {file} | {' | '.join(str(found[kind]) for kind in kinds)} |" for file, found in counts.items()),
    ]
    print("\n".join(lines))
    if arguments.results is not None:
        arguments.results.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
