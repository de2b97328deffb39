"""`manage.py scan`: the same scan without the pages."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from xiangchuang.calendars import clock

pytestmark = pytest.mark.django_db


def scan(*arguments: str) -> str:
    """What the command prints, as of today."""
    out = io.StringIO()
    call_command("scan", *arguments, "--as-of", clock.today().isoformat(), stdout=out)
    return out.getvalue()


def test_it_prints_counts_reasons_and_whom_it_found_and_writes_them(
    sample_file: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "near.csv"
    told = scan(str(sample_file), "--standing", "near_miss", "--out", str(kept))
    assert "890 行 = 采用 885 + 搁置 5 + 空行 0；295 家机构" in told
    assert "搁置 1 行：数字为负" in told
    assert "3.4-2 近三年平均研发经费：满足 157，不满足 90，缺证据 3，不适用 45" in told
    assert "结果：候选 7，差一项 6，缺一项证据 3，其他 279" in told
    assert "示例矿山装备2股份有限公司 3511 株洲市：申报领域的省级以上创新平台" in told
    assert len(kept.read_text("utf-8").splitlines()) == 1 + 6


def test_another_pack_judges_the_same_table(sample_file: Path) -> None:
    pack = Path(__file__).resolve().parents[1] / "packs" / "minimal-province"
    assert "结果：" in scan(str(sample_file), "--pack", str(pack))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["{no}"], "找不到数据表"), (["{table}", "--pack", "no-such"], "找不到政策包"), (["{empty}"], "空")],
)
def test_what_it_cannot_do_it_says(
    sample_file: Path, tmp_path: Path, arguments: list[str], words: str
) -> None:
    empty = tmp_path / "empty.csv"
    empty.touch()
    known = {"{no}": str(tmp_path / "no.csv"), "{table}": str(sample_file), "{empty}": str(empty)}
    with pytest.raises(CommandError, match=words):
        scan(*(known.get(argument, argument) for argument in arguments))
