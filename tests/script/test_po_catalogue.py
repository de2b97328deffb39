"""The catalogue reader and compiler stand in for gettext, so they must agree with what gettext reads."""

import gettext
import io
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "script"))

from po_catalogue import Message, mo_bytes, read_po, write_po  # noqa: E402

HEADER = Message(
    id="",
    strings={0: "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"},
)
MESSAGES = [
    HEADER,
    Message(id="工作台", strings={0: "Work list"}, places=("templates/base.html",)),
    Message(id="公示", context="noun", strings={0: "Publicity"}),
    Message(id="%(n)s 个案卷", plural="%(n)s 个案卷", strings={0: "%(n)s case", 1: "%(n)s cases"}),
    Message(id='多行\n和"引号"\\反斜杠\t制表', strings={0: 'lines\nand "quotes"\\slash\ttab'}),
    Message(id="还没有英文"),
]


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    catalogue = tmp_path / "django.po"
    write_po(catalogue, MESSAGES)
    assert [(m.key, m.plural, m.places) for m in read_po(catalogue)] == [
        (m.key, m.plural, m.places) for m in MESSAGES
    ]
    assert read_po(catalogue)[:5] == MESSAGES[:5]


def test_gettext_reads_the_compiled_catalogue() -> None:
    english = gettext.GNUTranslations(io.BytesIO(mo_bytes(MESSAGES)))
    assert english.gettext("工作台") == "Work list"
    assert english.pgettext("noun", "公示") == "Publicity"
    assert english.ngettext("%(n)s 个案卷", "%(n)s 个案卷", 3) == "%(n)s cases"
    assert english.gettext('多行\n和"引号"\\反斜杠\t制表') == 'lines\nand "quotes"\\slash\ttab'


def test_an_entry_without_english_falls_back_to_the_chinese() -> None:
    english = gettext.GNUTranslations(io.BytesIO(mo_bytes(MESSAGES)))
    assert english.gettext("还没有英文") == "还没有英文"
