"""Draws the demo cabins' photographs, which no camera took: three JPEG files for each cabin."""

import os
from pathlib import Path

from reservas.entrypoints.cli.demo.interiors import draw_inside
from reservas.entrypoints.cli.demo.palettes import PALETTES
from reservas.entrypoints.cli.demo.scenes import draw_deck, draw_outside

JPEG_QUALITY = 85


def draw_cabin_photos(directory: Path) -> None:
    """Write ``{code}-1.jpg`` (outside), ``-2.jpg`` (from the deck) and ``-3.jpg`` (inside), 1200 by 800 pixels.

    Files already there are left alone; each new one appears whole or not at all. The same Pillow draws the same bytes.
    """
    directory.mkdir(parents=True, exist_ok=True)
    for code, palette in PALETTES.items():
        for number, draw in enumerate((draw_outside, draw_deck, draw_inside), start=1):
            path = directory / f"{code}-{number}.jpg"
            if path.exists():
                continue
            unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
            draw(palette).finished().save(unfinished, "JPEG", quality=JPEG_QUALITY, optimize=True)
            unfinished.replace(path)
