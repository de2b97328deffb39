"""The secrets: each is one row, two ways in which something went, and who may know which it was."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from tests.reviews.steps import Round, as_person, record_the_visit
from tests.worlds.ground import Ground, consent_to_all
from tests.worlds.meeting_deeds import second_scores, the_statement, who_came, who_dissents
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import User
from xiangchuang.calendars import clock
from xiangchuang.demo.line import Line
from xiangchuang.experts.applications import ApplicationDraft, apply_to_library
from xiangchuang.experts.consents import notice_for
from xiangchuang.experts.declare_conflict import declare_conflict
from xiangchuang.experts.fees import FeeDraft, record_fee
from xiangchuang.experts.integrity import record_integrity, report_lobbying
from xiangchuang.experts.models import ConsentKind, Expert, IntegrityKind, PanelKind
from xiangchuang.library.advise import QuestionDraft, ask_group
from xiangchuang.plan_checks.mark_seen import mark_seen
from xiangchuang.plan_checks.models import SimilarPlan
from xiangchuang.proposals.models import PlanRevision
from xiangchuang.reviews.candidates import candidates
from xiangchuang.reviews.draws.verbs import commit_draw
from xiangchuang.reviews.on_site.findings import Finding
from xiangchuang.reviews.on_site.note import NoteDraft, Spot, note_on_spot
from xiangchuang.reviews.rate_expert import rate_seat
from xiangchuang.reviews.reading import recuse
from xiangchuang.reviews.review_batches.keep_batch import put_in_batch
from xiangchuang.reviews.write_review import OpinionDraft, ReviewDraft

Deed = Callable[[Ground, bool], None]
"""Does what there is to do; the second argument chooses which of the two ways it goes."""


@dataclass(frozen=True)
class Secret:
    """known_to: people of the ground who may learn it. shown: a page of `reader` that tells the two apart."""

    name: str
    deed: Deed
    reader: str
    shown: Callable[[Ground], str]
    known_to: Sequence[str] = ()

    def reader_of(self, ground: Ground) -> User:
        """Return the account of `reader`; "author" wrote the draft."""
        user = (
            ground.reading.seats[2].expert.user if self.reader == "author" else ground.world.user(self.reader)
        )
        assert user is not None
        return user


def who_sits(ground: Ground, other: bool) -> None:
    """Who was chosen for a panel."""
    round_ = ground.seating
    for kind in round_.pack.panel.kinds:
        round_.seat(strangers(ground, round_, kind.code)[int(other)], kind.code)


def strangers(ground: Ground, round_: Round, kind: str) -> list[Expert]:
    """Return who may be seated and is nobody whose sight is compared."""
    kept = {user.pk for user in ground.people.values() if user is not None}
    listed = candidates(kind, panel=round_.panel, case=round_.case, pack=round_.pack)
    return [found.expert for found in listed if not found.obstacle and found.expert.user_id not in kept]


def scores_of_a_mate(ground: Ground, other: bool) -> None:
    """What one expert scored and said."""
    round_ = ground.reading
    verdict = next(
        v.code for v in round_.pack.review.verdicts if v.outcome == ("failed" if other else "passed")
    )
    said = OpinionDraft("A.7.2", "补充出资承诺。" if other else "补充土地来源。", "advice")
    points = 2 if other else 9
    seat = round_.seats[1]
    round_.submit(seat, round_.draft(seat.kind, verdict=verdict, points=points, opinions=[said]))


def a_draft(ground: Ground, other: bool) -> None:
    """What an expert has written and not yet submitted."""
    seat = ground.reading.seats[2]
    ground.reading.save(seat, ReviewDraft(summary="倾向不同意。" if other else "倾向同意。"))


def why_someone_stood_aside(ground: Ground, other: bool) -> None:
    """The reason of a recusal."""
    seat = ground.reading.seats[3]
    reason = "配偶在申报单位任职" if other else "与申报单位有合作论文"
    recuse(actor=as_person(seat.expert), case=ground.reading.case, seat_seen=seat.version, reason=reason)


def who_has_declared(ground: Ground, other: bool) -> None:
    """Whether an invited expert has declared."""
    seat = ground.reading.seats[4]
    if other:
        ground.reading.declare(seat)


def which_stand_together(ground: Ground, other: bool) -> None:
    """With which proposals one is compared."""
    batch = ground.batches[int(other)]
    put_in_batch(actor=ground.officer, batch=batch, seen=batch.version, cases=[ground.seating.case])


def the_ranking(ground: Ground, other: bool) -> None:
    """Which proposal of a batch stands before which."""
    round_ = ground.reading
    seat = round_.seats[5]
    round_.declare(seat)
    round_.submit(seat, round_.draft(seat.kind, points=3 if other else 10))


def a_draw(ground: Ground, other: bool) -> None:
    """Whether a list was committed to, its people and odds, or somebody was chosen without any draw.

    One act either way: forms of the applicant carry the version of the case, which counts acts on it.
    """
    round_ = ground.rivals
    if other:
        days = (clock.today() + dt.timedelta(days=ahead) for ahead in range(1, 8))
        day = next(day for day in days if day.isoweekday() in {2, 4, 7})
        commit_draw(actor=round_.officer, case=round_.case, seen=round_.case.version, seed_on=day)
    else:
        kind = round_.pack.panel.kinds[0].code
        round_.seat(strangers(ground, round_, kind)[0], kind)


def a_conflict(ground: Ground, other: bool) -> None:
    """A conflict that was found with the lead."""
    if other:
        declare_conflict(
            actor=ground.officer, expert=ground.idle(0), organization=ground.world.lead, reason="共同承担项目"
        )


def whose_opinion(ground: Ground, other: bool) -> None:
    """Which expert of a concluded round said what, and how each scored."""
    round_ = ground.concluding
    said = [OpinionDraft("A.7.2", "补充出资承诺。"), OpinionDraft("A.3.1", "写明各方权责。")]
    if other:
        said.reverse()
    for place, seat in enumerate(round_.seats):
        asks = place < len(said)
        draft = round_.draft(
            seat.kind, verdict="revise" if asks else "approve", points=9 - place if other else 3 + place,
            opinions=said[place : place + 1] if asks else (),
        )  # fmt: skip
        round_.submit(seat, draft)
    for seat in ground.talking.seats:
        ground.talking.submit(seat)


def a_rating(ground: Ground, other: bool) -> None:
    """What an officer thinks of an expert's work."""
    seat = ground.concluding.panel.seats.all()[0]
    if other:
        rate_seat(actor=ground.officer, seat=seat, points=1, appeals_upheld=2, remark="意见失实")


def a_lobbying_report(ground: Ground, other: bool) -> None:
    """That somebody asked for a favour."""
    if other:
        report_lobbying(
            actor=as_person(ground.idle(1)), who=ground.world.lead.name, text="来电请托关照。",
            happened_on=clock.today(), case_number=ground.reading.case.number,
        )  # fmt: skip


def a_fee(ground: Ground, other: bool) -> None:
    """What an expert was paid."""
    expert = ground.idle(1)
    consent_to_all(expert)
    draft = FeeDraft("other", 90_000 if other else 80_000, "劳务报酬，已代扣代缴", clock.today())
    record_fee(actor=ground.officer, expert=expert, draft=draft)


def an_integrity_record(ground: Ground, other: bool) -> None:
    """What was found of an expert's conduct."""
    if other:
        record_integrity(
            actor=ground.officer, expert=ground.idle(2), kind=IntegrityKind.values[0], text="泄露评审意见。",
            source="核查记录", found_on=clock.today(),
        )  # fmt: skip


def an_application(ground: Ground, other: bool) -> None:
    """That somebody asked to be taken into the library."""
    if other:
        notice = notice_for(ConsentKind.REGISTER)
        draft = ApplicationDraft(
            "示例申请人", ground.world.member, [PanelKind.LEGAL], bio="长期从事法律服务。"
        )
        apply_to_library(
            actor=ground.world.actor("evaluator"), draft=draft,
            notice_version=notice.version if notice else "",
        )  # fmt: skip


def an_advisory_question(ground: Ground, other: bool) -> None:
    """What the advisory group was asked."""
    if other:
        draft = QuestionDraft("case", "这一方案是否重复建设", "请提出意见。", case=ground.reading.case)
        ask_group(actor=ground.officer, group=ground.group, draft=draft)


def likeness(ground: Ground, other: bool) -> None:
    """Whose plan shares passages with whose."""
    if other:
        one, two = (
            PlanRevision.objects.get(proposal__case=each.case) for each in (ground.reading, ground.rivals)
        )
        pair = SimilarPlan.objects.create(
            revision=one, other=two, same_lead=False, signs=400, share_bp=3000, found_at=clock.now(),
            shares=[{"section": "A.1.1", "title": "", "letters": 400, "share_bp": 3000}],
        )  # fmt: skip
        mark_seen(actor=ground.officer, pair=pair, remark="疑似照抄。")


def what_the_visit_found(ground: Ground, other: bool) -> None:
    """Notes and record of a visit that has not been concluded."""
    world, visit = ground.visiting.world, ground.visit
    member = visit.members.exclude(user=ground.officer.user).select_related("user")[0]
    code = visit.items.all()[0].code
    found, remark = ("absent", "未见设备。") if other else ("as_stated", "")
    key = UUID(int=1)
    note_on_spot(
        actor=Actor.of(member.user, clock.today()), case=world.case,
        notes=[NoteDraft(Spot(key, clock.now()), code, found, remark)],
    )  # fmt: skip
    record_the_visit(
        world, visit, "与方案不符。" if other else "与方案相符。", **{code: Finding(found, remark)}
    )


def proposals_elsewhere(ground: Ground, other: bool) -> None:
    """What is proposed in another city; how many proposals there are is published for all."""
    title = "示例他市甲技术创新中心" if other else "示例他市乙技术创新中心"
    line = Line(ground.world.province, ground.world.province.enterprises[2], title, is_sample=False)
    line.begin().advance_to("recommendation")


def _case_tab(number_of: Callable[[Ground], Round], tab: str) -> Callable[[Ground], str]:
    return lambda ground: f"/cases/{number_of(ground).case.number}/?tab={tab}"


def _meeting(number_of: Callable[[Ground], Round]) -> Callable[[Ground], str]:
    return lambda ground: f"/cases/{number_of(ground).case.number}/panel-meeting/"


SECRETS = (
    Secret("who sits", who_sits, "officer", _case_tab(lambda g: g.seating, "review")),
    Secret("batch", which_stand_together, "officer", lambda g: f"/experts/review-batches/{g.batches[0].pk}/"),
    Secret("scores", scores_of_a_mate, "officer", _case_tab(lambda g: g.reading, "review"), ("mate",)),
    Secret("draft", a_draft, "author", lambda g: f"/cases/{g.reading.case.number}/submit-review/"),
    Secret(
        "reason of a recusal", why_someone_stood_aside, "officer", _case_tab(lambda g: g.reading, "review")
    ),
    Secret("declared", who_has_declared, "officer", _case_tab(lambda g: g.reading, "review")),
    Secret(
        "ranking", the_ranking, "officer", lambda g: f"/experts/review-batches/{g.batches[0].pk}/ranking/"
    ),
    Secret("draw and odds", a_draw, "audit_admin", lambda g: "/panel-draws/"),
    Secret("conflict found", a_conflict, "officer", lambda g: f"/experts/{g.idle(0).pk}/"),
    Secret("authors of opinions", whose_opinion, "officer", _case_tab(lambda g: g.concluding, "review")),
    Secret("attendance", who_came, "officer", _meeting(lambda g: g.concluding)),
    Secret("second scores", second_scores, "officer", _meeting(lambda g: g.concluding)),
    Secret("statement", the_statement, "officer", _meeting(lambda g: g.talking)),
    Secret("dissent", who_dissents, "officer", _meeting(lambda g: g.concluding)),
    Secret(
        "rating", a_rating, "officer", lambda g: f"/experts/{g.concluding.panel.seats.all()[0].expert_id}/"
    ),
    Secret("lobbying", a_lobbying_report, "division_head", lambda g: "/experts/lobbying/"),
    Secret("fee", a_fee, "officer", lambda g: f"/experts/{g.idle(1).pk}/"),
    Secret("integrity", an_integrity_record, "officer", lambda g: f"/experts/{g.idle(2).pk}/"),
    Secret("application", an_application, "officer", lambda g: "/experts/requests/"),
    Secret("advisory question", an_advisory_question, "officer", lambda g: f"/experts/groups/{g.group.pk}/"),
    Secret("likeness", likeness, "officer", _case_tab(lambda g: g.reading, "plan")),
    Secret("visit", what_the_visit_found, "officer", _case_tab(lambda g: g.visiting, "visit")),
    Secret("proposals elsewhere", proposals_elsewhere, "officer", lambda g: "/cases/?view=all"),
)


def go_through(ground: Ground, otherwise: Sequence[Secret]) -> None:
    """Let everything happen, those of `otherwise` the other way."""
    for secret in SECRETS:
        secret.deed(ground, secret in otherwise)
