"""Looking at every mask of a category: whether it marks what it should, which no figure shows afterwards."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass

from inspector.core.errors import InspectorError
from inspector.data.category import Category, ImageRef
from inspector.data.images.masks import defect_share
from inspector.workflow.advise.findings import Finding, FindingKind, listed
from inspector.workflow.progress import Progress

_LARGE = 0.5  # of the image
_FEWEST_TO_COMPARE = 3  # masks, of which most must be inverted


@dataclass(frozen=True)
class MaskSurvey:
    """What the masks of a category's defective test images mark.

    Attributes:
        shares: of each image that is marked, by the image's name.
        problems: why a mask cannot be read, likewise.
    """

    shares: Mapping[str, float]
    problems: Mapping[str, str]

    @property
    def inverted(self) -> bool:
        """Whether black marks the defect: most masks mark more than half of their images."""
        large = sum(share > _LARGE for share in self.shares.values())
        return len(self.shares) >= _FEWEST_TO_COMPARE and 2 * large > len(self.shares)

    def share(self, name: str) -> float:
        """The share of an image that is defective by its mask."""
        return 1 - self.shares[name] if self.inverted else self.shares[name]

    @property
    def empty(self) -> tuple[str, ...]:
        """The images whose masks mark nothing."""
        return tuple(name for name in self.shares if self.share(name) == 0)

    @property
    def large(self) -> tuple[str, ...]:
        """The images of which most is marked."""
        return tuple(name for name in self.shares if self.share(name) > _LARGE)


def survey_masks(images: Sequence[ImageRef]) -> Generator[Progress, None, MaskSurvey]:
    """Read the mask of each defective image that has one."""
    masked = [image for image in images if image.defective and image.mask is not None]
    shares: dict[str, float] = {}
    problems: dict[str, str] = {}
    for done, image in enumerate(masked, start=1):
        assert image.mask is not None
        try:
            shares[image.name] = defect_share(image.mask)
        except InspectorError as error:
            problems[image.name] = str(error)
        yield Progress("Reading masks", done, len(masked))
    return MaskSurvey(shares, problems)


def mask_findings(category: Category, survey: MaskSurvey) -> Iterator[Finding]:
    """What is wrong with the masks, as far as it does not depend on their images."""
    for name, problem in survey.problems.items():
        yield Finding(FindingKind.MASK, f"The mask of {name} is not used. {problem}", (name,))
    if survey.inverted:
        names = tuple(name for name, share in survey.shares.items() if share > _LARGE)
        yield Finding(
            FindingKind.MASK,
            f"{len(names)} of {len(survey.shares)} masks mark more than half of their image ({listed(names)}): all are "
            "read as inverted, black for the defect. Export them with the defect in white.",
            names,
        )
    if survey.large:
        yield Finding(
            FindingKind.MASK,
            f"The mask marks more than half of the image: {listed(survey.large)}. Check whether black and white are "
            "swapped.",
            survey.large,
        )
    if survey.empty:
        yield Finding(
            FindingKind.MASK,
            f"The mask of a defective image marks nothing: {listed(survey.empty)}. These images are left out of the "
            "pixel figures.",
            survey.empty,
        )
    if category.unmatched_masks:
        yield Finding(
            FindingKind.MASK,
            f"{len(category.unmatched_masks)} masks fit no image, or several: {listed(category.unmatched_masks)}. Name "
            "them as their images, in a folder of the same name.",
            (),
        )
