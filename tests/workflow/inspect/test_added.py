"""What comes into a folder while it is inspected is named, and nothing else is."""

import shutil

import pytest
import torch

from inspector.data.category import collect_images
from inspector.workflow.inspect.image_batch import inspect_paths
from inspector.workflow.inspect.images import InspectDone, Inspected
from inspector.workflow.progress import Warned

CPU = torch.device("cpu")


@pytest.fixture
def incoming(category, tmp_path):
    """A folder of three good parts."""
    folder = tmp_path / "incoming"
    folder.mkdir()
    for path in sorted((category / "test" / "good").iterdir())[:3]:
        shutil.copy(path, folder)
    return folder


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ([], []),
        (["z.png"], ["1 file was added during the inspection and not inspected: {0}/z.png. Inspect it, too."]),
        (
            ["y.png", "z.png"],
            ["2 files were added during the inspection and not inspected: {0}/y.png and {0}/z.png. Inspect them, too."],
        ),
    ],
)
def test_images_that_come_during_an_inspection_are_named_before_its_end(stored, incoming, tmp_path, added, said):
    images, updates = collect_images([incoming]), []
    for update in inspect_paths(stored.folder, [incoming], output=tmp_path / "r.h5", device=CPU):
        if isinstance(update, Inspected) and not any(isinstance(one, Inspected) for one in updates):
            for name in added:
                shutil.copy(images[0].path, incoming / name)
        updates.append(update)
    warned = [update.message for update in updates if isinstance(update, Warned)]
    assert [text for text in warned if "added" in text] == [text.format(incoming.as_posix()) for text in said]
    assert isinstance(updates[-1], InspectDone)
    assert sum(isinstance(update, Inspected) for update in updates) == 3


def test_a_folder_that_is_gone_at_the_end_is_no_error(stored, incoming, tmp_path):
    for update in inspect_paths(stored.folder, [incoming], output=tmp_path / "r.h5", device=CPU):
        if isinstance(update, Inspected):
            shutil.rmtree(incoming, ignore_errors=True)
    assert isinstance(update, InspectDone)


def test_pictures_that_the_command_writes_into_the_folder_are_none_that_came(cli, stored, incoming, tmp_path):
    heatmaps = incoming / "heatmaps"
    code, _, err = cli("inspect", stored.folder, incoming, "--output", tmp_path / "r.h5", "--heatmaps", heatmaps)
    assert code == 0, err
    assert len([*heatmaps.iterdir()]) == 3
    assert "added" not in err
