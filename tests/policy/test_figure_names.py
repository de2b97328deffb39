"""A pack names figures that registers give; one that names another is refused at its line."""

from pathlib import Path

import pytest

from tests.policy.draft import Draft
from xiangchuang.policy.pack import PackError, load_pack


@pytest.mark.clause("5.4-2")
def test_a_target_for_which_no_register_gives_the_figure_is_refused(draft: Draft) -> None:
    path: Path = draft.directory / "research.yaml"
    path.write_text(
        "target_figures:\n  clause: default\n  origin: 示例\n  figures:\n"
        "    - {figure: papers, words: [论文]}\n    - {figure: paper, words: [文章]}\n",
        encoding="utf-8",
    )  # fmt: skip

    with pytest.raises(PackError) as refusal:
        load_pack(draft.directory, figure_names=frozenset({"papers"}))

    (problem,) = (p for p in refusal.value.problems if p.file == "research.yaml")
    assert (problem.line, problem.reason) == (6, "没有登记册给出名为 paper 的数")


def test_without_the_registers_at_hand_a_pack_is_read_as_it_is(draft: Draft) -> None:
    assert load_pack(draft.directory).code
