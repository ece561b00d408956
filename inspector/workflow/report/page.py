"""What pages for people are made of: the templates, their numbers in words, and their pictures."""

import base64
import io
import math
from collections.abc import Sequence

import jinja2
import numpy as np
from PIL import Image

from inspector.core.operating_point import relative_text
from inspector.core.printable import printable
from inspector.resource_files import resource
from inspector.workflow.report.pictures import HeatScale, overlay

OTHER_THRESHOLDS = (
    "The model's thresholds were changed after this run; the verdicts and thresholds shown are those of the run."
)


def replaced_notice(files: Sequence[str], unit: str) -> str:
    """What to know where files are others than were inspected."""
    are, was, their = ("has", "it was", "Its picture") if len(files) == 1 else ("have", "they were", "Their pictures")
    return (
        f"{count_text(len(files), unit)} {are} another size or time of change than when {was} inspected, such as "
        f"{files[0]}. {their} may show another part than the verdict is of."
    )


def page_template(name: str) -> jinja2.Template:
    """A template of the program's; what it makes loads nothing and runs no script."""
    folder = resource("templates")
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(lambda name: (folder / name).read_text("utf-8")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
    )
    environment.globals.update(
        score=score_text, relative_text=relative_text, percent=percent_text, count=count_text, round_values=round_values
    )
    return environment.get_template(name)


def _harmless(value: object) -> object:
    """Text that a template is about to insert, without what would reorder or hide letters."""
    return printable(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def data_uri(pixels: np.ndarray) -> str:
    """A picture (H, W, 3) uint8 that a page holds in itself."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=85, subsampling=0)  # subsampled, thin outlines smear
    return f"data:image/jpeg;base64,{base64.b64encode(buffer.getvalue()).decode()}"


def scale_picture(scale: HeatScale) -> str:
    """The colours from the scale's low end to its high one, as heatmaps show them over a grey part."""
    ramp = np.tile(np.linspace(scale.low, scale.high, 256), (16, 1))
    return data_uri(overlay(np.full((16, 256, 3), 128, np.uint8), ramp, scale=scale, contour=None))


def round_values(low: float, high: float, *, most: int) -> list[float]:
    """Multiples of 1, 2 or 5 times a power of ten from `low` to `high`, at most `most` steps, for an axis."""
    power = 10.0 ** math.floor(math.log10((high - low) / most))
    step = next((digit * power for digit in (1, 2, 5) if most * digit * power >= high - low), 10 * power)
    return [step * k for k in range(math.ceil(low / step), math.floor(high / step) + 1)]


def score_text(value: float) -> str:
    return f"{value:#.4g}".removesuffix(".")  # trailing zeros kept, so that thresholds and scores line up


def percent_text(share: float) -> str:
    value = f"{100 * share:.1f}" if share >= 0.001 else f"{100 * share:.1g}"
    return f"{value.removesuffix('.0')}\u00a0%"


def count_text(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
