"""What pages for people are made of: the templates, their numbers in words, and their pictures."""

import base64
import io
import math
from collections.abc import Sequence
from functools import lru_cache, partial

import jinja2
import numpy as np
from markupsafe import Markup
from PIL import Image

from inspector.core.inspection import Inspection
from inspector.core.operating_point import relative_text
from inspector.core.printable import printable
from inspector.resource_files import resource
from inspector.workflow.report.language import ENGLISH, PageLanguage
from inspector.workflow.report.pictures import HeatScale, overlay


def other_thresholds(language: PageLanguage) -> str:
    """What to know where a run's thresholds are not those in force any more."""
    return language.text(
        "The model's thresholds were changed after this run; the verdicts and thresholds shown are those of the run."
    )


def replaced_notice(files: Sequence[str], unit: str, language: PageLanguage = ENGLISH) -> str:
    """What to know where files are others than were inspected."""
    return language.text(
        "{files} has another size or time of change than when it was inspected, such as {name}. Its picture may show "
        "another part than the verdict is of."
        if len(files) == 1
        else "{files} have another size or time of change than when they were inspected, such as {name}. Their "
        "pictures may show another part than the verdict is of.",
        files=language.count(len(files), unit),
        name=files[0],
    )


@lru_cache(maxsize=8)  # to compile one, and those that it uses, takes an eighth of a second
def page_template(name: str, language: PageLanguage) -> jinja2.Template:
    """A template of the program's; what it makes loads nothing and runs no script.

    Its texts are literals in `_(…)`, and nouns in `count(…)`, from which `tests/gui/error_templates.py` collects them.
    """
    folder = resource("templates")
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(lambda name: (folder / name).read_text("utf-8")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
    )
    numerals = language.numerals
    environment.globals.update(
        language=language,
        _=language.markup,
        sentence=language.sentence,
        word=language.word,
        time=language.time,
        count=language.count,
        whole=language.whole,
        numerals=numerals,
        figure=lambda pattern, value: numerals(pattern % value),
        score=lambda value: numerals(score_text(value)),
        relative_text=lambda value: numerals(relative_text(value)),
        percent=lambda share: numerals(percent_text(share)),
        failed_words=partial(failed_words, language=language),
        bdi=lambda text: Markup("<bdi>{}</bdi>").format(printable(text)),
        size=Markup('<span class="size">{}&thinsp;×&thinsp;{}&nbsp;px</span>').format,
        round_values=round_values,
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
    """The colours from the scale's low end to its high one, solid over grey."""
    ramp = np.tile(np.linspace(scale.low, scale.high, 256), (16, 1))
    return data_uri(overlay(np.full((16, 256, 3), 128, np.uint8), ramp, scale=scale, regions=None, solid=True))


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


def failed_words(inspection: Inspection, *, language: PageLanguage) -> str:
    """The task that failed most, in plain words, as a sentence begins."""
    assert inspection.size is not None  # as it failed a task
    words = " ".join(map(language.word, inspection.failed[0].words(inspection.size)))
    return words[:1].upper() + words[1:]
