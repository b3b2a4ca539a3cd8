"""Draws the picture that stands for the portal where a link is pasted: `python -m portal.share_picture`.

The ring of six strokes on the colour of the band, without words, so that one picture serves both languages.
"""

from pathlib import Path

from PIL import Image, ImageDraw

SIZE = (1200, 630)
TARGET = Path(__file__).parent / "static" / "img" / "share.png"
BAND, QUIET, LIT = "#0a3a36", "#3f958a", "#ffffff"
STROKE, RADIUS, ARC, GAP = 56, 190, 48, 12
FINER = 4  # drawn larger and scaled down, because Pillow's arcs have hard edges


def draw() -> Image.Image:
    picture = Image.new("RGB", (SIZE[0] * FINER, SIZE[1] * FINER), BAND)
    pen = ImageDraw.Draw(picture)
    middle_x, middle_y = (side * FINER // 2 for side in SIZE)
    reach = RADIUS * FINER
    box = (middle_x - reach, middle_y - reach, middle_x + reach, middle_y + reach)
    for step in range(6):
        start = -90 + GAP / 2 + step * (ARC + GAP)
        pen.arc(box, start, start + ARC, fill=LIT if step == 0 else QUIET, width=STROKE * FINER)
    return picture.resize(SIZE, Image.Resampling.LANCZOS)


if __name__ == "__main__":
    draw().quantize(64).save(TARGET, optimize=True)
