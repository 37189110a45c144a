"""A child that does not obey is killed with all it started, and one that ends early says why."""

import os
import sys
import time
from pathlib import Path

import pytest

from sandbox.stack.ports import LOOPBACK, free_port
from sandbox.stack.process import Child, ProcessRecord, StackError, wait_until_answering


def _child(tmp_path: Path, program: str) -> Child:
    command = [sys.executable, "-c", program]
    return Child("child", command, env={"PATH": os.defpath}, log_path=tmp_path / "child.log", cwd=tmp_path)


def _wait_for_log(child: Child, text: str) -> str:
    deadline = time.monotonic() + 10
    while text not in child.log_tail():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return child.log_tail()


def test_stubborn_child_is_killed_with_its_own_children(tmp_path: Path) -> None:
    program = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(grandchild.pid, "ready", flush=True)
time.sleep(60)
"""
    child = _child(tmp_path, program)
    child.start()
    grandchild = ProcessRecord.of(int(_wait_for_log(child, "ready").split()[0]))

    code = child.stop(grace_seconds=0.2)

    assert code == -9
    deadline = time.monotonic() + 5
    while grandchild.is_running() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not grandchild.is_running()


def test_child_that_ends_while_waited_for_shows_its_last_words(tmp_path: Path) -> None:
    child = _child(tmp_path, "print('no address'); raise SystemExit(3)")
    child.start()

    with pytest.raises(StackError, match=r"ended with code 3(.|\n)*no address"):
        wait_until_answering(f"http://{LOOPBACK}:{free_port()}/", child)


def test_missing_program_is_a_stack_error(tmp_path: Path) -> None:
    child = Child("ghost", [str(tmp_path / "ghost")], env={}, log_path=tmp_path / "log", cwd=tmp_path)

    with pytest.raises(StackError, match="ghost cannot be started"):
        child.start()
