import json
import pickle
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from inspector.cli.ways_out import sentence
from inspector.cluster import archive, ray_workers
from inspector.cluster.archive import ArchiveDone, ArchiveJob, RayEngine, inspect_archive, inspect_here
from inspector.cluster.archive_folder import Archive, shard_file
from inspector.cluster.benchmark import benchmark_on_ray
from inspector.cluster.ray_workers import Answer, RayWorkers
from inspector.core.errors import ModelError, RunError, RunInUseError, SettingError
from inspector.core.operating_point import Decision
from inspector.data.category import collect_images
from inspector.store.benchmark_cells import read_cells
from inspector.store.runs.image_run import ImageRun
from inspector.workflow.benchmark.run import CellDone, benchmark
from inspector.workflow.inspect.images import Inspected, inspect_batch
from inspector.workflow.progress import Progress, Warned
from tests.cluster.dying_worker import DyingWorker
from tests.data.class_sets import write_npz
from tests.workflow.benchmark.test_run import job_for

pytest.importorskip("pyarrow", reason="pyarrow is not installed")

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def images(category):
    return collect_images([category / "test"])  # 4 good ones and 4 with a blob


@pytest.fixture(scope="module")
def expected(stored, images, tmp_path_factory):
    """The inspections of an ordinary run."""
    path = tmp_path_factory.mktemp("run") / "run.h5"
    list(inspect_batch(stored, images, output=path, device=CPU))
    with ImageRun(path) as run:
        return list(run)


def job(stored, images, output, **options):
    return ArchiveJob(stored, images, output, **{"shard_size": 3, "device": "cpu", **options})


def scores(folder):
    with Archive(folder) as opened:
        return [(row.image, row.score) for row in opened.rows()]


@pytest.fixture
def finished(monkeypatch):
    """Names of the images that this process inspects."""
    names = []

    def watched(*arguments, **options):
        for event in inspect_batch(*arguments, **options):
            if isinstance(event, Inspected):
                names.append(event.inspection.name)
            yield event

    monkeypatch.setattr(archive, "inspect_batch", watched)
    return names


def test_an_archive_holds_what_a_run_holds(stored, images, expected, tmp_path):
    *_, done = inspect_archive(job(stored, images, tmp_path / "a"), inspect_here)
    assert done == ArchiveDone(tmp_path / "a", Counter(inspection.decision for inspection in expected) | done.decisions)
    assert sum(done.decisions.values()) == 8
    with Archive(tmp_path / "a") as opened:
        assert len(opened) == 8
        assert opened.operating_point == stored.operating_point
        rows = list(opened.rows())
        assert [(row.shard, row.row) for row in rows] == [(i // 3, i % 3) for i in range(8)]
        for row, wanted, kept in zip(rows, expected, opened.inspections(), strict=True):
            assert (row.image, row.score, row.decision, row.light) == (
                wanted.name, wanted.score, wanted.decision, wanted.light,
            )  # fmt: skip
            assert row.regions == len(wanted.regions)
            assert isinstance(row.decision, Decision)
            assert kept.regions == wanted.regions
        assert (opened.inspection(rows[7]).anomaly_map == expected[7].anomaly_map).all()


def test_an_image_that_cannot_be_read_is_in_the_index(stored, images, tmp_path):
    (tmp_path / "bad.png").write_bytes(b"")
    several = [*images[:2], *collect_images([tmp_path / "bad.png"])]
    *_, done = inspect_archive(job(stored, several, tmp_path / "a"), inspect_here)
    assert done.decisions[None] == 1
    with Archive(tmp_path / "a") as opened:
        *_, last = opened.rows()
    assert (last.score, last.decision, last.regions) == (None, None, None)
    assert "empty file" in last.error


def test_a_stopped_archive_is_resumed_and_nothing_is_done_twice(stored, images, expected, finished, tmp_path):
    events = inspect_archive(job(stored, images, tmp_path / "a"), inspect_here)
    next(event for event in events if isinstance(event, Progress) and event.done == 3)
    events.close()
    assert len(finished) == 3
    with pytest.raises(RunError, match="holds an interrupted archive"):
        next(inspect_archive(job(stored, images, tmp_path / "a"), inspect_here))
    with pytest.raises(RunError, match="holds an interrupted archive"):
        Archive(tmp_path / "a")
    resumed = list(inspect_archive(job(stored, images, tmp_path / "a", resume=True), inspect_here))
    assert resumed[0] == Progress("Inspecting", 3, 8)
    assert sorted(finished) == sorted(image.name for image in images)
    assert scores(tmp_path / "a") == [(inspection.name, inspection.score) for inspection in expected]


def test_only_the_same_archive_is_resumed(stored, images, tmp_path):
    events = inspect_archive(job(stored, images, tmp_path / "a"), inspect_here)
    next(events)
    events.close()
    for changed, told in (
        (job(stored, images[:7], tmp_path / "a", resume=True), "number of images, list of images"),
        (job(stored, images[::-1], tmp_path / "a", resume=True), "another list of images"),
        (job(stored, images, tmp_path / "a", resume=True, shard_size=4), "number of images per shard"),
    ):
        with pytest.raises(RunError, match=told):
            next(inspect_archive(changed, inspect_here))
    with pytest.raises(RunError, match="something else"):
        next(inspect_archive(job(stored, images, images[0].path.parent), inspect_here))
    list(inspect_archive(job(stored, images, tmp_path / "a", resume=True), inspect_here))
    with pytest.raises(RunError, match="complete archive already"):
        next(inspect_archive(job(stored, images, tmp_path / "a"), inspect_here))
    again = list(inspect_archive(job(stored, images, tmp_path / "a", resume=True), inspect_here))  # nothing is missing
    assert sum(again[-1].decisions.values()) == len(images)
    (tmp_path / "file").touch()
    with pytest.raises(RunError, match="something else"):
        next(inspect_archive(job(stored, images, tmp_path / "file"), inspect_here))


def test_a_shard_that_is_still_being_written_is_waited_for(stored, images, finished, monkeypatch, tmp_path):
    """By a worker that was believed lost, and goes on for a while."""
    events = inspect_archive(job(stored, images, tmp_path / "a"), inspect_here)
    next(event for event in events if isinstance(event, Progress) and event.done == 3)
    events.close()
    part = shard_file(tmp_path / "a", 1).with_suffix(".h5.part")
    shard = inspect_batch(stored, images[3:6], output=part.with_suffix(""), device=CPU, base=Path.cwd())
    next(shard)
    shard.close()  # a shard that was begun
    program = "import h5py, sys; file = h5py.File(sys.argv[1], 'r+'); print('open', flush=True); input()"
    other = subprocess.Popen([sys.executable, "-c", program, part], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    other.stdout.readline()
    resumed = job(stored, images, tmp_path / "a", resume=True)
    with monkeypatch.context() as patched:
        patched.setattr(archive, "IN_USE_S", -1)
        with pytest.raises(RunInUseError, match="another process"):
            list(inspect_archive(resumed, inspect_here))
    monkeypatch.setattr(archive.time, "sleep", lambda _: other.communicate(b"\n"))  # ends it
    assert isinstance(list(inspect_archive(resumed, inspect_here))[-1], ArchiveDone)
    assert other.returncode == 0
    assert len(finished) == len(images)


def copied(category, tmp_path):
    """Images that a test may change, and their archive, of which one shard is missing."""
    shutil.copytree(category / "test", tmp_path / "images")
    return collect_images([tmp_path / "images"])


def test_a_shard_that_was_replaced_by_a_copy_of_another_is_noticed(stored, category, tmp_path):
    images = copied(category, tmp_path)
    list(inspect_archive(job(stored, images, tmp_path / "a"), inspect_here))
    shutil.copy(shard_file(tmp_path / "a", 0), shard_file(tmp_path / "a", 1))
    with Archive(tmp_path / "a") as opened:
        rows = list(opened.rows())
        assert opened.inspection(rows[2]).name == rows[2].image
        with pytest.raises(RunError, match=r"000001\.h5 is not the shard that belongs there"):
            opened.inspection(rows[3])
        with pytest.raises(RunError, match="is not the shard"):
            list(opened.inspections())
    (tmp_path / "a" / "index.parquet").unlink()
    with pytest.raises(RunError, match="is not the shard"):
        list(inspect_archive(job(stored, images, tmp_path / "a", resume=True), inspect_here))


def test_another_days_images_of_the_same_names_do_not_complete_an_archive(stored, category, tmp_path):
    images = copied(category, tmp_path)
    events = inspect_archive(job(stored, images, tmp_path / "a"), inspect_here)
    next(event for event in events if isinstance(event, Progress) and event.done == 3)
    events.close()
    shutil.copy(images[5].path, images[0].path)  # of the complete shard
    with pytest.raises(RunError, match=r"other files of these names.*1 of 3"):
        list(inspect_archive(job(stored, images, tmp_path / "a", resume=True), inspect_here))


def test_another_model_in_the_workers_folder_is_refused(stored, images, model_folder, tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "open_model", lambda folder: other)
    other = type("Other", (), {"identity": "another"})()
    with pytest.raises(ModelError, match="another model"):
        list(inspect_archive(job(stored, images, tmp_path / "a"), inspect_here))


def test_a_worker_of_another_version_is_refused(stored, images, tmp_path, monkeypatch):
    events = inspect_archive(job(stored, images, tmp_path / "a"), lambda task, shards: inspect_here(old(task), shards))

    def old(task):
        return replace(task, version="0.0.1")

    with pytest.raises(SettingError, match=r"made with 0\.0\.1"):
        list(events)


@pytest.mark.parametrize(("package", "engine"), [("ray", RayEngine(RayWorkers())), ("pyarrow", inspect_here)])
def test_what_is_not_installed_is_named(stored, images, tmp_path, monkeypatch, package, engine):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(SettingError, match=f"need.*the package {package}") as refused:
        list(inspect_archive(job(stored, images, tmp_path / "a"), engine))
    assert sentence(refused.value).endswith("Install it: pip install 'inspector[cluster]'.")


@pytest.fixture(scope="module")
def ray_here():
    """Ray with two cores, whatever the machine has."""
    ray = pytest.importorskip("ray", reason="Ray is not installed")
    ray.init("local", num_cpus=2, log_to_driver=False, include_dashboard=False, object_store_memory=100 * 2**20)
    yield
    ray.shutdown()


def test_a_worker_that_is_killed_loses_nothing_and_doubles_nothing(
    ray_here, stored, images, expected, monkeypatch, tmp_path
):
    monkeypatch.setattr(archive, "ShardInspector", DyingWorker)
    (tmp_path / "life").touch()
    events = list(inspect_archive(job(stored, images, tmp_path / "a"), RayEngine(RayWorkers(2))))
    (warning,) = [event.message for event in events if isinstance(event, Warned)]
    assert "lost in shard 1" in warning
    assert scores(tmp_path / "a") == [(inspection.name, inspection.score) for inspection in expected]
    assert sorted((tmp_path / "finished.txt").read_text().split("\n")[:-1]) == sorted(image.name for image in images)


def test_a_shard_that_costs_too_many_workers_is_left_for_another_engine(
    ray_here, stored, images, expected, monkeypatch, tmp_path
):
    monkeypatch.setattr(archive, "ShardInspector", DyingWorker)
    monkeypatch.setattr(ray_workers, "LOSSES", 1)
    (tmp_path / "life").touch()
    with pytest.raises(RunError, match=r"000001\.h5\.part: several workers were lost"):
        list(inspect_archive(job(stored, images, tmp_path / "a"), RayEngine(RayWorkers(1))))
    assert [shard_file(tmp_path / "a", number).exists() for number in range(3)] == [True, False, True]
    resumed = list(inspect_archive(job(stored, images, tmp_path / "a", resume=True), inspect_here))
    assert resumed[0] == Progress("Inspecting", 5, 8)
    assert scores(tmp_path / "a") == [(inspection.name, inspection.score) for inspection in expected]


def test_more_workers_than_cores_are_refused(ray_here, stored, images, tmp_path):
    with pytest.raises(SettingError, match=r"3 workers.*2 cores"):
        list(inspect_archive(job(stored, images, tmp_path / "a"), RayEngine(RayWorkers(3))))


def test_what_a_worker_raises_is_told(ray_here, model_folder, stored, images, tmp_path):
    moved = replace(stored, folder=tmp_path / "gone")
    with pytest.raises(ModelError, match="gone"):
        list(inspect_archive(job(moved, images, tmp_path / "a"), RayEngine(RayWorkers(1))))


class WorkersHere(RayWorkers):
    """The same without processes; what is common and the items are pickled all the same."""

    def run(self, worker, common, items, *, gpu):
        one = worker(pickle.loads(pickle.dumps(common)))
        one.load(threads=1)
        for item in items:
            yield from (Answer(item, answer) for answer in one.work(pickle.loads(pickle.dumps(item))))


def test_the_cells_of_a_benchmark_are_measured_by_workers(tmp_path):
    data = write_npz(tmp_path / "bars.npz")
    alone, shared = (job_for(data, tmp_path / name) for name in ("alone.json", "ray.json"))
    list(benchmark(alone))
    events = list(benchmark_on_ray(shared, WorkersHere()))
    assert [event.done for event in events if isinstance(event, Progress) and event.stage == "On Ray"] == [
        0,
        1,
        2,
        3,
        4,
    ]
    assert [event.computed for event in events if isinstance(event, CellDone)] == [False] * 4
    aurocs = [
        {key: cell["measured"]["image_auroc"] for key, cell in read_cells(job.results).items()}
        for job in (alone, shared)
    ]
    assert len(aurocs[0]) == 4
    assert aurocs[0] == aurocs[1]
    again = list(benchmark_on_ray(shared, WorkersHere()))
    assert again[-1].reused == 4


def test_the_command_writes_an_archive(cli, model_folder, category, tmp_path):
    command = ("inspect", model_folder, category / "test", "--output", tmp_path / "a")
    code, out, _ = cli(*command, "--shards-of", 3, "--csv", tmp_path / "a.csv", "--fail-on-defect", "--json")
    assert code == 1
    result = json.loads(out)
    assert (result["images"], result["errors"]) == (8, 0)
    assert result["NG"] >= 4
    assert len((tmp_path / "a.csv").read_text("utf-8-sig").splitlines()) == 9
    shutil.rmtree(tmp_path / "a")
    for options, told in (
        (("--engine", "sun"), "no engine 'sun'"),
        (("--engine", "local", "--workers", 2), "are for --engine ray"),
        (("--workers", 2), "are for --engine ray"),
        (("--shards-of", 3, "--report", tmp_path / "r.html"), "has no --heatmaps"),
    ):
        code, _, err = cli(*command, *options)
        assert (code, told in err) == (2, True), err
