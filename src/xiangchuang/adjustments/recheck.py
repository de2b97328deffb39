"""The re-check on site: recorded by point, co-signed by both sides, then concluded (6.5-1).

Passed: the center operates again. Failed: it stays as it is, and the record is a ground for another motion.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, NotPermitted
from xiangchuang.accounts.roles import Role
from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.adjustments.messages import tell_of_rectification
from xiangchuang.adjustments.models import (
    Recheck,
    RecheckFinding,
    RecheckSigner,
    Rectification,
    RectificationPoint,
    RectificationState,
    SignerSide,
)
from xiangchuang.adjustments.queries import find_rectification
from xiangchuang.adjustments.rectify import CLAUSE, officer_of
from xiangchuang.calendars import clock
from xiangchuang.canonical_json import json_sha256
from xiangchuang.centers.change_state import change_state
from xiangchuang.centers.models import CenterState, SupportStanding
from xiangchuang.centers.permissions import may_keep
from xiangchuang.procedure.packs import pack_of


@dataclass(frozen=True)
class RecheckDraft:
    """What the team writes; `findings` by the point's number: whether it is put right, and in words."""

    visited_on: dt.date
    place: str
    team: str
    summary: str
    findings: Mapping[int, tuple[bool, str]]


def record_recheck(*, actor: Actor, rectification: Rectification, draft: RecheckDraft) -> Recheck:
    """Keep the record; until somebody has signed, a later one replaces it.

    Raises NotFound, NotPermitted, Invalid, Blocked (no agreed plan, or signed already).
    """
    acting = officer_of(actor, rectification)
    values = _checked(rectification, draft)
    points = list(rectification.points.all())
    with transaction.atomic():
        _refuse_unless_under_way(rectification)
        earlier = Recheck.objects.filter(rectification=rectification).first()
        if earlier is not None and earlier.signers.exists():
            raise Blocked(_("复核记录已有人签署，不能再改。"), remedy=_("有不同意见的，签署时写明。"))
        if earlier is not None:
            earlier.delete()
        assert actor.user is not None
        recheck = Recheck.objects.create(
            rectification=rectification,
            recorded_by=actor.user,
            content_sha256=_digest(points, draft),
            **values,
        )
        RecheckFinding.objects.bulk_create(
            RecheckFinding(
                recheck=recheck, point=point, is_resolved=draft.findings[point.pk][0],
                words=within(RecheckFinding, "words", normalise_text(draft.findings[point.pk][1])),
            )
            for point in points
        )  # fmt: skip
        _write("record_recheck", actor, acting, recheck, content=recheck.content_sha256)
        tell_of_rectification(
            rectification, "rectification_sign", to_center=True, to_officers=True, key=recheck.content_sha256
        )
    return recheck


def sign_recheck(*, actor: Actor, recheck: Recheck, digest: str, remark: str = "") -> RecheckSigner:
    """Sign the record one has read, named by its digest, for the side one stands on.

    Raises NotFound, NotPermitted, Blocked (another record since, concluded, or signed already).
    """
    find_rectification(actor, recheck.rectification.center, recheck.rectification_id)
    side, acting = signing_side(actor, recheck)
    said = within(RecheckSigner, "remark", normalise_text(remark))
    assert actor.user is not None
    try:
        with transaction.atomic():
            fresh = Recheck.objects.select_for_update().filter(pk=recheck.pk).first()
            if fresh is None or fresh.content_sha256 != digest:
                raise Blocked(_("记录在您打开之后改过，没有签署。"), remedy=_("看过最新的记录再签署。"))
            if fresh.concluded_at is not None:
                raise Blocked(_("复核已经有结论，不用再签署。"))
            signer = RecheckSigner.objects.create(
                recheck=fresh, side=side, user=actor.user, remark=said, content_sha256=digest
            )
            _write("sign_recheck", actor, acting, recheck, content=digest, side=side.value)
    except IntegrityError as error:
        raise Blocked(_("您已经签署过这份记录。")) from error
    return signer


def conclude_recheck(*, actor: Actor, recheck: Recheck, passed: bool, reason: str) -> None:
    """Say what the re-check came to, once both sides have signed. Passed lets the center operate again.

    Raises NotFound, NotPermitted (the division head decides), Invalid, Blocked.
    """
    rectification = recheck.rectification
    find_rectification(actor, rectification.center, rectification.pk)
    acting = actor.acting_as([Role.DIVISION_HEAD])
    if acting is None:
        raise NotPermitted(_("复核结论由处室负责人作出。"), clause=CLAUSE)
    said = normalise_text(reason)
    if not said:
        raise Invalid(_("结论的理由没有填写。"), remedy=_("写明依据哪些复核情况。"))
    with transaction.atomic():
        _refuse_unless_under_way(rectification)
        for blocker in unsigned(recheck):
            raise Blocked(blocker, clause=CLAUSE)
        if passed and recheck.findings.filter(is_resolved=False).exists():
            raise Blocked(_("还有问题没有整改到位，不能认定通过。"), remedy=_("按复核记录作出结论。"))
        today = clock.today()
        rows = Recheck.objects.filter(pk=recheck.pk, concluded_at=None)
        if not rows.update(has_passed=passed, concluded_at=clock.now()):
            raise Blocked(_("复核已经有结论。"))
        state = RectificationState.PASSED if passed else RectificationState.FAILED
        Rectification.objects.filter(pk=rectification.pk).update(state=state, closed_on=today)
        if passed:
            _operate_again(rectification, said, today)
        _write("conclude_recheck", actor, acting, recheck, passed=passed, reason=said)
        tell_of_rectification(
            rectification, "rectification_rechecked", to_center=True, to_officers=True, passed=passed
        )
    recheck.refresh_from_db()
    rectification.refresh_from_db()


def unsigned(recheck: Recheck) -> list[str]:
    """Return what is missing of the signatures, in words; none when the record is co-signed."""
    signers = list(recheck.signers.all())
    rule = pack_of(recheck.rectification.adjustment.case).adjustments.rectification
    fewest = rule.fewest_signatures if rule else len(SignerSide)
    missing = [
        _("%(side)s还没有签署") % {"side": side.label}
        for side in SignerSide
        if side not in {signer.side for signer in signers}
    ]
    if not missing and len(signers) < fewest:
        missing.append(_("签署的人不足 %(fewest)d 人") % {"fewest": fewest})
    return missing


def signing_side(actor: Actor, recheck: Recheck) -> tuple[SignerSide, HeldAppointment]:
    """Return for whom the person signs. Raises NotPermitted for one of neither side."""
    center = may_keep(actor, recheck.rectification.center)
    if center is not None:
        return SignerSide.CENTER, center
    department = actor.acting_as([Role.OFFICER, Role.DIVISION_HEAD])
    if department is not None:
        return SignerSide.DEPARTMENT, department
    raise NotPermitted(_("复核记录由复核组和中心签署。"), clause=CLAUSE)


def _operate_again(rectification: Rectification, reason: str, today: dt.date) -> None:
    adjustment = rectification.adjustment
    change_state(rectification.center, CenterState.OPERATING, on=today, reason=reason, case=adjustment.case)
    own = SupportStanding.objects.filter(case=adjustment.case, lifted_on=None)
    own.update(lifted_on=today, lifted_by=adjustment.case)


def _refuse_unless_under_way(rectification: Rectification) -> None:
    current = Rectification.objects.select_for_update().get(pk=rectification.pk)
    if current.state != RectificationState.UNDER_WAY:
        raise Blocked(
            _("整改现在是“%(state)s”，不能复核。") % {"state": current.get_state_display()},
            remedy=_("整改方案同意之后、复核结论之前才能办理。"),
            clause=CLAUSE,
        )


def _checked(rectification: Rectification, draft: RecheckDraft) -> dict[str, object]:
    place = within(Recheck, "place", normalise_line(draft.place))
    team = within(Recheck, "team", normalise_line(draft.team))
    summary = within(Recheck, "summary", normalise_text(draft.summary))
    if not place or not team or not summary:
        raise Invalid(_("地点、复核组成员或总体情况没有填写。"), remedy=_("写明在哪里、谁去、看到什么。"))
    if not rectification.opened_on <= draft.visited_on <= clock.today():
        raise Invalid(_("复核日期不在整改开始之后、今天之前。"), remedy=_("核对日期：去过之后再登记。"))
    numbers = set(rectification.points.values_list("pk", flat=True))
    if set(draft.findings) != numbers or not all(normalise_text(w) for _ok, w in draft.findings.values()):
        raise Invalid(_("有的整改项没有写复核情况。"), remedy=_("逐项写明看到什么、是否到位。"))
    return {"visited_on": draft.visited_on, "place": place, "team": team, "summary": summary}


def _digest(points: list[RectificationPoint], draft: RecheckDraft) -> str:
    content = {
        "visited_on": draft.visited_on.isoformat(), "place": draft.place, "team": draft.team,
        "summary": draft.summary, "points": [[p.problem, *draft.findings[p.pk]] for p in points],
        "at": clock.now().isoformat(),
    }  # fmt: skip
    return json_sha256(content)


def _write(verb: str, actor: Actor, acting: HeldAppointment, recheck: Recheck, **detail: str | bool) -> None:
    rectification = recheck.rectification
    write_entry(
        actor, verb=verb, acting=acting, subject=f"recheck:{recheck.pk}",
        case_number=rectification.adjustment.case.number, clause=CLAUSE,
        detail={"center": rectification.center_id, **detail},
    )  # fmt: skip
