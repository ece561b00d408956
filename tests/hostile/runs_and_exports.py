"""Hostile runs, exported files and clips."""

import json
import os
import shutil
import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import h5py
import onnx
from onnx import StringStringEntryProto

from inspector.data.video.reader import ClipReader
from inspector.store.onnx.exported import read_onnx
from inspector.store.runs.image_run import ImageRun
from inspector.store.runs.video_run import VideoRun
from inspector.workflow.kinds import kind_of_run
from tests.hostile.registry import NESTED, case, cases
from tests.store.onnx.test_safe_reading import sealed


def _run(change: Callable[[h5py.File], object], good: Path, folder: Path) -> object:
    shutil.copy(good / "r.h5", folder / "r.h5")
    with h5py.File(folder / "r.h5", "r+") as file:
        change(file)
    with ImageRun(folder / "r.h5") as run:
        return [run[index] for index in run.finished()]


def _huge_maps(file: h5py.File) -> None:
    file.create_dataset("maps", (60, 10**6, 10**6), "<f2", chunks=(1, 1000, 1000))


def _link(name: str, target: object) -> Callable[[h5py.File], object]:
    return lambda file: file.__setitem__(name, target)


def _replaced(name: str, make: Callable[[h5py.File], object]) -> Callable[[h5py.File], object]:
    def change(file: h5py.File) -> None:
        del file[name]
        make(file)

    return change


cases(
    "run",
    {
        "of_maps_elsewhere": _replaced("maps", _link("maps", h5py.ExternalLink("/etc/passwd", "x"))),
        "of_records_elsewhere": _replaced("records", _link("records", h5py.ExternalLink("/dev/zero", "x"))),
        "of_a_link_to_itself": _replaced("maps", _link("maps", h5py.SoftLink("/maps"))),
        "without_records": lambda file: file.__delitem__("records"),
        "of_numbers_as_records": _replaced("records", lambda file: file.create_dataset("records", (5,), "f4")),
        "of_huge_maps": _replaced("maps", _huge_maps),
        "of_nested_words": lambda file: file.attrs.modify("about", "[" * 60_000),
        "of_null": lambda file: file.attrs.modify("about", "null"),
        "newer": lambda file: file.attrs.modify("format", 99),
    },
    _run,
)  # fmt: skip


def _run_bytes(content: bytes, _good: Path, folder: Path) -> object:
    (folder / "r.h5").write_bytes(content)
    return kind_of_run(folder / "r.h5").read_run(folder / "r.h5")


cases("run", {"empty": b"", "text": b"no run", "header_only": b"\x89HDF\r\n\x1a\n"}, _run_bytes)


@case
def run_pipe(_good: Path, folder: Path) -> object:
    os.mkfifo(folder / "r.h5")
    return ImageRun(folder / "r.h5")


def _clips(statement: str, good: Path, folder: Path) -> object:
    shutil.copy(good / "r.clips", folder / "r.clips")
    with closing(sqlite3.connect(folder / "r.clips")) as database:
        database.executescript(statement)
    with VideoRun(folder / "r.clips") as run:
        return run.frame(0, 0)


cases(
    "clips",
    {
        "of_a_view": "CREATE VIEW later AS SELECT 1",
        "of_a_trigger": "CREATE TRIGGER t AFTER UPDATE ON clips BEGIN DELETE FROM frames; END",
        "of_a_huge_map": "UPDATE evidence SET height = 1000000, width = 1000000",
        "of_a_huge_blob": "UPDATE evidence SET map = zeroblob(100000000) WHERE rowid = 1",
        "of_an_unknown_decision": "UPDATE frames SET decision = 77",
        "without_frames": "DROP TABLE frames",
    },
    _clips,
)


# Exported files


def _onnx(change: Callable[[onnx.ModelProto], object], good: Path, folder: Path, *, file: str = "m.onnx") -> object:
    model = onnx.load_model_from_string((good / file).read_bytes())
    change(model)
    (folder / "m.onnx").write_bytes(sealed(model))
    return read_onnx(folder / "m.onnx")


def _set(name: str, value: str) -> Callable[[onnx.ModelProto], object]:
    def change(model: onnx.ModelProto) -> None:
        entry = next((one for one in model.metadata_props if one.key == name), None)
        if entry is None:
            model.metadata_props.append(StringStringEntryProto(key=name, value=value))
        else:
            entry.value = value

    return change


def _stages(**changes: object) -> Callable[[onnx.ModelProto], object]:
    def change(model: onnx.ModelProto) -> None:
        entry = next(one for one in model.metadata_props if one.key == "stages")
        entry.value = json.dumps(json.loads(entry.value) | changes)

    return change


cases(
    "export",
    {
        "of_nested_stages": _set("stages", NESTED), "of_unknown_stages": _set("stages", '{"kind": "x"}'),
        "of_a_card_of_null": _set("card", "null"), "of_a_nested_card": _set("card", NESTED),
        "of_no_threshold": _set("reject_threshold", "nan"), "of_text_as_threshold": _set("reject_threshold", "x"),
        "of_a_mask_that_is_none": _set("judged", "AAAA"), "newer": _set("inspector_format", "99"),
        "without_nodes": lambda model: model.graph.ClearField("node"),
    },
    _onnx,
)  # fmt: skip
cases(
    "exported_tiles",
    {
        "of_huge_scale": _stages(scale=1e6), "of_no_scale": _stages(scale=0), "of_no_stride": _stages(stride=0),
        "of_a_huge_map": _stages(picture_map=[10**9, 1]),
        "of_an_array_of_another_length": _stages(median={"shape": [10**9], "dtype": "<f4", "data": "AAAA"}),
        "of_an_array_of_objects": _stages(median={"shape": [1], "dtype": "|O", "data": "AAAAAAAAAAA="}),
    },
    lambda change, good, folder: _onnx(change, good, folder, file="tiled.onnx"),
)  # fmt: skip


def _clip(content: bytes, _good: Path, folder: Path) -> object:
    (folder / "c.mp4").write_bytes(content)
    return list(ClipReader(folder / "c.mp4", folder_rate=None).frames())


cases(
    "clip",
    {
        "empty": b"", "text": b"no clip", "playlist": b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n#EXT-X-ENDLIST\n",
        "list_of_files": b"ffconcat version 1.0\nfile /etc/passwd\n", "noise": bytes(range(256)) * 64,
        "huge_box": struct.pack(">I4sQ", 1, b"ftyp", 2**60) + bytes(64),
    },
    _clip,
)  # fmt: skip
