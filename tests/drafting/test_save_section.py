"""Sections are saved as they are typed: never over another's words, entered in the ledger once a day."""

from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest

from tests.factories.line import LineWorld
from xiangchuang.documents.plan import Block
from xiangchuang.documents.plan.editor_doc import blocks_to_doc
from xiangchuang.drafting.begin_manuscript import begin_manuscript
from xiangchuang.drafting.conflicts import Overtaken, open_conflicts
from xiangchuang.drafting.mark_section import mark_section
from xiangchuang.drafting.models import SectionConflict, SectionSave
from xiangchuang.drafting.save_section import MOST_CHARACTERS, Saved, save_plain_section, save_section
from xiangchuang.ledger.queries import entries_of_case
from xiangchuang.notify.models import Message
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.procedure.models import Case
from xiangchuang.proposals.models import PlanRevision, PlanSection

CODE = "A.1.1"


def doc(*texts: str) -> dict[str, Any]:
    return blocks_to_doc([Block("", "paragraph", text) for text in texts])


def save(world: LineWorld, case: Case, part: str, text: str, seen: int, code: str = CODE) -> Saved:
    return save_section(actor=world.actor(part), case=case, code=code, doc=doc(text), seen=seen)


def section(code: str = CODE) -> PlanSection:
    return PlanSection.objects.get(code=code, revision__frozen_at=None)


def texts(blocks: list[dict[str, Any]]) -> list[str]:
    return [block["text"] for block in blocks]


def test_a_plan_is_begun_once_with_an_empty_section_for_each_of_the_outline(
    world: LineWorld, case: Case
) -> None:
    again = begin_manuscript(actor=world.actor("member"), case=case)
    assert PlanRevision.objects.get() == again
    assert again.sections.count() == 21 and len(again.missing) == 21 and again.file is None
    assert entries_of_case(case.number).filter(verb="write_plan").count() == 1


@pytest.mark.clause("5.1-3")
def test_lead_and_member_write_and_the_version_counts(world: LineWorld, case: Case) -> None:
    first = save(world, case, "lead", "研发现状。", 0)
    second = save(world, case, "member", "研发现状与趋势。", first.section.version)
    assert (first.section.version, second.section.version) == (1, 2)
    assert section().saved_by == world.user("member") and section().words == 7
    assert CODE not in section().revision.missing


def test_the_same_words_again_change_nothing(world: LineWorld, case: Case) -> None:
    save(world, case, "lead", "研发现状。", 0)
    assert save(world, case, "lead", "研发现状。", 0).section.version == 1
    assert SectionSave.objects.count() == 1


@pytest.mark.parametrize(
    ("part", "refusal"),
    [
        ("stranger", NotFound),
        ("city_bureau", NotPermitted),
        ("officer", NotPermitted),
        ("served_firm", NotFound),
    ],
)
def test_nobody_else_writes(world: LineWorld, case: Case, part: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        save_section(actor=world.actor(part), case=case, code=CODE, doc=doc("外人"), seen=0)
    assert section().blocks == []


def test_a_code_outside_the_outline_is_not_found(world: LineWorld, case: Case) -> None:
    with pytest.raises(NotFound):
        save(world, case, "lead", "甲", 0, "B.9")


def test_nothing_is_written_before_the_plan_is_begun_or_after_the_stage(world: LineWorld) -> None:
    early = world.at_stage("plan")
    with pytest.raises(Blocked, match="还没有开始"):
        save(world, early, "lead", "甲", 0)
    world.on_to("review")
    with pytest.raises(Blocked, match="不在编写方案的阶段"):
        save(world, world.case, "lead", "甲", 0)


def test_who_comes_second_overwrites_nothing_and_loses_nothing_and_both_are_told(
    world: LineWorld, case: Case
) -> None:
    save(world, case, "lead", "牵头单位写的。", 0)
    with pytest.raises(Overtaken) as refused:
        save(world, case, "member", "共建单位写的。", 0)
    assert texts(section().blocks) == ["牵头单位写的。"]
    conflict = refused.value.conflict
    assert texts(conflict.blocks) == ["共建单位写的。"] and conflict.other == world.user("lead")
    told = set(Message.objects.filter(kind="plan_section_conflict").values_list("audience", flat=True))
    assert told == {f"user:{world.user(part).pk}" for part in ("lead", "member")}


def test_typing_on_after_a_conflict_goes_on_being_kept(world: LineWorld, case: Case) -> None:
    save(world, case, "lead", "牵头单位写的。", 0)
    for words in ("共建", "共建单位", "共建单位写的。"):
        with pytest.raises(Overtaken):
            save(world, case, "member", words, 0)
    assert texts(SectionConflict.objects.get().blocks) == ["共建单位写的。"]
    assert len(open_conflicts(section())) == 1 and Message.objects.count() == 2


def test_the_ledger_has_one_entry_an_author_section_and_day_and_one_at_each_handover(
    world: LineWorld, case: Case, clock: ModuleType
) -> None:
    def entries() -> int:
        return entries_of_case(case.number).filter(verb="write_plan_section").count()

    for seen in range(3):
        save(world, case, "lead", f"第 {seen} 稿", seen)
        clock.advance(timedelta(minutes=11))
    assert (entries(), SectionSave.objects.count()) == (1, 3)
    save(world, case, "member", "共建", 3)
    save(world, case, "lead", "牵头再改", 4)
    assert entries() == 3
    clock.advance(timedelta(days=1))
    save(world, case, "lead", "次日", 5)
    assert entries() == 4
    entry = entries_of_case(case.number).filter(verb="write_plan_section").last()
    assert entry is not None and entry.clause == "5.1-3" and entry.detail["section"] == CODE


def test_earlier_states_are_kept_one_a_stretch(world: LineWorld, case: Case, clock: ModuleType) -> None:
    for seen in range(4):
        save(world, case, "lead", f"第 {seen} 稿", seen)
        clock.advance(timedelta(seconds=5))
    assert [texts(state.blocks) for state in SectionSave.objects.all()] == [["第 3 稿"]]
    clock.advance(timedelta(minutes=10))
    save(world, case, "lead", "又一段", 4)
    assert [state.version for state in SectionSave.objects.all()] == [5, 4]


def test_what_came_from_word_is_kept_before_it_is_changed(world: LineWorld, case: Case) -> None:
    row = section()
    row.blocks = [{"id": "b1", "kind": "paragraph", "text": "Word 里写的"}]
    row.save()
    save(world, case, "lead", "网页里写的", 0)
    assert [texts(state.blocks) for state in SectionSave.objects.all()] == [["网页里写的"], ["Word 里写的"]]


@pytest.mark.parametrize("form", ["editor", "plain"])
def test_too_long_a_section_is_refused_in_words(world: LineWorld, case: Case, form: str) -> None:
    asked: dict[str, Any] = {"actor": world.actor("lead"), "case": case, "code": CODE, "seen": 0}
    words = "研" * (MOST_CHARACTERS + 1)
    with pytest.raises(Invalid, match="超过 200000 个"):
        if form == "editor":
            save_section(**asked, doc=doc(words))
        else:
            save_plain_section(**asked, text=words)


def test_scripts_foreign_images_and_invisible_characters_never_come_in(world: LineWorld, case: Case) -> None:
    hostile = {
        "type": "doc",
        "content": [
            {"type": "script", "content": [{"type": "text", "text": "alert(1)"}]},
            {"type": "image", "attrs": {"src": "data:image/png;base64,AA", "image": "a" * 64}},
            {"type": "paragraph", "content": [{"type": "text", "text": "正\x00文\u202e\u200b"}]},
        ],
    }
    saved = save_section(actor=world.actor("lead"), case=case, code=CODE, doc=hostile, seen=0)
    assert saved.dropped == 2
    assert [(b["kind"], b["text"]) for b in section().blocks] == [("paragraph", "正文")]


def test_the_plain_form_keeps_what_it_cannot_say(world: LineWorld, case: Case) -> None:
    merged = Block("", "table", "", rows=(("甲", ""), ("乙", "丙")), merges=())
    written = blocks_to_doc([Block("", "paragraph", "前"), merged])
    written["content"][1]["attrs"]["caption"] = "投资估算"
    save_section(actor=world.actor("lead"), case=case, code=CODE, doc=written, seen=0)
    table = section().blocks[1]
    saved = save_plain_section(
        actor=world.actor("member"), case=case, code=CODE, seen=1,
        text="\r\n\r\n".join(
            ("改过的前文", f"【保留 {table['id']} 表格：投资估算】", "【保留 b000000000000-1 图片：无】")
        ),
    )  # fmt: skip
    assert section().blocks[1] == table and saved.dropped == 1
    assert texts(section().blocks)[0] == "改过的前文"


def test_a_mark_holds_until_the_text_changes(world: LineWorld, case: Case) -> None:
    asked: dict[str, Any] = {"actor": world.actor("lead"), "case": case, "code": CODE}
    with pytest.raises(Invalid, match="还没有内容"):
        mark_section(**asked, done=True, seen=0)
    save(world, case, "lead", "写完了", 0)
    mark_section(**asked, done=True, seen=1)
    assert section().mark.version == section().version
    with pytest.raises(Stale):
        mark_section(**asked, done=True, seen=0)
    mark_section(**asked, done=False, seen=1)
    assert not hasattr(section(), "mark")
