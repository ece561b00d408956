"""The picture of an event in Inspect of clips, beside the run that knows its heat."""

from types import SimpleNamespace

import torch

from inspector.core.calibration import Calibration
from inspector.gui.inspect.video.event_picture import EventRequest, JudgedClip, paint_event
from inspector.store.runs.video_run import VideoRun
from tests.gui.clips import POINT, write_clips, write_run


def test_the_worst_frame_has_its_heat_once_the_run_has_it(tmp_path):
    path = write_run(write_clips(tmp_path / "belt"), tmp_path / "monday.clips")
    calibration = Calibration(torch.linspace(0.2, 1.2, 40), pixels=None, alignment=None, outline=0.8)
    stored = SimpleNamespace(calibration=calibration, operating_point=POINT)
    with VideoRun(path) as run:
        found, clip = run.events(1)[0], run.clips[1].path
    plain = paint_event(EventRequest(clip, found)).image
    early = paint_event(EventRequest(clip, found, JudgedClip(tmp_path / "none.clips", 1, stored))).image
    assert early == plain, "it is not in the run yet"
    for name in ("monday.clips", "tuesday.clips"):
        heat = paint_event(EventRequest(clip, found, JudgedClip(tmp_path / name, 1, stored))).image
        colour = heat.pixelColor(heat.width() * 5 // 6, heat.height() // 3)
        assert colour.red() != colour.blue(), "coloured where the frame is grey"
        path.rename(tmp_path / "tuesday.clips.part") if path.exists() else None
