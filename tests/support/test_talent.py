"""Talent: recruited, asked for, promised (4.5, 6.4-3); and who may know the people's names."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from tests.support.world import SupportWorld
from tests.workbench.browser import read, signed_in
from xiangchuang.accounts.refusals import Invalid, NotFound, NotPermitted
from xiangchuang.centers.registers.keep import correct_entry, record_entry, withdraw_entry
from xiangchuang.support.models import CommitmentState
from xiangchuang.support.promise import PromiseDraft, ask_for_talent, decline_asked, promise_asked
from xiangchuang.support.registers import GRANTED, OVERSEAS, RECRUITMENTS, TALENT_PLANS, TALENTS
from xiangchuang.support.tallies import granted_fen, granted_lines, recruited

WAN = 1_000_000


def talent_of(world: SupportWorld, name: str = "示例甲") -> Any:
    values = {"name": name, "post": "首席专家", "level": "省级领军人才", "joined_on": date(2026, 5, 1)}
    return record_entry(TALENTS, actor=world.staff, center=world.center, values=values)


@pytest.mark.clause("4.5-1", "4.5-2")
def test_who_came_in_a_year_by_which_way(world: SupportWorld) -> None:
    first = {"name": "甲", "way": "flexible", "came_from": "示例大学", "began_on": date(2026, 3, 1)}
    second = {
        "name": "乙", "way": "overseas", "country": "德国", "is_project_manager": True,
        "came_from": "示例研究所", "began_on": date(2026, 6, 1),
    }  # fmt: skip
    for values in (first, second, first | {"name": "丙", "began_on": date(2025, 3, 1)}):
        record_entry(RECRUITMENTS, actor=world.staff, center=world.center, values=values)
    with pytest.raises(Invalid, match="国家或地区"):
        record_entry(RECRUITMENTS, actor=world.staff, center=world.center, values=second | {"country": ""})
    institution = {
        "name": "海外研究中心", "country": "德国", "purpose": "选聘人才", "opened_on": date(2026, 4, 1),
    }  # fmt: skip
    record_entry(OVERSEAS, actor=world.staff, center=world.center, values=institution)

    assert recruited(world.center, 2026) == {
        "domestic": 0, "flexible": 1, "overseas": 1, "project_managers": 1,
    }  # fmt: skip


@pytest.mark.clause("6.4-3")
def test_a_center_asks_for_a_talent_and_the_city_promises_or_declines(world: SupportWorld) -> None:
    talent = talent_of(world)
    draft = PromiseDraft("", "人才公寓一套", None, measure="housing", promised_by=world.city)
    asked = ask_for_talent(actor=world.staff, talent=talent, draft=draft)
    other = ask_for_talent(actor=world.staff, talent=talent, draft=draft)
    with pytest.raises(NotPermitted):
        ask_for_talent(actor=world.bureau, talent=talent, draft=draft)
    with pytest.raises(NotFound):
        promise_asked(
            actor=world.other_city,
            commitment=asked,
            seen=asked.version,
            due_on=date(2026, 12, 31),
            text="公寓",
        )
    promise_asked(
        actor=world.bureau, commitment=asked, seen=asked.version, due_on=date(2026, 12, 31), text="公寓一套"
    )
    decline_asked(actor=world.bureau, commitment=other, seen=other.version, reason="本年指标已用完")

    assert (asked.state, asked.kind, asked.measure) == (CommitmentState.OPEN, "talent", "housing")
    assert other.state == CommitmentState.DECLINED


def test_names_of_talents_are_for_the_center_and_the_department_alone(world: SupportWorld) -> None:
    talent_of(world, "示例秘密甲")
    page = reverse("centers:entries", args=[world.center.pk, "leading-talents"])
    chapter = reverse("centers:chapter", args=[world.center.pk, "talent"])
    for actor in (world.staff, world.officer):
        assert "示例秘密甲" in read(signed_in(actor), page)
    for name, actor in {"city": world.bureau, "member": world.member}.items():
        client = signed_in(actor)
        read(client, page, 404)
        read(client, reverse("centers:export", args=[world.center.pk, "leading-talents"]), 404)
        assert "leading-talents" not in read(client, chapter), name
        assert "高水平人才" not in read(client, reverse("centers:ledger", args=[world.center.pk])), name
    with pytest.raises(NotFound):
        record_entry(TALENTS, actor=world.bureau, center=world.center, values={})


def test_talent_plans_are_written_by_those_who_give_them(world: SupportWorld) -> None:
    values = {"talent": talent_of(world), "plan": "示例人才计划", "given_by": world.industry,
              "granted_on": date(2026, 9, 1)}  # fmt: skip
    with pytest.raises(NotPermitted):
        record_entry(TALENT_PLANS, actor=world.staff, center=world.center, values=values)

    assert record_entry(TALENT_PLANS, actor=world.supervisor, center=world.center, values=values).pk


@pytest.mark.clause("6.2-2", "6.2-3", "4.6-3")
def test_each_giver_keeps_its_own_lines_of_the_support_ledger(world: SupportWorld) -> None:
    platform = {"title": "平台补助", "kind": "platform", "given_by": world.house(world.officer),
                "granted_on": date(2026, 3, 1), "amount_fen": 300 * WAN}  # fmt: skip
    funds = platform | {
        "title": "市级经费",
        "kind": "funds",
        "given_by": world.city,
        "amount_fen": 1000 * WAN,
    }
    given = record_entry(GRANTED, actor=world.officer, center=world.center, values=platform)
    record_entry(GRANTED, actor=world.bureau, center=world.center, values=funds)
    pilot = {
        "title": "赋权试点",
        "kind": "policy_pilot",
        "given_by": world.industry,
        "granted_on": date(2025, 3, 1),
    }
    record_entry(GRANTED, actor=world.supervisor, center=world.center, values=pilot)

    with pytest.raises(NotPermitted):
        record_entry(GRANTED, actor=world.staff, center=world.center, values=funds)
    with pytest.raises(NotPermitted, match="不由"):
        record_entry(GRANTED, actor=world.bureau, center=world.center, values=platform)
    with pytest.raises(NotPermitted, match="不由"):
        correct_entry(
            GRANTED, actor=world.bureau, entry=given, seen=given.version, values=funds, reason="改为本市"
        )
    with pytest.raises(NotPermitted, match="不由"):
        withdraw_entry(GRANTED, actor=world.bureau, entry=given, seen=given.version, reason="不是本市的")

    lines = granted_lines(world.center)
    assert [(line.year, line.kind, line.fen) for line in lines if line.year == 2025] == [
        (2025, "policy_pilot", 0)
    ]
    sums = granted_fen(lines, 2026)
    assert (sums["platform"], sums["funds"], sums["project"]) == (300 * WAN, 1000 * WAN, 0)
