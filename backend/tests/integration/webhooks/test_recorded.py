"""Each recorded WhatsApp call has the effect its file states, once, though it comes twice."""

from pathlib import Path

import pytest

from tests.integration.webhooks.recorded import FILES, Stage, read_recorded, stated_effect


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
async def test_a_recorded_call_has_the_effect_its_file_states(path: Path, stage: Stage) -> None:
    recorded = read_recorded(path)
    await stage.clear()

    assert await stage.deliver(recorded.body) == 200
    assert await stage.deliver(recorded.body) == 200
    await stage.work()

    assert await stage.effect(recorded.effect) == stated_effect(recorded), recorded.what


def test_there_are_sixty_oddities_and_no_two_are_told_alike() -> None:
    told = [read_recorded(path) for path in FILES]
    assert len(told) >= 60
    assert len({one.what for one in told}) == len({one.body for one in told}) == len(told)
