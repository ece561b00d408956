"""Hostile categories, workspaces, models and records."""

import json
import os
import shutil
import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from inspector.data.category import ImageRef, scan_category
from inspector.data.properties import read_properties
from inspector.data.splits import check_group_by, group_of
from inspector.store.models.card import CARD_FILE, card_sha256
from inspector.store.models.model_folder import file_sha256, read_checkpoint_job, read_model
from inspector.store.records import operating_point_history, review_history
from inspector.store.workspace import workspace_of
from tests.hostile.registry import NESTED, case, cases

HUGE_TENSOR = b'{"a":{"dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,4]}}'.ljust(90)
RECURSIVE = (
    "CREATE VIEW {name} AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
    "SELECT i AS id, i AS time, i AS user, i AS reason, i AS run, i AS image, i AS decision, i AS number, i AS hash "
    "FROM n"
)


# Categories and workspaces


def _category(content: object, _good: Path, folder: Path) -> object:
    path = folder / "category.json"
    path.write_bytes(content if isinstance(content, bytes) else str(content).encode())
    return read_properties(folder)


cases(
    "category",
    {
        "null": "null", "list": "[]", "number": "1e999", "nested": NESTED, "nested_objects": '{"a":' * 100_000,
        "text": "no json", "half": '{"tile": ', "not_utf8": b"\xff\xfe\xff", "zeros": bytes(4096),
        "unknown_name": '{"no": 1}', "marks_of_numbers": '{"marks": {"a.png": 3}}', "huge_tile": '{"tile": 1e300}',
        "tile_of_zero": '{"tile": 0}', "pitch_that_is_no_number": '{"pixel_pitch_um": NaN}',
        "rectangle_that_is_no_number": '{"region_of_interest": [NaN, 0, 1, 1]}',
        "endless_rectangle": '{"region_of_interest": [-1e308, 0, 1e308, 1]}',
        "polygon_of_two": '{"ignore": [{"polygon": [[0, 0], [1, 1]]}]}',
        "brush_without_radius": '{"ignore": [{"brush": [[[0, 0]]]}]}',
        "shape_of_shapes": '{"region_of_interest": [[[[0, 0, 1, 1]]]]}',
        "nested_shapes": '{"region_of_interest": ' + "[" * 900 + "]" * 900 + "}",
        "huge_depth": '{"bits_per_sample": 4000000000}',
    },
    _category,
)  # fmt: skip


@case
def category_of_zeros_without_end(_good: Path, folder: Path) -> object:
    (folder / "category.json").symlink_to("/dev/zero")
    return read_properties(folder)


@case
def category_pipe(_good: Path, folder: Path) -> object:
    os.mkfifo(folder / "category.json")
    return read_properties(folder)


@case
def category_of_65_mib(_good: Path, folder: Path) -> object:
    with (folder / "category.json").open("wb") as file:
        file.truncate(65 * 2**20)
    return read_properties(folder)


@case
def category_of_links_that_double(_good: Path, folder: Path) -> object:
    for depth in range(25):
        (folder / f"{depth}").mkdir()
        for name in "ab":
            (folder / f"{depth}" / name).symlink_to(folder / f"{depth + 1}")
    return scan_category(folder)


@case
def category_that_holds_itself(_good: Path, folder: Path) -> object:
    (folder / "again").symlink_to(folder)
    return scan_category(folder)


cases(
    "lots",
    {
        "endless": "(((a+)+)+)+$",
        "endless_alternatives": "(a|a)*$",
        "unbalanced": "((",
        "huge_count": "(a{1,9999}){9999}$",
    },
    lambda pattern, _good, folder: (
        check_group_by(str(pattern)),
        group_of(ImageRef(folder, "a" * 60 + "b", ""), str(pattern)),
    ),
)


def _workspace(content: object, _good: Path, folder: Path) -> object:
    (folder / "home" / "parts").mkdir(parents=True)
    (folder / "home" / "parts" / "workspace.json").write_text(str(content))
    (folder / "parts").mkdir()
    return workspace_of(folder / "parts", home=folder / "home")


cases(
    "workspace",
    {
        "null": "null",
        "nested": NESTED,
        "list": "[1]",
        "newer": '{"format": 99, "category": "x"}',
        "number": '{"format": "x"}',
    },
    _workspace,
)


# Models, checkpoints, records


def _card(change: Callable[[dict], object], good: Path, folder: Path, *, model: str = "model") -> object:
    """A model whose card was changed and hashed again."""
    shutil.copytree(good / model, folder / "m")
    path = folder / "m" / CARD_FILE
    card = json.loads(path.read_text())
    change(card)
    card["sha256"] = card_sha256(card)
    path.write_text(json.dumps(card))
    return read_model(folder / "m")


cases(
    "model",
    {
        "of_huge_images": lambda card: card["config"].update(image_size=[100_000, 100_000]),
        "of_no_images": lambda card: card["config"].update(image_size=[0, 0]),
        "of_huge_width": lambda card: card["config"].update(base_width=10**9),
        "of_huge_depth": lambda card: card["config"].update(depth=10**6),
        "of_unknown_method": lambda card: card.update(method="../../etc"),
        "of_no_thresholds": lambda card: card.update(operating_point={"review": float("nan"), "reject": 1.0}),
        "of_thresholds_without_end": lambda card: card.update(operating_point={"review": 0.0, "reject": float("inf")}),
        "newer": lambda card: card.update(format=99),
        "of_text_as_configuration": lambda card: card.update(config="x"),
        "of_records_without_number": lambda card: card.update(records={"count": 10**18, "head": "x"}),
    },
    _card,
)  # fmt: skip
cases(
    "tiles",
    {
        "of_huge_scale": lambda card: card["tiling"].update(scale=1e6),
        "of_no_scale": lambda card: card["tiling"].update(scale=0.0),
        "of_a_scale_that_is_no_number": lambda card: card["tiling"].update(scale=float("nan")),
        "of_negative_stride": lambda card: card["tiling"].update(stride=-1),
        "of_negative_overlap": lambda card: card["tiling"].update(overlap_px=-5),
        "of_a_huge_map": lambda card: card.update(picture_map=[10**9, 10**9]),
        "of_a_map_of_three": lambda card: card.update(picture_map=[1, 2, 3]),
        "of_text": lambda card: card.update(tiling="x"),
    },
    lambda change, good, folder: _card(change, good, folder, model="tiled"),
)
cases(
    "locator",
    {
        "of_huge_sizes": lambda card: card["locator"].update(scales=[1e-9, 1e9]),
        "of_many_turns": lambda card: card["locator"].update(degrees=[0, 1e9]),
        "of_a_huge_window": lambda card: card["locator"].update(window=10**9),
        "of_a_huge_part": lambda card: card["locator"].update(extent=[1e6, 1e6]),
        "of_no_part": lambda card: card["locator"].update(extent=[0, 0]),
        "that_is_no_number": lambda card: card["locator"].update(degrees=[float("nan"), 1]),
        "of_text": lambda card: card.update(locator=["x"]),
    },
    lambda change, good, folder: _card(change, good, folder, model="located"),
)


def _file_of_model(make: Callable[[Path], object], good: Path, folder: Path, name: str) -> object:
    shutil.copytree(good / "model", folder / "m")
    path = folder / "m" / name
    path.unlink()
    make(path)
    if name != CARD_FILE and path.is_file():
        card_path = folder / "m" / CARD_FILE
        card = json.loads(card_path.read_text()) | {"weights_sha256": file_sha256(path)}
        card_path.write_text(json.dumps(card | {"sha256": card_sha256(card)}))
    return read_model(folder / "m")


cases(
    "card",
    {
        "null": lambda path: path.write_text("null"), "nested": lambda path: path.write_text(NESTED),
        "list": lambda path: path.write_text("[]"), "without_end": lambda path: path.symlink_to("/dev/zero"),
        "folder": lambda path: path.mkdir(), "pipe": os.mkfifo,
    },
    lambda make, good, folder: _file_of_model(make, good, folder, CARD_FILE),
)  # fmt: skip
cases(
    "weights",
    {
        "empty": lambda path: path.write_bytes(b""),
        "of_huge_header": lambda path: path.write_bytes(struct.pack("<Q", 2**62) + b"{}"),
        "of_nested_header": lambda path: path.write_bytes(struct.pack("<Q", len(NESTED)) + NESTED.encode()),
        "of_huge_tensor": lambda path: path.write_bytes(
            struct.pack("<Q", 90) + HUGE_TENSOR + bytes(4)
        ),
        "pickle": lambda path: path.write_bytes(b"cos\nsystem\n(S'echo'\ntR."),
        "without_end": lambda path: path.symlink_to("/dev/zero"), "pipe": os.mkfifo,
    },
    lambda make, good, folder: _file_of_model(make, good, folder, "model.safetensors"),
)  # fmt: skip


def _checkpoint(content: bytes, _good: Path, folder: Path) -> object:
    (folder / "c").write_bytes(content)
    return read_checkpoint_job(folder / "c")


cases(
    "checkpoint",
    {"empty": b"", "of_huge_header": struct.pack("<Q", 2**62), "without_a_job": struct.pack("<Q", 8) + b"{}      "},
    _checkpoint,
)


def _records(statement: str, _good: Path, folder: Path) -> object:
    with closing(sqlite3.connect(folder / "records.sqlite")) as database:
        database.executescript(f"PRAGMA user_version = 2; {statement}")
    return operating_point_history(folder), review_history(folder / "r.h5")


cases(
    "records",
    {
        "of_a_recursive_view": RECURSIVE.format(name="operating_points"),
        "of_a_recursive_view_of_reviews": RECURSIVE.format(name="reviews"),
        "of_other_columns": "CREATE TABLE reviews (x)",
        "newer": "PRAGMA user_version = 99",
    },
    _records,
)
