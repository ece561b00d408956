from pathlib import Path

import pytest

from inspector.core.errors import SettingError
from inspector.core.methods import create_method
from inspector.workflow.benchmark.recipe import read_recipe, recipe_from

RECIPES = sorted((Path(__file__).parents[3] / "training" / "recipes").glob("*.toml"))
MVTEC = (
    "bottle", "cable", "capsule", "carpet", "grid", "hazelnut", "leather", "metal_nut", "pill", "screw", "tile",
    "toothbrush", "transistor", "wood", "zipper",
)  # fmt: skip
SMALL = {"title": "t", "protocol": "one_vs_all", "methods": [{"name": "riad"}]}
PAPERS = {f"paper/PA_{name}" for name in ("BDP01_TL", "BFT01_TL", "BRG01_RL", "GLA01_TL", "ZPB01_RL")}
PRODUCTS = PAPERS | {"casting", "dobot_cubes", "elpv_mono", "kolektor", "toy_aliens", "wood"}


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
def test_every_recipe_of_the_project_is_one(path):
    recipe = read_recipe(path)
    assert recipe.data
    if recipe.protocol == "category":  # a misspelt category would have no figure beside it
        names = [name for of in recipe.published.values() for name in (*of.classes, *of.pixel_classes)]
        assert set(names) <= set(MVTEC)
        assert set(recipe.classes) <= set(MVTEC) | PRODUCTS


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
def test_every_method_of_the_projects_recipes_exists_with_its_settings(path):
    for entry in read_recipe(path).methods:
        assert create_method(entry.name, preset=entry.preset, **entry.settings)


def test_there_are_recipes():
    assert len(RECIPES) >= 15


def test_names_and_numbers_of_classes_are_the_same():
    recipe = recipe_from(SMALL | {"classes": [1, "bag"]}, where="here")
    assert recipe.classes == ("1", "bag")
    assert recipe.methods[0].label == "riad"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"protocol": "two_vs_all"}, "protocol: .*one_vs_all"),
        ({"seed": 1}, "seed: there is no such key"),
        ({"methods": [{"name": "riad", "steps": 3}]}, r"method 1 \('riad'\), steps: there is no such key"),
        ({"methods": []}, "methods: "),
        ({"methods": [{"name": "riad"}, {"preset": "cpu"}]}, "method 2, name: it is missing"),
        ({"methods": [{"name": "riad", "label": "a", "settings": 5}]}, r"method 1 \('a'\), settings: .* found 5"),
        ({"methods": ["riad"]}, "method 1: expected a table of names and values"),
        ({"methods": [{"name": "riad"}, {"name": "riad", "preset": "cpu"}]}, "two methods are labelled 'riad'"),
        ({"seeds": [0, 0]}, "a seed is named twice"),
        ({"seeds": [-1]}, "value 1 of seeds: expected at least 0, found -1"),
        ({"group_by": "folder"}, "group_by is for protocol category"),
        ({"locate": "rigid"}, "locate and tile are for protocol category"),
        ({"protocol": "category", "locate": "yes"}, "locate: .*rigid"),
        ({"protocol": "category", "group_by": {"disc": "("}}, r"'\(' cannot name the lots"),
        ({"protocol": "out_of_distribution", "classes": [1]}, "classes are .* has the other sets instead"),
        ({"published": {"riad": {"mean": 101, "source": "s"}}}, r"published\.riad\.mean"),
        ({"published": {"riad": {"mean": 91}}}, r"published\.riad\.source"),
        ({"variation": {"gain": 2}}, r"variation\.gain"),
    ],
)
def test_what_is_wrong_in_a_recipe_is_named(changes, message):
    with pytest.raises(SettingError, match=f"here: {message}"):
        recipe_from(SMALL | changes, where="here")


def test_a_file_that_is_no_toml_is_told(tmp_path):
    (tmp_path / "r.toml").write_text("title = ")
    with pytest.raises(SettingError, match=r"r\.toml: the recipe cannot be read"):
        read_recipe(tmp_path / "r.toml")
    with pytest.raises(SettingError, match="No such file"):
        read_recipe(tmp_path / "none.toml")


def test_options_change_a_recipe():
    two = [{"name": "riad", "settings": {"training": {"batch_size": 2}}}, {"name": "adacl", "classes": [3]}]
    recipe = recipe_from(SMALL | {"methods": two, "seeds": [0, 1]}, where="here")
    nothing = {"method": None, "preset": None, "settings": {}, "seeds": ()}
    assert recipe.changed(**nothing) == recipe
    changed = recipe.changed(**nothing | {"method": "riad", "preset": "cpu", "settings": {"training": {"steps": 5}}})
    assert [entry.name for entry in changed.methods] == ["riad"]
    assert changed.methods[0].preset == "cpu"
    assert changed.methods[0].settings == {"training": {"batch_size": 2, "steps": 5}}
    assert recipe.changed(**nothing | {"seeds": (1,)}).seeds == (1,)
    with pytest.raises(SettingError, match=r"t has no seed 7; its seeds are 0, 1\."):
        recipe.changed(**nothing | {"seeds": (1, 7)})
    assert recipe_from(SMALL, where="here").changed(**nothing | {"seeds": (7,)}).seeds == (7,)  # it states none
    assert recipe.changed(**nothing | {"method": "rotnet"}).methods[0].name == "rotnet"
