"""What `speed.py` has measured, as tables."""

from typing import Any

BACKENDS = ("torch", "onnx", "int8")


def print_speed(result: dict[str, Any]) -> None:
    settings = result["settings"]
    print(f"{settings['device']}, {settings['threads']} threads; {settings['image']}; torch {settings['torch']}")
    print(
        "Matrix product, GFLOP/s: " + ", ".join(f"{name} {rate:.0f}" for name, rate in result["matmul_gflops"].items())
    )
    yardstick = result["yardstick"]
    if yardstick:
        _print_yardstick(yardstick)
    for preset, rows in result["presets"].items():
        reading = ", ".join(f"{name.removesuffix('_ms')} {ms:.1f}" for name, ms in rows["read_and_resize"].items())
        print(f"\nPreset {preset}, {rows['gflop']:.2f} GFLOP; ms: {reading}")
        print(
            "| backend | decode, resize ms | model ms | map, regions ms | file to verdict p50 | p95 | p99 "
            "| folder images/s | GFLOP/s | of the matrix product |\n|---|---|---|---|---|---|---|---|---|---|"
        )
        for name, row in rows.items():
            if name not in BACKENDS:
                continue
            cells = [row["decode_ms"], row["model_ms"], row["post_ms"]]
            cells += [row[f"file_to_verdict_p{q}_ms"] for q in (50, 95, 99)] + [row["folder_images_per_s"]]
            print(
                f"| {name} | " + " | ".join(f"{cell:.1f}" for cell in cells) + f" | {row['gflops']:.0f} "
                f"| {row['matmul_fraction']:.0%} |"
            )
        if rows["training_images_per_s"]:
            rates = ", ".join(f"{precision} {rate}" for precision, rate in rows["training_images_per_s"].items())
            print(f"training, images/s: {rates}")
        batches = rows.get("torch", {}).get("model_ms_an_image_in_batches_of")
        if batches:
            print("torch, model ms per image in batches: " + ", ".join(f"{n}: {ms}" for n, ms in batches.items()))


def _print_yardstick(yardstick: dict[str, Any]) -> None:
    print(f"\nPaper's size, image to score: naive {yardstick['naive_s']:.2f} s, {yardstick['gflop']:.0f} GFLOP")
    print("| backend | s per image | times as fast | GFLOP/s | of the matrix product |\n|---|---|---|---|---|")
    for name, row in yardstick.items():
        if isinstance(row, dict):
            print(
                f"| {name} | {row['seconds']:.2f} | {row['naive_ratio']:.2f} | {row['gflops']:.0f} "
                f"| {row['matmul_fraction']:.0%} |"
            )
