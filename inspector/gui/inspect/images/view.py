"""What Inspect shows of a batch of parts."""

from collections.abc import Sequence
from pathlib import Path

from inspector.data.category import Category
from inspector.data.images.formats import IMAGE_SUFFIXES
from inspector.gui.inspect.batch import Batch
from inspector.gui.inspect.images.content import ImageContent
from inspector.gui.inspect.item_view import ItemView
from inspector.gui.inspect.table import BatchTable
from inspector.gui.inspect.view import InspectSplitter, InspectWords, OperatorWords, looking_back
from inspector.gui.numbers import count
from inspector.gui.session import Session
from inspector.workflow.kinds import IMAGES

_BADGE_HEIGHT = 104


class ImageInspectView(InspectSplitter):
    """The part that is looked at, above the table of the finished ones."""

    kind = IMAGES

    def __init__(self, session: Session) -> None:
        super().__init__(session, settings_key="inspect")
        self.words = self._make_words()
        self.content = ImageContent(self)
        self.item = self.item_view(badge_height=_BADGE_HEIGHT)
        name = self.tr("Finished parts, newest first")
        self.table = BatchTable(self.content.table, name=name, widths=(140, 120))
        self.table.row_chosen.connect(self._choose)
        self.content.shown.connect(self.item.show_item)
        self._fill(self.item, self.table, stretches=(1, 1))

    def _choose(self, row: int) -> None:
        self.item.choose(True)
        self.content.look_at(row)

    def test_paths(self, category: Category | None) -> Sequence[Path]:
        return [] if category is None else [image.path for image in category.test]

    def progress(self, batch: Batch) -> list[str]:
        total = batch.content.total
        return [f"{count(batch.content.done)} / {count(total)}"] if total else []

    def show_batch(self, batch: Batch) -> None:
        super().show_batch(batch)
        self.item.show_back(looking_back(self, batch))

    def item_view(self, *, badge_height: int, afar: bool = False) -> ItemView:
        return ItemView(
            name=self.tr("The part with its heatmap"),
            empty=self.tr("The inspected part appears here."),
            badge_height=badge_height,
            afar=afar,
        )

    def clear(self) -> None:
        self.item.clear()

    def _make_words(self) -> InspectWords:
        patterns = " ".join(f"*{suffix}" for suffix in sorted(IMAGE_SUFFIXES))
        return InspectWords(
            group=self.tr("Inspect"),
            no_model=self.tr("No model yet: train one first."),
            nothing_chosen=self.tr("Choose a folder or images, or drop them here."),
            interrupted=self.tr("Interrupted: {name}, images: {n}."),
            test=self.tr("Test images"),
            tests_chosen=self.tr("The test images of the category: {n}"),
            watching=self.tr("Inspects what is in the folder and then every part that arrives, until you stop."),
            waiting=self.tr("Waiting for the next part"),
            files=self.tr("Images …"),
            folder_title=self.tr("Inspect a folder of images"),
            files_title=self.tr("Inspect images"),
            file_types=self.tr("Images ({kinds})").format(kinds=patterns),
            operator=OperatorWords(
                group=self.tr("Operator view"),
                before=self.tr("Previous part"),
                next=self.tr("Next part"),
                newest=self.tr("Newest part"),
                back=self.tr("Looking back: part {n} of {all}"),
            ),
        )
