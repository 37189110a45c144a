"""The folder of a stack: one stack at a time, and what it leaves behind."""

import os
from pathlib import Path

import pytest

from sandbox.stack.data_dir import AlreadyRunningError, DataDir, Link, RunningNotice
from sandbox.stack.process import ProcessRecord, StackError


def test_second_holder_is_told_who_runs_and_where(tmp_path: Path) -> None:
    folder = DataDir(tmp_path)
    notice = RunningNotice(4711, [], [Link("API", "http://127.0.0.1:8000", "note")])

    with folder.held():
        notice.write(folder.notice_path)

        with pytest.raises(AlreadyRunningError) as refusal, folder.held():
            pass

    assert refusal.value.notice == notice


def test_folder_is_free_again_after_the_holder(tmp_path: Path) -> None:
    folder = DataDir(tmp_path)

    for _ in range(2):
        with folder.held():
            pass


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": 1}', '{"pid": 1, "children": [{}], "links": []}'])
def test_half_written_notice_counts_as_none(tmp_path: Path, content: str) -> None:
    path = tmp_path / "stack.json"
    path.write_text(content)

    assert RunningNotice.read(path) == RunningNotice()


def test_a_file_in_the_way_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StackError, match="--data-dir"):
        DataDir(tmp_path / "file" / "data").prepare()


class TestProcessRecord:
    def test_knows_its_process_from_a_later_one_with_the_same_id(self) -> None:
        record = ProcessRecord.of(os.getpid())

        assert record.is_running()
        assert not ProcessRecord(record.pid, record.started_at - 60).is_running()

    def test_survives_a_file(self, tmp_path: Path) -> None:
        record = ProcessRecord.of(os.getpid())

        record.write(tmp_path / "record")

        assert ProcessRecord.read(tmp_path / "record") == record
