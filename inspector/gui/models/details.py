"""Everything that is known of one model."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from inspector.core.operating_point import OperatingPoint
from inspector.gui.core_texts import remark_text, setting_text, stored_text, word_text
from inspector.gui.models.table import auroc, created, method_text
from inspector.gui.models.wording import Card, ImageModelWording, ModelWording
from inspector.gui.numbers import count, moment_text, number, percent
from inspector.gui.screen import GAP, label
from inspector.store.models.card import is_crossed
from inspector.store.records import OperatingPointChange
from inspector.workflow.review.model_overview import ModelOverview
from inspector.workflow.setting_texts.texts import setting_line


class ModelDetails(QScrollArea):
    """Shows one model, scrolled by the keyboard."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Model details"))
        self.setMinimumWidth(300)
        self._wording: ModelWording = ImageModelWording()
        self._shown: tuple[list[ModelOverview], ModelWording] | None = None
        self.show_models([], self._wording)

    def show_models(self, models: Sequence[ModelOverview], wording: ModelWording) -> None:
        """The one model that is selected; with none or several, what to do. What is shown already stays as it is."""
        if self._shown == ([*models], wording):
            return
        self._shown, self._wording = ([*models], wording), wording
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(GAP, GAP, GAP, GAP)
        column.setSpacing(GAP // 2)
        if len(models) != 1:
            text = wording.two_selected() if len(models) == 2 else self.tr("Select a model to see its details.")
            column.addWidget(_wrapped(text, "muted"))
        else:
            self._fill(column, models[0])
        column.addStretch()
        self.setWidget(content)

    def _fill(self, column: QVBoxLayout, model: ModelOverview) -> None:
        column.addWidget(_wrapped(model.entry.name, "title"))
        if model.entry.error is not None:
            column.addWidget(_wrapped(stored_text(model.entry.error), "warning"))
            column.addWidget(_wrapped(self.tr("It cannot be used. Everything else is intact."), "muted"))
            return
        card, point = model.entry.card, model.entry.operating_point
        assert card is not None
        assert point is not None  # as there is no error
        form = QFormLayout()
        form.setHorizontalSpacing(GAP)
        form.setVerticalSpacing(4)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        column.addLayout(form)
        training, choice = card["training"], card["threshold_choice"]
        self._section(
            form,
            self.tr("Performance"),
            [
                (self.tr("AUROC"), self._auroc(model)),
                (self.tr("Review above (raw)"), number(point.review)),
                (self.tr("NG above (raw)"), number(point.reject)),
                self._false_rejects(model, card),
            ],
        )
        changed = () if model.preset is None else model.preset.changed
        settings = "\n".join(_setting(card, name) for name in changed)
        self._section(
            form,
            self.tr("Training data"),
            [
                (self.tr("Method"), method_text(model)),
                (self.tr("Changed settings"), settings),
                (self.tr("Learned from"), self._wording.learned_from(card)),
                (self.tr("Confirmed parts"), "\n".join(_confirmed(card))),
                (self.tr("Calibrated on"), self._calibrated_on(card)),
                (self.tr("Part"), self.tr("located before it is judged") if "locator" in card else ""),
                (self.tr("Tiles"), self._tiles(card)),
                (self.tr("Fingerprint"), card["category"]["fingerprint"][:12]),
            ],
        )
        versions = " · ".join(f"{name} {version}" for name, version in card["versions"].items())
        self._section(
            form,
            self.tr("Training"),
            [
                (self.tr("Date"), created(model)),
                (self.tr("By"), self.tr("{user} on {host}").format(user=card["user"], host=card["host"])),
                (self.tr("Steps"), count(training["steps"])),
                (self.tr("Duration"), _duration(training["seconds"])),
                (self.tr("Seed"), str(training["seed"])),
                (self.tr("Device"), training["device"]),
                (self.tr("Versions"), versions),
            ],
        )
        if card.get("remarks"):
            column.addWidget(_heading(self.tr("Remarks")))
            for remark in card["remarks"]:
                column.addWidget(_wrapped(remark_text(remark)))
        column.addWidget(_heading(self.tr("Threshold history")))
        if not model.history:
            text = self.tr("Unchanged since the training, whose false-reject budget was {wish}.")
            column.addWidget(_wrapped(text.format(wish=percent(choice["wish"])), "muted"))
        for change in reversed(model.history):
            column.addWidget(_wrapped(_when(change), "muted"))
            column.addWidget(_wrapped(change.reason))
            column.addWidget(_wrapped(f"{_pair(change.old)} → {_pair(change.new)}"))

    def _auroc(self, model: ModelOverview) -> str:
        text = auroc(model) or self.tr("not measured")
        if not model.learned:
            return text
        left_out = self.tr("{auroc}, without {n} test images that it learned as good or that set its thresholds")
        return left_out.format(auroc=text, n=count(model.learned))

    def _calibrated_on(self, card: Card) -> str:
        if is_crossed(card):
            return self.tr("all of them, each judged by a model that learned the others")
        return self.tr("{held_out}, held out").format(held_out=self._wording.held_out(card))

    def _tiles(self, card: Card) -> str:
        if "tiling" not in card:
            return ""
        side_px = min(card["config"]["image_size"]) / card["tiling"]["scale"]
        return self.tr("each shows {side} px of the image along a side").format(side=count(round(side_px)))

    def _false_rejects(self, model: ModelOverview, card: Card) -> tuple[str, str]:
        name = self.tr("Expected false rejects") if is_crossed(card) else self.tr("Proven false rejects")
        share = model.false_rejects
        if share is None:
            return name, self.tr("unknown: the weights cannot be read")
        if is_crossed(card):
            return name, self.tr("about {share}, not proven").format(share=percent(share))
        return name, self._wording.bound(share, card)

    def _section(self, form: QFormLayout, title: str, rows: Sequence[tuple[str, str]]) -> None:
        form.addRow(_heading(title))
        for name, value in rows:
            if value:
                named = label(name, "muted")
                named.setAlignment(Qt.AlignmentFlag.AlignTop)
                form.addRow(named, _wrapped(value))


def _confirmed(card: Card) -> list[str]:
    """What was learned of which run, as people confirmed it, the earliest first."""
    lines, added = [], card.get("confirmed")
    while added is not None:
        people = ", ".join(sorted({one["by"] for one in added["images"]}))
        text = QCoreApplication.translate("ModelDetails", "{parts} of {run}, by {people}")
        lines.append(text.format(parts=count(len(added["images"])), run=added["run"], people=people))
        added = added.get("earlier")
    return lines[::-1]


def _setting(card: Card, name: str) -> str:
    """A setting as Train calls it, with the value that the model has."""
    value = card["config"]
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return setting_line(name, setting_text(card["method"], name), value, word=word_text, number=number)


def _wrapped(text: str, role: str = "") -> QLabel:
    made = label(text, role)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    return made


def _heading(text: str) -> QLabel:
    made = label(text, "heading")
    made.setContentsMargins(0, GAP, 0, 0)
    return made


def _pair(point: OperatingPoint) -> str:
    return f"{number(point.review)} / {number(point.reject)}"


def _when(change: OperatingPointChange) -> str:
    when = change.time
    with suppress(ValueError, OverflowError):  # of records that another program wrote
        when = moment_text(datetime.fromisoformat(when))
    return f"{when} · {change.user}"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"
