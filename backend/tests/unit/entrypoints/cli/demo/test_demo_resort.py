"""The demo's cabins are complete, and their pictures come out whole, light and always the same."""

from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from reservas.entrypoints.cli.demo import content
from reservas.entrypoints.cli.demo.content import CABINS
from reservas.entrypoints.cli.demo.drawings import draw_cabin_photos
from reservas.entrypoints.cli.demo.palettes import PALETTES

LARGEST_PICTURE_BYTES = 300_000


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("pictures") / "not-made-yet"
    draw_cabin_photos(directory)
    return directory


def test_three_pictures_of_each_cabin_and_nothing_else(pictures: Path) -> None:
    names = {path.name for path in pictures.iterdir()}

    assert names == {f"{cabin.code}-{number}.jpg" for cabin in CABINS for number in (1, 2, 3)}


def test_pictures_are_light_landscape_jpegs(pictures: Path) -> None:
    for path in pictures.iterdir():
        with Image.open(path) as picture:
            assert (picture.format, picture.size) == ("JPEG", (1200, 800))
        assert path.stat().st_size < LARGEST_PICTURE_BYTES


def test_missing_pictures_are_drawn_again_alike_and_others_left_alone(pictures: Path) -> None:
    lost, kept = pictures / "lenga-1.jpg", pictures / "lenga-2.jpg"
    before = lost.read_bytes()
    lost.unlink()
    original = kept.read_bytes()
    kept.write_bytes(b"the owner's own picture")

    draw_cabin_photos(pictures)

    assert lost.read_bytes() == before
    assert kept.read_bytes() == b"the owner's own picture"
    kept.write_bytes(original)


def test_every_cabin_can_be_loaded() -> None:
    assert len({cabin.code for cabin in CABINS}) == len(CABINS) == len(PALETTES)
    for cabin in CABINS:
        assert cabin.code in PALETTES
        assert cabin.code.isascii()
        assert cabin.code.islower()
        assert 0 < cabin.base_price_cents <= cabin.weekend_price_cents
        assert time.fromisoformat(cabin.check_out_time) < time.fromisoformat(cabin.check_in_time)
        assert ZoneInfo(cabin.time_zone).key == cabin.time_zone
        assert all((cabin.amenities, cabin.house_rules, cabin.how_to_arrive, cabin.beds, cabin.description))


def test_the_high_season_is_dearer_and_has_a_minimum() -> None:
    first, last = (date.fromisoformat(day) for day in (content.HIGH_SEASON_FIRST, content.HIGH_SEASON_LAST))
    assert first < last
    assert content.HIGH_SEASON_PERCENT > 100
    assert content.HIGH_SEASON_MINIMUM_NIGHTS > 1
    assert all(0 < cabin.cleaning_cents < cabin.base_price_cents for cabin in CABINS)
