"""The annex, section by section: a plan that leaves one out is missing exactly that one."""

from pathlib import Path

import pytest

from xiangchuang.demo.sample_plan import write_sample_plan
from xiangchuang.documents.plan.parse import parse_in_process
from xiangchuang.policy.pack import Pack
from xiangchuang.proposals.plan_reading import outline_sections

SECTIONS = (
    "A.1.1", "A.1.2", "A.1.3", "A.1.4", "A.1.5", "A.2.1", "A.2.2", "A.2.3", "A.2.4", "A.3.1", "A.3.2",
    "A.3.3", "A.4.1", "A.4.2", "A.4.3", "A.5.1", "A.5.2", "A.6.0", "A.7.1", "A.7.2", "A.7.3",
)  # fmt: skip


def test_the_outline_is_the_annex_and_nothing_else(hunan_pack: Pack) -> None:
    assert tuple(section.code for section in hunan_pack.outline.sections) == SECTIONS


@pytest.mark.clause(
    "A.1.1", "A.1.2", "A.1.3", "A.1.4", "A.1.5", "A.2.1", "A.2.2", "A.2.3", "A.2.4", "A.3.1", "A.3.2",
    "A.3.3", "A.4.1", "A.4.2", "A.4.3", "A.5.1", "A.5.2", "A.6.0", "A.7.1", "A.7.2", "A.7.3",
)  # fmt: skip
@pytest.mark.parametrize("code", SECTIONS)
def test_a_plan_without_a_section_is_missing_that_section(
    code: str, hunan_pack: Pack, tmp_path: Path
) -> None:
    section, clause = hunan_pack.outline.section(code), hunan_pack.clause(code)
    # The requirement in brackets is the section's guidance; before it stands its title.
    asked = clause.text.split("（")[0]
    assert section.title.zh in asked or asked in section.title.zh or not section.own_heading
    assert (section.guidance or "") in clause.text

    outline = outline_sections(hunan_pack.outline)
    path = write_sample_plan(tmp_path / "方案.docx", outline=outline, omit=[code])
    parsed = parse_in_process(path, outline, name=path.name)
    assert parsed.missing == (code,)
    assert all(parsed.section(other.code).words for other in outline if other.code != code)
