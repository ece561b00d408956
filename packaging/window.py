"""The frozen window on a screen of its own: found by its title, driven by keys, photographed."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

Found = TypeVar("Found")
_SCREEN = "1280x800x24"
_POLL_S, _PATIENCE_S = 0.02, 240
_SETTLED_S = 2  # thumbnails and pictures arrive meanwhile


@contextmanager
def screen() -> Iterator[None]:
    """An X server of its own (Xvfb), named in DISPLAY meanwhile."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", _SCREEN, "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    before = os.environ.get("DISPLAY")
    try:
        with os.fdopen(read, encoding="ascii") as said:  # it says its number when it is ready
            os.environ["DISPLAY"] = f":{said.readline().strip()}"
        yield
    finally:
        os.environ.pop("DISPLAY")
        os.environ.update({} if before is None else {"DISPLAY": before})
        server.terminate()
        server.wait()


def find_window(title: str) -> str:
    """The X id of a visible window, by a regular expression for its title; empty if there is none."""
    command = ["xdotool", "search", "--onlyvisible", "--name", title]
    found = subprocess.run(command, capture_output=True, text=True, check=False).stdout.split()
    return found[0] if found else ""


def wait_for(look: Callable[[], Found], process: subprocess.Popen[str], what: str) -> Found:
    """What `look` finds, as soon as it finds something.

    Raises:
        RuntimeError: if the program ends before, or it takes too long.
    """
    end = time.monotonic() + _PATIENCE_S
    while not (found := look()):
        if process.poll() is not None:
            raise RuntimeError(f"the program ended with {process.returncode} before there was {what}")
        if time.monotonic() > end:
            raise RuntimeError(f"after {_PATIENCE_S} s there is not {what}")
        time.sleep(_POLL_S)
    return found


def press(window: str, key: str) -> None:
    """Press a key in a window, by xdotool's name of the key."""
    subprocess.run(["xdotool", "windowfocus", "--sync", window, "key", key], check=True)


def close(window: str, process: subprocess.Popen[str]) -> None:
    """Quit by the key for it.

    Raises:
        RuntimeError: if the program does not end with 0.
    """
    press(window, "ctrl+q")
    if process.wait(timeout=_PATIENCE_S) != 0:
        raise RuntimeError(f"the window ended with {process.returncode}")


def photograph_after_settling(folder: Path | None, name: str) -> None:
    """Write what the screen shows when pictures have arrived there; nothing without a folder."""
    if folder is None:
        return
    from PIL import ImageGrab

    time.sleep(_SETTLED_S)
    folder.mkdir(parents=True, exist_ok=True)
    ImageGrab.grab(xdisplay=os.environ["DISPLAY"]).save(folder / f"{name}.png")
