"""Where the time of one inspection goes, and how near the model comes to what the machine can do.

    python training/speed.py [--presets cpu paper] [--image FILE] [--repeats 20] [--threads 2] [--device cpu] [--json]

Times decoding, model and post-processing of one image file apart, one image at a time, with an untrained model
(speed does not depend on the weights), and prints the model's GFLOP/s beside the machine's own rate for a large
matrix multiplication in the same precision, measured in the same run.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch.utils.flop_counter import FlopCounterMode

from inspector.core.calibration import OperatingPoint, calibrate
from inspector.core.fitting import build_network
from inspector.core.light import brightness_quantiles
from inspector.core.methods import Judgement, create_method
from inspector.core.model import Model
from inspector.data.category import ImageRef
from inspector.data.images import read_image, resize
from inspector.workflow.device import choose_device
from inspector.workflow.inspect import inspect_image

_MATRIX = 2048


def main() -> None:
    arguments = _arguments()
    torch.set_num_threads(arguments.threads)
    device = choose_device(arguments.device)
    with tempfile.TemporaryDirectory() as folder:
        image = arguments.image or _picture(Path(folder) / "made.png")
        width, height = Image.open(image).size
        matmul = _matmul_gflops(device)
        result = {
            "image": f"{width}×{height} {image.suffix[1:]}",
            "device": str(device),
            "threads": arguments.threads,
            "matmul_gflops": round(matmul, 1),
            "presets": {
                preset: _measure(arguments.method, preset, image, arguments.repeats, device, matmul)
                for preset in arguments.presets
            },
        }
    if arguments.json:
        print(json.dumps(result))
        return
    print(f"One {result['image']} at a time, {device}, {arguments.threads} threads; matmul {matmul:.0f} GFLOP/s")
    heads = ("decode ms", "model ms", "post ms", "total p95", "GFLOP", "GFLOP/s", "of matmul")
    print(f"{'preset':<10}" + "".join(f"{head:>11}" for head in heads))
    for preset, row in result["presets"].items():
        print(
            f"{preset:<10}{row['decode_ms']:>11.1f}{row['model_ms']:>11.1f}{row['post_ms']:>11.1f}"
            f"{row['file_to_verdict_p95_ms']:>11.1f}{row['gflop']:>11.2f}{row['gflops']:>11.0f}"
            f"{row['matmul_fraction']:>11.0%}"
        )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--method", default="riad")
    parser.add_argument("--presets", nargs="+", default=["cpu"])
    parser.add_argument("--image", type=Path, help="default: a made-up 900×900 PNG")
    parser.add_argument("--repeats", type=int, default=20)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def _measure(
    method_name: str, preset: str, image: Path, repeats: int, device: torch.device, matmul: float
) -> dict[str, float]:
    method = create_method(method_name, preset=preset)
    network = build_network(method, seed=0).eval().to(device)
    small = resize(read_image(image), method.config.image_size)[None].to(device)
    reference = brightness_quantiles(small)[0].cpu()
    raw = Model(method, network, reference, None).judge(small)
    twice = None if raw.maps is None else raw.maps.repeat(2, 1, 1)
    calibration = calibrate(method, Judgement(raw.scores.repeat(2), twice), normalise=True)
    model = Model(method, network, reference, calibration)
    # Below every score: regions are looked for in each image, the dearest case.
    point = OperatingPoint(review=-1e9, reject=1e9)
    inspections = [inspect_image(model, point, ImageRef(image, image.name, "")) for _ in range(repeats + 2)][2:]
    stage = {
        name: statistics.median(inspection.timings_ms[name] for inspection in inspections)
        for name in ("decode", "model", "post")
    }
    totals = [sum(inspection.timings_ms.values()) for inspection in inspections]
    with FlopCounterMode(display=False) as counter, torch.inference_mode():
        method.judge(network, small)
    gflop = counter.get_total_flops() / 1e9
    gflops = gflop / (stage["model"] / 1000)
    return {
        **{f"{name}_ms": round(ms, 2) for name, ms in stage.items()},
        "file_to_verdict_p50_ms": round(statistics.median(totals), 2),
        "file_to_verdict_p95_ms": round(float(np.percentile(totals, 95)), 2),
        "gflop": round(gflop, 3),
        "gflops": round(gflops, 1),
        "matmul_fraction": round(gflops / matmul, 3),
        "repeats": repeats,
    }


def _matmul_gflops(device: torch.device) -> float:
    """The machine's own rate: the best of several products of two large float32 matrices."""
    a = torch.rand(_MATRIX, _MATRIX, device=device)
    seconds = min(_seconds(lambda: a @ a, device) for _ in range(8))
    return 2 * _MATRIX**3 / seconds / 1e9


def _seconds(work: Callable[[], object], device: torch.device) -> float:
    started = time.perf_counter()
    work()
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    return time.perf_counter() - started


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
