"""What the demo's pictures are drawn with: a canvas, curves, and the few figures that scenes share."""

import math
from io import BytesIO

from PIL import Image, ImageDraw

SIZE = (1200, 675)
OVERSAMPLING = 3
COLOURS = 48

DARK, DEEP, MID, SOFT, PALE = "#0a3a36", "#0b5b54", "#3f958a", "#8fc5bc", "#d3e7e3"
WARM, PAPER, INK = "#e69f00", "#f0f4f2", "#15201e"


class Canvas:
    """Pillow's drawing, in the picture's own units (1200 x 675) whatever the oversampling."""

    def __init__(self, background: str):
        self.image = Image.new("RGB", tuple(side * OVERSAMPLING for side in SIZE), background)
        self.pen = ImageDraw.Draw(self.image)

    def _scaled(self, numbers):
        return [number * OVERSAMPLING for number in numbers]

    def box(self, x, y, width, height, fill, radius=0):
        corners = self._scaled((x, y, x + width, y + height))
        self.pen.rounded_rectangle(corners, radius * OVERSAMPLING, fill=fill)

    def disc(self, x, y, radius, fill):
        self.pen.ellipse(self._scaled((x - radius, y - radius, x + radius, y + radius)), fill=fill)

    def shape(self, points, fill):
        self.pen.polygon([tuple(self._scaled(point)) for point in points], fill=fill)

    def line(self, points, fill, width):
        """A line with round ends, which Pillow does not offer; its joints are round already."""
        scaled = [tuple(self._scaled(point)) for point in points]
        self.pen.line(scaled, fill=fill, width=round(width * OVERSAMPLING), joint="curve")
        for x, y in (points[0], points[-1]):
            self.disc(x, y, width / 2, fill)

    def png(self) -> bytes:
        reduced = self.image.resize(SIZE, Image.Resampling.LANCZOS)
        few = reduced.quantize(COLOURS, dither=Image.Dither.NONE)
        buffer = BytesIO()
        few.save(buffer, "PNG", optimize=True)
        return buffer.getvalue()


def around(x: float, y: float, radius: float, degrees: float) -> tuple[float, float]:
    """The point on a circle; 0 degrees is the top, then clockwise, as on a clock."""
    angle = math.radians(degrees - 90)
    return x + radius * math.cos(angle), y + radius * math.sin(angle)


def wave(left: float, right: float, base: float, height: float, turns: float, shift: float = 0) -> list:
    """A rolling line from left to right, for hills and roads."""
    steps = 60
    return [
        (
            left + (right - left) * step / steps,
            base - height * math.sin(2 * math.pi * turns * step / steps + shift),
        )
        for step in range(steps + 1)
    ]


def smooth(points: list, times: int = 4) -> list:
    """Corner cutting (Chaikin): each round replaces a corner by two points, so a few points make a curve."""
    for _ in range(times):
        cut = [points[0]]
        for (x1, y1), (x2, y2) in zip(points, points[1:], strict=False):
            cut += [(x1 * 0.75 + x2 * 0.25, y1 * 0.75 + y2 * 0.25)]
            cut += [(x1 * 0.25 + x2 * 0.75, y1 * 0.25 + y2 * 0.75)]
        points = [*cut, points[-1]]
    return points


def hill(canvas: Canvas, base: float, height: float, turns: float, shift: float, fill: str):
    ridge = wave(-20, 1220, base, height, turns, shift)
    canvas.shape([*ridge, (1220, 700), (-20, 700)], fill)


def person_from_above(canvas: Canvas, x: float, y: float, towards: float, clothes: str):
    """Shoulders and a head, seen from the ceiling, turned `towards` an angle."""
    left, right = around(x, y, 34, towards - 90), around(x, y, 34, towards + 90)
    canvas.line([left, right], clothes, 46)
    head_x, head_y = around(x, y, 8, towards)
    canvas.disc(head_x, head_y, 25, INK)


def person_standing(canvas: Canvas, x: float, feet: float, clothes: str, height: float = 130):
    canvas.box(x - height * 0.17, feet - height * 0.72, height * 0.34, height * 0.72, clothes, height * 0.15)
    canvas.disc(x, feet - height * 0.85, height * 0.14, INK)


def house(canvas: Canvas, x: float, ground: float, width: float, wall: str, roof: str):
    height = width * 0.55
    canvas.box(x, ground - height, width, height, wall)
    canvas.shape(
        [
            (x - width * 0.1, ground - height),
            (x + width * 1.1, ground - height),
            (x + width / 2, ground - height * 1.7),
        ],
        roof,
    )
    canvas.box(x + width * 0.4, ground - height * 0.6, width * 0.2, height * 0.6, DARK)


def health_post(canvas: Canvas, x: float, ground: float, width: float):
    """A house that bears a cross in the warm colour; the red cross is a protected emblem."""
    house(canvas, x, ground, width, PAPER, DEEP)
    arm, thickness = width * 0.11, width * 0.06
    centre_x, centre_y = x + width / 2, ground - width * 0.68
    canvas.box(centre_x - arm, centre_y - thickness / 2, 2 * arm, thickness, WARM)
    canvas.box(centre_x - thickness / 2, centre_y - arm, thickness, 2 * arm, WARM)


def sheet(canvas: Canvas, x: float, y: float, width: float, height: float, lines: int, fill: str = PAPER):
    canvas.box(x, y, width, height, fill, 4)
    for row in range(lines):
        length = width * (0.72 if row % 3 else 0.5)
        canvas.box(x + width * 0.14, y + height * (0.18 + 0.7 * row / lines), length, 5, SOFT, 2)
