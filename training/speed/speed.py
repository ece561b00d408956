"""Measure how fast a model inspects, where the time goes, and how close it comes to what the machine can do.

    python training/speed/speed.py [--presets cpu] [--backends torch onnx int8] [--image FILE] [--repeats 30]
                                   [--folder 120] [--naive-repeats 3] [--train-steps 8] [--threads 2] [--device cpu]
                                   [--json]

All figures come from one run with untrained models, since speed does not depend on the weights:

- the machine: its rate for a large matrix product in float32 and, for the backend int8, in 8 bits;
- the yardstick: RIAD's preset paper (width 64, 256 px, 12 passes) as it is commonly written (`naive_riad.py`) against
  each backend, from an image at the network's size to its score, taken in turns;
- one image file at a time: reading, resizing, model, map and regions separately, on all threads. The image has a defect
  (a dark disc), so that its map is enlarged and its regions are searched for, which a good image does not need;
- a folder of such files, each taken from file to verdict, as `inspector-cli inspect` does;
- training steps on images in memory, in float32 and bfloat16.

Backends: `torch`, the model folder itself; `onnx` and `int8`, the files that `inspector-cli export` writes. `--json`
prints one object. Its `naive_ratio`, `matmul_fraction`, `file_to_verdict_p95_ms` and `folder_images_per_s` belong to
the last backend; the latter two to the first preset, the others to the preset `paper`.
"""

import argparse
import json
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from matrix_product import matmul_gflops, seconds_of
from naive_riad import NaiveRiad
from PIL import Image, ImageDraw
from speed_tables import BACKENDS, print_speed
from torch.utils.flop_counter import FlopCounterMode

from inspector.core.building import build_network
from inspector.core.calibration import Calibration, calibrate
from inspector.core.fitting import FitStep, fit
from inspector.core.images.light import brightness_quantiles
from inspector.core.images.resizing import map_at, resize
from inspector.core.methods import create_method
from inspector.core.methods.images.riad import RiadNetwork
from inspector.core.model import Judge, Model
from inspector.core.operating_point import Decision, OperatingPoint
from inspector.core.regions import find_regions
from inspector.data.category import ImageRef
from inspector.data.images.reading import read_image
from inspector.store.onnx.exported import OnnxModel
from inspector.store.onnx.graph import scoring_graph
from inspector.store.onnx.quantise import quantised
from inspector.workflow.device import choose_device
from inspector.workflow.inspect.images import inspect_each, inspect_image

_BATCHES = (1, 2, 4, 8)


def main() -> None:
    arguments = _arguments()
    torch.set_num_threads(arguments.threads)
    device = choose_device(arguments.device)
    backends = [name for name in arguments.backends if name == "torch" or device.type == "cpu"]
    with tempfile.TemporaryDirectory() as folder:
        good = arguments.image or _picture(Path(folder) / "made.png")
        image = _defective(good, Path(folder))
        matmul = {name: round(matmul_gflops(name, device, arguments.threads), 1) for name in backends}
        result: dict[str, Any] = {
            "settings": _settings(arguments, image, device),
            "matmul_gflops": matmul,
            "yardstick": _yardstick(backends, matmul, good, device, arguments.naive_repeats)
            if arguments.naive_repeats
            else None,
            "presets": {
                preset: _preset(arguments, preset, backends, matmul, (good, image), device)
                for preset in arguments.presets
            },
        }
    yardstick = result["yardstick"]
    last, first = backends[-1], result["presets"][arguments.presets[0]]
    headline = {
        "backend": last,
        "naive_ratio": yardstick and yardstick[last]["naive_ratio"],
        "matmul_fraction": yardstick and yardstick[last]["matmul_fraction"],
        "file_to_verdict_p95_ms": first[last]["file_to_verdict_p95_ms"],
        "folder_images_per_s": first[last]["folder_images_per_s"],
    }
    if arguments.json:
        print(json.dumps(headline | result, ensure_ascii=False))
    else:
        print_speed(result)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--presets", nargs="+", default=["cpu"], help="of riad")
    parser.add_argument("--backends", nargs="+", choices=BACKENDS, default=list(BACKENDS))
    parser.add_argument("--image", type=Path, help="default: a made-up 900×900 PNG")
    parser.add_argument("--repeats", type=int, default=30, help="of a single image")
    parser.add_argument("--folder", type=int, default=120, help="images in the folder")
    parser.add_argument("--naive-repeats", type=int, default=3, help="of the yardstick; 0 leaves it out")
    parser.add_argument("--train-steps", type=int, default=8, help="of training; 0 leaves it out")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def _settings(arguments: argparse.Namespace, image: Path, device: torch.device) -> dict[str, Any]:
    width, height = Image.open(image).size
    return {
        "image": f"{width}×{height} {image.suffix[1:]}",
        "device": torch.cuda.get_device_name(device) if device.type == "cuda" else _processor(),
        "threads": arguments.threads,
        "repeats": arguments.repeats,
        "folder": arguments.folder,
        "naive_repeats": arguments.naive_repeats,
        "torch": torch.__version__,
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def _yardstick(
    backends: list[str], matmul: dict[str, float], image: Path, device: torch.device, repeats: int
) -> dict[str, Any]:
    """Seconds per image of the paper's size: the naive way and each backend in turns, so that other load slows all."""
    model, small = _model("paper", image, device)
    network = model.network
    assert isinstance(network, RiadNetwork)
    naive = NaiveRiad(network, model.method.config)
    judges = _judges(model, backends, small.cpu())
    seconds: dict[str, list[float]] = {name: [] for name in ["naive", *judges]}
    for _ in range(repeats):
        seconds["naive"].append(seconds_of(partial(naive.judge, small), device))
        for name, judge in judges.items():
            judge.judge(small)  # warm after the naive way's use of the caches
            seconds[name].append(seconds_of(partial(judge.judge, small), device))
    median = {name: statistics.median(taken) for name, taken in seconds.items()}
    gflop = _gflop(model, small)
    return {"naive_s": round(median.pop("naive"), 3), "gflop": round(gflop, 1)} | {
        name: {
            "seconds": round(taken, 3),
            "naive_ratio": round(statistics.median(seconds["naive"]) / taken, 2),
            "gflops": round(gflop / taken, 1),
            "matmul_fraction": round(gflop / taken / matmul[name], 3),
        }
        for name, taken in median.items()
    }


def _preset(
    arguments: argparse.Namespace,
    preset: str,
    backends: list[str],
    matmul: dict[str, float],
    images: tuple[Path, Path],
    device: torch.device,
) -> dict[str, Any]:
    """Every figure of one preset, by backend.

    Args:
        images: a good image, and the one that is inspected.
    """
    good, image = images
    model, small = _model(preset, good, device)
    gflop = _gflop(model, small)
    limit = _calibration(model).good_scores.max().item()
    point = OperatingPoint(review=limit, reject=limit)
    files = [ImageRef(image, image.name, "")] * arguments.folder
    rows: dict[str, Any] = {
        "gflop": round(gflop, 2),
        "read_and_resize": _reading(image, model, limit, arguments.repeats),
        "training_images_per_s": _training(preset, device, arguments.train_steps) if arguments.train_steps else None,
    }
    for name, judge in _judges(model, backends, small.cpu()).items():
        warm = [inspect_image(judge, point, files[0]) for _ in range(3)]
        if warm[0].decision is not Decision.NG:
            raise SystemExit(
                "The model missed the defect, so the cost of its regions cannot be measured; give another --image."
            )
        timings = [inspect_image(judge, point, files[0]).timings_ms for _ in range(arguments.repeats)]
        stages = {stage: statistics.median(one[stage] for one in timings) for stage in warm[0].timings_ms}
        totals = [sum(one.values()) for one in timings]
        list(inspect_each(judge, point, files[:8]))
        started = time.perf_counter()
        for _ in inspect_each(judge, point, files):
            pass
        folder_s = time.perf_counter() - started
        gflops = gflop / (stages["model"] / 1000)
        rows[name] = {
            **{f"{stage}_ms": round(ms, 2) for stage, ms in stages.items()},
            **{f"file_to_verdict_p{q}_ms": round(float(np.percentile(totals, q)), 1) for q in (50, 95, 99)},
            "folder_images_per_s": round(len(files) / folder_s, 1),
            "gflops": round(gflops, 1),
            "matmul_fraction": round(gflops / matmul[name], 3),
        }
        if name == "torch":  # an exported file takes one image at a time
            rows[name]["model_ms_an_image_in_batches_of"] = _batches(model, small)
    return rows


def _reading(image: Path, model: Model, limit: float, repeats: int) -> dict[str, float]:
    pixels = read_image(image)
    size = model.method.config.image_size
    found = model.judge(resize(pixels, size)[None].to(model.device))
    height, width = pixels.shape[-2:]
    outline = _calibration(model).outline
    assert found.maps is not None
    assert outline is not None
    small_map = found.maps[0]
    full = map_at(small_map, (height, width)).numpy()
    stages: dict[str, Callable[[], object]] = {
        "decode_ms": lambda: read_image(image),
        "resize_ms": lambda: resize(pixels, size),
        "map_to_image_size_ms": lambda: map_at(small_map, (height, width)),
        "regions_ms": lambda: find_regions(full, outline=outline, peak=limit),
    }
    cpu = torch.device("cpu")
    return {
        name: round(1000 * statistics.median(seconds_of(work, cpu) for _ in range(repeats)), 2)
        for name, work in stages.items()
    }


class _InMemory:
    """Images in memory, so that only training is timed."""

    def __init__(self, size: tuple[int, int]) -> None:
        self._images = torch.rand(16, 3, *size, generator=torch.Generator().manual_seed(0))

    def __len__(self) -> int:
        return len(self._images)

    def batch(self, indices: list[int], *, generator: torch.Generator) -> torch.Tensor:  # noqa: ARG002
        return self._images[indices]


def _training(preset: str, device: torch.device, steps: int) -> dict[str, float]:
    """Images per second of the training loop in either precision, without its first two steps."""
    found = {}
    for precision in ("float32", "bfloat16"):
        method = create_method("riad", preset=preset, precision=precision, training={"steps": steps + 2})
        network = build_network(method, seed=0)
        source = _InMemory(method.config.image_size)
        seconds, last = [], time.perf_counter()
        for event in fit(method, network, source, seed=0, device=device):
            if isinstance(event, FitStep):  # its losses are numbers, so the step is finished on any device
                seconds.append(time.perf_counter() - last)
                last = time.perf_counter()
        found[precision] = round(method.config.training.batch_size / statistics.median(seconds[2:]), 1)
    return found


def _batches(model: Model, small: torch.Tensor) -> dict[int, float]:
    """Milliseconds per image of the model alone, by batch size."""
    found = {}
    for count in _BATCHES:
        batch = small.expand(count, -1, -1, -1)
        taken = [seconds_of(partial(model.judge, batch), model.device) for _ in range(5)]
        found[count] = round(1000 * statistics.median(taken) / count, 1)
    return found


def _model(preset: str, image: Path, device: torch.device) -> tuple[Model, torch.Tensor]:
    """An untrained model, calibrated on variations of the image, and the image at the network's size (1, 3, h, w)."""
    method = create_method("riad", preset=preset)
    network = build_network(method, seed=0).eval().to(device)
    small = resize(read_image(image), method.config.image_size)[None].to(device)
    reference = brightness_quantiles(small)[0].cpu()
    noise = torch.rand(8, *small.shape[1:], generator=torch.Generator().manual_seed(0)).to(device)
    varied = (small + 0.02 * (noise - 0.5)).clamp(0, 1)  # stand in for good images, so that maps vary like real ones
    calibration = calibrate(method, Model(method, network, reference, None).judge(varied), normalise=True)
    return Model(method, network, reference, calibration), small


def _calibration(model: Judge) -> Calibration:
    assert model.calibration is not None
    return model.calibration


def _defective(image: Path, folder: Path) -> Path:
    """The image with a dark disc of a tenth of its height."""
    pixels = Image.open(image).convert("RGB")
    width, height = pixels.size
    ImageDraw.Draw(pixels).ellipse((width // 3, height // 2, width // 3 + height // 10, height * 3 // 5), fill=0)
    target = folder / f"defective{image.suffix}"
    pixels.save(target)
    return target


def _judges(model: Model, backends: list[str], small: torch.Tensor) -> dict[str, Judge]:
    judges: dict[str, Judge] = {}
    for name in backends:
        if name == "torch":
            judges[name] = model
            continue
        graph = scoring_graph(model)
        written: onnx.ModelProto = quantised(graph, [small.numpy()]) if name == "int8" else graph
        judges[name] = OnnxModel(model.method, _calibration(model), None, written.SerializeToString())
    return judges


def _gflop(model: Model, small: torch.Tensor) -> float:
    with FlopCounterMode(display=False) as counter, torch.inference_mode():
        model.method.judge(model.network, small)
    return counter.get_total_flops() / 1e9


def _picture(path: Path) -> Path:
    """A 900×900 PNG with the smoothness of a photograph, so that it decodes like one."""
    rng = np.random.default_rng(0)
    coarse = rng.integers(0, 255, (30, 30, 3), np.uint8)
    smooth = np.asarray(Image.fromarray(coarse).resize((900, 900), Image.Resampling.BICUBIC), np.int16)
    noisy = (smooth + rng.integers(-3, 4, smooth.shape)).clip(0, 255).astype(np.uint8)
    Image.fromarray(noisy).save(path)
    return path


if __name__ == "__main__":
    main()
