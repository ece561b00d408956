import pytest

from inspector.core.methods import METHODS, create_method, setting_names
from inspector.workflow.setting_fields import changed_settings, idle_fields, setting_fields, setting_values
from inspector.workflow.setting_texts.texts import setting_line, setting_text


@pytest.mark.parametrize("method", METHODS)
def test_every_setting_has_a_field_and_every_preset_a_value_for_it(method):
    fields = setting_fields(METHODS[method].config_type())
    assert {field.name for field in fields} == set(setting_names(METHODS[method].config_type()))
    for preset in METHODS[method].presets.values():
        assert setting_values(preset).keys() == {field.name for field in fields}


def test_types_and_bounds_are_those_of_the_configuration():
    fields = {field.name: field for field in setting_fields(METHODS["patchcore"].config_type())}
    share = fields["coreset_share"]
    assert (share.kind, share.low, share.open_low, share.high) == ("number", 0, True, 1)
    side = fields["neighbourhood"]
    assert (side.kind, side.low, side.open_low, side.high) == ("whole", 1, False, 63)
    assert (fields["search_dimension"].kind, fields["search_dimension"].optional) == ("whole", True)
    assert fields["score"].choices == ("reweighted", "map")
    assert fields["image_size"].kind == "size"
    assert fields["layers"].kind == "list"
    riad = {field.name: field for field in setting_fields(METHODS["riad"].config_type())}
    assert (riad["skip_connections"].kind, riad["region_sizes"].kind) == ("switch", "list")
    tasks = {field.name: field for field in setting_fields(METHODS["multitask"].config_type())}["asked"]
    crops = {field.name: field for field in setting_fields(METHODS["multitask"].config_type())}["crop_side"]
    assert (crops.kind, crops.low, crops.high, crops.choices, crops.optional) == ("whole", 16, 4096, ("auto",), True)
    assert (tasks.kind, tasks.choices) == ("choices", ("vertical", "horizontal", "rotation", "jigsaw"))


def test_what_is_changed_makes_the_method_that_was_meant():
    preset = setting_values(METHODS["riad"].presets["cpu"])
    assert changed_settings(preset, preset) == {}
    values = preset | {"training.steps": 7, "training.epochs": None, "region_sizes": [4, 8], "training.batch_size": 2}
    made = create_method("riad", preset="cpu", **changed_settings(values, preset))
    assert (made.config.training.steps, made.config.training.epochs, made.config.training.batch_size) == (7, None, 2)
    assert made.config.region_sizes == (4, 8)
    epochs = changed_settings(preset | {"training.steps": None, "training.epochs": 3}, preset)
    assert create_method("riad", preset="cpu", **epochs).config.training.epochs == 3


def test_settings_without_effect_are_known():
    riad = setting_values(METHODS["riad"].presets["paper"])
    assert idle_fields(riad) == set()
    assert idle_fields(riad | {"training.schedule": "constant"}) == {"training.step_at"}
    remembers = idle_fields(setting_values(METHODS["patchcore"].presets["cpu"]))
    assert "training.learning_rate" in remembers
    assert "training.epochs" not in remembers
    tasks = setting_values(METHODS["rotnet"].presets["paper"])
    assert "crop_draws" in idle_fields(tasks)
    assert "crop_draws" not in idle_fields(tasks | {"crop_side": 32})


def test_the_input_size_is_written_width_first_as_all_sizes_are():
    text = setting_text("riad", "image_size")
    assert setting_line("image_size", text, [416, 160]) == "Input size: 160 × 416 px"
    text = setting_text("riad", "region_sizes")
    assert setting_line("region_sizes", text, [4, 8]) == "Removed squares: 4, 8 px"
