"""A model's card, `model.json`: what the model is, and how many changes of its thresholds the records must hold.

Everything in the card but the count of records is immutable, and its hash is the model's identity.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from inspector.core.errors import ModelError, SettingError, failure
from inspector.core.methods import method_from_config
from inspector.core.model import Model
from inspector.core.operating_point import OperatingPoint
from inspector.store.durable import replacing_file, storage_errors, sync_file
from inspector.store.ledger import Entries
from inspector.store.models.schema import check_card
from inspector.store.records import (
    RECORDS_FILE,
    OperatingPointChange,
    changes_of,
    operating_point_entries,
    record_operating_point,
)
from inspector.store.signatures import check_signature, write_signature

FORMAT = 3  # of models that turn parts by a mark
_STAGED_FORMAT, _PLAIN_FORMAT = 2, 1  # of models with, and without stages around the method: earlier programs read them
CARD_FILE = "model.json"
MISFITS = (KeyError, TypeError, ValueError, AttributeError, IndexError, RuntimeError, SettingError)
_LARGEST_CARD_BYTES = 64 * 2**20  # of a model that learned from 400,000 images
_RECORDS = "records"  # {"count": …, "head": hash of the chain after so many}; absent before the first change


def format_of(model: Model) -> int:
    """The earliest format, of a model's folder and of its export, whose programs do all that a model does."""
    if model.locator is not None and model.locator.mark is not None:
        return FORMAT
    return _PLAIN_FORMAT if model.tiling is None and model.locator is None else _STAGED_FORMAT


def read_card(folder: Path) -> dict[str, Any]:
    """What `model.json` says of a model, checked to be what was written; the weights are not read.

    Raises:
        ModelError: if it is missing, damaged, changed, says what no model can, or belongs to a newer version.
    """
    path = folder / CARD_FILE
    if folder.is_file() and folder.suffix.lower() == ".onnx":
        raise ModelError("{file} is an exported file, not a model folder.", code="model.exported", file=str(folder))
    if not folder.is_dir():
        raise ModelError(
            "{file} is not a model: expected the folder of one, found a file."
            if folder.exists()
            else "{file} is not a model: expected the folder of one, found nothing.",
            code="model.missing",
            file=str(folder),
        )
    try:
        refuse_special(path)
        if path.stat().st_size > _LARGEST_CARD_BYTES:
            raise ValueError("it is too large")
        card = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise ModelError(
            "{file} is not a model folder: it has no {card}.", code="model.missing", file=str(folder), card=CARD_FILE
        ) from error
    except (OSError, ValueError, RecursionError) as error:
        raise unreadable(path, error) from error
    if not isinstance(card, dict) or not isinstance(card.get("format"), int):
        raise ModelError("{file} is not the card of a model.", code="model.damaged", file=str(path))
    if card["format"] > FORMAT:
        raise ModelError(
            "{file} has model format {found}, and this program reads formats up to {supported}.",
            code="model.newer",
            file=str(path),
            found=card["format"],
            supported=FORMAT,
        )
    try:
        if card.get("sha256") != card_sha256(card):
            raise changed(path)
        check_card(card)
        method = method_from_config(card["method"], card["config"])
        if method.has_map and card["calibration"]["outline"] is None:
            raise ValueError("calibration.outline: it is null, and the method has a map")
    except ValueError as error:
        raise unreadable(path, error) from error
    except SettingError as error:
        raise misfit(folder, error) from error
    return card


def is_crossed(card: Mapping[str, Any]) -> bool:
    """Whether the model was calibrated on images that it has learned, each judged by a model that learned others."""
    return card.get("split", {}).get("calibrate") == "cross"


def card_text(card: Mapping[str, Any]) -> str:
    """What is written to `model.json`."""
    return json.dumps(card, indent=1, ensure_ascii=False)


def card_sha256(card: Mapping[str, Any]) -> str:
    """The hash of all that is immutable in a card."""
    content = {name: value for name, value in card.items() if name not in ("sha256", _RECORDS)}
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def operating_point_in_force(folder: Path, card: Mapping[str, Any]) -> OperatingPoint:
    """The latest operating point of a model's records, else the one that its card was written with.

    Raises:
        ModelError: if the card has none, expects records that are missing, or is not signed where it has to be.
        StorageError: if there are records that cannot be read, or were changed.
    """
    entries = operating_point_entries(folder)
    _check_complete(folder, card, entries)
    check_signature(folder, signed_content(card, entries))
    history = changes_of(entries, folder)
    if history:
        return history[-1].new
    try:
        return OperatingPoint(**card["operating_point"])
    except MISFITS as error:
        raise misfit(folder, error) from error


def signed_content(card: Mapping[str, Any], entries: Entries) -> dict[str, Any]:
    """What a signature of a model covers: the card, by it the weights, and the changes of the thresholds."""
    return {
        "format": 1,
        "model": card.get("sha256"),
        "changes": len(entries.heads),
        "head": entries.heads[-1] if entries.heads else "",
    }


def sign_model(folder: Path, *, key: Path) -> Path:
    """Sign a model as it is; returns the signature's file.

    Raises:
        ModelError: if the model is damaged or the key cannot be read.
        StorageError: if its records cannot be read, or the signature cannot be written.
    """
    card, entries = read_card(folder), operating_point_entries(folder)
    _check_complete(folder, card, entries)
    return write_signature(folder, signed_content(card, entries), key=key)


def change_operating_point(folder: Path, *, new: OperatingPoint, user: str, reason: str) -> OperatingPointChange:
    """Record a change of a model's thresholds, and in the card how many there are; both or neither.

    The card is written in whole before the record counts and only renamed after: a full disk changes nothing, and
    after a power cut between the two the records hold one more change than the card expects, which counts.

    Raises:
        ModelError: if the model's card cannot be read, or expects records that are missing.
        StorageError: if it cannot be written, or the records were changed.
    """
    path, card = folder / CARD_FILE, read_card(folder)
    old = operating_point_in_force(folder, card)
    with replacing_file(path) as part:

        def expect(entries: Entries) -> None:
            _check_complete(folder, card, Entries(entries.values[:-1], entries.heads[:-1]))
            expected = {"count": len(entries.heads), "head": entries.heads[-1]}
            with storage_errors(path):
                part.write_text(card_text(card | {_RECORDS: expected}), "utf-8")
                sync_file(part)

        return record_operating_point(folder, old=old, new=new, user=user, reason=reason, before_commit=expect)


def _check_complete(folder: Path, card: Mapping[str, Any], entries: Entries) -> None:
    """Refuse a model whose records are not all there; further ones may have come after the card was written."""
    if _RECORDS not in card:
        return
    try:
        count, head = card[_RECORDS]["count"], card[_RECORDS]["head"]
        complete = count <= len(entries.heads) and entries.heads[count - 1] == head
    except MISFITS as error:
        raise misfit(folder, error) from error
    if not complete:
        raise ModelError(
            "{file}: {expected} recorded changes of the thresholds are expected and {found} found, so that the "
            "thresholds in force are not known."
            if count > len(entries.heads)
            else "{file}: the recorded changes of the thresholds are not this model's, so that the thresholds in force "
            "are not known.",
            code="model.records_missing",
            file=str(folder / RECORDS_FILE),
            expected=count,
            found=len(entries.heads),
        )


def refuse_special(path: Path) -> None:
    """Refuse what is there and is no file: reading a pipe waits for ever, reading a device never ends.

    Raises:
        OSError: if it is something else.
    """
    if path.exists() and not path.is_file():
        raise OSError("it is not a file")


def changed(path: Path) -> ModelError:
    return ModelError(
        "{file} was changed after the model was written, so its verdicts cannot be trusted.",
        code="model.changed",
        file=str(path),
    )


def unreadable(path: Path, error: Exception) -> ModelError:
    return ModelError(
        "{file}: the model cannot be read ({reason}).", code="model.damaged", file=str(path), reason=str(error)
    )


def misfit(folder: Path, error: Exception) -> ModelError:
    return ModelError(
        "{file}: the model does not fit this version of the program ({reason}).",
        code="model.misfit",
        **failure(folder, error),
    )
