"""The right of reply: what a center may say, what becomes of it, and what it never sees (6.5-1)."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from tests.evaluation.world import EvaluationWorld, fresh, subjects_of
from tests.workbench.browser import queries_of, read, signed_in, stable, text_of
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.evaluation.answer_reply import answer_point, close_replies
from xiangchuang.evaluation.invariants import an_accepted_point_has_its_correction
from xiangchuang.evaluation.models import Reply, ReplyPoint, Round, ScorePurpose, Subject
from xiangchuang.evaluation.queries import latest_run
from xiangchuang.evaluation.reply import PointDraft, send_reply
from xiangchuang.evaluation.rule_points import rule_points
from xiangchuang.policy.evaluation.quantities import hundredths
from xiangchuang.procedure.packs import pack_of

Jump = Callable[[int], None]


def indicator(round_: Round, subject: Subject) -> tuple[str, int]:
    """Return the weightiest indicator of the subject's set and its weight in hundredths."""
    found = pack_of(round_.case).indicator_sets[subject.set_code].indicators
    best = max(found, key=lambda i: i.weight)
    return best.code, hundredths(best.weight)


def a_reply(world: EvaluationWorld, round_: Round) -> ReplyPoint:
    """Return the point that the first center makes."""
    subject = subjects_of(round_)[0]
    code, _weight = indicator(round_, subject)
    reply = send_reply(
        actor=world.staff[0], subject=subject, words="总体认可。",
        points=[PointDraft(code, "按期完成率应为 100%，见验收证书。")],
    )  # fmt: skip
    return ReplyPoint.objects.select_related("reply__subject__round__case").get(reply=reply)


@pytest.mark.clause("6.5-1")
def test_an_accepted_point_corrects_the_points_and_the_grade_follows(
    world: EvaluationWorld, jump: Jump
) -> None:
    round_ = world.at_reply()
    before = latest_run(round_)
    assert before is not None
    point = a_reply(world, round_)
    subject = point.reply.subject
    # Rulings may lift a center over a cut: each weightiest indicator of the set is worth its weight.
    for one in pack_of(round_.case).indicator_sets[subject.set_code].indicators:
        if one.code != point.indicator:
            rule_points(
                actor=world.evaluator, case=round_.case, subject=subject, indicator=one.code,
                points_e2=hundredths(one.weight), reason="补充材料核实。",
            )  # fmt: skip
    _code, weight = indicator(round_, subject)
    answer_point(
        actor=world.evaluator, case=round_.case, point=point, seen=1, verdict="accepted",
        answer="证书属实，更正为满分。", points_e2=weight,
    )  # fmt: skip
    jump(30)
    round_ = fresh(round_)
    run = close_replies(actor=world.evaluator, case=round_.case, seen=round_.case.version)
    old, new = (r.scores.get(subject=subject) for r in (before, run))
    assert run.purpose == ScorePurpose.CORRECTED
    assert (old.grade, new.grade) == ("unqualified", "qualified")
    assert new.points_e2 is not None and old.points_e2 is not None and new.points_e2 > old.points_e2
    assert list(an_accepted_point_has_its_correction()) == []


def test_a_declined_point_changes_nothing_and_says_why(world: EvaluationWorld, jump: Jump) -> None:
    round_ = world.at_reply()
    before = latest_run(round_)
    point = a_reply(world, round_)
    with pytest.raises(Invalid):
        answer_point(
            actor=world.evaluator, case=round_.case, point=point, seen=1, verdict="declined", answer=" "
        )
    answer_point(
        actor=world.evaluator, case=round_.case, point=point, seen=1, verdict="declined",
        answer="证书日期在评价期之后。",
    )  # fmt: skip
    jump(30)
    round_ = fresh(round_)
    run = close_replies(actor=world.evaluator, case=round_.case, seen=round_.case.version)
    assert before is not None and run.results_sha256 == before.results_sha256
    told = text_of(read(signed_in(world.staff[0]), subject_url(point.reply.subject)))
    assert "不采纳" in told and "证书日期在评价期之后。" in told


def test_two_who_answer_the_same_point_do_not_overwrite_each_other(world: EvaluationWorld) -> None:
    round_ = world.at_reply()
    point = a_reply(world, round_)
    stale = ReplyPoint.objects.select_related("reply__subject__round__case").get(pk=point.pk)
    answer_point(
        actor=world.evaluator, case=round_.case, point=point, seen=1, verdict="declined", answer="不符。"
    )
    with pytest.raises((Stale, Blocked)):
        answer_point(
            actor=world.evaluator, case=round_.case, point=stale, seen=1, verdict="accepted", answer="符合。",
            points_e2=1,
        )  # fmt: skip
    point.refresh_from_db()
    assert point.verdict == "declined"


def test_the_term_is_not_shortened_unless_everyone_has_replied(world: EvaluationWorld) -> None:
    round_ = world.at_reply()
    with pytest.raises(Blocked, match="反馈期未满"):
        close_replies(actor=world.evaluator, case=round_.case, seen=round_.case.version)
    for subject, staff in zip(subjects_of(round_), world.staff, strict=True):
        send_reply(actor=staff, subject=subject, words="")
    round_ = fresh(round_)
    close_replies(actor=world.evaluator, case=round_.case, seen=round_.case.version)
    assert fresh(round_).case.stage_kind == "meeting"


def test_an_open_point_keeps_the_round(world: EvaluationWorld, jump: Jump) -> None:
    round_ = world.at_reply()
    a_reply(world, round_)
    jump(30)
    with pytest.raises(Blocked, match="1 项意见没有答复"):
        close_replies(actor=world.evaluator, case=round_.case, seen=fresh(round_).case.version)


def test_a_center_replies_once_and_in_time(world: EvaluationWorld, jump: Jump) -> None:
    round_ = world.at_reply()
    first, second, _third = subjects_of(round_)
    send_reply(actor=world.staff[0], subject=first, words="没有意见。")
    with pytest.raises(Blocked, match="已经答复过"):
        send_reply(actor=world.staff[0], subject=first, words="又想起一项。")
    jump(30)
    with pytest.raises(Blocked, match="反馈期已过"):
        send_reply(actor=world.staff[1], subject=second, words="迟了。")


def test_only_the_center_itself_replies(world: EvaluationWorld) -> None:
    round_ = world.at_reply()
    subject = subjects_of(round_)[0]
    for stranger in (world.staff[1], world.firm, world.expert, world.bureau, world.other_evaluator):
        with pytest.raises(NotFound):
            send_reply(actor=stranger, subject=subject, words="冒充。")
    for reader in (world.officer, world.evaluator):
        with pytest.raises(NotPermitted):
            send_reply(actor=reader, subject=subject, words="代答。")
    assert not Reply.objects.exists()


@pytest.mark.parametrize(("code", "demand"), [("no_such", "有依据"), ("", "有依据")])
def test_a_point_names_an_indicator_of_the_set(world: EvaluationWorld, code: str, demand: str) -> None:
    subject = subjects_of(world.at_reply())[0]
    with pytest.raises(Invalid):
        send_reply(actor=world.staff[0], subject=subject, words="", points=[PointDraft(code, demand)])


def subject_url(subject: Subject) -> str:
    return reverse("evaluation:subject", args=[subject.pk])


def test_a_rivals_reply_and_correction_leave_no_trace_on_a_centers_pages(world: EvaluationWorld) -> None:
    """Two worlds: in one the rival has replied and was answered, in the other it has not."""
    round_ = world.at_reply()
    mine = subjects_of(round_)[1]
    client = signed_in(world.staff[1])
    addresses = [
        subject_url(mine),
        reverse("workbench:work-list"),
        reverse("centers:chapter", args=[world.centers[1].pk, "evaluation"]),
    ]
    before = [stable(read(client, address)) for address in addresses]
    point = a_reply(world, round_)
    answer_point(
        actor=world.evaluator, case=round_.case, point=point, seen=1, verdict="accepted", answer="属实。",
        points_e2=1,
    )  # fmt: skip
    assert [stable(read(client, address)) for address in addresses] == before


def test_the_reply_page_takes_points_and_keeps_what_was_typed(world: EvaluationWorld) -> None:
    round_ = world.at_reply()
    subject = subjects_of(round_)[0]
    code, _weight = indicator(round_, subject)
    client, address = signed_in(world.staff[0]), reverse("evaluation:reply", args=[subject.pk])
    assert "24:00 截止" in read(client, address)
    sent = {
        "words": "总体认可。", "point-TOTAL_FORMS": "5", "point-INITIAL_FORMS": "0",
        "point-0-indicator": "", "point-0-demand": "少算了两项。",
    }  # fmt: skip
    answer = client.post(address, sent)
    assert answer.status_code == 422 and "少算了两项。" in answer.content.decode()
    assert client.post(address, sent | {"point-0-indicator": code}).status_code == 302
    assert ReplyPoint.objects.get().demand == "少算了两项。"
    assert client.get(address).status_code == 422

    tab = f"/cases/{round_.case.number}/?tab=replies"
    evaluator = signed_in(world.evaluator)
    assert "少算了两项。" in read(evaluator, tab)
    point = ReplyPoint.objects.get()
    to = reverse("evaluation:answer", args=[round_.case.number, point.pk])
    read(evaluator, to)
    assert evaluator.post(to, {"version": "1", "verdict": "accepted", "answer": "属实"}).status_code == 422
    given = {"version": "1", "verdict": "accepted", "answer": "属实", "points": "1.5"}
    assert evaluator.post(to, given).status_code == 302
    assert signed_in(world.staff[0]).get(to).status_code == 404


def test_the_replies_take_as_many_queries_for_one_as_for_three(world: EvaluationWorld) -> None:
    round_ = world.at_reply()
    client, tab = signed_in(world.evaluator), f"/cases/{round_.case.number}/?tab=replies"
    a_reply(world, round_)
    one = queries_of(client, tab)
    for subject, staff in list(zip(subjects_of(round_), world.staff, strict=True))[1:]:
        code, _weight = indicator(round_, subject)
        send_reply(actor=staff, subject=subject, words="", points=[PointDraft(code, "有出入。")])
    assert queries_of(client, tab) == one
