import pickle
import shutil

import numpy as np
import pytest
import torch

from inspector.core.errors import CategoryError
from inspector.core.images.light import brightness_quantiles
from inspector.core.images.resizing import resize
from inspector.data.class_set import ChosenImages, read_class_set
from tests.data.class_sets import bars, class_arrays, write_class_folders, write_npz


def test_an_npz_is_read_with_its_labels(tmp_path):
    data = read_class_set(write_npz(tmp_path / "bars.npz"))
    assert (data.name, data.classes) == ("bars", ("0", "1", "2"))
    assert len(data.train.pictures) == 42
    assert data.train.of_class(1) == list(range(14, 28))
    assert data.test.labels.tolist() == [0] * 5 + [1] * 5 + [2] * 5


def test_images_become_three_equal_channels_at_the_wanted_size(tmp_path):
    data = read_class_set(write_npz(tmp_path / "bars.npz"))
    batch = data.train.pictures.batch([0, 20], (32, 32))
    assert (batch.shape, batch.dtype) == ((2, 3, 32, 32), torch.float32)
    assert torch.equal(batch[:, 0], batch[:, 2])
    one = torch.from_numpy(class_arrays()["train_images"][20]).float()[None] / 255
    assert torch.allclose(batch[1, :1], resize(one, (32, 32)), atol=1e-6)  # as any other image is resized
    same = data.train.pictures.batch([20], (20, 20))
    assert torch.equal(same[0, 0] * 255, torch.from_numpy(class_arrays()["train_images"][20]).float())


def test_colours_and_columns_of_labels_are_taken(tmp_path):
    arrays = class_arrays()
    colour = {f"{side}_images": np.stack([arrays[f"{side}_images"]] * 3, -1) for side in ("train", "test")}
    colour["train_images"][..., 2] = 0
    columns = {f"{side}_labels": arrays[f"{side}_labels"][:, None].astype(np.int64) for side in ("train", "test")}
    data = read_class_set(write_npz(tmp_path / "c.npz", class_names=np.array(["u", "v", "w"]), **colour, **columns))
    assert data.classes == ("u", "v", "w")
    batch = data.train.pictures.batch([0], (20, 20))
    assert batch[0, 0].max() > 0.7
    assert batch[0, 2].max() == 0


def test_classes_go_by_name_or_number(tmp_path):
    data = read_class_set(write_npz(tmp_path / "c.npz", class_names=np.array(["u", "v", "w"])))
    assert data.class_index("v") == data.class_index("1") == 1
    with pytest.raises(CategoryError, match="no class '9'; its 3 classes are u, v, w"):
        data.class_index("9")


def test_labels_need_not_count_from_zero(tmp_path):
    labels = {name: array + 4 for name, array in class_arrays().items() if name.endswith("labels")}
    data = read_class_set(write_npz(tmp_path / "c.npz", **labels))
    assert data.classes == ("4", "5", "6")
    assert data.class_index("5") == 1
    assert set(data.train.labels) == {0, 1, 2}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"train_images": np.zeros((42, 20, 20), np.float32)}, "found float32 of 42×20×20"),
        ({"test_images": np.zeros((15, 400), np.uint8)}, "test_images must be uint8"),
        ({"test_images": np.zeros((15, 8, 8), np.uint8)}, "differ in size"),
        ({"train_images": np.zeros((0, 20, 20), np.uint8)}, "contains no image"),
        ({"train_labels": np.zeros(41, np.uint8)}, "must be 42 integers, .* found 41"),
        ({"test_labels": np.zeros(15)}, "must be 15 integers, .* float64"),
        ({"class_names": np.array(["only one"])}, "1 names for labels up to 2"),
        ({"train_images": np.array([None] * 42)}, "not an .npz file of plain arrays"),
    ],
)  # fmt: skip
def test_a_wrong_npz_is_reported(tmp_path, changes, message):
    with pytest.raises(CategoryError, match=message):
        read_class_set(write_npz(tmp_path / "c.npz", **changes))


def test_what_is_no_npz_is_reported_and_never_unpickled(tmp_path):
    np.savez(tmp_path / "lacks.npz", images=np.zeros(3))
    with pytest.raises(CategoryError, match=r"lacks .*train_labels.*found images"):
        read_class_set(tmp_path / "lacks.npz")
    for name, content in (("text.npz", b"hello"), ("pickle.npz", pickle.dumps({"a": 1})), ("empty.npz", b"")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(CategoryError, match=f"{name} is not an .npz"):
            read_class_set(tmp_path / name)
    np.save(tmp_path / "one.npy", np.zeros(3))
    with pytest.raises(CategoryError, match=r"one\.npy is not an \.npz"):
        read_class_set(tmp_path / "one.npy")
    with pytest.raises(CategoryError, match="no such file or folder"):
        read_class_set(tmp_path / "nothing.npz")


def test_class_folders_are_split_the_same_way_each_time(tmp_path):
    root = write_class_folders(tmp_path / "set")
    data, again = read_class_set(root), read_class_set(root)
    assert data.classes == ("bar_a", "bar_b")
    assert (len(data.train.labels), len(data.test.labels)) == (16, 4)
    assert np.bincount(data.test.labels).tolist() == [2, 2]
    size = (20, 20)
    assert torch.equal(data.test.pictures.batch([0, 3], size), again.test.pictures.batch([0, 3], size))
    assert data.fingerprint == again.fingerprint
    shown = [data.train.pictures.batch([i], size)[0, 0] for i in range(8)]
    shown += [data.test.pictures.batch([i], size)[0, 0] for i in range(2)]
    originals = {image.tobytes() for image in bars(0, 10, seed=2)}
    assert {(image * 255).round().to(torch.uint8).numpy().tobytes() for image in shown} == originals


def test_train_and_test_folders_are_taken_as_they_are(tmp_path):
    write_class_folders(tmp_path / "set" / "train", names=("10", "9", "b"))
    write_class_folders(tmp_path / "set" / "test", names=("9", "b"), count=3)
    data = read_class_set(tmp_path / "set")
    assert data.classes == ("9", "10", "b")  # numbers by value
    assert data.test.labels.tolist() == [0] * 3 + [2] * 3
    shutil.move(tmp_path / "set" / "test" / "b", tmp_path / "set" / "test" / "c")
    with pytest.raises(CategoryError, match=r"classes that .* lacks: c"):
        read_class_set(tmp_path / "set")


def test_another_picture_is_another_fingerprint(tmp_path):
    before = read_class_set(write_class_folders(tmp_path / "set")).fingerprint
    shutil.copy(tmp_path / "set" / "bar_a" / "000.png", tmp_path / "set" / "bar_a" / "001.png")
    assert read_class_set(tmp_path / "set").fingerprint != before


def test_a_folder_without_classes_is_told(tmp_path):
    write_class_folders(tmp_path / "set", names=("only",))
    with pytest.raises(CategoryError, match="at least two class folders with images, found 1"):
        read_class_set(tmp_path / "set")


def test_a_folder_gives_images_of_two_sizes_one_after_the_other(tmp_path):
    pictures = read_class_set(write_class_folders(tmp_path / "set")).train.pictures
    assert pictures.batch([1, 2], (32, 24)).shape == (2, 3, 32, 24)
    assert pictures.batch([1, 2], (16, 16)).shape == (2, 3, 16, 16)


def test_chosen_images_are_numbered_anew(tmp_path):
    pictures = read_class_set(write_npz(tmp_path / "bars.npz")).train.pictures
    chosen = ChosenImages(pictures, [30, 2, 15], size=(32, 32))
    assert torch.equal(chosen.stack([2, 0]), pictures.batch([15, 30], (32, 32)))
    assert [len(batch) for batch in chosen.batches(2)] == [2, 1]
    assert torch.equal(chosen.quantiles[1], brightness_quantiles(pictures.batch([2], (32, 32)))[0])
