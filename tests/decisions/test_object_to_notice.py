"""Objections: by anyone, by name, with evidence, in time; the name is for the handling officer alone."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.decisions.world import World, at, signed_in
from xiangchuang.accounts.actor import Actor
from xiangchuang.decisions.models import Objection
from xiangchuang.decisions.object_to_notice import (
    file_objection,
    handle_objection,
    open_objector_identity,
)
from xiangchuang.decisions.publish_notice import uphold_and_refuse
from xiangchuang.decisions.queries import objections_for
from xiangchuang.files.gates import may_read
from xiangchuang.files.store import RefusedUpload
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound, NotPermitted
from xiangchuang.procedure.models import CaseState
from xiangchuang.procedure.work_list import work_list

ONE_SECOND = timedelta(seconds=1)


@pytest.mark.clause("5.3-1")
def test_an_objection_holds_the_approval_until_it_is_answered(world: World) -> None:
    """5.3-1 公示无异议: an objection that waits, and one that was upheld, both hold the case."""
    case = world.case_at("publicity")
    notice = world.publish(case)
    objection = world.object_to(notice)
    with at(notice.closes_at):
        with pytest.raises(Blocked, match="还有 1 件异议没有处理"):
            world.close(case)
        handle_objection(
            actor=world.officer, case=case, seen=case.version, objection_id=objection.pk,
            verdict="dismissed", reasons="经核实，研发平台认定文件载明的领域与申报领域一致。",
        )  # fmt: skip
        world.close(case)
    assert case.stage_code == "approval"


def test_an_upheld_objection_can_only_end_the_case(world: World) -> None:
    case = world.case_at("publicity")
    notice = world.publish(case)
    objection = world.object_to(notice)
    handle_objection(
        actor=world.officer, case=case, seen=case.version, objection_id=objection.pk,
        verdict="upheld", reasons="平台不在申报领域。",
    )  # fmt: skip
    with at(notice.closes_at):
        with pytest.raises(Blocked, match="成立"):
            world.close(case)
        uphold_and_refuse(actor=world.officer, case=case, seen=case.version, reason="平台不在申报领域。")
    assert case.state == CaseState.REFUSED


@pytest.mark.parametrize(("seconds", "in_time"), [(-1, True), (0, False), (1, False)])
def test_the_window_ends_at_24_00_sharp(world: World, seconds: int, in_time: bool) -> None:
    notice = world.publish(world.case_at("publicity"))
    with at(notice.closes_at + seconds * ONE_SECOND):
        if in_time:
            assert world.object_to(notice).received_at == notice.closes_at - ONE_SECOND
        else:
            with pytest.raises(Blocked, match=r"已于 2026-11-10 24:00 结束.*2026-11-11 00:00:0") as late:
                world.object_to(notice)
            assert "保留" in late.value.remedy
    assert Objection.objects.exists() == in_time


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": ""}, "匿名异议不予受理"),
        ({"name": "匿名群众"}, "匿名异议不予受理"),
        ({"name": "知情人"}, "匿名异议不予受理"),
        ({"contact": "无"}, "电话或电子邮箱"),
        ({"statement": "  "}, "事实和理由"),
        ({"letter": None}, "异议书"),
        ({"evidence": None}, "没有证据的异议不予受理"),
        ({"kind": "ghost"}, "名义"),
    ],
)
def test_an_anonymous_or_unproven_objection_is_refused(
    world: World, change: dict[str, object], says: str
) -> None:
    notice = world.publish(world.case_at("publicity"))
    with pytest.raises(Invalid, match=says):
        world.object_to(notice, **change)
    assert not Objection.objects.exists()


@pytest.mark.parametrize("name", ["示例市群众艺术馆", "示例保密科技测评中心", "示例网友信息有限公司"])
def test_a_unit_whose_name_holds_such_a_word_is_heard(world: World, name: str) -> None:
    notice = world.publish(world.case_at("publicity"))
    assert world.object_to(notice, kind="unit", name=name).kind == "unit"
    with pytest.raises(Invalid, match="匿名异议不予受理"):
        world.object_to(notice, kind="person", name=name)


def test_a_file_of_another_kind_is_refused(world: World) -> None:
    notice = world.publish(world.case_at("publicity"))
    script = world.folder / "证据.html"
    script.write_text("<script>alert(1)</script>")
    with pytest.raises(RefusedUpload):
        world.object_to(notice, evidence=script)


def test_a_page_that_is_sent_twice_files_one_objection(world: World) -> None:
    notice = world.publish(world.case_at("publicity"))
    token = uuid4()
    first = world.object_to(notice, token)
    assert file_objection(notice=notice, token=token, draft=world.objection_draft()).receipt == first.receipt
    assert Objection.objects.count() == 1
    assert [i.what for i in work_list(world.officer).items].count("handle_objection") == 1


def test_each_objection_waits_for_the_officer(world: World) -> None:
    case = world.case_at("publicity")
    notice = world.publish(case)
    first = world.object_to(notice)
    world.object_to(notice, kind="unit", name="示例钻探工程有限公司")

    def waiting() -> list[str]:
        return [i.what for i in work_list(world.officer).items if i.what == "handle_objection"]

    assert len(waiting()) == 2
    handle_objection(
        actor=world.officer, case=case, seen=case.version, objection_id=first.pk, verdict="dismissed",
        reasons="经核实不属实。",
    )  # fmt: skip
    assert len(waiting()) == 1


def test_an_ended_case_takes_no_more_objections(world: World) -> None:
    case = world.case_at("publicity")
    notice = world.publish(case)
    objection = world.object_to(notice)
    handle_objection(
        actor=world.officer, case=case, seen=case.version, objection_id=objection.pk, verdict="upheld",
        reasons="属实。",
    )  # fmt: skip
    uphold_and_refuse(actor=world.officer, case=case, seen=case.version, reason="异议属实。")
    with pytest.raises(Blocked, match="已经办结"):
        world.object_to(notice)


def test_an_answer_is_given_once_with_reasons_and_without_the_name(world: World) -> None:
    case = world.case_at("publicity")
    objection = world.object_to(world.publish(case))

    def answer(reasons: str, verdict: str = "dismissed") -> None:
        handle_objection(
            actor=world.officer, case=case, seen=case.version, objection_id=objection.pk,
            verdict=verdict, reasons=reasons,
        )  # fmt: skip

    with pytest.raises(Invalid, match="理由"):
        answer(" ")
    with pytest.raises(Invalid, match="成立"):
        answer("不属实", verdict="perhaps")
    with pytest.raises(Invalid, match="异议人的名字"):
        answer("赵立群所述不属实。")
    answer("经核实不属实。")
    with pytest.raises(Blocked, match="已经处理"):
        answer("改为属实。", verdict="upheld")


def test_an_objection_of_another_case_is_not_found(world: World) -> None:
    case, other = world.case_at("publicity"), world.case_at("publicity", title="示例另一技术创新中心")
    world.object_to(world.publish(case))
    foreign = world.object_to(world.publish(other))
    with pytest.raises(NotFound):
        handle_objection(
            actor=world.officer, case=case, seen=case.version, objection_id=foreign.pk,
            verdict="dismissed", reasons="不属实。",
        )  # fmt: skip


def test_who_objected_lies_sealed_and_is_opened_for_the_officer_under_the_ledger(world: World) -> None:
    case = world.case_at("publicity")
    objection = world.object_to(world.publish(case))
    assert "赵立群".encode() not in bytes(objection.sealed_identity)
    identity = open_objector_identity(actor=world.officer, case=case, objection_id=objection.pk)
    assert (identity.name, identity.contact) == ("赵立群", "13800138000")
    entry = LedgerEntry.objects.get(verb="open_objector_identity")
    assert entry.subject == f"objection:{objection.pk}"
    everything = str(list(LedgerEntry.objects.values()))
    assert "赵立群" not in everything
    assert "13800138000" not in everything


def test_nobody_else_opens_it_whatever_their_office(world: World) -> None:
    case = world.case_at("publicity")
    objection = world.object_to(world.publish(case))
    for actor in (world.leadership, world.division_head, world.applicant, world.city):
        with pytest.raises(NotPermitted):
            open_objector_identity(actor=actor, case=case, objection_id=objection.pk)
    for actor in (world.stranger, Actor.anonymous()):
        with pytest.raises(NotFound):
            open_objector_identity(actor=actor, case=case, objection_id=objection.pk)
    assert not LedgerEntry.objects.filter(verb="open_objector_identity").exists()


def test_letter_and_evidence_are_read_only_by_who_opened_the_identity(world: World) -> None:
    case = world.case_at("publicity")
    objection = world.object_to(world.publish(case))
    files = (objection.letter, objection.evidence)
    assert not any(may_read(world.officer, file) for file in files)
    open_objector_identity(actor=world.officer, case=case, objection_id=objection.pk)
    assert all(may_read(world.officer, file) for file in files)
    for actor in (world.leadership, world.division_head, world.applicant, Actor.anonymous()):
        assert not any(may_read(actor, file) for file in files)
    assert "赵立群" not in objection.letter.name


def test_a_sealed_identity_cannot_be_moved_to_another_objection(world: World) -> None:
    from xiangchuang.decisions.sealed_identity import UnopenableIdentityError

    case = world.case_at("publicity")
    notice = world.publish(case)
    first, second = world.object_to(notice), world.object_to(notice, name="钱广生")
    Objection.objects.filter(pk=first.pk).update(sealed_identity=bytes(second.sealed_identity))
    with pytest.raises(UnopenableIdentityError):
        open_objector_identity(actor=world.officer, case=case, objection_id=first.pk)


def test_only_the_department_reads_objections(world: World) -> None:
    world.object_to(world.publish(world.case_at("publicity")))
    for actor in (world.officer, world.division_head, world.leadership):
        assert objections_for(actor).count() == 1
    for actor in (world.applicant, world.city, world.stranger, Actor.anonymous()):
        assert not objections_for(actor).exists()


@pytest.mark.parametrize("who", ["leadership", "division_head", "applicant", "city", "officer"])
def test_two_worlds_that_differ_only_in_who_objected_give_the_same_pages(world: World, who: str) -> None:
    """Blindness: the case file and the receipt say the same whoever filed it, byte for byte."""
    case = world.case_at("publicity")
    objection = world.object_to(world.publish(case))
    person = getattr(world, who)
    client = signed_in(person)
    addresses = [
        f"/cases/{case.number}/objections/",
        f"/objections/{objection.receipt}/",
        f"/cases/{case.number}/extend-notice/",
    ]

    def pages() -> list[tuple[int, bytes]]:
        answers = [client.get(address) for address in addresses]
        return [(a.status_code, _without_tokens(a.content)) for a in answers]

    before = pages()
    Objection.objects.filter(pk=objection.pk).update(
        sealed_identity=_sealed("周秉文", "other@example.cn", objection.receipt)
    )
    assert pages() == before


def _sealed(name: str, contact: str, receipt: str) -> bytes:
    from xiangchuang.decisions.sealed_identity import Identity, seal_identity

    return seal_identity(Identity(name, contact), receipt)


def _without_tokens(content: bytes) -> bytes:
    import re

    text = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", content)
    return re.sub(rb'nonce="[^"]+"', b"", text)
