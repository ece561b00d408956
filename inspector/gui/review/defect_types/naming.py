"""Types are given to the region that is shown: typed once, then by a digit, or as the program proposes."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QT_TRANSLATE_NOOP, QObject, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialogButtonBox, QInputDialog, QWidget

from inspector.gui.commands import needs
from inspector.gui.numbers import count
from inspector.gui.review.defect_types.bar import MOST_KEYS, TypeBar
from inspector.gui.review.defect_types.pareto import ParetoDialog, ParetoWords
from inspector.gui.session import Session
from inspector.gui.widgets.pictures.heat_controls import AddCommand
from inspector.workflow.review.defect_types import counted_types, type_name
from inspector.workflow.review.reviewed_run import Place, ReviewedRun
from inspector.workflow.review.type_proposals import LEAST_NAMED, Proposals

_PROPOSING = "review types"
Propose = Callable[[Mapping[Place, str]], Proposals]


class TypeNaming(QObject):
    """The commands that name regions, and the line that shows them.

    Args:
        name: records the type of a region by its place and number; None for none.
        chosen: the region that is shown, by part and number, and how many its part has; None where there is none.
        reads: whether the regions of the part that is shown are still being read.
        filter_by: lists the parts of a type.
        refresh_commands: asks every command whether it can be done now.
        words: of the Pareto chart.
        narrow: whether the line stands in a narrow panel, where it takes three.
    """

    def __init__(
        self,
        session: Session,
        parent: QWidget,
        *,
        add: AddCommand,
        name: Callable[[int, int, str | None], None],
        chosen: Callable[[], tuple[Place, int] | None],
        reads: Callable[[], bool],
        filter_by: Callable[[str], None],
        refresh_commands: Callable[[], None],
        words: ParetoWords,
        narrow: bool,
    ) -> None:
        super().__init__(parent)
        self._session, self._parent = session, parent
        self._name, self._chosen, self._reads, self._filter_by = name, chosen, reads, filter_by
        self._refresh_commands, self._words = refresh_commands, words
        self._run: ReviewedRun | None = None
        self._propose: Propose | None = None
        self._named: Mapping[Place, str] = {}
        self._proposals = Proposals()
        self._choices = [
            add(
                self.tr("Type {n}").format(n=number),
                partial(self._choose, number - 1),
                (str(number),),
                partial(self._has_type, number - 1),
            )
            for number in range(1, MOST_KEYS + 1)
        ]
        self._accept = add(self.tr("Accept the proposed type"), self.accept, ("Y",), self._has_proposal)
        others = (
            add(self.tr("New type …"), self.ask, ("M",), self._may_have_region),
            add(self.tr("Remove the type"), self.remove, ("0",), self._is_named),
            add(self.tr("Pareto chart of the types …"), self.show_pareto, (), self._has_types),
        )
        self.bar = TypeBar(self._choices, others, self._accept, narrow=narrow)

    def show_run(self, run: ReviewedRun | None, propose: Propose | None) -> None:
        """Another run, or the same one read again.

        Args:
            propose: proposes types for the regions of the run by those that are named; None where nothing can.
        """
        self._session.outdate(_PROPOSING)
        self._run, self._propose = run, propose
        self._named, self._proposals = {}, Proposals()
        self.records_changed()
        if not self._named:
            self._request()  # by what is named in other runs

    def records_changed(self) -> None:
        """A type was given or removed, perhaps."""
        run = self._run
        named = {} if run is None else run.named_places
        if named != self._named:
            self._named = named
            self._request()
        self.refresh()

    def _request(self) -> None:
        if self._propose is not None:
            self._session.latest(_PROPOSING, partial(self._propose, self._named), self._proposed)

    def refresh(self) -> None:
        """Show the region that is chosen now."""
        run = self._run
        types = [] if run is None else run.type_names
        for number, action in enumerate(self._choices):
            known = number < len(types)
            action.setVisible(known)
            text = (
                self.tr("Type: {name}").format(name=types[number])
                if known
                else self.tr("Type {n}").format(n=number + 1)
            )
            action.setText(text.replace("&", "&&"))
        self.bar.setEnabled(self._chosen() is not None or bool(types))
        self.bar.show_region(self._region_text(), types if self._chosen() is not None else [])
        self._show_proposal()
        self._refresh_commands()

    def ask(self) -> None:
        """Ask for a type by its name, at once: letters that came before the question would be keys of the screen."""
        if self._run is not None and self._may_have_region():
            dialog = _NameDialog(self._parent, self._run.type_names)
            dialog.textValueSelected.connect(partial(self._name_chosen, self._chosen()))
            dialog.open()

    def accept(self) -> None:
        """Give the region the type that is proposed."""
        self._give(self._proposal())

    def remove(self) -> None:
        """Take the type of the region back."""
        chosen = self._chosen()
        if chosen is not None:
            self._name(*chosen[0], None)

    def show_pareto(self) -> None:
        """How many regions there are of each type."""
        if self._run is not None:
            dialog = ParetoDialog(self._parent, counted_types(self._run), self._words)
            dialog.requested.connect(self._filter_by)
            dialog.open()

    def _choose(self, number: int) -> None:
        if self._run is not None and number < len(self._run.type_names):
            self._give(self._run.type_names[number])

    def _name_chosen(self, region: tuple[Place, int] | None, text: str) -> None:
        chosen = region or self._chosen()  # which was read meanwhile
        if chosen is None:
            self._session.said.emit(self.tr("Nothing to name here"))
        elif self._run is not None and text.strip():
            self._name(*chosen[0], type_name(text, self._run.type_names))

    def _give(self, name: str | None) -> None:
        chosen = self._chosen()
        if chosen is not None and name is not None:
            self._name(*chosen[0], name)

    def _proposed(self, proposals: Proposals) -> None:
        self._proposals = proposals
        self.refresh()

    def _proposal(self) -> str | None:
        chosen = self._chosen()
        return None if chosen is None or chosen[0] in self._named else self._proposals.types.get(chosen[0])

    def _region_text(self) -> str:
        chosen = self._chosen()
        if chosen is None:
            return "" if self._run is None else self.tr("Nothing to name here")
        place, regions = chosen
        name = self._named.get(place)
        if regions > 1:
            where = self.tr("Region {n} of {all}").format(n=count(place[1] + 1), all=count(regions))
            return f"{where}: {name}" if name else where
        return name or ("" if self._proposal() else self.tr("Not named"))  # the types need the room

    def _show_proposal(self) -> None:
        found, chosen = self._proposals, self._chosen()
        name = self._proposal()
        right = self.tr("right for {right} of {all}").format(right=count(found.right), all=count(found.named))
        meaning = self.tr(
            "Proposed by what was named before and is most alike in place, size, shape or length, and value. With each "
            "of these left out in turn, its type was proposed for {right} of {all}; {elsewhere} are in other runs."
        ).format(right=count(found.right), all=count(found.named), elsewhere=count(found.elsewhere))
        if name is not None:
            self._accept.setText(self.tr("Y  {name}?").format(name=name).replace("&", "&&"))
            self.bar.show_proposal(right, meaning, accept=True)
        elif chosen is None or chosen[0] in self._named or self._propose is None or not found.named:
            self.bar.show_proposal("", "", accept=False)
        elif found.seldom_right:
            none = self.tr("No type is proposed: {right}").format(right=right)
            why = self.tr("Below half, none is offered.")
            self.bar.show_proposal(none, f"{meaning} {why}", accept=False)
        elif found.types or found.right:
            self.bar.show_proposal(self.tr("Unlike every named region"), meaning, accept=False)
        else:
            text = self.tr("Types are proposed once {n} of two types are named.").format(n=LEAST_NAMED)
            self.bar.show_proposal("", text, accept=False)

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a part with a defect"))
    def _may_have_region(self) -> bool:
        return self._chosen() is not None or self._reads()

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a selected defect and a type with this digit"))
    def _has_type(self, number: int) -> bool:
        return self._chosen() is not None and self._run is not None and number < len(self._run.type_names)

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a defect with a proposed type"))
    def _has_proposal(self) -> bool:
        return self._proposal() is not None

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a defect with a type"))
    def _is_named(self) -> bool:
        chosen = self._chosen()
        return chosen is not None and chosen[0] in self._named

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a defect with a type"))
    def _has_types(self) -> bool:
        return bool(self._named)


class _NameDialog(QInputDialog):
    """Asks for a type: typed, or one of those that there are."""

    def __init__(self, parent: QWidget, types: list[str]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("type-name")
        self.setWindowTitle(self.tr("Type of this defect"))
        self.setLabelText(self.tr("Type, such as scratch. It then has a digit key."))
        if types:
            self.setComboBoxItems(types)
            self.setComboBoxEditable(True)
        self.setTextValue("")
        self.textValueChanged.connect(self._typed)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._typed(self.textValue())  # Qt has made the buttons by now

    def _typed(self, name: str) -> None:
        buttons = self.findChild(QDialogButtonBox)
        if buttons is not None:
            buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(bool(name.strip()))
