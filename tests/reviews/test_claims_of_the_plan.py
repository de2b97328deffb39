"""What the plan states in its tables is looked at on the spot; what was found otherwise comes back to it."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.line import LineWorld
from tests.plan_parts.filling import fill, manuscript, sample, save, tables
from tests.reviews.steps import Round, plan_the_visit, record_the_visit, team_of
from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.procedure.errors import Invalid
from xiangchuang.procedure.packs import pack_of
from xiangchuang.reviews.models import SiteVisit, VisitItem
from xiangchuang.reviews.on_site.contradictions import still_claimed
from xiangchuang.reviews.on_site.findings import Finding
from xiangchuang.reviews.visit import conclude_visit, record_sha256, sign_visit

WAN = 1_000_000
REMARK = "承诺函写明的数更少。"


@pytest.fixture
def stated(world: LineWorld) -> LineWorld:
    """A plan whose tables are filled in has passed its review."""
    world.at_stage("plan")
    fill(world)
    world.on_to("review")
    Round(world).seat_all().open().hear_all().find_all().conclude("passed")
    return world


def money_of(visit: SiteVisit) -> VisitItem:
    """What the lead promised in money."""
    return visit.items.filter(part="members", column="put_money")[0]


def find_less(world: LineWorld) -> tuple[SiteVisit, VisitItem]:
    """李工 and the experts find 1 万元 less than the plan states."""
    visit = plan_the_visit(world)
    item = money_of(visit)
    assert item.claimed is not None
    record_the_visit(world, visit, **{item.code: Finding("differs", REMARK, item.claimed - WAN)})
    return visit, item


def send_back(world: LineWorld, visit: SiteVisit) -> None:
    for user in team_of(world):
        sign_visit(
            actor=Actor.of(user, clock.today()), case=world.case, seen=world.case.version,
            record_seen=record_sha256(visit),
        )  # fmt: skip
    conclude_visit(
        actor=world.actor("officer"), case=world.case, seen=world.case.version, outcome="revise",
        reason="出资数与凭证不符。",
    )  # fmt: skip


def tab(world: LineWorld, part: str, code: str) -> str:
    client = Client()
    client.force_login(world.user(part))
    return client.get(reverse("workbench:case", args=[world.case.number]), {"tab": code}).content.decode()


def check_of(world: LineWorld) -> str:
    """The check of the plan under way, as the lead reads it."""
    client = Client()
    client.force_login(world.user("lead"))
    address = reverse("plan_checks:findings", args=[world.case.number, manuscript(world).number])
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.clause("5.2-1")
def test_the_checklist_holds_people_contributions_equipment_and_targets_of_the_plan(
    stated: LineWorld,
) -> None:
    visit = plan_the_visit(stated)
    items = visit.items.exclude(part="")
    kept = tables(stated)

    assert {item.part for item in items} == {"people", "members", "resources", "targets"}
    people = items.get(part="people")
    assert (people.claimed, people.unit) == (len(kept.lines("people")), "人")
    assert money_of(visit).claimed == kept.lines("members")[0]["put_money"]
    assert money_of(visit).label == f"{stated.lead.name}：资金投入"
    targets = manuscript(stated).targets.all()
    first = min(target.year for target in targets)
    assert [item.claimed for item in items.filter(part="targets")] == [
        target.value_e4 for target in targets if target.year == first
    ]
    assert {item.clause for item in items} == {"A.1.5", "4.2-1", "A.3.3", "A.2.4"}


def test_of_a_long_table_the_largest_figures_are_looked_at(world: LineWorld) -> None:
    world.at_stage("plan")
    fill(world)
    claims = pack_of(world.case).visit.claims
    assert claims is not None and claims.plan is not None
    worths = [number * WAN for number in range(1, claims.plan.rows + 3)]
    line = sample(world)["resources"][0]
    rows = [{**line, "name": f"示例设备{worth}", "worth": worth} for worth in worths]
    save(world, "resources", rows, seen=1)
    world.on_to("review")
    Round(world).seat_all().open().hear_all().find_all().conclude("passed")

    looked_at = plan_the_visit(world).items.filter(part="resources")

    assert [item.claimed for item in looked_at] == worths[-claims.plan.rows :]


def test_of_a_plan_without_tables_the_targets_are_looked_at(visiting: LineWorld) -> None:
    items = plan_the_visit(visiting).items.exclude(part="")
    assert {item.part for item in items} == {"targets"}


def test_a_figure_that_differs_is_told_with_what_was_found(stated: LineWorld) -> None:
    visit = plan_the_visit(stated)
    item = money_of(visit)
    with pytest.raises(Invalid, match="填写现场核对的数值"):
        record_the_visit(stated, visit, **{item.code: Finding("differs", REMARK, item.claimed)})
    with pytest.raises(Invalid, match="选“有出入”"):
        record_the_visit(stated, visit, **{item.code: Finding("as_stated", "", 1)})
    record_the_visit(stated, visit)
    assert money_of(visit).found_amount == item.claimed


@pytest.mark.clause("5.2-1")
@pytest.mark.parametrize("part", ["lead", "member", "officer"])
def test_once_the_visit_is_over_the_case_shows_what_it_found_otherwise(stated: LineWorld, part: str) -> None:
    visit, item = find_less(stated)
    before = tab(stated, part, "visit")
    assert "现场与方案不一致的数字" not in before
    assert (REMARK in before) == (part == "officer")

    send_back(stated, visit)

    after = tab(stated, part, "visit")
    assert "现场与方案不一致的数字" in after and item.label in after and REMARK in after


@pytest.mark.clause("5.2-1")
def test_the_check_of_the_plan_warns_as_long_as_the_plan_states_the_same(stated: LineWorld) -> None:
    visit, item = find_less(stated)
    send_back(stated, visit)
    assert not still_claimed(manuscript(stated), pack_of(stated.case))
    kept = tables(stated)
    save(stated, "people", kept.lines("people"), seen=kept.tables["people"].version)

    assert manuscript(stated).number == 2
    assert [one.pk for one in still_claimed(manuscript(stated), pack_of(stated.case))] == [item.pk]
    assert "与现场考察不一致" in check_of(stated)

    rows = [dict(line) for line in kept.lines("members")]
    rows[0]["put_money"] = int(str(rows[0]["put_money"])) - WAN
    save(stated, "members", rows, seen=kept.tables["members"].version)
    assert not still_claimed(manuscript(stated), pack_of(stated.case))
    assert "与现场考察不一致" not in check_of(stated)
