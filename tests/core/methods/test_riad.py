import pytest
import torch
import torch.nn.functional as F

from inspector.core.building import build_network
from inspector.core.calibration import calibrate
from inspector.core.images.light import brightness_quantiles
from inspector.core.images.similarity import gms_pyramid, ssim_map
from inspector.core.methods import Judgement, create_method
from inspector.core.methods.images import riad as riad_module
from inspector.core.model import Model
from inspector.core.pretext.masks import keep_masks
from inspector.core.statistics import PixelStatistics


def method(**settings):
    return create_method(
        "riad",
        preset="paper",
        **{"image_size": (32, 32), "base_width": 4, "depth": 3, "region_sizes": (4, 8)} | settings,
    )


def images(n=3, size=32):
    return torch.rand(n, 3, size, size, generator=torch.Generator().manual_seed(0))


def network_of(riad, seed=0):
    return build_network(riad, seed=seed).eval()


def test_the_map_against_the_papers_equations_step_by_step():
    riad = method()
    network = network_of(riad)
    image = images(1)
    with torch.no_grad():
        expected = torch.zeros(32, 32)
        for k in (4, 8):
            keep = keep_masks(getattr(network, f"assignment_{k}"), k, 3)[0]
            reconstruction = torch.zeros_like(image)
            for i in range(3):  # eq. 1 and 2, one mask at a time
                filled = network.unet(image * keep[i])
                reconstruction += filled * ~keep[i]
            similarity = sum(
                F.interpolate(level, (32, 32), mode="bilinear", align_corners=False)
                for level in gms_pyramid(image, reconstruction)
            )[0, 0]
            dissimilarity = 1 - similarity / 4
            for y in range(32):  # eq. 9: the mean over 21/256 of the side, here 3×3
                for x in range(32):
                    window = dissimilarity[max(0, y - 1) : y + 2, max(0, x - 1) : x + 2]
                    expected[y, x] += window.mean() / 2
        judgement = riad.judge(network, image)
    torch.testing.assert_close(judgement.maps[0], expected, atol=1e-5, rtol=1e-4)
    assert judgement.scores[0].item() == judgement.maps[0].max().item()


@pytest.mark.parametrize("score", ["msgms", "ssim", "both"])
@pytest.mark.parametrize("skip_connections", [True, False])
def test_variants_judge_every_image_and_show_their_evidence(score, skip_connections):
    riad = method(score=score, skip_connections=skip_connections, mask_draws=2)
    with torch.no_grad():
        judgement = riad.judge(network_of(riad), images(), evidence=True)
    assert judgement.scores.shape == (3,)
    assert judgement.maps.shape == (3, 32, 32)
    assert set(judgement.evidence) == {
        "reconstruction", "reconstruction k=4", "reconstruction k=8", "map k=4", "map k=8",
    }  # fmt: skip
    both = (judgement.evidence["map k=4"] + judgement.evidence["map k=8"]) / 2
    torch.testing.assert_close(judgement.maps, both)


def test_scores_differ_between_measures():
    network = network_of(method())
    with torch.no_grad():
        maps = {name: method(score=name).judge(network, images()).maps for name in ("msgms", "ssim", "both")}
    torch.testing.assert_close(maps["both"], (maps["msgms"] + maps["ssim"]) / 2)
    assert not torch.allclose(maps["msgms"], maps["ssim"])
    assert ssim_map(images(), images()).max() < 1e-4


def test_inference_masks_are_drawn_once_from_the_seed():
    riad = method()
    a, b, c = network_of(riad, 1), network_of(riad, 1), network_of(riad, 2)
    assert torch.equal(a.assignment_4, b.assignment_4)
    assert not torch.equal(a.assignment_4, c.assignment_4)
    with torch.no_grad():
        assert torch.equal(riad.judge(a, images()).maps, riad.judge(a, images()).maps)


def test_an_image_scores_the_same_alone_as_in_a_batch():
    riad = method()
    network = network_of(riad)
    with torch.no_grad():
        together = riad.judge(network, images()).scores
        alone = torch.cat([riad.judge(network, image[None]).scores for image in images()])
    torch.testing.assert_close(together, alone, atol=1e-5, rtol=1e-4)


def test_a_rectangular_input():
    riad = method(image_size=(32, 64))
    with torch.no_grad():
        assert riad.judge(network_of(riad), torch.rand(1, 3, 32, 64)).maps.shape == (1, 32, 64)


@pytest.mark.parametrize("gain", [0.92, 1.08])
def test_a_model_judges_through_a_dimmed_lamp(gain):
    riad = method()
    smooth = F.interpolate(images(4, 4), size=(32, 32), mode="bilinear") * 0.7 + 0.05
    model = Model(riad, network_of(riad), brightness_quantiles(smooth).median(dim=0).values, None)
    same = Model(riad, model.network, None, None)
    change = (model.judge(smooth * gain).scores - model.judge(smooth).scores).abs()
    uncorrected = (same.judge(smooth * gain).scores - same.judge(smooth).scores).abs()
    assert change.max() < 1e-3
    assert change.max() < 0.1 * uncorrected.max()


def test_a_normalised_model_scores_by_its_normalised_map():
    riad = method()
    model = Model(riad, network_of(riad), None, None)
    raw = model.judge(images()).maps
    calibration = calibrate(riad, Judgement(torch.zeros(3), raw), normalise=True)
    normalised = Model(riad, model.network, None, calibration).judge(images())
    expected = PixelStatistics.from_maps(raw).normalise(raw)
    torch.testing.assert_close(normalised.maps, expected)
    torch.testing.assert_close(normalised.scores, expected.flatten(1).amax(dim=1))


def test_passes_of_any_size_give_one_map(monkeypatch):
    riad = method()
    network = network_of(riad)
    with torch.no_grad():
        at_once = riad.judge(network, images())
        monkeypatch.setitem(riad_module.PIXELS_PER_PASS, "cpu", 5 * 32 * 32)
        in_passes = riad.judge(network, images())
    torch.testing.assert_close(at_once.maps, in_passes.maps)


def test_half_precision_judges_nearly_alike_and_learns():
    half, whole = method(precision="bfloat16"), method()
    with torch.no_grad():
        maps = [riad.judge(network_of(riad), images()).maps for riad in (half, whole)]
    assert not torch.equal(*maps)
    torch.testing.assert_close(*maps, atol=0.02, rtol=0)
    network = build_network(half, seed=0)
    losses = half.learn(network, images(), generator=torch.Generator().manual_seed(0))
    sum(losses.values()).backward()
    assert all(parameter.grad.isfinite().all() for parameter in network.parameters())
    assert {loss.dtype for loss in losses.values()} == {torch.float32}
