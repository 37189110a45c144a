"""Flat shapes, gradients and glows go onto one large picture, scaled down at the end so that edges are smooth."""

from collections.abc import Sequence
from functools import cache

from PIL import Image, ImageColor, ImageDraw

WIDTH, HEIGHT = 1200, 800
"""Size of a finished picture, and the unit every drawing counts in."""

_OVERSAMPLING = 2

Color = tuple[int, int, int]
Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@cache
def color(hexadecimal: str) -> Color:
    """The colour written as ``#rrggbb``."""
    red, green, blue = ImageColor.getrgb(hexadecimal)[:3]
    return red, green, blue


def mix(first: Color, second: Color, share: float) -> Color:
    """``first`` with ``share`` (0 to 1) of ``second`` in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def lighter(base: Color, share: float) -> Color:
    """``base`` moved towards white."""
    return mix(base, (255, 255, 255), share)


def darker(base: Color, share: float) -> Color:
    """``base`` moved towards a blue black, which shades better than pure black."""
    return mix(base, (12, 16, 32), share)


class Canvas:
    """A picture being drawn; coordinates are those of the finished one."""

    def __init__(self, width: int = WIDTH, height: int = HEIGHT) -> None:
        self.width = width
        self.height = height
        self.image = Image.new("RGB", (width * _OVERSAMPLING, height * _OVERSAMPLING))
        self._draw = ImageDraw.Draw(self.image, "RGBA")

    def finished(self) -> Image.Image:
        """The picture at its final size."""
        return self.image.reduce(_OVERSAMPLING)

    def polygon(self, points: Sequence[Point], fill: Color, opacity: float = 1) -> None:
        """Fill a closed shape."""
        self._draw.polygon([_scaled(point) for point in points], (*fill, round(255 * opacity)))

    def rectangle(self, box: Box, fill: Color, opacity: float = 1, *, radius: float = 0) -> None:
        """Fill a box, its corners rounded by ``radius``."""
        self._draw.rounded_rectangle(_scaled_box(box), radius * _OVERSAMPLING, (*fill, round(255 * opacity)))

    def ellipse(self, box: Box, fill: Color, opacity: float = 1) -> None:
        """Fill the ellipse that touches the sides of ``box``."""
        self._draw.ellipse(_scaled_box(box), (*fill, round(255 * opacity)))

    def disc(self, center: Point, radius: float, fill: Color, opacity: float = 1) -> None:
        """Fill a circle."""
        x, y = center
        self.ellipse((x - radius, y - radius, x + radius, y + radius), fill, opacity)

    def line(self, points: Sequence[Point], fill: Color, width: float, opacity: float = 1) -> None:
        """Draw a line through ``points``, ``width`` thick."""
        thickness = max(1, round(width * _OVERSAMPLING))
        self._draw.line([_scaled(point) for point in points], (*fill, round(255 * opacity)), thickness, joint="curve")

    def arc(self, box: Box, start: float, end: float, fill: Color, width: float) -> None:
        """Draw part of an ellipse, angles in degrees clockwise from three o'clock."""
        self._draw.arc(_scaled_box(box), start, end, (*fill, 255), max(1, round(width * _OVERSAMPLING)))

    def gradient(self, box: Box, stops: Sequence[Color]) -> None:
        """Fill ``box`` from top to bottom through ``stops``, evenly spaced."""
        left, top, right, bottom = (round(value) for value in _scaled_box(box))
        height = max(1, bottom - top)
        column = Image.new("RGB", (1, height))
        column.putdata([_at(stops, row / max(1, height - 1)) for row in range(height)])
        self.image.paste(column.resize((right - left, height)), (left, top))

    def veil(self, box: Box, fill: Color, top_opacity: float, bottom_opacity: float) -> None:
        """Lay ``fill`` over ``box``, its opacity changing from top to bottom: mist, shade, light from above."""
        left, top, right, bottom = (round(value) for value in _scaled_box(box))
        mask = Image.linear_gradient("L").resize((right - left, bottom - top))
        span = bottom_opacity - top_opacity
        self.image.paste(
            fill, (left, top), mask.point([round(255 * top_opacity + span * value) for value in range(256)])
        )

    def glow(self, center: Point, radius: float, fill: Color, strength: float = 1) -> None:
        """Lay a soft round light, strongest at its centre."""
        size = round(2 * radius * _OVERSAMPLING)
        mask = Image.radial_gradient("L").point([_glow_opacity(value, strength) for value in range(256)])
        corner = (round((center[0] - radius) * _OVERSAMPLING), round((center[1] - radius) * _OVERSAMPLING))
        self.image.paste(fill, corner, mask.resize((size, size)))

    def mirror(self, waterline: float, bottom: float, water: Sequence[Color], clarity: float) -> None:
        """Reflect what stands above ``waterline`` in the water down to ``bottom``, slightly rippled."""
        top, height = round(waterline * _OVERSAMPLING), round((bottom - waterline) * _OVERSAMPLING)
        above = self.image.crop((0, max(0, top - round(height * 1.25)), self.image.width, top))
        reflected = above.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((self.image.width, height))
        self.gradient((0, waterline, self.width, bottom), water)
        surface = self.image.crop((0, top, self.image.width, top + height))
        blended = Image.blend(surface, reflected, clarity)
        row, step = 0, 3
        while row < height:
            # Ripples grow wider and slide further towards the viewer.
            slide = ((row // step * 7) % 5 - 2) * (1 + row * 5 // height)
            strip = blended.crop((0, row, blended.width, min(height, row + step)))
            self.image.paste(strip, (0, top + row))
            self.image.paste(strip, (slide, top + row))
            row += step

    def paste(self, picture: "Canvas", corner: Point) -> None:
        """Put another drawing with its top left at ``corner``."""
        self.image.paste(picture.image, (round(corner[0] * _OVERSAMPLING), round(corner[1] * _OVERSAMPLING)))

    def flip(self) -> None:
        """Swap left and right of everything drawn so far."""
        self.image = self.image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        self._draw = ImageDraw.Draw(self.image, "RGBA")


def _scaled(point: Point) -> Point:
    return point[0] * _OVERSAMPLING, point[1] * _OVERSAMPLING


def _scaled_box(box: Box) -> Box:
    left, top, right, bottom = (value * _OVERSAMPLING for value in box)
    return left, top, max(left, right), max(top, bottom)


def _at(stops: Sequence[Color], share: float) -> Color:
    if len(stops) == 1:
        return stops[0]
    position = share * (len(stops) - 1)
    index = min(int(position), len(stops) - 2)
    return mix(stops[index], stops[index + 1], position - index)


def _glow_opacity(distance: int, strength: float) -> int:
    nearness = max(0.0, 1 - distance / 181)  # 181 of 255: the circle that touches the sides of the square
    return round(255 * strength * nearness * nearness)
