import pytest
import torch
import torch.nn.functional as F
from kornia.filters import gaussian_blur2d

from inspector.core.building import build_network
from inspector.core.errors import SettingError
from inspector.core.fitting import FitDone, FitStep, fit
from inspector.core.methods import create_method, method_from_config
from inspector.core.methods.engines.coreset import greedy_coreset
from inspector.core.methods.engines.feature_memory import random_projection, whitening_matrix
from inspector.core.methods.engines.nearest import nearest

CPU = torch.device("cpu")


class Source:
    def __init__(self, images):
        self.images = images
        self.seen = []

    def __len__(self):
        return len(self.images)

    def batch(self, indices, *, generator):
        self.seen += indices
        return self.images[indices]


def images(n=5, size=64, seed=0):
    coarse = torch.rand(n, 3, 8, 8, generator=torch.Generator().manual_seed(seed))
    return F.interpolate(coarse, size=(size, size), mode="bilinear")


def method(**settings):
    return create_method(
        "patchcore",
        preset="cpu",
        **{"image_size": (64, 64), "search_dimension": 16, "training": {"batch_size": 2}} | settings,
    )


def learned(patchcore, good, *, seed=0, resume=None, network=None):
    network = build_network(patchcore, seed=seed) if network is None else network
    source = Source(good)
    events = list(fit(patchcore, network, source, seed=seed, device=CPU, resume=resume))
    return network, source, events


def test_every_image_is_seen_once_and_the_last_partial_batch_too():
    network, source, events = learned(method(), images(5))
    assert sorted(source.seen) == [0, 1, 2, 3, 4]
    assert events[-1] == FitDone(steps=3, planned=3)
    assert network.seen.item() == 5 * 7 * 7  # SqueezeNet makes 7×7 places of 64×64 px


def test_a_bank_of_everything_knows_the_images_it_learned():
    patchcore = method(coreset_share=1.0)
    network, _, _ = learned(patchcore, images())
    assert len(network.bank) == network.seen.item()
    with torch.no_grad():
        known, new = patchcore.judge(network, images()).scores, patchcore.judge(network, images(seed=9)).scores
    assert known.max() < 0.02 * new.min()


def test_the_map_step_by_step():
    patchcore = method(search_dimension=None, smoothing_px=0, neighbours=1, score="reweighted")
    network, _, _ = learned(patchcore, images())
    image = images(1, seed=3)
    with torch.no_grad():
        fine, coarse = network.backbone(image)
        means = [F.avg_pool2d(level, 3, stride=1, padding=1, count_include_pad=False) for level in (fine, coarse)]
        features = torch.cat([F.adaptive_avg_pool2d(means[0], coarse.shape[-2:]), means[1]], dim=1)
        expected = torch.zeros(coarse.shape[-2:])
        for y in range(expected.shape[0]):
            for x in range(expected.shape[1]):
                expected[y, x] = (network.bank.float() - features[0, :, y, x]).norm(dim=1).min()
        judgement = patchcore.judge(network, image, evidence=True)
    large = F.interpolate(expected[None, None], (64, 64), mode="bilinear", align_corners=False)[0]
    torch.testing.assert_close(judgement.maps, large, atol=1e-3, rtol=1e-3)
    torch.testing.assert_close(judgement.scores[0], expected.max(), atol=1e-3, rtol=1e-3)
    assert torch.equal(judgement.evidence["distance"], judgement.maps)


def test_the_reweighting_by_hand():
    patchcore = method(neighbours=2)
    bank = torch.tensor([[0.0, 0.0], [1.0, 0.0], [50.0, 0.0]])
    features = torch.tensor([[0.0, 0.5], [0.0, 2.0]])
    distances, index = nearest(features, bank)
    assert distances.tolist() == [0.5, 2.0]
    assert index.tolist() == [0, 0]
    # m* = (0, 0), its two nearest are itself at 2 and (1, 0) at √5: 1 − e^2 / (e^2 + e^√5) = 0.5588
    score = patchcore.reweighted(features, distances, index, bank)
    assert score.item() == pytest.approx(2 * 0.55877, rel=1e-4)
    far = patchcore.reweighted(features * 1000, distances * 1000, index, bank * 1000)
    assert torch.isfinite(far)


def test_nearest_is_exact_for_features_far_from_the_origin():
    bank = 1000 + torch.rand(50, 8, generator=torch.Generator().manual_seed(0))
    distances, index = nearest(bank[:5], bank)
    assert index.tolist() == [0, 1, 2, 3, 4]
    assert distances.max() == 0


@pytest.mark.parametrize("remembered", [3, 64, 200])
def test_nearest_is_the_first_of_all_that_are_as_near(remembered):
    generator = torch.Generator().manual_seed(0)
    bank, features = (torch.randint(-2, 3, (count, 3), generator=generator).float() for count in (remembered, 300))
    bank -= bank.mean(dim=0).round()
    distances, index = nearest(features, bank)
    every = (features[:, None] - bank).norm(dim=2)
    torch.testing.assert_close(distances, every.amin(dim=1))
    exact = 2 * torch.randint(-2, 3, (64, 3), generator=generator).float()
    exact = torch.cat([exact, -exact])  # with a mean of zero, so that what is as near is so to the last bit
    _, index = nearest(features, exact)
    assert (
        index.tolist() == torch.cdist(features, exact, compute_mode="donot_use_mm_for_euclid_dist").argmin(1).tolist()
    )


def test_the_map_is_smoothed_by_a_gaussian_and_the_evidence_is_not():
    patchcore = method(smoothing_px=2.0, score="map")
    network, _, _ = learned(patchcore, images())
    with torch.no_grad():
        found = patchcore.judge(network, images(2, seed=3), evidence=True)
    raw = found.evidence["distance"]
    smoothed = gaussian_blur2d(raw[:, None], (13, 13), (2.0, 2.0), border_type="reflect")[:, 0]
    torch.testing.assert_close(found.maps, smoothed, atol=1e-4, rtol=1e-4)
    assert not torch.allclose(raw, smoothed, rtol=0.01)


def test_a_score_of_the_map_needs_no_reweighting(monkeypatch):
    patchcore = method(score="map")
    network, _, _ = learned(patchcore, images())
    monkeypatch.setattr(type(patchcore), "reweighted", None)
    with torch.no_grad():
        found = patchcore.judge(network, images(1))
    assert torch.equal(found.scores, found.maps.flatten(1).amax(dim=1))


def test_the_projection_keeps_distances_on_average():
    cloud = torch.randn(200, 300, generator=torch.Generator().manual_seed(0))
    projected = cloud @ random_projection(300, 64, generator=torch.Generator().manual_seed(1))
    ratio = torch.pdist(projected) / torch.pdist(cloud)
    assert ratio.mean().item() == pytest.approx(1, abs=0.02)
    assert ratio.std() < 0.1


def test_memory_is_bounded_while_learning():
    patchcore = method(working_features=120, largest_bank=50, coreset_share=1.0)
    network = build_network(patchcore, seed=0)
    held = []
    for event in fit(patchcore, network, Source(images(20)), seed=0, device=CPU):
        if isinstance(event, FitStep):
            held.append(len(network.bank))
    assert max(held) <= 120
    assert len(network.bank) == 50
    assert network.seen.item() == 20 * 49
    # What was condensed on the way covers nearly as well as what is chosen from everything at once.
    with torch.no_grad():
        everything = network.embed(images(20)).flatten(0, 2)
    at_once = everything[greedy_coreset(everything, 50)]
    radius, best = (nearest(everything, few)[0].max() for few in (network.bank.float(), at_once))
    assert radius < 2 * best


@pytest.mark.parametrize("step", [1, 2, 5])
def test_a_resumed_learning_ends_in_the_same_bank(step):
    patchcore = method(working_features=120, largest_bank=50, coreset_share=1.0)
    whole, _, _ = learned(patchcore, images(11))
    network = build_network(patchcore, seed=0)
    events = fit(patchcore, network, Source(images(11)), seed=0, device=CPU)
    state = next(event for event in events if isinstance(event, FitStep) and event.step == step).snapshot()
    events.close()
    resumed, source, _ = learned(patchcore, images(11), resume=state)
    assert len(source.seen) == 11 - 2 * step
    for name, value in whole.state_dict().items():
        assert torch.equal(value, resumed.state_dict()[name]), name


def test_the_same_seed_gives_the_same_bank():
    first, again, other = (learned(method(), images(), seed=seed)[0] for seed in (1, 1, 2))
    assert torch.equal(first.bank, again.bank)
    assert first.bank.shape != other.bank.shape or not torch.equal(first.bank, other.bank)


def test_an_image_scores_the_same_alone_as_in_a_batch():
    patchcore = method(score="reweighted")
    network, _, _ = learned(patchcore, images())
    with torch.no_grad():
        together = patchcore.judge(network, images(3, seed=4)).scores
        alone = torch.cat([patchcore.judge(network, image[None]).scores for image in images(3, seed=4)])
    torch.testing.assert_close(together, alone, atol=1e-4, rtol=1e-4)


def test_the_backbone_never_learns():
    patchcore = method(backbone="resnet18")
    network = build_network(patchcore, seed=0)
    before = {name: value.clone() for name, value in network.backbone.state_dict().items()}
    learned(patchcore, images(), network=network)
    assert all(torch.equal(before[name], value) for name, value in network.backbone.state_dict().items())
    assert not any(name.startswith("body.layer4") for name in before)  # cut off behind the last layer used


def test_a_rectangular_input_and_its_border():
    patchcore = method(image_size=(64, 96), backbone="resnet18")
    network, _, _ = learned(patchcore, torch.rand(3, 3, 64, 96, generator=torch.Generator().manual_seed(0)))
    with torch.no_grad():
        assert network.embed(torch.rand(1, 3, 64, 96)).shape == (1, 8, 12, 16)
        assert patchcore.judge(network, torch.rand(1, 3, 64, 96)).maps.shape == (1, 64, 96)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (
            {"backbone": "vgg"},
            r"no backbone 'vgg'; the backbones are: efficientnet_lite0, .*squeezenet1_0.*wide_resnet50_2",
        ),
        ({"layers": ("layer9",)}, r"no layer 'layer9'; its layers are: .*features\.5"),
        ({"image_size": (32, 64)}, "at least 64×64"),
        ({"neighbourhood": 2}, "odd"),
        ({"training": {"optimizer": "adam"}}, "without an optimizer"),
        ({"training": {"steps": 3}}, "in epochs"),
        ({"working_features": 5000}, "twice largest_bank"),
    ],
)
def test_settings_that_do_not_fit_are_refused(settings, sentence):
    with pytest.raises(SettingError, match=sentence):
        method(**settings)


def test_layers_can_be_chosen():
    patchcore = method(backbone="resnet18", layers="layer1", search_dimension=None)
    assert build_network(patchcore, seed=0).embed(images(1)).shape == (1, 16, 16, 64)
    assert method_from_config("patchcore", patchcore.config.model_dump(mode="json")).config == patchcore.config


def test_the_papers_preset_is_the_papers():
    config = create_method("patchcore", preset="paper").config
    assert (config.backbone, config.layers, config.neighbourhood) == ("wide_resnet50_2", None, 3)
    assert (config.search_dimension, config.coreset_dimension, config.coreset_share) == (None, 128, 0.1)
    assert (config.score, config.neighbours, config.smoothing_px) == ("reweighted", 9, 4.0)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
def test_a_gpu_judges_like_the_processor():
    patchcore = method(score="reweighted")
    network, _, _ = learned(patchcore, images())
    with torch.no_grad():
        expected = patchcore.judge(network, images(3, seed=4))
        found = patchcore.judge(network.cuda(), images(3, seed=4).cuda())
    torch.testing.assert_close(found.maps.cpu(), expected.maps, rtol=0.02, atol=0.02 * expected.maps.max().item())
    events = list(
        fit(patchcore, build_network(patchcore, seed=0), Source(images()), seed=0, device=torch.device("cuda"))
    )
    assert isinstance(events[-1], FitDone)


def test_whitened_features_of_good_images_vary_alike_in_every_direction():
    patchcore = method(search_dimension=None, whitening=0.01, coreset_share=1.0)
    network, _, _ = learned(patchcore, images(8))
    with torch.no_grad():
        features = network.embed(images(8)).flatten(0, 2)
    assert len(features) < features.shape[1]  # no more directions than features have variance
    variances = torch.linalg.svdvals(features - features.mean(dim=0)).square() / len(features)
    spread = variances[variances > 0.5]
    assert len(spread) > 50
    assert spread.max() < 1.01
    assert torch.cdist(features, network.bank.float()).amin(dim=1).max() < 0.01 * features.norm(dim=1).mean()


def test_the_whitening_matrix_of_two_directions_by_hand():
    features = torch.tensor([[0.0, 0.0], [4.0, 0.0], [0.0, 1.0], [4.0, 1.0]], dtype=torch.float64)
    moments = torch.cat([features.sum(dim=0, keepdim=True), features.T @ features])
    matrix = whitening_matrix(moments, 4, floor=0.0)  # variances 4 and 1/4
    whitened = features.float() @ matrix
    expected = torch.tensor([[0.0, 2.0, 2.0, 8**0.5], [2.0, 0.0, 8**0.5, 2.0]])
    torch.testing.assert_close(torch.cdist(whitened[:2], whitened), expected, atol=1e-4, rtol=1e-4)
    floored = features.float() @ whitening_matrix(moments, 4, floor=1.0)  # 17/8 is added to both
    torch.testing.assert_close((floored[1] - floored[0]).norm(), torch.tensor(4 / (4 + 17 / 8) ** 0.5))


def test_features_that_hardly_vary_are_whitened():
    """Of plain images nearly all the covariance is 0, which decompositions that are fast may not converge on."""
    features = torch.zeros(2, 204, dtype=torch.float64)
    features[1, [59, 184, 139, 56]] = 1.0
    moments = torch.cat([features.sum(dim=0, keepdim=True), features.T @ features])
    whitened = features.float() @ whitening_matrix(moments, 2, floor=0.01)
    assert (whitened[1] - whitened[0]).norm().item() == pytest.approx((1 / (0.25 + 0.01 / 204)) ** 0.5, rel=1e-4)


def test_an_extended_memory_keeps_its_whitening_and_an_interrupted_one_its_sums():
    patchcore = method(search_dimension=None, whitening=0.01)
    network, _, _ = learned(patchcore, images(4))
    before = network.projection.clone()
    assert len(network.moments) == 0
    learned(patchcore, images(2, seed=5), network=network)
    assert torch.equal(network.projection, before)
    half = build_network(patchcore, seed=0)
    patchcore.learn(half, images(2), generator=torch.Generator())
    copy = build_network(patchcore, seed=0)
    copy.load_state_dict(half.state_dict())
    assert len(copy.moments) == 1 + copy.moments.shape[1]
    for one in (half, copy):
        patchcore.learn(one, images(2, seed=3), generator=torch.Generator())
        patchcore.finish(one, generator=torch.Generator().manual_seed(0))
    assert torch.equal(half.bank, copy.bank)


@pytest.mark.parametrize(
    ("size", "shape"),
    [((500, 500), (64, 64)), ((480, 640), (64, 64)), ((1260, 500), (96, 64)), ((100, 4000), (64, 160))],
)
def test_the_input_takes_the_shape_of_the_images(size, shape):
    small = method(keep_shape=True).shaped_for(size)
    assert small.config.image_size == shape
    assert small.shaped_for((640, 480)).config.image_size == shape, "it is decided once"
    assert method().shaped_for(size).config.image_size == (64, 64)


def test_the_shape_keeps_about_as_many_pixels():
    preset = create_method("patchcore", preset="features")
    for size in ((480, 640), (1260, 500), (900, 900), (300, 1200)):
        height, width = preset.shaped_for(size).config.image_size
        assert height * width == pytest.approx(256 * 256, rel=0.12)
        assert height / width == pytest.approx(size[0] / size[1], rel=0.2)


def test_images_are_also_learned_as_a_moved_camera_shows_them():
    network, source, _ = learned(method(moved=0.1, coreset_share=1.0), images(2))
    assert sorted(source.seen) == [0, 1]
    assert network.seen.item() == 2 * 2 * 7 * 7
    still, _, _ = learned(method(coreset_share=1.0), images(2))
    shifted = images(2).roll(3, dims=-1)
    moved_scores, still_scores = (
        method(coreset_share=1.0).judge(one, shifted).scores.mean() for one in (network, still)
    )
    assert moved_scores < still_scores
