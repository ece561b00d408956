"""What `train` trains where no method is named."""

import dataclasses
from pathlib import Path

import pytest

from inspector.cli.kinds.images import ImageCommands
from inspector.cli.options import Calibrate, TrainOptions
from inspector.core.errors import SettingError
from inspector.core.fitting import FitStep
from inspector.core.methods import create_method
from inspector.core.networks.efficientnet_lite import LITE_SCALES
from inspector.data.category import scan_category
from inspector.store.models.weights import packaged_weights
from inspector.workflow.train.images import train
from tests.conftest import small_job

needs_features = pytest.mark.skipif(packaged_weights() is None, reason="inspector[features] is not installed")


@pytest.fixture
def job_of(category, tmp_path):
    """The job that options make."""
    common = small_job(category, tmp_path / "m")
    named = ("output", "seed", "device", "max_false_reject", "max_review", "resume")

    def make(**stated):
        nothing = dict.fromkeys(field.name for field in dataclasses.fields(TrainOptions))
        options = {
            **nothing,
            "settings": {},
            "download_weights": False,
            "mixed_sizes": False,
            "calibrate": Calibrate.AUTO,
        }
        values = {name: getattr(common, name) for name in named} | {"resume": stated.pop("resume", False)}
        options |= {"common": values} | stated
        return ImageCommands().train_job(scan_category(category), TrainOptions(**options))

    return make


@pytest.fixture
def chosen(job_of):
    """Method, preset's backbone and weights of the job that options make."""

    def choose(**stated):
        job = job_of(**stated)
        return job.method.name, getattr(job.method.config, "backbone", None), job.weights

    return choose


@needs_features
def test_with_the_features_installed_it_is_patchcore_and_it_is_said(chosen, capsys):
    assert chosen() == ("patchcore", "efficientnet_lite0", None)
    said = capsys.readouterr()
    assert said.out == ""
    assert "Method patchcore, because inspector[features] is installed" in said.err
    assert "--method scattering learns without" in said.err


def test_without_them_it_is_scattering(chosen, without_features, capsys):
    assert chosen() == ("scattering", None, None)
    assert chosen(method="patchcore") == ("patchcore", "squeezenet1_0", None)
    assert capsys.readouterr().err == ""


@needs_features
@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({"method": "riad"}, ("riad", None, None)),
        ({"preset": "balanced"}, ("riad", None, None)),
        ({"settings": {"base_width": 4}}, ("riad", None, None)),
        ({"preset": "features"}, ("patchcore", "efficientnet_lite0", None)),
        ({"method": "patchcore"}, ("patchcore", "efficientnet_lite0", None)),
        ({"method": "patchcore", "preset": "cpu"}, ("patchcore", "squeezenet1_0", None)),
        ({"method": "patchcore", "download_weights": True}, ("patchcore", "squeezenet1_0", None)),
        ({"method": "patchcore", "weights": Path("w")}, ("patchcore", "squeezenet1_0", Path("w"))),
        ({"method": "patchcore", "backbone": "resnet18"}, ("patchcore", "resnet18", None)),
    ],
)
def test_what_is_stated_means_what_it_meant_before(chosen, capsys, stated, expected):
    assert chosen(**stated) == expected
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "stated", [{"backbone": "resnet18"}, {"weights": Path("w")}, {"download_weights": True}], ids=" ".join
)
def test_a_backbone_or_weights_are_of_the_method_that_has_them(chosen, stated):
    assert chosen(**stated) == ("patchcore", stated.get("backbone", "squeezenet1_0"), stated.get("weights"))


@pytest.mark.parametrize("name", LITE_SCALES)
@pytest.mark.parametrize("stated", [{}, {"method": "patchcore"}, {"preset": "features"}, {"weights": Path("w")}])
def test_a_network_that_comes_as_a_package_has_the_settings_made_for_it(job_of, without_features, capsys, name, stated):
    config = job_of(backbone=name, **stated).method.config
    features = create_method("patchcore", preset="features").config
    assert config == features.model_copy(update={"backbone": name})
    assert config.layers == ("features.3", "features.4", "features.5")
    assert capsys.readouterr().err == ""


def test_its_settings_can_be_others(job_of):
    other = job_of(backbone="efficientnet_lite1", preset="cpu", settings={"layers": "features.4"}).method.config
    assert (other.layers, other.search_dimension) == (("features.4",), 128)


@pytest.mark.parametrize("method", ["scattering", "riad"])
def test_a_backbone_of_a_method_without_one_is_refused(chosen, method):
    with pytest.raises(SettingError, match="learns without a pretrained network") as refused:
        chosen(method=method, backbone="resnet18")
    assert refused.value.code == "backbone.unused"


@needs_features
def test_an_interrupted_training_resumes_its_own_method(chosen, category, tmp_path, capsys):
    updates = train(small_job(category, tmp_path / "m"))
    next(update for update in updates if isinstance(update, FitStep))
    updates.close()
    assert chosen(resume=True) == ("riad", None, None)
    assert capsys.readouterr().err == ""
