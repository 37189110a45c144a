"""The trees of the Andean forest as silhouettes: tiers of coihue, red lenga, many-stemmed arrayán, pine."""

import math
from random import Random

from reservas.entrypoints.cli.demo.canvas import Canvas, Color, color, darker, lighter
from reservas.entrypoints.cli.demo.palettes import Palette


def draw_tree(canvas: Canvas, palette: Palette, x: float, foot: float, height: float, random: Random) -> None:
    """A tree of the palette's kind standing at ``x`` with its foot at ``foot``."""
    if palette.tree == "pine":
        draw_pine(canvas, palette, x, foot, height, random)
    elif palette.tree == "coihue":
        _draw_tiers(canvas, palette, x, foot, height, random)
    elif palette.tree == "arrayan":
        _draw_many_stems(canvas, palette, x, foot, height, random)
    else:
        _draw_crown(canvas, palette, x, foot, height, random)


def draw_pine(canvas: Canvas, palette: Palette, x: float, foot: float, height: float, random: Random) -> None:
    """A conifer in overlapping skirts, lit from the left, under snow where the palette has it."""
    base, middle, light = palette.foliage
    canvas.rectangle((x - height * 0.02, foot - height * 0.16, x + height * 0.02, foot), palette.trunk)
    skirts = 7
    for skirt in range(skirts):
        share = skirt / skirts
        top = foot - height * (0.34 + 0.66 * share) - height * 0.07
        bottom = foot - height * (0.08 + 0.8 * share)
        half = height * 0.2 * (1 - share * 0.86)
        sway = random.uniform(-0.03, 0.03) * height
        canvas.polygon([(x - half, bottom), (x, top), (x + half, bottom), (x + sway, bottom + height * 0.025)], base)
        canvas.polygon([(x - half, bottom), (x, top), (x - half * 0.15, bottom)], middle)
        if palette.has_snow:
            tip = top + (bottom - top) * 0.62
            near = half * 0.62
            canvas.polygon(
                [(x - near, tip), (x, top), (x + near * 0.7, tip - 2), (x + near * 0.2, tip - height * 0.03)],
                color("#f7fbfd"),
            )
        elif not palette.has_stars:
            canvas.polygon(
                [(x - half, bottom), (x - half * 0.35, bottom - height * 0.07), (x - half * 0.5, bottom)], light
            )


def _draw_trunk(canvas: Canvas, fill: Color, x: float, foot: float, top: float, width: float) -> None:
    canvas.polygon([(x - width, foot), (x - width * 0.35, top), (x + width * 0.35, top), (x + width, foot)], fill)
    canvas.polygon([(x, foot), (x, top), (x + width * 0.35, top), (x + width, foot)], darker(fill, 0.25))


def _draw_tiers(canvas: Canvas, palette: Palette, x: float, foot: float, height: float, random: Random) -> None:
    """Flat clouds of leaves one above the other, as an old coihue grows."""
    _draw_trunk(canvas, palette.trunk, x, foot, foot - height * 0.9, height * 0.022)
    tiers = 7
    for tier in range(tiers):
        share = tier / (tiers - 1)
        y = foot - height * (0.36 + 0.62 * share)
        reach = height * (0.24 - 0.15 * share) * random.uniform(0.85, 1.15)
        lean = random.uniform(-0.35, 0.35) * reach
        canvas.line([(x, y + height * 0.06), (x + lean * 1.6, y)], palette.trunk, height * 0.008)
        _draw_leaf_cloud(canvas, palette, x + lean, y, reach, height * 0.055, random)


def _draw_leaf_cloud(
    canvas: Canvas,
    palette: Palette,
    x: float,
    y: float,
    reach: float,
    thickness: float,
    random: Random,
) -> None:
    for tone, (lift, spread) in zip(palette.foliage, ((0.35, 1.0), (0.0, 0.9), (-0.32, 0.66)), strict=True):
        for _ in range(9):
            center_x = x + random.uniform(-1, 1) * reach * spread - (reach * 0.1 if lift < 0 else 0)
            center_y = y + lift * thickness + random.uniform(-0.3, 0.3) * thickness
            half = reach * random.uniform(0.2, 0.36)
            tall = thickness * random.uniform(0.5, 0.8)
            canvas.ellipse((center_x - half, center_y - tall, center_x + half, center_y + tall), tone)


def _draw_crown(canvas: Canvas, palette: Palette, x: float, foot: float, height: float, random: Random) -> None:
    """A rounded, ragged crown on a bent trunk: lenga and ñire."""
    bend = random.uniform(-0.05, 0.05) * height
    _draw_trunk(canvas, palette.trunk, x, foot, foot - height * 0.62, height * 0.026)
    for side in (-1, 1):
        canvas.line(
            [(x, foot - height * 0.34), (x + side * height * 0.13, foot - height * 0.58)], palette.trunk, height * 0.014
        )
    _draw_blobs(canvas, palette, x + bend, foot - height * 0.68, height * 0.25, height * 0.31, random)


def _draw_many_stems(canvas: Canvas, palette: Palette, x: float, foot: float, height: float, random: Random) -> None:
    """Cinnamon stems that fan out from one foot, under a light crown: the arrayán."""
    for stem in range(5):
        spread = (stem - 2) * 0.085 * height + random.uniform(-0.02, 0.02) * height
        middle = x + spread * 0.35 + random.uniform(-0.02, 0.02) * height
        path = [
            (x + (stem - 2) * height * 0.012, foot),
            (middle, foot - height * 0.35),
            (x + spread, foot - height * 0.7),
        ]
        canvas.line(path, palette.trunk, height * 0.022)
        canvas.line([(px - height * 0.006, py) for px, py in path], lighter(palette.trunk, 0.32), height * 0.006)
    _draw_blobs(canvas, palette, x, foot - height * 0.72, height * 0.29, height * 0.25, random)


def _draw_blobs(
    canvas: Canvas,
    palette: Palette,
    x: float,
    y: float,
    reach: float,
    tall: float,
    random: Random,
) -> None:
    light_side = -0.22
    for depth, tone in enumerate(palette.foliage):
        for _ in range(64 - depth * 12):
            angle = random.uniform(0, math.tau)
            distance = math.sqrt(random.random()) * (1 - depth * 0.2)
            center_x = x + math.cos(angle) * reach * distance + light_side * reach * depth * 0.6
            center_y = y + math.sin(angle) * tall * distance - tall * 0.2 * depth
            radius = reach * random.uniform(0.08, 0.19) * (1 - depth * 0.22)
            canvas.disc((center_x, center_y), radius, tone)
