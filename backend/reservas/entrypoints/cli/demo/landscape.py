"""A palette becomes the view every picture shares: sky, snowy mountains in layers, forest, and the lake below."""

import math
from collections.abc import Callable
from random import Random

from reservas.entrypoints.cli.demo.canvas import Canvas, Color, Point, color, darker, lighter, mix
from reservas.entrypoints.cli.demo.palettes import Palette

_FLANK_STEPS = 9
_MILKY_WAY = 0.16
"""Half the width of the bright band, in shares of the sky."""


def draw_landscape(canvas: Canvas, palette: Palette, *, shoreline: float, variant: int = 0) -> None:
    """Sky down to ``shoreline`` and the lake from there to the bottom; ``variant`` moves the mountains."""
    random = Random(palette.seed * 101 + variant)  # noqa: S311 - a drawing keeps no secret
    _draw_sky(canvas, palette, shoreline, random)
    _draw_mountains(canvas, palette, shoreline, random)
    canvas.veil((0, shoreline * 0.62, canvas.width, shoreline), palette.mist, 0, 0.55)
    draw_hills(canvas, mix(palette.hill, palette.mist, 0.35), shoreline, 78, random, tree_height=9)
    canvas.veil((0, shoreline * 0.8, canvas.width, shoreline), palette.mist, 0, 0.32)
    draw_hills(canvas, palette.forest, shoreline, 40, random, tree_height=19)
    _draw_lake(canvas, palette, shoreline, random)


def _draw_sky(canvas: Canvas, palette: Palette, shoreline: float, random: Random) -> None:
    canvas.gradient((0, 0, canvas.width, shoreline), palette.sky)
    if palette.has_stars:
        _draw_stars(canvas, shoreline, random)
    scale = canvas.width / 1200
    x, y = palette.sun_at[0] * scale, palette.sun_at[1] * shoreline / 470
    canvas.glow((x, y), palette.sun_radius * 8, palette.sun, 0.55)
    canvas.glow((x, y), palette.sun_radius * 3, palette.sun, 0.6)
    canvas.disc((x, y), palette.sun_radius, palette.sun)
    if palette.has_stars:
        canvas.disc((x - 9, y - 4), 5, darker(palette.sun, 0.09))
        canvas.disc((x + 8, y + 9), 7, darker(palette.sun, 0.07))
        return
    for _ in range(5):
        _draw_cloud(canvas, palette, (random.uniform(0, canvas.width), random.uniform(0.1, 0.45) * shoreline), random)


def _draw_stars(canvas: Canvas, shoreline: float, random: Random) -> None:
    for step in range(9):
        along = step / 8
        center = (canvas.width * (0.25 + 0.75 * along), shoreline * (0.75 - 0.85 * along))
        canvas.glow(center, 150, color("#8fb4e8"), 0.16)
    for _ in range(420):
        x, y = random.uniform(0, canvas.width), random.uniform(0, shoreline * 0.85)
        is_in_band = abs((x / canvas.width - 0.25) * 0.85 / 0.75 + (y / shoreline - 0.75)) < _MILKY_WAY
        canvas.disc((x, y), random.choice((0.5, 0.6, 0.8, 1.1, 1.6)), color("#fdfbe8"), 0.95 if is_in_band else 0.7)


def _draw_cloud(canvas: Canvas, palette: Palette, at: Point, random: Random) -> None:
    tint = lighter(palette.sky[-1], 0.45)
    length = random.uniform(60, 170) * canvas.width / 1200
    for row in range(3):
        half = length * (1 - row * 0.3) * random.uniform(0.8, 1)
        shift = random.uniform(-0.3, 0.3) * length
        top = at[1] - row * 8
        canvas.rectangle((at[0] + shift - half, top, at[0] + shift + half, top + 11), tint, 0.34, radius=5.5)


def _draw_mountains(canvas: Canvas, palette: Palette, shoreline: float, random: Random) -> None:
    far = mix(palette.mountain, palette.sky[-1], 0.45)
    layers: tuple[tuple[Color, Color, float, int, float], ...] = (
        (far, mix(palette.mountain_shade, palette.sky[-1], 0.45), 0.66, 4, 0.6),
        (palette.mountain, palette.mountain_shade, 0.56, 3, 1.0),
    )
    for light, shade, tallest, count, contrast in layers:
        spacing = canvas.width / count
        for index in range(count + 1):
            peak = (
                spacing * (index + random.uniform(-0.2, 0.2)),
                shoreline * (1 - tallest * random.uniform(0.72, 1.05)),
            )
            half = spacing * random.uniform(0.75, 0.95)
            _draw_peak(canvas, palette, peak, half, shoreline, (light, shade), contrast, random)
        canvas.veil((0, shoreline * 0.5, canvas.width, shoreline), palette.mist, 0, 0.4)


def _draw_peak(
    canvas: Canvas,
    palette: Palette,
    peak: Point,
    half: float,
    base: float,
    tones: tuple[Color, Color],
    contrast: float,
    random: Random,
) -> None:
    left = _flank(peak, (peak[0] - half, base), random)
    right = _flank(peak, (peak[0] + half, base), random)
    spine = _flank(peak, (peak[0] + half * 0.18, base), random, wobble=0.42)
    canvas.polygon([*left, *reversed(right)], tones[0])
    canvas.polygon([*spine, *reversed(right)], tones[1])
    snow = mix(tones[0], palette.snow, contrast)
    snow_shade = mix(tones[1], palette.snow_shade, contrast)
    snowline = peak[1] + (base - peak[1]) * palette.snow_share
    _draw_snow(canvas, (left, spine), snowline, snow, random)
    _draw_snow(canvas, (spine, right), snowline, snow_shade, random)


def _flank(peak: Point, foot: Point, random: Random, wobble: float = 0.16) -> list[Point]:
    points = [peak]
    for step in range(1, _FLANK_STEPS):
        share = step / _FLANK_STEPS
        sway = (foot[0] - peak[0]) * wobble / _FLANK_STEPS * random.uniform(-1.6, 1.6)
        sway += (-1) ** step * abs(foot[1] - peak[1]) * wobble * 0.05
        x = peak[0] + (foot[0] - peak[0]) * share**1.12 + sway
        points.append((x, peak[1] + (foot[1] - peak[1]) * share))
    return [*points, foot]


def _draw_snow(
    canvas: Canvas,
    sides: tuple[list[Point], list[Point]],
    snowline: float,
    fill: Color,
    random: Random,
) -> None:
    """The upper part between two flanks, its lower edge in tongues of snow."""
    first, second = (_above(side, snowline) for side in sides)
    start, end = first[-1], second[-1]
    teeth: list[Point] = []
    count = max(2, round(abs(end[0] - start[0]) / 34)) * 2
    depth = min(42.0, abs(end[0] - start[0]) * 0.2)
    for tooth in range(1, count):
        share = (tooth + random.uniform(-0.3, 0.3)) / count
        drop = random.uniform(0.2, 1.1) * depth if tooth % 2 else random.uniform(-0.75, -0.1) * depth
        teeth.append((start[0] + (end[0] - start[0]) * share, snowline + drop))
    canvas.polygon([*first, *teeth, *reversed(second)], fill)


def _above(side: list[Point], level: float) -> list[Point]:
    kept = [point for point in side if point[1] < level]
    following = side[len(kept)] if len(kept) < len(side) else side[-1]
    last = kept[-1]
    share = (level - last[1]) / max(1e-6, following[1] - last[1])
    return [*kept, (last[0] + (following[0] - last[0]) * share, level)]


def draw_hills(
    canvas: Canvas,
    fill: Color,
    base: float,
    height: float,
    random: Random,
    *,
    tree_height: float,
) -> None:
    """A wooded hill across the picture: a soft outline with the tips of its trees."""
    outline = _waves(height, random)
    canvas.polygon(
        [(0, base), *((x, base - outline(x)) for x in range(0, canvas.width + 9, 8)), (canvas.width, base)], fill
    )
    x = 0.0
    while x < canvas.width:
        tall = tree_height * random.uniform(0.5, 1.25)
        foot = base - outline(x) + 4
        canvas.polygon([(x - tall * 0.26, foot), (x, foot - tall), (x + tall * 0.26, foot)], fill)
        x += tree_height * random.uniform(0.18, 0.5)


def _waves(height: float, random: Random) -> Callable[[float], float]:
    phases = [random.uniform(0, math.tau) for _ in range(3)]

    def outline(x: float) -> float:
        slow = math.sin(x / 310 + phases[0]) * 0.34
        quick = math.sin(x / 120 + phases[1]) * 0.14 + math.sin(x / 47 + phases[2]) * 0.05
        return height * (0.62 + slow + quick)

    return outline


def _draw_lake(canvas: Canvas, palette: Palette, shoreline: float, random: Random) -> None:
    canvas.mirror(shoreline, canvas.height, palette.water, 0.52)
    canvas.veil((0, shoreline, canvas.width, shoreline + 26), lighter(palette.mist, 0.3), 0.45, 0)
    depth = canvas.height - shoreline
    for _ in range(70):
        nearness = random.random() ** 1.6
        y = shoreline + 6 + depth * nearness
        half = (16 + 70 * nearness) * random.uniform(0.5, 1.2)
        x = random.uniform(0, canvas.width)
        canvas.rectangle(
            (x - half, y, x + half, y + 1 + 1.6 * nearness), lighter(palette.water[0], 0.5), 0.28, radius=1
        )
    sun_x = palette.sun_at[0] * canvas.width / 1200
    for step in range(26):
        share = step / 26
        half = (palette.sun_radius * 0.5 + 34 * share) * random.uniform(0.4, 1)
        y = shoreline + 5 + depth * share
        x = sun_x + random.uniform(-10, 10) * (1 + 2 * share)
        canvas.rectangle((x - half, y, x + half, y + 2.4), palette.sun, 0.55 * (1 - share * 0.7), radius=1)
