"""`inspector-cli sign`."""

from pathlib import Path
from typing import Annotated

import typer

from inspector.cli.console import JSON, print_json, say


def sign(
    key: Annotated[Path, typer.Option(help="File of the private key; keep it where only its owner can read it.")],
    models: Annotated[
        list[Path] | None, typer.Argument(help="Model folders, and files exported from them; none to make a key only.")
    ] = None,
    new_key: Annotated[
        bool, typer.Option("--new-key", help="Make the key first; KEY.pub is its public part, for those who check.")
    ] = False,
    json: bool = JSON,
) -> None:
    """Sign models and exported files against tampering.

    Where INSPECTOR_PUBLIC_KEY names the file of the public key, only what was signed is used.
    """
    from inspector.store.models.card import sign_model
    from inspector.store.onnx.exported import SUFFIX, sign_export
    from inspector.store.signatures import public_key_of, write_new_key

    if new_key:
        write_new_key(key)
    signatures = [
        sign_export(model, key=key)
        if model.suffix.lower() == SUFFIX and model.is_file()
        else sign_model(model, key=key)
        for model in models or []
    ]
    if json:
        print_json(
            {"signatures": list(map(str, signatures)), **({"public_key": str(public_key_of(key))} if new_key else {})}
        )
        return
    if new_key:
        say(f"Public key {public_key_of(key)}")
    for signature in signatures:
        say(f"Signed     {signature}")
