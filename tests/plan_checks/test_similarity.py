"""Plans that share passages: found in the background, shown to the department, unknown to everybody else."""

import random
import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from tests.factories.line import LineWorld
from tests.plan_checks.writing import as_json, paragraph, submit, write
from xiangchuang.calendars import clock
from xiangchuang.documents.similarity import SCHEME
from xiangchuang.ledger.queries import entries_of_case
from xiangchuang.plan_checks.compare_plans import compare_plan
from xiangchuang.plan_checks.mark_seen import VERB, mark_seen
from xiangchuang.plan_checks.models import PlanComparison, SharedPassage, SimilarPlan
from xiangchuang.plan_checks.queries import visible_to
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.errors import Invalid, NotFound, NotPermitted, Stale
from xiangchuang.procedure.models import Case
from xiangchuang.proposals.models import PlanRevision, Proposal

SIGNS = [chr(0x4E00 + place) for place in range(3000)]
PARTIES = ("lead", "member", "city_bureau", "other_city", "expert")


def words(seed: int, length: int = 900) -> str:
    chance = random.Random(seed)  # noqa: S311
    return "".join(chance.choice(SIGNS) for _ in range(length)) + "。"


COPIED = words(99, 400)


def plan(world: LineWorld, title: str, *texts: str) -> PlanRevision:
    """Keep a submitted plan of a new case of the lead whose A.4.1 has these paragraphs, and compare it."""
    case = world.new_line(title).begin().advance_to("recommendation")
    revision = PlanRevision.objects.create(
        proposal=Proposal.objects.get(case=case), number=1, title=title, begun_by=world.user("lead"),
        begun_at=clock.now(), frozen_at=clock.now(), content_sha256="a" * 64,
        receipt_number=f"HZ2026{case.pk:06d}",
    )  # fmt: skip
    sections = {"A.1.1": [f"{title}的背景与意义。"], "A.4.1": texts}
    for position, (code, paragraphs) in enumerate(sections.items(), 1):
        blocks = as_json(*(paragraph(text) for text in paragraphs))
        revision.sections.create(position=position, code=code, title=code, blocks=blocks, words=100)
    compare_plan(revision)
    return revision


@pytest.fixture
def pair(world: LineWorld) -> SimilarPlan:
    """The second plan has taken a paragraph over from the first."""
    plan(world, "第一个示例技术创新中心", words(1), COPIED)
    second = plan(world, "第二个示例技术创新中心", COPIED, words(2))
    return SimilarPlan.objects.get(revision=second)


def test_a_submitted_plan_is_compared_in_the_background(world: LineWorld) -> None:
    case = world.at_stage("plan")
    write(world, case)
    revision = submit(world, case)
    waiting = [t.task_path for t in DBTaskResult.objects.all() if t.args_kwargs["args"] == [revision.pk]]
    assert any(path.endswith("compare_submitted_plan") for path in waiting)
    assert not PlanComparison.objects.exists()


def test_the_passage_is_kept_side_by_side_with_its_share(pair: SimilarPlan) -> None:
    assert pair.same_lead and pair.other.proposal.case.title == "第一个示例技术创新中心"
    passage = pair.passages.get()
    assert passage.text + "。" == COPIED == passage.other_text + "。" and passage.section == "A.4.1"
    assert pair.signs == 400 and pair.shares == [{"section": "A.4.1", "signs": 400, "share_bp": 3076}]
    comparison = PlanComparison.objects.get(revision=pair.revision)
    assert (comparison.compared_with, comparison.scheme) == (1, SCHEME)


def test_the_earlier_plan_is_not_found_to_have_copied(pair: SimilarPlan) -> None:
    assert not SimilarPlan.objects.filter(revision=pair.other).exists()
    assert compare_plan(pair.other) == 0


def test_compared_again_it_finds_the_same_and_keeps_what_was_seen(
    world: LineWorld, pair: SimilarPlan
) -> None:
    mark_seen(actor=world.actor("officer"), pair=pair, remark="同一团队的延续工作。")
    assert compare_plan(pair.revision) == 1
    assert SimilarPlan.objects.get() == pair and SharedPassage.objects.count() == 1


def test_what_is_quoted_from_the_notice_is_no_passage_in_common(world: LineWorld, hunan_pack: Pack) -> None:
    quoted = "".join(hunan_pack.clause(anchor).text for anchor in ("2-1", "2-2", "4.1-1", "4.1-3", "5.2-1"))
    assert len(quoted) > 200
    plan(world, "第一个示例技术创新中心", words(1), quoted)
    second = plan(world, "第二个示例技术创新中心", quoted, words(2))
    assert not SimilarPlan.objects.filter(revision=second).exists()
    assert PlanComparison.objects.get(revision=second).compared_at is not None


def test_own_earlier_revisions_are_never_compared(world: LineWorld) -> None:
    first = plan(world, "示例技术创新中心", words(1), COPIED)
    again = as_second_revision(first)
    assert compare_plan(again) == 0 and PlanComparison.objects.get(revision=again).compared_with == 0


def as_second_revision(first: PlanRevision) -> PlanRevision:
    """Keep the same text as a later revision of the same plan."""
    again = PlanRevision.objects.get(pk=first.pk)
    again.pk, again.number, again.receipt_number = None, 2, "HZ2026999999"
    again.save()
    for section in first.sections.all():
        section.pk, section.revision = None, again
        section.save()
    return again


def test_what_the_own_first_revision_said_before_the_other_is_ours(world: LineWorld) -> None:
    """They took it from us: our second revision is not alike to theirs."""
    first = plan(world, "示例技术创新中心", words(1), COPIED)
    theirs = plan(world, "抄写的技术创新中心", words(2), COPIED)
    assert SimilarPlan.objects.filter(revision=theirs, other=first).exists()
    again = as_second_revision(first)
    assert theirs.frozen_at is not None
    again.frozen_at = theirs.frozen_at.replace(year=theirs.frozen_at.year + 1)
    again.save()
    PlanRevision.objects.filter(pk=first.pk).update(
        frozen_at=theirs.frozen_at.replace(year=theirs.frozen_at.year - 1)
    )
    assert compare_plan(again) == 0


@pytest.mark.parametrize("others", [1, 3])
def test_an_own_earlier_revision_is_read_once_and_of_the_others_what_may_be_alike(
    world: LineWorld, others: int
) -> None:
    first = plan(world, "示例技术创新中心", words(1), words(3))
    second = as_second_revision(first)
    copies = [plan(world, words(20 + n, 12), words(3), words(10 + n)) for n in range(others)]
    PlanRevision.objects.filter(pk=second.pk).update(frozen_at=clock.now())
    second.refresh_from_db()
    with CaptureQueriesContext(connection) as queries:
        assert compare_plan(second) == 0
    read = [q["sql"] for q in queries if 'FROM "proposals_plansection"' in q["sql"]]
    assert len(read) == 2 + others
    assert [f'"revision_id" = {first.pk}' in sql for sql in read].count(True) == 1
    for copy in copies:
        (sql,) = (sql for sql in read if f'"revision_id" = {copy.pk} ' in f"{sql} ")
        assert "A.4.1" in sql and "A.1.1" not in sql


def test_plans_without_signatures_of_today_are_signed_when_they_are_needed(world: LineWorld) -> None:
    first = plan(world, "第一个示例技术创新中心", words(1), COPIED)
    PlanComparison.objects.filter(revision=first).update(scheme="older", digests=b"")
    second = plan(world, "第二个示例技术创新中心", COPIED, words(2))
    assert SimilarPlan.objects.filter(revision=second, other=first).exists()


@pytest.mark.clause("5.2-1")
def test_only_the_department_s_own_staff_knows_of_it(world: LineWorld, pair: SimilarPlan) -> None:
    for who in ("officer", "division_head", "leadership"):
        assert list(visible_to(world.actor(who))) == [pair], who
    for who in (*PARTIES[:4], "department", "supervising_department", "stranger", "system_admin"):
        assert not visible_to(world.actor(who)).exists(), who


def addresses(pair: SimilarPlan) -> Iterator[str]:
    home = f"/cases/{pair.revision.proposal.case.number}/plan/{pair.revision.number}/similar/"
    yield from (home, f"{home}{pair.pk}/")


def test_its_pages_exist_for_the_department_alone(world: LineWorld, pair: SimilarPlan) -> None:
    client = Client()
    for who in ("officer", "leadership"):
        client.force_login(world.user(who))
        for address in addresses(pair):
            assert client.get(address).status_code == 200
    text = client.get(list(addresses(pair))[1]).content.decode()
    assert text.count(COPIED[:-1]) == 2 and "30.76%" in text and "同一牵头单位" in text
    for who in ("lead", "member", "city_bureau", "other_city"):
        client.force_login(world.user(who))
        for address in addresses(pair):
            assert client.get(address).status_code == 404, who
        assert client.post(address, {"remark": "没有问题"}).status_code == 404, who


def pages_of(world: LineWorld, who: str, case: Case) -> str:
    client = Client()
    client.force_login(world.user(who))
    tabs = ("overview", "conditions", "plan", "review", "documents", "correspondence", "ledger")
    own = [client.get(f"/cases/{case.number}/?tab={tab}") for tab in tabs]
    own += [client.get(f"/cases/{case.number}/plan/1/"), client.get("/work-list/"), client.get("/messages/")]
    text = "".join(answer.content.decode() for answer in own)
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"', "", text)


@pytest.mark.parametrize("who", ["lead"])
def test_two_worlds_that_differ_in_likeness_only_look_the_same_to_a_party(
    world: LineWorld, pair: SimilarPlan, who: str
) -> None:
    """With a pair found and marked as seen, before that, and without any: not a letter differs."""
    case = pair.revision.proposal.case
    unseen = pages_of(world, who, case)
    mark_seen(actor=world.actor("officer"), pair=pair, remark="同一团队的延续工作。")
    alike = pages_of(world, who, case)
    assert alike == unseen
    SimilarPlan.objects.all().delete()
    PlanComparison.objects.all().delete()
    assert pages_of(world, who, case) == alike


def test_an_officer_notes_what_it_comes_to_in_the_ledger(world: LineWorld, pair: SimilarPlan) -> None:
    mark_seen(actor=world.actor("officer"), pair=pair, remark="  同一团队的延续工作。 ")
    assert pair.remark == "同一团队的延续工作。" and pair.seen_by == world.user("officer")
    entry = entries_of_case(pair.revision.proposal.case.number).get(verb=VERB)
    assert entry.detail["other_case"] == pair.other.proposal.case.number
    with pytest.raises(Stale):
        mark_seen(actor=world.actor("officer"), pair=pair, remark="再看一次")


def test_who_may_not_note_it_is_refused(world: LineWorld, pair: SimilarPlan) -> None:
    with pytest.raises(NotFound):
        mark_seen(actor=world.actor("lead"), pair=pair, remark="没有问题")
    with pytest.raises(NotPermitted):
        mark_seen(actor=world.actor("leadership"), pair=pair, remark="没有问题")
    with pytest.raises(Invalid, match="写一句查看意见"):
        mark_seen(actor=world.actor("officer"), pair=pair, remark=" ")
    pair.refresh_from_db()
    assert pair.seen_at is None


def test_the_form_keeps_what_was_typed_and_the_page_then_says_who_saw_it(
    world: LineWorld, pair: SimilarPlan
) -> None:
    client = Client()
    client.force_login(world.user("officer"))
    address = list(addresses(pair))[1]
    assert "这个字段是必填项" in client.post(address, {"remark": ""}).content.decode()
    assert client.post(address, {"remark": "已在论证会说明"}).status_code == 302
    shown = client.get(address).content.decode()
    assert "已在论证会说明" in shown and world.user("officer").full_name in shown
    again = client.post(address, {"remark": "另一个意见"})
    assert again.status_code == 409
    assert "已由别人记下" in again.content.decode() and "另一个意见" in again.content.decode()


def test_the_tab_tells_the_department_alone(world: LineWorld, pair: SimilarPlan) -> None:
    client = Client()
    for who, told in (("officer", True), ("lead", False), ("city_bureau", False)):
        client.force_login(world.user(who))
        text = client.get(f"/cases/{pair.revision.proposal.case.number}/?tab=plan").content.decode()
        assert ("与 1 个案卷的方案有相同段落" in text) is told, who
