"""Opens every hostile file in this process, which may take 1 GiB more than it has, and 10 s for each.

`python -m tests.hostile.limited GOOD FOLDER` prints a line of JSON for each: its name, what came of it, its seconds.
"""

import json
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from inspector.core.errors import InspectorError
from inspector.data.images.reading import read_image
from inspector.store.models.model_folder import read_model
from inspector.store.onnx.exported import read_onnx
from tests.data.images.bad_files import make_bad_files
from tests.hostile import categories_and_models, runs_and_exports
from tests.hostile.registry import CASES

__all__ = ["categories_and_models", "runs_and_exports"]  # which hold the cases
LIMIT_S, LIMIT_BYTES = 10, 2**30
REFUSED = "refused"


class TooSlowError(BaseException):
    """No part of the program catches it."""


def main(good: Path, folder: Path) -> None:
    read_model(good / "model")  # what is loaded once does not count
    read_onnx(good / "m.onnx")
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + LIMIT_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    signal.signal(signal.SIGALRM, _too_slow)
    for name, path in make_bad_files(folder / "images").items():
        _try(f"image_{name}", lambda path=path: read_image(path))
    for name, case in CASES.items():
        place = folder / name
        place.mkdir()
        _try(name, lambda case=case, place=place: case(good, place))


def _too_slow(*_signal: object) -> None:
    raise TooSlowError


def _try(name: str, run: Callable[[], object]) -> None:
    started = time.monotonic()
    signal.alarm(LIMIT_S)
    try:
        run()
        outcome = "opened"
    except InspectorError as error:
        outcome = REFUSED if len(str(error)) < 1000 and "\n" not in str(error) else f"refused at length: {error!s:.100}"
    except BaseException as error:
        outcome = f"{type(error).__name__}: {error!s:.200}"
    finally:
        signal.alarm(0)
    sys.stdout.write(json.dumps({"name": name, "outcome": outcome, "seconds": time.monotonic() - started}) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
