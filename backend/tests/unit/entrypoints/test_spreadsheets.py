"""What leaves as CSV is text to a spreadsheet, never a formula; cursors are ours or refused."""

import csv
import io

import pytest

from reservas.entrypoints.http.pages import CursorInvalid, decode_cursor, encode_cursor
from reservas.entrypoints.http.spreadsheets import as_csv, harmless


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1"])
def test_a_formula_becomes_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize(("value", "shown"), [("Ana", "Ana"), (None, ""), (-5, "-5"), ("R-7K3QXM", "R-7K3QXM")])
def test_anything_else_stays(value: object, shown: str) -> None:
    assert harmless(value) == shown


def test_a_table_is_read_back_whole() -> None:
    table = as_csv(("a", "b"), [('say "hi", ana\r\nthere', 7), ("ñ", None)])
    assert table.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(table.removeprefix("\ufeff"), newline="")))
    assert rows == [["a", "b"], ['say "hi", ana\r\nthere', "7"], ["ñ", ""]]


def test_a_cursor_leads_back_to_its_key() -> None:
    assert decode_cursor(encode_cursor(42)) == 42


@pytest.mark.parametrize("cursor", ["", "x", "NDI", "YmVmb3JlOi0x", "ñ", "\x00", "=" * 90, encode_cursor(10**30)])
def test_any_other_is_refused(cursor: str) -> None:
    with pytest.raises(CursorInvalid):
        decode_cursor(cursor)
