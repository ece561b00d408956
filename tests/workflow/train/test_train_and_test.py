import shutil
from dataclasses import replace

from inspector.data.category import scan_category
from inspector.workflow.train.train_and_test import images_to_test


def test_the_test_images_are_tested_and_no_others(category, stored):
    assert images_to_test(scan_category(category), stored) == list(scan_category(category).test)


def test_without_good_test_images_the_held_out_ones_stand_in(category, stored, tmp_path):
    copy = tmp_path / "disc"
    shutil.copytree(category, copy)
    shutil.rmtree(copy / "test" / "good")
    images = images_to_test(scan_category(copy), stored)
    good = [image.name for image in images if not image.defective]
    assert sorted(good) == sorted(stored.card["split"]["calibration"])
    assert len(images) == len(good) + 4
    alone = replace(scan_category(copy), test=())
    assert [image.name for image in images_to_test(alone, stored)] == good
