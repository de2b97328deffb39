"""Rectification: the center plans by point, the officer agrees or returns, progress comes with evidence."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.accounts.roles import Role
from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.adjustments.messages import tell_of_rectification
from xiangchuang.adjustments.models import (
    PointProgress,
    Rectification,
    RectificationPoint,
    RectificationState,
)
from xiangchuang.adjustments.queries import find_rectification
from xiangchuang.calendars import clock
from xiangchuang.centers.permissions import may_keep
from xiangchuang.files.gates import may_read
from xiangchuang.files.models import StoredFile
from xiangchuang.ledger.record import Fact

CLAUSE = "6.5-1"
MOST_POINTS = 100


@dataclass(frozen=True)
class PointDraft:
    """One point of the plan: what is wrong, what is done, by whom, until when."""

    problem: str
    remedy: str
    responsible: str
    due_on: dt.date


def submit_plan(
    *, actor: Actor, rectification: Rectification, seen: int, points: Sequence[PointDraft]
) -> None:
    """Hand the plan in, whole; one that came back is replaced by the new one.

    Raises NotFound, NotPermitted, Invalid (no point, an empty one, a day outside the term), Blocked, Stale.
    """
    acting = _keeper(actor, rectification)
    rows = _checked_points(rectification, points)
    with _claimed(rectification, seen, RectificationState.PLANNING):
        rectification.points.all().delete()
        for row in rows:
            row.save()
        _move(rectification, RectificationState.SUBMITTED, submitted_at=clock.now(), returned="")
        _entry("submit_rectification_plan", actor, acting, rectification, {"points": len(rows)})
        tell_of_rectification(
            rectification, "rectification_plan", to_center=False, to_officers=True, key=str(seen)
        )


def agree_plan(*, actor: Actor, rectification: Rectification, seen: int) -> None:
    """Agree to the plan: from now on the center reports progress. Raises NotPermitted, Blocked, Stale."""
    acting = officer_of(actor, rectification)
    with _claimed(rectification, seen, RectificationState.SUBMITTED):
        _move(rectification, RectificationState.UNDER_WAY, agreed_at=clock.now())
        _entry("agree_rectification_plan", actor, acting, rectification, {})
        tell_of_rectification(
            rectification, "rectification_agreed", to_center=True, to_officers=False,
            by=rectification.due_on.isoformat(),
        )  # fmt: skip


def return_plan(*, actor: Actor, rectification: Rectification, seen: int, reason: str) -> None:
    """Give the plan back, saying what to change. Raises NotPermitted, Invalid, Blocked, Stale."""
    acting = officer_of(actor, rectification)
    said = within(Rectification, "returned", normalise_text(reason))
    if not said:
        raise Invalid(_("退回的意见没有填写。"), remedy=_("写明哪一项、要怎样修改。"))
    with _claimed(rectification, seen, RectificationState.SUBMITTED):
        _move(rectification, RectificationState.PLANNING, returned=said)
        _entry("return_rectification_plan", actor, acting, rectification, {"reason": said})
        tell_of_rectification(
            rectification, "rectification_returned", to_center=True, to_officers=False, key=str(seen),
            reason=said[:200],
        )  # fmt: skip


def report_point(
    *, actor: Actor, point: RectificationPoint, text: str, is_done: bool, evidence: StoredFile | None = None
) -> PointProgress:
    """Say how far one point is. Done needs evidence. Raises NotFound, NotPermitted, Invalid, Blocked."""
    rectification = point.rectification
    acting = _keeper(actor, rectification)
    said = within(PointProgress, "text", normalise_text(text))
    if not said:
        raise Invalid(_("进展没有填写。"), remedy=_("写明做了什么、结果怎样。"))
    if evidence is not None and not may_read(actor, evidence):
        raise NotFound(_("找不到这份证明材料。"), remedy=_("重新上传证明材料。"))
    if is_done and evidence is None:
        raise Invalid(_("完成的整改要附证明材料。"), remedy=_("上传文件、照片或记录，再标记完成。"))
    assert actor.user is not None
    with transaction.atomic():
        current = Rectification.objects.select_for_update().get(pk=rectification.pk)
        if current.state != RectificationState.UNDER_WAY:
            raise Blocked(_("方案同意之后、复核之前才能报告进展。"), clause=CLAUSE)
        progress = PointProgress.objects.create(
            point=point, text=said, is_done=is_done, evidence=evidence, said_by=actor.user
        )
        _entry(
            "report_rectification", actor, acting, rectification,
            {"point": point.pk, "done": is_done, "evidence": evidence.sha256 if evidence else None},
        )  # fmt: skip
    return progress


def officer_of(actor: Actor, rectification: Rectification) -> HeldAppointment:
    """Return the appointment of the department's officer. Raises NotFound, NotPermitted."""
    find_rectification(actor, rectification.center, rectification.pk)
    acting = actor.acting_as([Role.OFFICER, Role.DIVISION_HEAD])
    if acting is None:
        raise NotPermitted(_("整改方案和复核由省科技厅办理。"), clause=CLAUSE)
    return acting


def _keeper(actor: Actor, rectification: Rectification) -> HeldAppointment:
    find_rectification(actor, rectification.center, rectification.pk)
    acting = may_keep(actor, rectification.center)
    if acting is None:
        raise NotPermitted(_("整改由中心工作人员办理。"), clause=CLAUSE)
    return acting


def _checked_points(rectification: Rectification, points: Sequence[PointDraft]) -> list[RectificationPoint]:
    if not 0 < len(points) <= MOST_POINTS:
        raise Invalid(
            _("整改方案要有 1 至 %(most)d 项。") % {"most": MOST_POINTS}, remedy=_("按问题逐项写。")
        )
    rows = []
    for number, point in enumerate(points, 1):
        row = RectificationPoint(
            rectification=rectification, due_on=point.due_on,
            problem=within(RectificationPoint, "problem", normalise_line(point.problem)),
            remedy=within(RectificationPoint, "remedy", normalise_text(point.remedy)),
            responsible=within(RectificationPoint, "responsible", normalise_line(point.responsible)),
        )  # fmt: skip
        if not row.problem or not row.remedy or not row.responsible:
            raise Invalid(_("第 %(number)d 项没有填全。") % {"number": number},
                          remedy=_("问题、措施、责任人都要写。"))  # fmt: skip
        if not rectification.opened_on <= point.due_on <= rectification.due_on:
            raise Invalid(
                _("第 %(number)d 项的完成期限不在整改期内。") % {"number": number},
                remedy=_("选 %(first)s 至 %(last)s 之间的日子。")
                % {"first": rectification.opened_on.isoformat(), "last": rectification.due_on.isoformat()},
            )
        rows.append(row)
    return rows


@contextmanager
def _claimed(rectification: Rectification, seen: int, state: RectificationState) -> Iterator[None]:
    with transaction.atomic():
        rows = Rectification.objects.filter(pk=rectification.pk, version=seen)
        if not rows.update(version=seen + 1):
            raise Stale(
                _("整改刚被办理过，本次没有执行，您写的内容还在。"), remedy=_("对照最新进展后重新提交。")
            )
        rectification.refresh_from_db()
        if rectification.state != state:
            raise Blocked(
                _("整改现在是“%(state)s”，不能这样办理。") % {"state": rectification.get_state_display()},
                remedy=_("打开整改页查看进展。"),
                clause=CLAUSE,
            )
        yield


def _move(rectification: Rectification, state: RectificationState, **values: object) -> None:
    rectification.state = state
    for name, value in values.items():
        setattr(rectification, name, value)
    rectification.save(update_fields=["state", *values])


def _entry(
    verb: str, actor: Actor, acting: HeldAppointment, rectification: Rectification, detail: dict[str, Fact]
) -> None:
    write_entry(
        actor, verb=verb, acting=acting, subject=f"rectification:{rectification.pk}",
        case_number=rectification.adjustment.case.number, clause=CLAUSE,
        detail={"center": rectification.center_id, **detail},
    )  # fmt: skip
