"""Conflicts derived from the registers: shared work, adviser and student; each with evidence and rule."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.registers import CapabilityRecordFactory
from tests.reviews.steps import Round
from xiangchuang.calendars import clock
from xiangchuang.experts.models import Absence, Expert, ExpertTie, ExpertWork
from xiangchuang.organizations.models import Organization
from xiangchuang.plan_parts.models import PersonRow
from xiangchuang.procedure.errors import Blocked
from xiangchuang.proposals import key_people as seam
from xiangchuang.proposals.key_people import KeyPerson, key_people
from xiangchuang.proposals.queries import submitted_revision
from xiangchuang.reviews.conflicts import Conflict, conflicts_of


def found_of(round_: Round, expert: Expert) -> list[Conflict]:
    return conflicts_of([expert], case=round_.case, pack=round_.pack, on=clock.today())[expert.pk]


def shared(expert: Expert, partner: Organization, ended_on: date | None, title: str = "盾构项目") -> None:
    work = ExpertWork.objects.create(
        expert=expert, kind="project", title=title, began_on=date(2015, 1, 1), ended_on=ended_on
    )
    work.partners.add(partner)


@pytest.mark.clause("5.2-1")
@pytest.mark.parametrize(("years_ago", "is_barred"), [(0, True), (2, True), (4, False), (None, True)])
def test_shared_work_counts_while_it_runs_and_within_the_pack_s_window(
    first_round: Round, years_ago: int | None, is_barred: bool
) -> None:
    expert = first_round.free("technical")
    ended = None if years_ago is None else clock.today() - timedelta(days=365 * years_ago + 1)
    shared(expert, first_round.world.member, ended)

    found = found_of(first_round, expert)

    assert [c.rule for c in found] == (["joint_work"] if is_barred else [])
    if is_barred:
        assert first_round.world.member.name in found[0].evidence and "盾构项目" in found[0].evidence
        with pytest.raises(Blocked, match="近三年合作项目或成果"):
            first_round.seat(expert, "technical")


def test_a_project_in_the_applicant_s_own_register_tells_though_the_expert_named_no_partner(
    first_round: Round,
) -> None:
    expert = first_round.free("technical")
    ExpertWork.objects.create(expert=expert, kind="project", title="掘进装备专项", began_on=date(2025, 1, 1))
    CapabilityRecordFactory(organization=first_round.world.lead, title="掘进装备专项")

    assert [c.rule for c in found_of(first_round, expert)] == ["joint_work"]


def test_work_with_others_bars_nobody(first_round: Round) -> None:
    expert = first_round.free("technical")
    other = next(o for o in first_round.world.province.enterprises if o.pk != first_round.world.lead.pk)
    if other.pk != first_round.world.member.pk:
        shared(expert, other, None)
    assert not found_of(first_round, expert)


@pytest.mark.clause("5.2-1")
@pytest.mark.parametrize("told_by", ["the one who sits", "the one who comes"])
def test_adviser_and_student_do_not_sit_together_whoever_told(first_round: Round, told_by: str) -> None:
    sits = first_round.free("legal")
    first_round.seat(sits, "legal")
    comes = first_round.free("technical")
    one, other = (sits, comes) if told_by == "the one who sits" else (comes, sits)
    ExpertTie.objects.create(expert=one, other_name=other.name, kind="adviser", declared_on=clock.today())

    with pytest.raises(Blocked, match="师生或亲属关系") as refusal:
        first_round.seat(comes, "technical")

    assert sits.name in refusal.value.message and "师生" in refusal.value.message


@pytest.mark.clause("5.2-1")
def test_two_colleagues_on_one_panel_are_refused_with_the_rule(first_round: Round) -> None:
    sits, comes = first_round.free("legal"), first_round.free("technical")
    first_round.seat(sits, "legal")
    Expert.objects.filter(pk=comes.pk).update(employer=sits.employer)

    with pytest.raises(Blocked, match="与其他专家属同一单位") as refusal:
        first_round.seat(comes, "technical")

    assert refusal.value.clause == "default" and sits.employer.name in refusal.value.message


def test_who_is_away_or_past_the_term_is_not_seated(first_round: Round) -> None:
    away, ended, today = first_round.free("technical"), first_round.free("legal"), clock.today()
    Absence.objects.create(expert=away, begins_on=today, ends_on=today + timedelta(days=2))
    Expert.objects.filter(pk=ended.pk).update(term_until=today - timedelta(days=1))

    with pytest.raises(Blocked, match="登记了不便参加"):
        first_round.seat(away, "technical")
    with pytest.raises(Blocked, match="聘期已满"):
        first_round.seat(ended, "legal")


def test_key_people_are_told_once_by_whoever_keeps_them(
    first_round: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = KeyPerson("陈负责", "项目负责人", "示例公司")
    monkeypatch.setattr(seam, "_SOURCES", [lambda case: [person], lambda case: [person]])
    assert key_people(first_round.case) == [person]


@pytest.mark.clause("5.2-1")
def test_the_expert_reads_the_names_of_the_plan_s_head_and_staff_before_declaring(reading: Round) -> None:
    revision = submitted_revision(reading.world.proposal)
    assert revision is not None
    PersonRow.objects.filter(revision=revision).delete()
    PersonRow.objects.create(
        revision=revision, position=1, name="陈负责", standing="director", tasks="机密任务"
    )
    seat = reading.seat_of("legal")
    client = Client()
    assert seat.expert.user is not None
    client.force_login(seat.expert.user)

    page = client.get(reverse("reviews:declare-no-conflict", args=[reading.case.number])).content.decode()

    assert "陈负责" in page and reading.world.lead.name in page
    assert "机密任务" not in page
