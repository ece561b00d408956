"""Videos of many kinds, encoded once for all tests."""

from pathlib import Path

import pytest

from tests.data.video.videos import KINDS, write_video


@pytest.fixture(scope="session")
def videos(made_once) -> dict[str, Path]:
    def write(folder: Path) -> None:
        folder.mkdir()
        for name, (codec, more) in KINDS.items():
            write_video(folder / name, codec, **more)

    folder, _ = made_once("videos", write)
    return {name: folder / name for name in KINDS}
