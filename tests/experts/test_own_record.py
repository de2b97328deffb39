"""An expert sees and corrects the own record; consent is given apart and withdrawn at will."""

from datetime import date, timedelta

import pytest

from tests.factories.registers import ExpertFactory, OrganizationFactory, actor_as
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.experts.consents import give_consent, has_consented, withdraw_consent
from xiangchuang.experts.correct_record import (
    amend_own,
    ask_correction,
    decide_correction,
    withdraw_correction,
)
from xiangchuang.experts.fees import FeeDraft, record_fee
from xiangchuang.experts.models import ConsentKind, Expert, FeeRecord
from xiangchuang.experts.own_history import (
    WorkDraft,
    add_absence,
    add_work,
    declare_tie,
    remove_absence,
    remove_work,
)
from xiangchuang.experts.queries import away_on, fees_visible_to
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.procedure.packs import current_pack

pytestmark = pytest.mark.django_db


def as_self(expert: Expert) -> Actor:
    assert expert.user is not None
    return Actor.of(expert.user, clock.today())


def agree(expert: Expert, kind: ConsentKind) -> None:
    notice = current_pack().experts.notice("fees" if kind == ConsentKind.FEES else "register")
    assert notice is not None
    give_consent(actor=as_self(expert), expert=expert, kind=kind, version=notice.version)


def test_phone_and_load_change_at_once_name_and_kinds_only_after_an_officer_confirmed() -> None:
    expert = ExpertFactory()
    me = as_self(expert)
    amend_own(
        actor=me,
        expert=expert,
        seen=expert.version,
        phone="13911112222",
        languages="英语",
        bio="",
        load_limit=2,
    )
    correction = ask_correction(
        actor=me,
        expert=expert,
        changes={"name": "陈新名", "kinds": ["legal", "policy"]},
        reason="公安机关更名",
    )
    expert.refresh_from_db()
    assert (expert.phone, expert.load_limit, expert.name) == ("13911112222", 2, correction.before["name"])

    decide_correction(actor=actor_as(Role.OFFICER), correction=correction, accept=True)

    expert.refresh_from_db()
    assert expert.name == "陈新名"
    assert sorted(k.kind for k in expert.kinds.all()) == ["legal", "policy"]


def test_a_new_employer_keeps_the_old_one_known() -> None:
    expert, new = ExpertFactory(), OrganizationFactory()
    old = expert.employer
    correction = ask_correction(
        actor=as_self(expert), expert=expert, changes={"employer": new.pk}, reason="调动"
    )
    decide_correction(actor=actor_as(Role.OFFICER), correction=correction, accept=True)
    expert.refresh_from_db()
    assert expert.employer == new
    assert {e.organization: e.ended_on for e in expert.employments.all()} == {old: clock.today(), new: None}


def test_corrections_are_one_at_a_time_reasoned_and_of_the_own_record() -> None:
    expert = ExpertFactory()
    me, officer = as_self(expert), actor_as(Role.OFFICER)
    with pytest.raises(Invalid, match="没有不同"):
        ask_correction(actor=me, expert=expert, changes={"name": expert.name}, reason="无")
    with pytest.raises(Invalid, match="理由没有填写"):
        ask_correction(actor=me, expert=expert, changes={"name": "甲"}, reason=" ")
    with pytest.raises(Invalid, match="至少选一个"):
        ask_correction(actor=me, expert=expert, changes={"kinds": []}, reason="无")
    with pytest.raises(NotFound):
        ask_correction(actor=as_self(ExpertFactory()), expert=expert, changes={"name": "甲"}, reason="冒名")
    first = ask_correction(actor=me, expert=expert, changes={"name": "甲"}, reason="更名")
    with pytest.raises(Blocked, match="正在审核"):
        ask_correction(actor=me, expert=expert, changes={"name": "乙"}, reason="更名")
    with pytest.raises(NotPermitted):
        decide_correction(actor=actor_as(Role.LEADERSHIP), correction=first, accept=True)
    with pytest.raises(Invalid, match="不同意的理由"):
        decide_correction(actor=officer, correction=first, accept=False)
    withdraw_correction(actor=me, expert=expert)
    with pytest.raises(Stale):
        decide_correction(actor=officer, correction=first, accept=True)


def test_a_correction_of_what_changed_meanwhile_does_not_go_through() -> None:
    expert = ExpertFactory()
    row = ask_correction(actor=as_self(expert), expert=expert, changes={"title": "研究员"}, reason="评聘")
    Expert.objects.filter(pk=expert.pk).update(title="院士")
    with pytest.raises(Stale, match="申请之后改过"):
        decide_correction(actor=actor_as(Role.OFFICER), correction=row, accept=True)
    row.refresh_from_db()
    assert row.state == "filed"


def test_history_is_kept_by_the_expert_and_what_an_officer_wrote_stays() -> None:
    expert, partner, officer = ExpertFactory(), OrganizationFactory(), actor_as(Role.OFFICER)
    me = as_self(expert)
    told = WorkDraft("project", " 盾构\u200b项目 ", date(2024, 1, 1), partners=[partner])
    own = add_work(actor=me, expert=expert, draft=told)
    assert own.title == "盾构项目" and list(own.partners.all()) == [partner]
    with pytest.raises(Blocked, match="已经登记过"):
        add_work(actor=me, expert=expert, draft=WorkDraft("project", "盾构项目", date(2024, 1, 1)))
    with pytest.raises(Invalid, match="日期不对"):
        add_work(
            actor=me, expert=expert, draft=WorkDraft("paper", "论文", date(2024, 1, 2), date(2024, 1, 1))
        )
    found = add_work(actor=officer, expert=expert, draft=WorkDraft("patent", "合作专利", date(2025, 1, 1)))
    with pytest.raises(Blocked, match="由经办删改"):
        remove_work(actor=me, expert=expert, work_id=found.pk)
    with pytest.raises(NotFound):
        remove_work(actor=as_self(ExpertFactory()), expert=expert, work_id=own.pk)
    remove_work(actor=me, expert=expert, work_id=own.pk)
    assert list(expert.works.all()) == [found]


def test_days_away_do_not_overlap_and_are_known_on_the_day() -> None:
    expert, today = ExpertFactory(), clock.today()
    me = as_self(expert)
    row = add_absence(actor=me, expert=expert, begins_on=today, ends_on=today + timedelta(days=9))
    assert away_on([expert], today + timedelta(days=9)) == {expert.pk: row}
    assert not away_on([expert], today + timedelta(days=10))
    with pytest.raises(Blocked, match="重叠"):
        add_absence(
            actor=me, expert=expert, begins_on=today + timedelta(days=5), ends_on=today + timedelta(days=20)
        )
    with pytest.raises(Invalid):
        add_absence(actor=me, expert=expert, begins_on=today, ends_on=today - timedelta(days=1))
    remove_absence(actor=me, expert=expert, absence_id=row.pk)
    assert not away_on([expert], today)


def test_a_tie_is_told_by_name_and_says_nothing_of_who_else_is_in_the_library() -> None:
    expert, known = ExpertFactory(), ExpertFactory(name="李同行")
    answers = [
        declare_tie(actor=as_self(expert), expert=expert, other_name=name, kind="adviser")
        for name in (known.name, "王不在库")
    ]
    assert {type(answer) for answer in answers} == {type(answers[0])}
    with pytest.raises(Blocked):
        declare_tie(actor=as_self(expert), expert=expert, other_name="李同行", kind="kin")


def test_fees_need_a_consent_of_their_own_and_few_read_them() -> None:
    expert, other, officer = ExpertFactory(), ExpertFactory(), actor_as(Role.OFFICER)
    draft = FeeDraft("review", 80_000, "劳务报酬，已代扣代缴", clock.today())
    agree(expert, ConsentKind.REGISTER)
    with pytest.raises(Blocked, match="没有单独同意"):
        record_fee(actor=officer, expert=expert, draft=draft)
    agree(expert, ConsentKind.FEES)

    fee = record_fee(actor=officer, expert=expert, draft=draft)

    with pytest.raises(Blocked, match="已登记过"):
        record_fee(actor=officer, expert=expert, draft=draft)
    with pytest.raises(NotPermitted):
        record_fee(actor=as_self(expert), expert=expert, draft=draft)
    assert FeeRecord.objects.count() == 1
    assert "80000" not in str(LedgerEntry.objects.get(verb="record_fee").detail)
    for actor, reads in (
        (officer, True), (actor_as(Role.DIVISION_HEAD), True), (as_self(expert), True),
        (actor_as(Role.LEADERSHIP), False), (as_self(other), False), (actor_as(Role.DEPARTMENT), False),
        (actor_as(Role.LEAD), False), (Actor.anonymous(), False),
    ):  # fmt: skip
        assert (fee in fees_visible_to(actor)) is reads


def test_withdrawing_the_consent_to_the_register_forgets_what_it_need_not_keep() -> None:
    expert = ExpertFactory(bio="经历")
    me = as_self(expert)
    with pytest.raises(Stale):
        give_consent(actor=me, expert=expert, kind="register", version="2019-1")
    with pytest.raises(NotFound):
        give_consent(actor=actor_as(Role.OFFICER), expert=expert, kind="register", version="2026-1")
    agree(expert, ConsentKind.REGISTER)
    with pytest.raises(Blocked, match="已经同意过"):
        agree(expert, ConsentKind.REGISTER)
    add_work(actor=me, expert=expert, draft=WorkDraft("project", "项目", date(2024, 1, 1)))

    withdraw_consent(actor=me, expert=expert, kind="register")

    expert.refresh_from_db()
    assert (expert.is_active, expert.phone, expert.bio) == (False, "", "")
    assert not expert.works.exists() and not has_consented(expert, ConsentKind.REGISTER)
    with pytest.raises(Blocked, match="没有可以撤回"):
        withdraw_consent(actor=me, expert=expert, kind="register")


def test_withdrawing_the_consent_to_fees_leaves_the_expert_in_the_library() -> None:
    expert = ExpertFactory()
    agree(expert, ConsentKind.FEES)
    withdraw_consent(actor=as_self(expert), expert=expert, kind="fees")
    expert.refresh_from_db()
    assert expert.is_active and expert.phone
