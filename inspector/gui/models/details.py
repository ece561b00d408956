"""Everything that is known of one model."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from inspector.core.operating_point import OperatingPoint
from inspector.gui.models.table import auroc, created, preset_text
from inspector.gui.screen import GAP, label
from inspector.store.records import OperatingPointChange
from inspector.workflow.review.model_overview import ModelOverview


class ModelDetails(QScrollArea):
    """Shows one model, scrolled by the keyboard."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Details of the model"))
        self.setMinimumWidth(300)
        self.show_models([])

    def show_models(self, models: Sequence[ModelOverview]) -> None:
        """The one model that is selected; with none or several, what to do."""
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(GAP, GAP, GAP, GAP)
        column.setSpacing(GAP // 2)
        if len(models) != 1:
            text = self.tr("Select a model to see what is known of it, or two to compare them.")
            if len(models) == 2 and not any("clips" in (model.entry.card or {}) for model in models):
                text = self.tr("Two models are selected: compare them on the same images with C.")
            column.addWidget(_wrapped(text, "muted"))
        else:
            self._fill(column, models[0])
        column.addStretch()
        self.setWidget(content)

    def _fill(self, column: QVBoxLayout, model: ModelOverview) -> None:
        column.addWidget(_wrapped(model.entry.name, "title"))
        if model.entry.error is not None:
            column.addWidget(_wrapped(model.entry.error, "warning"))
            column.addWidget(_wrapped(self.tr("It cannot be used as it is. Everything else is unharmed."), "muted"))
            return
        card = model.entry.card
        form = QFormLayout()
        form.setHorizontalSpacing(GAP)
        form.setVerticalSpacing(4)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        column.addLayout(form)
        training, choice = card["training"], card["threshold_choice"]
        self._section(
            form,
            self.tr("How well it does"),
            [
                (self.tr("AUROC"), auroc(model) or self.tr("not measured")),
                (self.tr("Review above"), _number(model.entry.operating_point.review)),
                (self.tr("NG above"), _number(model.entry.operating_point.reject)),
                (self.tr("Proven false rejects"), self._bound(model)),
            ],
        )
        settings = ", ".join(model.preset.changed) if model.preset is not None else ""
        learned, held_out = self._learned(card)
        self._section(
            form,
            self.tr("What it learned"),
            [
                (self.tr("Method"), " · ".join(part for part in (card["method"], preset_text(model)) if part)),
                (self.tr("Changed settings"), settings),
                (self.tr("Learned from"), learned),
                (self.tr("Held out"), held_out),
                (self.tr("Fingerprint"), card["category"]["fingerprint"][:12]),
            ],
        )
        versions = " · ".join(f"{name} {version}" for name, version in card["versions"].items())
        self._section(
            form,
            self.tr("How it was made"),
            [
                (self.tr("Date"), created(model)),
                (self.tr("By"), self.tr("{user} on {host}").format(user=card["user"], host=card["host"])),
                (self.tr("Steps"), QLocale().toString(training["steps"])),
                (self.tr("Duration"), _duration(training["seconds"])),
                (self.tr("Seed"), str(training["seed"])),
                (self.tr("Device"), training["device"]),
                (self.tr("Versions"), versions),
            ],
        )
        if card.get("remarks"):
            column.addWidget(_heading(self.tr("Remarks")))
            for remark in card["remarks"]:
                column.addWidget(_wrapped(remark))
        column.addWidget(_heading(self.tr("Thresholds over time")))
        if not model.history:
            wish = QLocale().toString(100 * choice["wish"], "g", 3)
            text = self.tr("Unchanged since the training, which was asked for at most {wish} % false rejects.")
            column.addWidget(_wrapped(text.format(wish=wish), "muted"))
        for change in reversed(model.history):
            column.addWidget(_wrapped(_when(change), "muted"))
            column.addWidget(_wrapped(change.reason))
            column.addWidget(_wrapped(f"{_pair(change.old)} → {_pair(change.new)}"))

    def _learned(self, card: Mapping[str, Any]) -> tuple[str, str]:
        """What was learned from, and what was held out to set the thresholds."""
        split = card["split"]
        if "clips" in card:
            frames = QLocale().toString(sum(end - start for _, start, end in split["training"]))
            held_out = self.tr("{count} stretches of good video").format(count=card["threshold_choice"]["images"])
            return self.tr("{frames} frames of good video").format(frames=frames), held_out
        held_out = [self.tr("{count} good images").format(count=len(split["calibration"]))]
        if split["group_by"]:
            held_out.append(self.tr("{lots} lots").format(lots=split["calibration_groups"]))
        return self.tr("{count} good images").format(count=len(split["training"])), " · ".join(held_out)

    def _bound(self, model: ModelOverview) -> str:
        if model.bound_95 is None:
            return self.tr("not known: the weights cannot be read")
        share, count = QLocale().toString(100 * model.bound_95, "g", 3), model.entry.card["threshold_choice"]["images"]
        if "clips" in model.entry.card:
            return self.tr("at most {share} % (95 % sure, from {count} stretches of video)").format(
                share=share, count=count
            )
        return self.tr("at most {share} % (95 % sure, from {count} images)").format(share=share, count=count)

    def _section(self, form: QFormLayout, title: str, rows: Sequence[tuple[str, str]]) -> None:
        form.addRow(_heading(title))
        for name, value in rows:
            if value:
                named = label(name, "muted")
                named.setAlignment(Qt.AlignmentFlag.AlignTop)
                form.addRow(named, _wrapped(value))


def _wrapped(text: str, role: str = "") -> QLabel:
    made = label(text, role)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    return made


def _heading(text: str) -> QLabel:
    made = label(text, "heading")
    made.setContentsMargins(0, GAP, 0, 0)
    return made


def _number(value: float) -> str:
    return f"{value:.4g}"


def _pair(point: OperatingPoint) -> str:
    return f"{_number(point.review)} / {_number(point.reject)}"


def _when(change: OperatingPointChange) -> str:
    moment = QDateTime.fromString(change.time, Qt.DateFormat.ISODate).toLocalTime()
    return f"{QLocale().toString(moment, QLocale.FormatType.ShortFormat)} · {change.user}"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"
