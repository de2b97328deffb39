"""plan_parts.yaml: which tables a plan has; a fault is named with file and line."""

from pathlib import Path
from shutil import copytree

import pytest

from xiangchuang.policy.pack import Pack, PackError, load_pack
from xiangchuang.policy.plan_parts import COLUMNS


def test_the_notice_s_parts_stand_in_their_sections(hunan_pack: Pack) -> None:
    sections = {part.code: part.section for part in hunan_pack.plan_parts.parts}
    assert sections == {
        "people": "A.1.5", "members": "A.3.1", "bodies": "A.3.2", "resources": "A.3.3", "tasks": "A.4.1",
        "milestones": "A.4.1", "phases": "A.7.1", "sources": "A.7.2", "uses": "A.7.2", "benefits": "A.7.3",
    }  # fmt: skip
    assert set(sections) == set(COLUMNS)


def test_each_part_rests_on_its_own_section_and_each_default_names_its_origin(hunan_pack: Pack) -> None:
    for part in hunan_pack.plan_parts.parts:
        assert part.clause == part.section
        assert all(kind.origin for kind in (*part.kinds, *part.standings) if kind.is_default)


def test_a_pack_without_the_file_keeps_no_part_as_data() -> None:
    assert load_pack(Path("tests/packs/minimal-province")).plan_parts.parts == ()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("section: A.3.2", "section: A.9.9", "outline.yaml 中没有这一节：A.9.9"),
        ("code: composition,", "code: colour,", "没有名为 colour 的列"),
        ("targets_in: A.2.4", "targets_in: A.9.9", "outline.yaml 中没有这一节：A.9.9"),
        ("states_total: true", "states_totals: true", "不认识的键 states_totals"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, old: str, new: str, words: str) -> None:
    folder = copytree(Path("policies/hunan-tic-2020"), tmp_path / "pack")
    file = folder / "plan_parts.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PackError) as refused:
        load_pack(folder)
    assert any(p.file == "plan_parts.yaml" and words in str(p) and p.line > 1 for p in refused.value.problems)
