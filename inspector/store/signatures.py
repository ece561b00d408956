"""Signatures of models and exported files, with Ed25519: evidence that nobody but the key's owner changed them.

A signature covers the card (which has the weights' hash), the records of threshold changes, or all of an exported
file. It is asked for where the environment variable INSPECTOR_PUBLIC_KEY names the file of a public key. Without it,
hashes protect against accidents only: who changes a file on purpose can renew its hash.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector.core.errors import ModelError, StorageError, failure
from inspector.store.durable import replacing_file, storage_errors

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PUBLIC_KEY_VARIABLE = "INSPECTOR_PUBLIC_KEY"
_IN_FOLDER, _SUFFIX = "signature.json", ".signature.json"


def public_key_of(key: Path) -> Path:
    """Where the public part of a new key is."""
    return key.with_name(key.name + ".pub")


def write_new_key(key: Path) -> None:
    """Make a key: its private part, which its owner alone can read, and beside it the public part.

    Raises:
        StorageError: if one of the files exists, or cannot be written.
        ModelError: if the library for it is not installed.
    """
    _require_library()
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    secret = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    for path, content, mode in ((key, secret, 0o600), (public_key_of(key), public, 0o644)):
        if path.exists():
            raise StorageError(
                "{path} already exists, and keys are never overwritten.", code="output.exists", path=str(path)
            )
        with storage_errors(path), os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(content)


def write_signature(path: Path, content: Mapping[str, Any], *, key: Path) -> Path:
    """Sign what a model or an exported file is; returns the signature's file.

    Raises:
        ModelError: if the key cannot be read.
        StorageError: if the signature cannot be written.
    """
    private = _private_key(key)
    place = _place(path)
    with replacing_file(place) as part:
        signature = private.sign(_bytes(content)).hex()
        part.write_text(json.dumps({"signed": dict(content), "signature": signature}, indent=1), "utf-8")
    return place


def check_signature(path: Path, content: Mapping[str, Any]) -> None:
    """Refuse a model or an exported file that was not signed as it is, where a public key says whom to trust.

    Raises:
        ModelError: if it has no signature, one of another key, or was changed since.
    """
    named = os.environ.get(PUBLIC_KEY_VARIABLE)
    if not named:
        return
    public, place = _public_key(Path(named)), _place(path)
    from cryptography.exceptions import InvalidSignature

    try:
        found = json.loads(place.read_text("utf-8"))
        signed, signature = found["signed"], bytes.fromhex(found["signature"])
        public.verify(signature, _bytes(signed))
    except FileNotFoundError as error:
        raise ModelError(
            "{file} is not signed, and only signed models may be used here.", code="signature.missing", file=str(path)
        ) from error
    except (OSError, ValueError, KeyError, TypeError, RecursionError, InvalidSignature) as error:
        raise ModelError(
            "{file} was not signed with the key that is trusted here.", code="signature.other_key", file=str(path)
        ) from error
    if signed != dict(content):
        raise ModelError("{file} was changed after it was signed.", code="signature.outdated", file=str(path))


def _place(path: Path) -> Path:
    return path / _IN_FOLDER if path.is_dir() else path.with_name(path.name + _SUFFIX)


def _bytes(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, sort_keys=True).encode()


def _private_key(path: Path) -> "Ed25519PrivateKey":
    _require_library()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(path.read_bytes(), None)
        if not isinstance(key, Ed25519PrivateKey):
            raise TypeError("it is of another kind")
    except (OSError, ValueError, TypeError) as error:
        raise _unreadable(path, error) from error
    return key


def _public_key(path: Path) -> "Ed25519PublicKey":
    _require_library()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(path.read_bytes())
        if not isinstance(key, Ed25519PublicKey):
            raise TypeError("it is of another kind")
    except (OSError, ValueError, TypeError) as error:
        raise _unreadable(path, error) from error
    return key


def _unreadable(path: Path, error: Exception) -> ModelError:
    return ModelError(
        "{file} is not the file of an Ed25519 key ({reason}).", code="signature.no_key", **failure(path, error)
    )


def _require_library() -> None:
    try:
        import cryptography  # noqa: F401
    except ImportError as error:
        raise ModelError(
            "This installation cannot check signatures, as it lacks the package cryptography.",
            code="signature.no_library",
        ) from error
