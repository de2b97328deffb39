"""The panel's statement (论证意见): signed by each member with the own sign-in, or signed with a dissent."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.confirm_person import Confirmation, refuse_unconfirmed
from xiangchuang.accounts.text import normalise_text
from xiangchuang.calendars import clock
from xiangchuang.canonical_json import text_sha256
from xiangchuang.procedure.errors import Blocked, Invalid
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.perform import Step, perform, stale
from xiangchuang.procedure.stages import add_work_item, close_work_items
from xiangchuang.procedure.verbs import Blocker, Standpoint, Verb, contribute, guard
from xiangchuang.reviews.meeting.convene import SCORING_WORK, meeting_rule, panel_is_whole
from xiangchuang.reviews.meeting.messages import ask_to_sign
from xiangchuang.reviews.meeting.models import (
    Attendance,
    PanelMeeting,
    SecondScoring,
    Statement,
    StatementSignature,
)
from xiangchuang.reviews.meeting.standing_meeting import meeting_at, offered_when, seated_when
from xiangchuang.reviews.meeting.statement_text import Votes, conclusion_words, reviews_of, votes_of
from xiangchuang.reviews.models import ACTIVE_SEATS, Seat
from xiangchuang.reviews.panel import active_seats
from xiangchuang.reviews.reading import own_seat
from xiangchuang.reviews.write_review import all_reviews_in

SIGNATURE_WORK: Final = "sign_statement"
LONGEST: Final = 20_000


def statement_of(meeting: PanelMeeting) -> Statement | None:
    """Return the statement that lies before the members, or None."""
    found: Statement | None = getattr(meeting, "statement", None)
    return found


def _has_begun(at: Standpoint) -> list[Blocker]:
    if PanelMeeting.objects.filter(panel__run=at.run, began_at__isnull=False).exists():
        return []
    return [Blocker(_("论证会还没有开始"), "5.2-1", "begin_meeting")]


def _not_all_signed(at: Standpoint) -> list[Blocker]:
    if Statement.objects.filter(meeting__panel__run=at.run, signed_at__isnull=False).exists():
        return [Blocker(_("论证意见已经全部签署"), "5.2-1")]
    return []


@guard("statement_signed")
def statement_signed(at: Standpoint) -> list[Blocker]:
    """5.2-1: where the pack asks for a meeting, a review ends on the statement that its members signed."""
    rule = at.pack.review.meeting
    if rule is None:
        return []
    meeting = PanelMeeting.objects.filter(panel__run=at.run).select_related("statement").first()
    statement = statement_of(meeting) if meeting is not None else None
    if statement is not None and statement.signed_at is not None:
        return []
    if statement is not None:
        count = len(missing_signatures(statement))
        words = _("论证意见还差 %(count)s 位专家签署") % {"count": count}
        return [Blocker(words, "5.2-1", SIGNATURE_WORK)]
    if not rule.required:
        return []
    if meeting is None:
        return [Blocker(_("还没有召开论证会"), "5.2-1", "convene_meeting")]
    if meeting.began_at is None:
        return [Blocker(_("论证会还没有开始"), "5.2-1", "begin_meeting")]
    return [Blocker(_("还没有提请专家签署论证意见"), "5.2-1", "lay_statement")]


def _has_statement(meeting: PanelMeeting) -> bool:
    statement = statement_of(meeting)
    return statement is not None and statement.signed_at is None


LAY = Verb(
    "lay_statement", gettext_lazy("提请签署论证意见"), clause="5.2-1", tone="primary",
    needs=(_has_begun, _not_all_signed, all_reviews_in, panel_is_whole), page="reviews:lay-statement",
    offered=offered_when(
        lambda meeting: meeting.began_at is not None
        and ((statement := statement_of(meeting)) is None or statement.signed_at is None)
    ),
)  # fmt: skip
REOPEN_DISCUSSION = Verb(
    "reopen_discussion", gettext_lazy("撤回论证意见"), clause="5.2-1", page="reviews:reopen-discussion",
    offered=offered_when(lambda meeting: statement_of(meeting) is not None),
)  # fmt: skip
SIGN = Verb(
    SIGNATURE_WORK, gettext_lazy("签署论证意见"), role="expert", shared=True, clause="5.2-1", tone="primary",
    page="reviews:sign-statement", offered=seated_when(_has_statement),
)  # fmt: skip
REMIND = Verb("remind_signers", gettext_lazy("提醒签署"), shared=True)
contribute("review", LAY, REOPEN_DISCUSSION, SIGN, REMIND)


def lay_statement(*, actor: Actor, case: Case, seen: int, text: str) -> Statement:
    """Put the statement before the members present; another text voids the signatures under the earlier one.

    Raises Blocked before the meeting, without quorum, while attendance or a second scoring is open; Invalid
    for an empty or unchanged text and for one that does not say the conclusion.
    """
    with perform(LAY, actor=actor, case=case, seen=seen) as step:
        meeting = meeting_at(step)
        kept = {"text": text}
        votes = _ready_votes(step, meeting)
        said = normalise_text(text).strip()
        _refuse_text(said, votes, kept)
        before = statement_of(meeting)
        voided = before.signatures.count() if before is not None else 0
        if before is not None and before.text == said:
            raise Invalid(_("文字没有改动，签名都还有效。"), kept=kept)
        if before is not None:
            before.signatures.all().delete()
        assert actor.user is not None
        statement, _created = Statement.objects.update_or_create(
            meeting=meeting,
            defaults={
                "text": said, "text_sha256": text_sha256(said), "conclusion": votes.conclusion,
                "outcome": votes.outcome, "laid_at": clock.now(), "laid_by": actor.user, "signed_at": None,
            },
        )  # fmt: skip
        _ask_members(step, statement)
        step.subject = f"statement:{statement.pk}"
        step.note(sha256=statement.text_sha256, conclusion=votes.conclusion, voided=voided)
    return statement


def _ready_votes(step: Step, meeting: PanelMeeting) -> Votes:
    """Return the votes; raises Blocked for an open attendance or second scoring, and without quorum."""
    seats = active_seats(meeting.panel)
    rows = {row.seat_id: row for row in meeting.attendances.all()}
    for seat in seats:
        row = rows.get(seat.pk)
        if row is None or row.present is None or (not row.present and not row.reason):
            raise Blocked(
                _("%(expert)s是否到会还没有记录，或者没有写明缺席原因。") % {"expert": seat.expert.name},
                remedy=_("在“记录论证会”中补齐到会情况。"), clause="5.2-1",
            )  # fmt: skip
    votes = votes_of(meeting, reviews_of(meeting), step.pack)
    if not votes.has_quorum:
        quorum = meeting_rule(step.pack).quorum
        raise Blocked(
            _("到会 %(present)s 人，专家组 %(members)s 人，不到 %(parts)s/%(of)s，不能作出结论。")
            % {"present": votes.present, "members": votes.members, "parts": quorum.parts, "of": quorum.of},
            remedy=_("另定时间再开会，或在“记录论证会”中更正到会情况。"),
            clause=quorum.interprets or quorum.clause,
        )
    decided = set(SecondScoring.objects.filter(meeting=meeting).values_list("review__seat_id", flat=True))
    waiting = [s.expert.name for s in seats if rows[s.pk].present and s.pk not in decided]
    if waiting:
        raise Blocked(
            _("%(experts)s讨论后还没有确认或者更改评分。") % {"experts": _("、").join(waiting)},
            remedy=_("请到会专家点“维持原评分”或更改评分后再提请签署。"), clause="5.2-1",
        )  # fmt: skip
    return votes


def _refuse_text(said: str, votes: Votes, kept: dict[str, str]) -> None:
    if not said:
        raise Invalid(_("论证意见是空的。"), kept=kept)
    if len(said) > LONGEST:
        raise Invalid(
            _("论证意见超过 %(most)d 个字。") % {"most": LONGEST}, remedy=_("缩短后再提请签署。"), kept=kept
        )
    wanted = conclusion_words(votes)
    if wanted not in said:
        raise Invalid(
            _("正文没有写明表决得出的结论：“%(words)s”。") % {"words": wanted},
            remedy=_("把这一句原样写进正文：签署的文字和表决结果要一致。"), clause="5.2-1", kept=kept,
        )  # fmt: skip


def _ask_members(step: Step, statement: Statement) -> None:
    asked = missing_signatures(statement)
    for seat in active_seats(statement.meeting.panel):
        close_work_items(step.run, what=SIGNATURE_WORK, user_id=seat.expert.user_id)
        close_work_items(step.run, what=SCORING_WORK, user_id=seat.expert.user_id)
    for seat in asked:
        add_work_item(step.run, what=SIGNATURE_WORK, role="expert", user_id=seat.expert.user_id)
    ask_to_sign(step.case, statement, asked, "laid")


def missing_signatures(statement: Statement) -> list[Seat]:
    """Return the seats of those present who have not signed, with expert at hand."""
    away = Attendance.objects.filter(meeting=statement.meeting_id, present=False).values("seat")
    seats = Seat.objects.filter(panel__meeting=statement.meeting_id, state__in=ACTIVE_SEATS)
    return list(
        seats.exclude(pk__in=away)
        .exclude(signatures__statement=statement)
        .select_related("expert__employer", "expert__user")
    )


def reopen_discussion(*, actor: Actor, case: Case, seen: int, reason: str) -> PanelMeeting:
    """Take the statement back, with a reason: its signatures are void and members may score again."""
    with perform(REOPEN_DISCUSSION, actor=actor, case=case, seen=seen) as step:
        meeting = meeting_at(step)
        statement = statement_of(meeting)
        if statement is None:
            raise Blocked(_("没有提请签署的论证意见。"))
        if not reason.strip():
            raise Invalid(_("写明为何撤回，原因留在案卷里。"), kept={"reason": reason})
        step.subject = f"meeting:{meeting.pk}"
        step.note(reason=reason.strip(), sha256=statement.text_sha256, voided=statement.signatures.count())
        statement.delete()
        for seat in active_seats(meeting.panel):
            close_work_items(step.run, what=SIGNATURE_WORK, user_id=seat.expert.user_id)
            add_work_item(step.run, what=SCORING_WORK, role="expert", user_id=seat.expert.user_id)
    return PanelMeeting.objects.get(pk=meeting.pk)


def sign_statement(
    *, actor: Actor, case: Case, text_seen: str, confirmation: Confirmation, dissent: str | None = None
) -> StatementSignature:
    """A member signs the text whose SHA-256 is `text_seen`; with `dissent` the member signs against it.

    `confirmation`: the member's own sign-in, made again for this act. Raises Stale when the text has changed
    or is signed already, Invalid for a dissent without reasons, NotPermitted outside the panel, Blocked for
    a member who was not there.
    """
    with perform(SIGN, actor=actor, case=case, seen=None) as step:
        seat = own_seat(step)
        refuse_unconfirmed(actor, confirmation)
        meeting = meeting_at(step)
        statement = statement_of(meeting)
        if statement is None:
            raise Blocked(_("没有等待签署的论证意见。"), remedy=_("提请签署后，您会收到通知。"))
        if statement.text_sha256 != text_seen:
            raise stale()
        if statement.signatures.filter(seat=seat).exists():
            raise stale()
        _refuse_absent(meeting, seat)
        reasons = None if dissent is None else normalise_text(dissent).strip()
        if reasons is not None and not reasons:
            raise Invalid(
                _("持不同意见的，写明理由；理由附在论证意见之后。"), clause="5.2-1", kept={"dissent": ""}
            )
        signature = StatementSignature.objects.create(
            statement=statement, seat=seat, signed_at=clock.now(), text_sha256=text_seen,
            dissent=(reasons or "")[:LONGEST],
        )  # fmt: skip
        close_work_items(step.run, what=SIGNATURE_WORK, user_id=seat.expert.user_id)
        if not missing_signatures(statement):
            statement.signed_at = signature.signed_at
            statement.save(update_fields=["signed_at"])
        step.subject = f"statement:{statement.pk}"
        step.note(sha256=text_seen, dissent=reasons is not None)
    return signature


def _refuse_absent(meeting: PanelMeeting, seat: Seat) -> None:
    if meeting.attendances.filter(seat=seat, present=False).exists():
        raise Blocked(
            _("记录写明您没有到会，论证意见由到会专家签署。"), remedy=_("记录有误的，请经办人更正。"),
            clause="5.2-1",
        )  # fmt: skip


def remind_signers(*, actor: Actor, case: Case) -> int:
    """Remind those who have not signed, once a day each; return how many were reminded now."""
    with perform(REMIND, actor=actor, case=case, seen=None) as step:
        meeting = meeting_at(step)
        statement = statement_of(meeting)
        if statement is None or statement.signed_at is not None:
            raise Blocked(_("没有等待签署的论证意见。"))
        waiting = missing_signatures(statement)
        told = ask_to_sign(step.case, statement, waiting, clock.today().isoformat())
        step.subject = f"statement:{statement.pk}"
        step.note(reminded=told)
    return told


def refuse_against_statement(step: Step, outcome: str, summary: str) -> None:
    """Raise Blocked for an outcome that the signed statement does not carry."""
    statement = Statement.objects.filter(meeting__panel__run=step.run, signed_at__isnull=False).first()
    if statement is None:
        return
    rule = meeting_rule(step.pack)
    allowed = (statement.outcome,) if statement.outcome else rule.without_conclusion
    if outcome in allowed:
        return
    said = statement.get_conclusion_display()
    raise Blocked(
        _("这个结论与专家组签署的论证意见（%(said)s）不一致。") % {"said": said},
        remedy=_("按论证意见选择结论；情况有变的，先撤回论证意见，由专家组重新讨论和签署。"),
        clause="5.2-1", kept={"summary": summary},
    )  # fmt: skip
