import pytest

from inspector.core.errors import SettingError
from inspector.core.methods import create_method


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"region_sizes": 4.5}, "setting region_sizes of method 'riad'.*: expected a list of values, found 4.5"),
        ({"region_sizes": [4, "x"]}, 'setting value 2 of region_sizes .*: expected a whole number, found "x"'),
        ({"training": {"steps": 0}}, "setting training.steps .*: expected more than 0, found 0"),
        ({"training": {"steps": 2.5}}, "training.steps .*: expected a whole number, found 2.5"),
        ({"training": {"learning_rate": None}}, "learning_rate .*: expected a number, found null"),
        ({"training": 5}, "setting training .*: expected settings of its own.* found 5"),
        ({"score": "x"}, "setting score .*: expected 'msgms', 'ssim' or 'both', found \"x\""),
        ({"image_size": [64, 64, 64]}, "image_size .*: expected a list with at most 2 of them, found .64, 64, 64."),
        ({"image_size": [64]}, "value 2 of image_size .*: it is missing"),
        ({"image_size": 10}, "image_size .*: sides of at least 16 px are needed, not 10×10"),
        ({"skip_connections": "perhaps"}, 'expected true or false, found "perhaps"'),
        ({"score": "x" * 99}, 'found "x{58}…'),
    ],
)
def test_a_bad_setting_is_told_with_what_was_expected_and_found(settings, message):
    with pytest.raises(SettingError, match=message) as found:
        create_method("riad", preset="cpu", **settings)
    assert "Input should" not in str(found.value)


def test_too_few_of_several_are_told():
    with pytest.raises(SettingError, match=r"anomalies .*: expected a list with at least 1 of them, found \[\]"):
        create_method("adacl", preset="cpu", anomalies=[])
