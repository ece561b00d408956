"""People's decisions on the parts of a run that do not come from the screen: by name, or in a table."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from inspector.core.errors import RunError, SettingError, failure
from inspector.store.records import Review, ReviewDecision, record_review
from inspector.workflow.export.csv_file import cell_text
from inspector.workflow.review.reviewed_run import ReviewedRun

WITHDRAWN = "withdrawn"
PART_WORDS = {  # what the part then is, in the words of the screen
    ReviewDecision.ACCEPT: "good",
    ReviewDecision.REJECT: "defective",
    ReviewDecision.UNSURE: "unsure",
}
_WORDS = {word: decision for decision, word in PART_WORDS.items()} | {str(one): one for one in ReviewDecision}
_NAMED = 5  # parts that an error names
_COMPARED = 10_000  # names among which one like another is looked for


@dataclass(frozen=True)
class PartDecision:
    """What a person decided on a part, or on an event of a clip, by the name that the run's records have for it.

    Attributes:
        decision: None withdraws the decision in force.
        reviewer: who decided; empty for whoever records it.
    """

    name: str
    decision: ReviewDecision | None
    reviewer: str = ""
    reason: str = ""


@dataclass(frozen=True)
class DecisionsRecorded:
    """What was written to the records of a run.

    Attributes:
        reviews: one for each decision that was not in force already.
        in_force: the decisions that count by now, in the order of the parts.
    """

    reviews: tuple[Review, ...]
    in_force: tuple[Review, ...]


def record_decisions(run: ReviewedRun, decisions: Sequence[PartDecision], *, user: str) -> DecisionsRecorded:
    """Append decisions to the records of a run, as the screen does; none where one of the parts is not in the run.

    Of a part that has the name of no other, the end of its path is enough.

    What is in force already, by the same person for the same reason, is not recorded once more.

    Args:
        user: who decided, where a decision does not say so.

    Raises:
        RunError: if a part is not in the run.
        SettingError: if a part is decided in two ways.
        StorageError: if the records cannot be written; what was written before stays.
    """
    places = {run.record_name(place): place for place in range(run.places)}
    decisions = _with_whole_names(run, decisions, places)
    by_name: dict[str, PartDecision] = {}
    for one in decisions:
        if by_name.setdefault(one.name, one) != one:
            raise SettingError("{part} is decided in two ways.", code="review.two_ways", part=one.name)
    reviews = []
    in_force = {name: review for name, place in places.items() if (review := run.review_of(place)) is not None}
    for name, one in by_name.items():
        before, reviewer = in_force.get(name), one.reviewer or user
        if before is None and one.decision is None:
            continue
        if before is not None and (before.decision, before.user, before.reason) == (one.decision, reviewer, one.reason):
            continue
        reviews.append(record_review(run.path, image=name, decision=one.decision, user=reviewer, reason=one.reason))
    in_force |= {review.image: review for review in reviews}
    counting = [in_force[name] for name in places if name in in_force]
    return DecisionsRecorded(tuple(reviews), tuple(one for one in counting if one.decision is not None))


def read_decisions(run: ReviewedRun, table: Path) -> list[PartDecision]:
    """The decisions that a CSV table holds: the table of a run's results, or that of its reviews, or one like them.

    Parts are in the column `image`, or events in `clip` and `start_frame`; decisions in `review`, else in `decision`,
    as `accept` or `good`, `reject` or `defective`, `unsure`, or `withdrawn`. Rows without a decision, and those no
    longer in force, do not count. `reviewer`, and `review_reason` or `reason`, may be there.

    Raises:
        RunError: if the table cannot be read, is not in UTF-8, lacks a column, or holds an unknown part or decision.
    """
    names = [run.record_name(place) for place in range(run.places)]
    by_cell = {name: name for name in names} | {cell_text(name): name for name in names}
    decisions: list[PartDecision] = []
    unknown: list[str] = []
    for number, row in enumerate(_rows(table, run.name_columns), start=2):
        word = row["review" if "review" in row else "decision"].strip().lower()
        if not word or (row.get("in_force") == "no" and word != WITHDRAWN):
            continue
        if word != WITHDRAWN and word not in _WORDS:
            raise RunError(
                "{file}, line {line}: '{word}' is no decision; there are accept (or good), reject (or defective), "
                "unsure and withdrawn.",
                code="review.unknown_decision",
                file=str(table),
                line=number,
                word=word,
            )
        part = run.name_in_row(row)
        if part not in by_cell:
            unknown.append(part)
            continue
        decision = None if word == WITHDRAWN else _WORDS[word]
        reason = row.get("review_reason", row.get("reason", ""))
        decisions.append(PartDecision(by_cell[part], decision, row.get("reviewer", ""), reason))
    _refuse_unknown(run, unknown)
    return list({one.name: one for one in decisions}.values())  # of a history, the last


def _rows(table: Path, name_columns: Sequence[str]) -> Iterable[Mapping[str, str]]:
    try:
        text = table.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RunError("{file} is not text in UTF-8.", code="review.no_utf8", file=str(table)) from error
    except OSError as error:
        raise RunError("{file} cannot be read ({reason}).", code="review.no_table", **failure(table, error)) from error
    head = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",")
    columns = set(rows.fieldnames or ())
    if not {"review", "decision"} & columns or not columns.issuperset(name_columns):
        raise RunError(
            "{file} lacks columns: it needs {names}, and review or decision.",
            code="review.no_columns",
            file=str(table),
            names=", ".join(name_columns),
        )
    return [{name: value or "" for name, value in row.items() if name is not None} for row in rows]


def _with_whole_names(
    run: ReviewedRun, decisions: Sequence[PartDecision], known: Iterable[str]
) -> Sequence[PartDecision]:
    """The same with the name that the run has where the end of a path was given and fits one part alone.

    Raises:
        RunError: if a name is not in the run, or fits several parts.
    """
    names = set(known)
    short = {one.name for one in decisions} - names
    if not short:
        return decisions
    ends = {name: [one for one in names if one.endswith(f"/{name}")] if name else [] for name in short}
    _refuse_unknown(run, [one.name for one in decisions if one.name in short and len(ends[one.name]) != 1])
    return [replace(one, name=ends[one.name][0]) if one.name in short else one for one in decisions]


def _refuse_unknown(run: ReviewedRun, names: Sequence[str]) -> None:
    if not names:
        return
    known = [run.record_name(place) for place in range(run.places)]
    ends = [one for one in known if one.endswith(f"/{names[0]}")]
    like = ends or get_close_matches(names[0], known[:_COMPARED], _NAMED, cutoff=0.75)
    raise RunError(
        "{run} has nothing named {names}; nothing was recorded. Similar names: {like}."
        if like
        else "{run} has nothing named {names}; nothing was recorded.",
        code="review.unknown_part",
        run=run.path.name,
        names=_listed(names),
        **({"like": _listed(like)} if like else {}),
    )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
