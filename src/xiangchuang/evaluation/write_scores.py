"""A seated expert marks the centers one by one: drafts first, then handed in with a reason for each mark."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.calendars import clock
from xiangchuang.evaluation.models import ExpertScore, Subject
from xiangchuang.evaluation.scoring_panel import SCORES
from xiangchuang.evaluation.scoring_rule import expert_rule
from xiangchuang.evaluation.scoring_sheets import Sheet, sheet_for, sheets_of
from xiangchuang.experts.models import ConflictDeclaration
from xiangchuang.policy.evaluation.indicators import Indicator
from xiangchuang.policy.evaluation.primitives import Rubric
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.errors import Blocked, Invalid
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.perform import Step, claim, perform
from xiangchuang.procedure.stages import close_work_items
from xiangchuang.procedure.verbs import Verb, contribute
from xiangchuang.reviews.models import Seat, SeatState
from xiangchuang.reviews.reading import own_seat, seated_in

_MARK = re.compile(r"\d{1,3}(\.\d{1,2})?")
SUBMIT = Verb(
    SCORES, gettext_lazy("评分"), role="expert", shared=True, tone="primary", page="evaluation:scores",
    offered=seated_in(SeatState.READING, SeatState.SUBMITTED),
)  # fmt: skip
SAVE = Verb("save_scores", gettext_lazy("保存评分草稿"), role="expert", shared=True)
STAND_ASIDE = Verb("stand_aside", gettext_lazy("对一个中心回避"), role="expert", shared=True)
contribute("scoring", SUBMIT, SAVE, STAND_ASIDE, matters=("evaluation",))


@dataclass(frozen=True)
class Mark:
    """A mark (decimal text or a level's code) and why."""

    score: str = ""
    reason: str = ""


def levels_of(indicator: Indicator) -> tuple[tuple[str, str], ...]:
    """Return the levels to choose from, (code, words); empty where a number is given."""
    if not isinstance(indicator.score, Rubric):
        return ()
    return tuple((level.code, words(level.label)) for level in indicator.score.levels)


def save_scores(
    *, actor: Actor, case: Case, subject: Subject, seat_seen: int, marks: Mapping[str, Mark]
) -> Seat:
    """Keep a draft for one center. Raises NotFound, Blocked when it was handed in, Invalid, Stale."""
    with perform(SAVE, actor=actor, case=case, seen=None) as step:
        seat, sheet = _open_sheet(step, subject, seat_seen)
        _write(sheet, marks, step.pack)
        step.subject = f"seat:{seat.pk}"
        step.note(center=subject.center_id)
    return seat


def submit_scores(
    *, actor: Actor, case: Case, subject: Subject, seat_seen: int, marks: Mapping[str, Mark]
) -> Seat:
    """Hand in all marks for one center; with the last center the expert's task is done.

    Raises NotFound for a center in conflict or of another round, Blocked when it was handed in already,
    Invalid naming what lacks a mark or a reason, Stale.
    """
    with perform(SUBMIT, actor=actor, case=case, seen=None) as step:
        seat, sheet = _open_sheet(step, subject, seat_seen)
        rows = _write(sheet, marks, step.pack)
        _refuse_incomplete(sheet, rows)
        ExpertScore.objects.filter(pk__in=[row.pk for row in rows]).update(submitted_at=clock.now())
        _finish_if_all_in(step, seat)
        step.subject = f"seat:{seat.pk}"
        step.note(center=subject.center_id, indicators=[row.indicator for row in rows])
    return seat


def stand_aside(*, actor: Actor, case: Case, subject: Subject, seat_seen: int, reason: str) -> Seat:
    """Declare a conflict with one center: it leaves the expert's list, the others stay.

    The declaration stays in the expert library. Raises NotFound, Blocked after handing in, Invalid, Stale.
    """
    with perform(STAND_ASIDE, actor=actor, case=case, seen=None) as step:
        seat, _sheet = _open_sheet(step, subject, seat_seen)
        told = within(ConflictDeclaration, "reason", normalise_line(reason))
        if not told:
            raise Invalid(_("写明与这个中心的哪个单位或哪个人有什么关系。"))
        ConflictDeclaration.objects.get_or_create(
            expert=seat.expert, organization=subject.center.lead,
            defaults={"reason": told, "declared_on": clock.today()},
        )  # fmt: skip
        ExpertScore.objects.filter(seat=seat, subject=subject).delete()
        _finish_if_all_in(step, seat)
        step.subject = f"seat:{seat.pk}"
        step.note(center=subject.center_id, reason=told)
    return seat


def _open_sheet(step: Step, subject: Subject, seat_seen: int) -> tuple[Seat, Sheet]:
    seat = own_seat(step)
    if seat.state not in (SeatState.READING, SeatState.SUBMITTED):
        raise Blocked(_("先声明有没有利益冲突，再评分。"))
    sheet = sheet_for(seat, step.pack, subject.pk)
    if sheet.is_submitted:
        raise Blocked(_("这个中心的评分已经提交，内容已固定。"))
    claim(seat, seat_seen)
    seat.refresh_from_db(fields=["version", "state"])
    return seat, sheet


def _write(sheet: Sheet, marks: Mapping[str, Mark], pack: Pack) -> list[ExpertScore]:
    """Keep a row for each indicator of the sheet; what the form did not send stays as it was."""
    rule = expert_rule(pack)
    full = rule.full_mark if rule else 0
    known = {row.indicator: row for row in sheet.rows}
    rows = []
    for indicator in sheet.indicators:
        row = known.get(indicator.code) or ExpertScore(
            seat=sheet.seat, subject=sheet.subject, indicator=indicator.code
        )
        mark = marks.get(indicator.code)
        if mark is not None:
            row.score = _read(indicator, mark.score, full)
            row.reason = within(ExpertScore, "reason", normalise_text(mark.reason))
        row.saved_at = clock.now()
        row.save()
        rows.append(row)
    return rows


def _read(indicator: Indicator, text: str, full: int) -> str:
    typed = normalise_line(text)
    if not typed:
        return ""
    named = {"label": words(indicator.label), "full": full}
    if levels := levels_of(indicator):
        if typed not in dict(levels):
            raise Invalid(_("“%(label)s”：选择一个等级。") % named)
        return typed
    if not _MARK.fullmatch(typed) or Decimal(typed) > full:
        raise Invalid(_("“%(label)s”：打 0 到 %(full)d 分，最多两位小数。") % named)
    return typed


def _refuse_incomplete(sheet: Sheet, rows: Sequence[ExpertScore]) -> None:
    labels = {indicator.code: words(indicator.label) for indicator in sheet.indicators}
    lacking = [
        _lacks(row) % {"label": labels[row.indicator]} for row in rows if not row.score or not row.reason
    ]
    if lacking:
        raise Invalid(_("；").join(lacking), remedy=_("补齐后再提交；可以先保存草稿。"))


def _lacks(row: ExpertScore) -> str:
    return _("“%(label)s”没有写理由") if row.score else _("“%(label)s”没有打分")


def _finish_if_all_in(step: Step, seat: Seat) -> None:
    sheets = sheets_of(seat.panel, step.pack, [seat])
    if sheets and all(sheet.is_submitted for sheet in sheets):
        Seat.objects.filter(pk=seat.pk).update(state=SeatState.SUBMITTED)
        close_work_items(step.run, what=SCORES, user_id=seat.expert.user_id)
