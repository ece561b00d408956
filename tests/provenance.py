"""What the cards of models say of a training that there never was."""

_MADE = {
    "created": "2026-03-01T00:00:00+00:00",
    "user": "ann",
    "host": "bench",
    "versions": {"inspector": "0.1.0"},
    "training": {"seed": 0, "steps": 1, "seconds": 0.1, "device": "cpu", "threads": 1},
    "threshold_choice": {"images": 1, "expected": 0.5, "bound_95": 0.95, "wish": 0.01},
    "variation": {},
}
OF_IMAGES = _MADE | {
    "category": {"name": "disc", "fingerprint": "0" * 64, "images": 0},
    "split": {
        "group_by": None, "training": [], "training_sha256": [], "calibration": [], "calibration_sha256": [],
        "calibration_groups": 1,
    },
}  # fmt: skip
OF_VIDEO = _MADE | {
    "category": {"name": "line", "fingerprint": "0" * 64, "clips": 0, "frames": 0},
    "split": {"training": [], "calibration": []},
    "samples": [],
}
