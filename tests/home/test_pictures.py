"""The demo's pictures are drawn by code: each must exist, be of the promised size, and never vary."""

import hashlib
import tomllib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

import home
from home.pictures import KEYS, draw

TEXTS = Path(home.__file__).parent / "demo_texts"


@pytest.mark.parametrize("key", KEYS)
def test_a_scene_is_a_light_png_that_does_not_vary(key):
    first = draw(key)
    picture = Image.open(BytesIO(first))
    assert (picture.format, picture.size) == ("PNG", (1200, 675))
    assert len(first) < 40_000, "a picture must leave room in the page's 60 KB once it is reduced"
    assert len(picture.convert("RGB").getcolors()) > 4, "an empty scene"
    assert hashlib.sha256(draw(key)).digest() == hashlib.sha256(first).digest()


def test_no_two_scenes_are_the_same():
    assert len({draw(key) for key in KEYS}) == len(KEYS)


def test_each_scene_is_described_in_both_languages():
    described = tomllib.loads((TEXTS / "pictures.toml").read_text(encoding="utf-8"))["pictures"]
    assert set(described) == set(KEYS)
    assert all(text["fr"] and text["en"] and text["scene"] for text in described.values())


def test_an_unknown_scene_is_refused():
    with pytest.raises(KeyError):
        draw("no-such-scene")
