"""Recipes of benchmarks: which cells make a table, and what the papers published beside it."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from inspector.core.errors import SettingError
from inspector.core.images.variation import Variation
from inspector.core.validation import UNKNOWN_NAME, first_error, named_place
from inspector.data.properties import Locate, Tile
from inspector.data.splits import check_group_by

ProtocolName = Literal["one_vs_all", "out_of_distribution", "category"]
_Name = Annotated[str, BeforeValidator(lambda value: str(value) if isinstance(value, int) else value)]
_Percent = Annotated[float, Field(ge=0, le=100)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MethodEntry(_Strict):
    """One method of a table. Whether it exists, and its settings with it, is found out when the benchmark starts.

    Attributes:
        label: what the table calls it; its name where nothing is said.
        settings: changes to the preset, as `create_method` takes them.
        classes: those it is measured on, where they are not the recipe's.
    """

    name: str
    preset: str = "paper"
    settings: dict[str, Any] = {}
    label: str = ""
    classes: tuple[_Name, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _labelled(cls, values: Any) -> Any:
        if isinstance(values, dict) and not values.get("label"):
            return {**values, "label": values.get("name", "")}
        return values


class Published(_Strict):
    """Figures of a paper in percent: image AUROC, and pixel AUROC where it gives one.

    Attributes:
        classes, pixel_classes: by the name of the class (category, other set) or its number in the data's order.
    """

    source: str
    mean: _Percent | None = None
    classes: dict[str, _Percent] = {}
    pixel_mean: _Percent | None = None
    pixel_classes: dict[str, _Percent] = {}


class Recipe(_Strict):
    """What is measured: every method on every class with every seed.

    Attributes:
        data: a sentence on what `--data` (and `--other`) should be.
        classes: classes, or categories as paths below the data; all there are where none is named. Protocol
            `out_of_distribution` has the other sets for classes.
        variation: how normal images may vary; where it is not stated, not at all for class-labelled sets and as
            the category states it for categories.
        group_by: how lots are named, for all categories or by category.
        normalise: as in a training; None leaves it to the check on good images.
        locate, tile: as in a training, of protocol `category`; None as the category states it.
        published: by method label; figures under other labels stand in rows of their own.
    """

    title: str
    protocol: ProtocolName
    methods: tuple[MethodEntry, ...] = Field(min_length=1)
    data: str = ""
    classes: tuple[_Name, ...] = ()
    seeds: tuple[Annotated[int, Field(ge=0)], ...] = Field(default=(0,), min_length=1)
    variation: Variation | None = None
    group_by: str | dict[str, str] | None = None
    normalise: bool | None = None
    locate: Locate | None = None
    tile: Tile | None = None
    published: dict[str, Published] = {}

    @model_validator(mode="after")
    def _consistent(self) -> "Recipe":
        labels = [method.label for method in self.methods]
        twice = sorted({label for label in labels if labels.count(label) > 1})
        if twice:
            raise ValueError(f"two methods are labelled '{twice[0]}'; give each a label of its own")
        if len(set(self.seeds)) < len(self.seeds):
            raise ValueError("a seed is named twice")
        if self.group_by is not None and self.protocol != "category":
            raise ValueError("group_by is for protocol category; class-labelled sets have no lots")
        if (self.locate is not None or self.tile is not None) and self.protocol != "category":
            raise ValueError("locate and tile are for protocol category; class-labelled sets show no parts")
        for expression in self.group_by.values() if isinstance(self.group_by, dict) else (self.group_by,):
            try:
                check_group_by(expression)
            except SettingError as error:
                raise ValueError(str(error).removesuffix(".")) from error
        if self.protocol == "out_of_distribution" and (self.classes or any(m.classes for m in self.methods)):
            raise ValueError("classes are for the other protocols; out_of_distribution has the other sets instead")
        return self

    def changed(
        self,
        *,
        method: str | None,
        preset: str | None,
        settings: Mapping[str, Any],
        seeds: tuple[int, ...],
    ) -> "Recipe":
        """The recipe with what is given changed: one method of it (by label or name, or else a new one), another
        preset or settings, or only some of its seeds (any, where it states none).

        Raises:
            SettingError: if the result is not a recipe, or it states seeds and one of these is none of them.
        """
        unknown = [str(seed) for seed in seeds if seed not in self.seeds]
        if unknown and "seeds" in self.model_fields_set:
            raise SettingError(
                "{recipe} has no seed {wanted}; its seeds are {seeds}.",
                code="benchmark.unknown_seed",
                recipe=self.title,
                wanted=", ".join(unknown),
                seeds=", ".join(map(str, self.seeds)),
            )
        entries = [entry for entry in self.methods if method in (None, entry.label, entry.name)]
        values = [entry.model_dump() for entry in entries] or [{"name": method}]
        for entry in values:
            entry["preset"] = preset or entry.get("preset", "paper")
            entry["settings"] = _merged(entry.get("settings", {}), settings)
        changes: dict[str, Any] = {"methods": values, "seeds": seeds or self.seeds}
        if method is not None:  # a part of the table: what others published on methods left out is not part of it
            labels = {entry.get("label", method) for entry in values}
            changes["published"] = {label: figures for label, figures in self.published.items() if label in labels}
        return recipe_from({**self.model_dump(), **changes}, where="The recipe with these options")


def read_recipe(path: Path) -> Recipe:
    """A recipe from a TOML file.

    Raises:
        SettingError: if it cannot be read or is not a recipe.
    """
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise SettingError(
            "{path}: the recipe cannot be read ({reason}).",
            code="benchmark.recipe_unreadable",
            path=path,
            reason=reason,
        ) from error
    return recipe_from({"title": path.stem, **values}, where=str(path))


def recipe_from(values: Mapping[str, Any], *, where: str) -> Recipe:
    """A recipe from plain values; `where` they are from stands in the error.

    Raises:
        SettingError: naming the first value that cannot be used.
    """
    try:
        return Recipe.model_validate(values)
    except ValidationError as error:
        at, kind, reason = first_error(error)
        place = _place(at, values) if at else ""
        if kind == UNKNOWN_NAME:
            reason = "there is no such key in a recipe"
        where = f"{where}: {place}" if place else where
        raise SettingError("{where}: {reason}.", code="benchmark.recipe_wrong", where=where, reason=reason) from error


def _place(at: Sequence[str | int], values: Mapping[str, Any]) -> str:
    """Where in a recipe something is wrong; methods by their number from 1, and their label."""
    if at[0] != "methods" or len(at) < 2:
        return named_place(at)
    _, place, *rest = at
    number = int(place)
    method = values["methods"][number]
    label = (method.get("label") or method.get("name", "")) if isinstance(method, Mapping) else ""
    return f"method {number + 1}" + f" ('{label}')" * bool(label) + (f", {named_place(rest)}" if rest else "")


def _merged(settings: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(settings)
    for name, value in changes.items():
        both = isinstance(value, Mapping) and isinstance(merged.get(name), Mapping)
        merged[name] = _merged(merged[name], value) if both else value
    return merged
