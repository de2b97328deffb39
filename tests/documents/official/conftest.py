"""Documents of a fictitious approval, and the fonts they are set in."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from xiangchuang.documents.official import FontsMissingError, OfficialDocument, Verification
from xiangchuang.documents.official.fonts import load

_BUILT = Path(__file__).parents[3] / "build" / "fonts"
_SYSTEM = Path("/usr/share/fonts")


@pytest.fixture(scope="session")
def fonts() -> tuple[Path, ...]:
    """The fonts of the asset build, else those of the system."""
    for folder in (_BUILT, _SYSTEM):
        try:
            load((folder,))
        except FontsMissingError:
            continue
        return (folder,)
    pytest.skip("not run: no Chinese font in build/fonts or the system")


@pytest.fixture
def approval() -> OfficialDocument:
    """The department approves a fictitious center."""
    return OfficialDocument(
        mark="湖南省科学技术厅文件",
        number="湘科发〔2026〕1号",
        title="湖南省科学技术厅\n关于同意组建示例装备技术创新中心的批复",
        addressee="示例市人民政府",
        blocks=(
            {"kind": "paragraph", "text": "经专家咨询论证、现场考察，公示无异议，现批复如下："},
            {"kind": "heading", "level": 1, "text": "同意组建"},
            {"kind": "paragraph", "text": "由示例重工股份有限公司牵头建设，建设周期三年。"},
            {"kind": "heading", "level": 2, "text": "年度目标"},
            {"kind": "table", "rows": [["指标", "单位", "2026年"], ["研发投入", "万元", "6,000.00"]]},
            {"kind": "list", "items": ["实行理事会决策制；", "不直接从事产品生产和销售。"]},
            {"kind": "heading", "level": 1, "text": "报送年度报告"},
            {"kind": "paragraph", "text": "每年1月底前报送上年度工作总结和本年度工作计划。"},
        ),
        attachments=("建设目标表", "共建单位名单"),
        signatory="湖南省科学技术厅",
        issued_on=date(2026, 11, 23),
        note="联系人：示例处，电话：0731-00000000",
        copies_to=("省直有关部门", "示例市科技局"),
        issuing_office="湖南省科学技术厅办公室",
        verification=Verification("2222-3333-444D", "https://example.org/verify/2222-3333-444D"),
        sample=True,
    )


@pytest.fixture
def long_letter() -> Callable[[int], OfficialDocument]:
    """A letter of one paragraph with so many characters, none of them punctuation."""

    def write(characters: int) -> OfficialDocument:
        return OfficialDocument(
            mark="湖南省科学技术厅文件",
            number="湘科发〔2026〕2号",
            title="关于版面的通知",
            signatory="湖南省科学技术厅",
            issued_on=date(2026, 1, 5),
            blocks=({"kind": "paragraph", "text": "湘" * characters},),
        )

    return write
