import dataclasses

import pytest

from inspector.core.images.pose import Pose
from inspector.core.images.variation import Variation
from inspector.workflow.advise.methods import advise, choose_methods
from inspector.workflow.advise.properties import Kind, Properties
from inspector.workflow.advise.remarks import Question

ALL = ("riad", "patchcore", "scattering", "multitask", "adacl", "rotnet")

POSE = Pose(
    likeness=0.9,
    kept_turned_90=0.4,
    kept_turned_180=0.5,
    kept_mirrored_horizontal=0.5,
    kept_mirrored_vertical=0.5,
    turned_pairs=0.0,
    turned_degrees=0.0,
    mirrored_pairs_horizontal=0.0,
    mirrored_pairs_vertical=0.0,
)
ALIGNED = Properties(
    images=209,
    measured=200,
    unreadable=0,
    copies=0,
    height_px=256,
    width_px=320,
    mixed_sizes=False,
    colourfulness=0.1,
    contrast=0.2,
    light_spread=0.05,
    alignment=0.93,
    aligned_share=0.9,
    evenness=0.2,
    periodicity=0.1,
    detail_lost_at_128_px=0.01,
    pose=POSE,
    held_out=42,
    false_reject_bound_95=0.069,
    more_images_for_1_percent=1285,
)


def changed(**changes):
    pose = {name: changes.pop(name) for name in list(changes) if name in {f.name for f in dataclasses.fields(Pose)}}
    return dataclasses.replace(ALIGNED, pose=dataclasses.replace(POSE, **pose), **changes)


REGULAR = changed(alignment=0.0, evenness=1.0, periodicity=0.8)
STOCHASTIC = changed(alignment=-0.05, evenness=1.0, periodicity=0.2)
FREE = changed(alignment=0.1)


def advice(properties, *, weights=True, installed=False, available=ALL, stated=None, **locating):
    stated = stated or Variation()
    return advise(properties, stated=stated, weights=weights, installed=installed, available=available, **locating)


@pytest.mark.parametrize(
    ("properties", "kind", "methods"),
    [
        (ALIGNED, Kind.ALIGNED, ["scattering", "riad"]),
        (changed(evenness=1.0, periodicity=0.9), Kind.ALIGNED, ["scattering", "riad"]),
        (REGULAR, Kind.REGULAR_TEXTURE, ["scattering", "riad"]),
        (STOCHASTIC, Kind.STOCHASTIC_TEXTURE, ["scattering", "riad"]),
        (FREE, Kind.FREE_POSE, ["scattering", "multitask"]),
        (changed(height_px=28, width_px=28), Kind.ALIGNED, ["scattering", "multitask"]),
        (dataclasses.replace(STOCHASTIC, height_px=64, width_px=64), Kind.STOCHASTIC_TEXTURE, ["scattering", "riad"]),
    ],
)
def test_the_table(properties, kind, methods):
    assert properties.kind is kind
    assert choose_methods(properties, weights=False, available=ALL) == methods
    assert choose_methods(properties, weights=True, available=ALL) == ["patchcore", *methods]


@pytest.mark.parametrize("properties", [ALIGNED, REGULAR, STOCHASTIC, FREE])
def test_only_what_is_there_is_suggested(properties):
    assert choose_methods(properties, weights=True, available=["riad"]) == ["riad"]
    said = " ".join(advice(properties, available=["riad"]).sentences)
    assert "patchcore" not in said
    assert "multitask" not in said


@pytest.mark.parametrize(
    "properties",
    [ALIGNED, REGULAR, STOCHASTIC, FREE, changed(alignment=0, contrast=0.003), changed(height_px=28, width_px=28)],
)
def test_two_sentences_with_the_facts(properties):
    finding, honesty = advice(properties).sentences
    assert finding.startswith("209 colour images of ")
    for sentence in (finding, honesty):
        assert sentence.endswith(".")
        assert ". " not in sentence
    assert "fifth of the images, 42," in honesty
    assert "6.9 %" in honesty


def test_one_image_held_out_is_one():
    assert "a held-out fifth of the images, 1, can prove at best" in advice(changed(held_out=1)).sentences[1]


@pytest.mark.parametrize(
    ("images", "method", "tile", "expected"),
    [
        (92, "patchcore", "auto", True),
        (93, "patchcore", "auto", False),
        (92, "riad", "auto", False),  # its trainings take minutes
        (92, "patchcore", 128, False),  # in tiles, too
    ],
)
def test_what_all_images_say_is_expected_and_not_proven(images, method, tile, expected):
    advised = advice(changed(images=images, held_out=images // 5), available=[method], tile=tile)
    assert advised.suggestions[0].calibrates_on_all is expected
    said = f"by `{method}` all {images} images say what share of good parts is falsely rejected, which is expected"
    assert (said in advised.sentences[1]) is expected
    assert ("a held-out fifth of the images" in advised.sentences[1]) is not expected


@pytest.mark.parametrize(("installed", "tiled"), [(True, False), (False, True)])
def test_an_input_that_keeps_the_shape_of_long_images_needs_no_tiles(installed, tiled):
    long = changed(images=60, held_out=12, height_px=1260, width_px=500)
    first, *_ = advice(long, available=["patchcore"], installed=installed).suggestions
    assert first.preset == ("features" if installed else "cpu")
    assert first.calibrates_on_all is not tiled


def test_what_shows_nothing_is_no_texture():
    blank = changed(alignment=0.0, evenness=1.0, periodicity=0.1, contrast=0.003)
    assert blank.kind is Kind.BLANK
    finding = advice(blank).sentences[0]
    assert "show hardly anything but noise: try `patchcore`" in finding
    assert "texture" not in finding
    assert not blank.may_need_locating
    assert changed(contrast=0.003).kind is Kind.ALIGNED  # noise is in no fixed place


def test_the_finding_says_what_it_rests_on():
    assert "position explains 93 %" in advice(ALIGNED).sentences[0]
    assert "80 % of it repeats itself" in advice(REGULAR).sentences[0]
    assert "position explains 0 % of it" in advice(STOCHASTIC).sentences[0]  # and not -5 %


def test_the_first_begins_with_pretrained_weights_where_they_are_allowed():
    first, second, third = advice(ALIGNED).suggestions
    assert (first.method, first.pretrained, first.comparison) == ("patchcore", True, False)
    assert (second.method, second.pretrained, second.comparison) == ("scattering", False, False)
    assert (third.method, third.pretrained, third.comparison) == ("riad", False, True)
    assert [one.comparison for one in advice(FREE).suggestions] == [False, False, True]


def test_a_network_that_is_installed_is_recommended_and_nothing_is_downloaded():
    first, second, _ = advice(ALIGNED, installed=True).suggestions
    assert (first.method, first.preset, first.installed) == ("patchcore", "features", True)
    assert (second.method, second.preset, second.installed) == ("scattering", "cpu", False)
    finding = advice(ALIGNED, installed=True).sentences[0]
    assert "try `patchcore`, whose network is installed, or `scattering` (" in finding
    assert ", compared with `riad` (" in finding
    without = advice(ALIGNED, weights=False, installed=True).suggestions
    assert [(one.method, one.installed) for one in without] == [("scattering", False), ("riad", False)]


@pytest.mark.parametrize(("height", "lost", "larger"), [(900, 0.3, True), (900, 0.01, False), (200, 0.3, False)])
def test_large_images_with_fine_detail_get_a_larger_input(height, lost, larger):
    properties = changed(height_px=height, width_px=height, detail_lost_at_128_px=lost)
    scattering, riad = advice(properties, weights=False).suggestions
    assert scattering.settings == {}  # its input has four times as many pixels
    assert riad.settings == ({"image_size": 256} if larger else {})


def test_the_choices_that_let_the_training_run():
    for one in advice(changed(unreadable=1, mixed_sizes=True), weights=False).suggestions:
        assert (one.skip_unreadable, one.mixed_sizes) == (True, True)
    for one in advice(ALIGNED, weights=False).suggestions:
        assert (one.skip_unreadable, one.mixed_sizes) == (False, False)


def test_a_task_that_good_parts_cannot_solve_is_left_out():
    for properties in (
        changed(alignment=0.1, kept_turned_90=1.0),
        changed(alignment=0.1, turned_pairs=0.9, turned_degrees=90.0),
    ):
        scattering, multitask = advice(properties, weights=False).suggestions
        assert multitask.settings == {"asked": ["vertical", "horizontal", "jigsaw"]}
        assert scattering.settings == {}  # poses no tasks
    _, slightly = advice(changed(alignment=0.1, turned_pairs=0.9, turned_degrees=20.0), weights=False).suggestions
    assert slightly.settings == {}


def test_small_images_are_judged_at_their_own_size():
    scattering, multitask = advice(changed(height_px=28, width_px=28), weights=False).suggestions
    assert multitask.settings == {"image_size": 28, "fold": 1}
    assert scattering.settings == {}  # memory banks enlarge them


def test_parts_that_lie_differently_are_located_where_that_holds_and_need_no_rotation():
    turned = changed(alignment=0.1, turned_pairs=0.9, turned_degrees=150.0)
    found = advice(turned, locatable=True)
    assert {suggestion.locate for suggestion in found.suggestions} == {None}  # a training does it where nobody says
    assert {one.locate for one in advice(turned, locatable=True, locate="off").suggestions} == {"auto"}
    assert found.notes[0].startswith("Good parts lie at any angle; located,")
    assert found.questions == ()
    assert not any("located" in note for note in advice(turned).notes)
    slightly = advice(changed(turned_pairs=0.5, turned_degrees=25.0), locatable=True)
    assert "turned by up to 25°" in slightly.notes[0]
    assert "in different places" in advice(FREE, locatable=True).notes[0]


def test_images_that_are_judged_in_tiles_need_no_larger_input():
    long = changed(height_px=500, width_px=1260, detail_lost_at_128_px=0.2)
    settings = [advice(long, available=["riad"], tile=tile).suggestions[0].settings for tile in ("auto", "off", 256)]
    assert settings == [{}, {"image_size": 256}, {}]


@pytest.mark.parametrize(("tile", "spoken_of"), [("auto", 0), ("off", 2), (256, 0)])
def test_what_shrinking_costs_is_not_said_of_images_that_are_judged_in_tiles(tile, spoken_of):
    long = changed(height_px=1200, width_px=4000, detail_lost_at_128_px=0.2)
    notes = advice(long, available=["riad"], tile=tile).notes
    assert sum("256 px are suggested" in note or "input covers" in note for note in notes) == spoken_of


def test_where_locating_is_stated_already_nothing_is_asked_about_angles():
    found = advice(changed(turned_pairs=0.9, turned_degrees=150.0), locate="rigid")
    assert found.questions == ()
    assert not any("located" in note for note in found.notes)


def test_only_parts_in_several_poses_may_need_locating():
    assert FREE.may_need_locating
    assert changed(turned_pairs=0.5, turned_degrees=25.0).may_need_locating
    assert not ALIGNED.may_need_locating
    assert not changed(alignment=0.0, evenness=1.0, periodicity=0.8, turned_pairs=0.5).may_need_locating


def test_poses_are_asked_for_and_not_assumed():
    found = advice(changed(turned_pairs=0.5, turned_degrees=25.0))
    assert found.questions == (Question("rotated", 0.5, degrees=25),)
    assert all(suggestion.settings == {} for suggestion in found.suggestions)
    assert advice(changed(turned_pairs=0.9, turned_degrees=150.0)).questions[0].degrees == 180
    mirrored = advice(changed(mirrored_pairs_vertical=0.4)).questions
    assert mirrored == (Question("mirrored", 0.4, axes=("vertical",)),)
    both = advice(changed(kept_mirrored_horizontal=0.99, kept_mirrored_vertical=0.98)).questions
    assert both == (Question("symmetric", 0.98, axes=("horizontal", "vertical")),)


def test_what_the_category_states_is_not_asked_again():
    turned = changed(turned_pairs=0.5, turned_degrees=25.0, mirrored_pairs_vertical=0.4)
    stated = Variation(rotation_degrees=30, flip_vertical=True)
    assert advice(turned, stated=stated).questions == ()
    again = advice(changed(mirrored_pairs_vertical=0.4), stated=Variation(flip_horizontal=True)).questions
    assert set(again[0].axes) == {"horizontal", "vertical"}  # what is stated stays


@pytest.mark.parametrize(
    ("properties", "words"),
    [
        (changed(alignment=0.1, kept_turned_90=0.98, kept_turned_180=0.97), "rotated by 90° or 180°"),
        (changed(alignment=0.1, kept_turned_180=0.97), "rotated by 180°"),
        (changed(alignment=0.1, likeness=0.2, kept_turned_90=0.8, kept_turned_180=1.1), "90° or 180°"),  # chance
        (changed(light_spread=0.2), "varies by 20 %"),
        (changed(light_spread=0.3), "at least 30 %"),
        (changed(contrast=0.002), "hardly anything but noise"),
        (changed(copies=3), "3 good images are copies of others, byte for byte, and prove nothing more."),
        (changed(copies=1), "1 good image is a copy of others, byte for byte, and proves nothing more."),
        (changed(measured=4), "4 images are too few"),
        (changed(height_px=1280, width_px=1280), "covers 10 px of the image"),
        (changed(height_px=1280, width_px=1280), "In tiles of 128 px it covers 1 px; there are 169 of them per image"),
        (ALIGNED, "add 1285 good images to the category"),
    ],
)
def test_what_would_mislead_is_said(properties, words):
    assert any(words in note for note in advice(properties).notes)


def test_tasks_are_spoken_of_only_where_there_are_some_and_with_those_that_remain():
    turned = {"kept_turned_90": 0.98, "kept_turned_180": 0.97}
    assert not any("task" in note for note in advice(changed(**turned)).notes)  # riad has none
    rest = "the tasks that remain are vertical, horizontal, jigsaw"
    already = advice(changed(alignment=0.1, **turned))
    (note,) = [note for note in already.notes if "rotation task" in note]
    assert f"so the suggested `multitask` leaves out its rotation task; {rest}." in note
    assert not any("--" in note for note in already.notes), "a workflow knows no options"
    assert ["asked" in of.settings for of in already.suggestions if of.method == "multitask"] == [True]
    (note,) = [note for note in advice(changed(alignment=0.1, kept_turned_180=0.97)).notes if "rotation task" in note]
    assert f"so leave out the rotation task of `multitask`; {rest}." in note


def test_the_input_of_riad_is_spoken_of_only_where_it_is_suggested():
    large = {"height_px": 1280, "width_px": 1280, "detail_lost_at_128_px": 0.3}
    assert sum("`riad`" in note for note in advice(changed(**large)).notes) == 2
    small = {"height_px": 28, "width_px": 28, "detail_lost_at_128_px": 0.3}
    assert not any("`riad`" in note for note in advice(changed(**small)).notes)


def test_it_says_that_memory_banks_can_overlook_what_is_missing():
    assert "`patchcore` shows where a part is unusual" in advice(ALIGNED).sentences[1]
    assert "can overlook a missing feature" in advice(ALIGNED).sentences[1]
    assert "missing" not in advice(ALIGNED, weights=False, available=["riad"]).sentences[1]


def test_nothing_is_said_of_what_is_in_order():
    assert advice(changed(more_images_for_1_percent=0)).notes == ()
    assert advice(ALIGNED).questions == ()


def test_where_only_some_of_the_image_is_aligned_it_says_so():
    (finding, _), (whole, _) = advice(changed(aligned_share=0.4)).sentences, advice(ALIGNED).sentences
    assert "within 40 % of the image; elsewhere they differ, as texture or a ground does" in finding
    assert "elsewhere" not in whole
