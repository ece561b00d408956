"""The program that inspects with exported files which need more than their graph; it is copied beside them."""

from pathlib import Path

from inspector import line
from inspector.core.errors import ExportError
from inspector.store.durable import replacing_file, storage_errors

PROGRAM = "inspect_onnx"


def missing_files(folder: Path) -> dict[Path, bytes]:
    """The files of the program that are still to be written to a folder, `inspect_onnx` in it.

    Raises:
        ExportError: if another program is there.
        StorageError: if it cannot be read.
    """
    own = {path.name: path.read_bytes() for path in Path(line.__path__[0]).glob("*.py")}
    target = folder / PROGRAM
    missing = {}
    with storage_errors(target):
        for name, content in own.items():
            if not (target / name).exists():
                missing[target / name] = content
            elif (target / name).read_bytes() != content:
                raise ExportError(
                    "{file} is not what this version would write there, and is not overwritten.",
                    code="export.other_program",
                    file=str(target / name),
                )
    return missing


def write_files(files: dict[Path, bytes]) -> None:
    """Write them; see :func:`missing_files`.

    Raises:
        StorageError: if one cannot be written.
    """
    for path, content in files.items():
        with storage_errors(path):
            path.parent.mkdir(exist_ok=True)
        with replacing_file(path) as part:
            part.write_bytes(content)
