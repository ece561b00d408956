"""What the jobs of any kind are given."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.data.contents import NOTHING, LeftOut
from inspector.workflow.report.language import ENGLISH, PageLanguage

if TYPE_CHECKING:
    import torch

    from inspector.store.models.model_folder import StoredModel


@dataclass(frozen=True)
class InspectJob:
    """Where and how a batch is inspected.

    Attributes:
        output: file of the run.
        folder_rate: frame rate of clips that are folders of frames, None for the one learned; images have none.
        base: the folder that the names are relative to; None for the current one.
        left_out: what lies beside what is inspected.
        watched: folders of which whatever comes to them is inspected, too, until the job is stopped.
    """

    output: Path
    device: "torch.device"
    folder_rate: float | None = None
    resume: bool = False
    base: Path | None = None
    left_out: LeftOut = NOTHING
    watched: tuple[Path, ...] = ()


@dataclass(frozen=True)
class PageHead:
    """What every HTML page says first.

    Attributes:
        stored: the model that the verdicts are of.
        language: that the page is written in, as the title is already.
    """

    title: str
    stored: "StoredModel"
    language: PageLanguage = ENGLISH
