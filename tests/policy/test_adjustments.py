"""adjustments.yaml: what is read, and what a pack is refused for."""

import shutil
from pathlib import Path

import pytest

from xiangchuang.policy.pack import PackError, load_pack

HUNAN = Path(__file__).resolve().parents[2] / "policies" / "hunan-tic-2020"


@pytest.mark.clause("6.5-1", "6.5-3")
def test_no_measure_is_the_notices_own_and_none_ends_a_center_without_publicity(hunan_pack) -> None:
    rules = hunan_pack.adjustments
    assert {m.code for m in rules.measures if m.winds_up} == {
        "exit",
        "voluntary_exit",
        "merger",
        "conversion",
    }
    for measure in rules.measures:
        assert measure.is_default
        assert measure.origin
        kinds = [stage.kind for stage in hunan_pack.procedures[measure.procedure].stages]
        assert kinds.index("reply") < kinds.index("decision")
        assert ("publicity" in kinds) == measure.winds_up


def test_a_pack_without_the_file_adjusts_nothing(minimal_pack) -> None:
    assert minimal_pack.adjustments.measures == ()
    assert minimal_pack.adjustments.measure("exit") is None


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        ("procedure: removal", "procedure: approval", "没有名为 approval 的动态调整程序"),
        ("procedure: removal", "procedure: adjustment", "程序里要有公示"),
        (
            "on: grade, grade: unqualified, in_a_row: 2",
            "on: grade, grade: hopeless, in_a_row: 2",
            "没有等次 hopeless",
        ),
        ("on: request", "on: request, grade: excellent", "on 为 grade 的要写 grade"),
    ],
)
def test_a_faulty_rule_is_refused_at_its_place(tmp_path: Path, written: str, instead: str, said: str) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(HUNAN, folder)
    file = folder / "adjustments.yaml"
    file.write_text(file.read_text("utf-8").replace(written, instead), "utf-8")
    with pytest.raises(PackError, match=said):
        load_pack(folder)
