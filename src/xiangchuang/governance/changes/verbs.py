"""Filing, requesting, arguing, approving, refusing, taking back a change; its coming into force."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.accounts.roles import Role
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.permissions import may_keep
from xiangchuang.centers.queries import can_view
from xiangchuang.files.gates import may_read
from xiangchuang.files.models import StoredFile
from xiangchuang.governance.changes.subjects import SUBJECTS, Application
from xiangchuang.governance.models import BodyKind, BodyMeeting, ChangeRequest, ChangeState
from xiangchuang.governance.models.changes import AHEAD
from xiangchuang.governance.review_compliance import review_compliance
from xiangchuang.policy.changes import ChangeKind
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import current_pack
from xiangchuang.search.follow import refresh


def file_change(
    *, actor: Actor, center: Center, kind: str, after: Mapping[str, Any], reason: str,
    effective_on: dt.date, evidence: StoredFile | None = None,
) -> ChangeRequest:  # fmt: skip
    """File a change that is the center's own to make: it takes effect on its day, the department can see it.

    Raises NotFound, NotPermitted, Invalid, Blocked (the kind needs approval, or one of it is under way).
    """
    rule, acting = _opened(actor, center, kind)
    if rule.lane != "filing":
        raise Blocked(_("这类变更要报批，不能备案。"), remedy=_("改为申请变更。"), clause=rule.clause)
    return _open(rule, acting, actor, center, after, reason, effective_on, evidence)


def request_change(
    *, actor: Actor, center: Center, kind: str, after: Mapping[str, Any], reason: str,
    effective_on: dt.date, evidence: StoredFile | None = None,
) -> ChangeRequest:  # fmt: skip
    """Ask for a change that the pack puts before somebody for approval. Raises as `file_change`."""
    rule, acting = _opened(actor, center, kind)
    if rule.lane != "approval":
        raise Blocked(
            _("这类变更由中心自主决定，备案即可，不需批准。"), remedy=_("改为备案。"), clause=rule.clause
        )
    return _open(rule, acting, actor, center, after, reason, effective_on, evidence)


def give_committee_opinion(
    *, actor: Actor, change: ChangeRequest, seen: int, opinion: str, meeting: BodyMeeting | None = None
) -> None:
    """Write down what the center's expert committee said of the change, and at which meeting (4.1-3).

    Raises NotFound, NotPermitted, Invalid, Blocked, Stale.
    """
    acting = _keeper(actor, change.center)
    said = within(ChangeRequest, "committee_opinion", normalise_line(opinion))
    if not said:
        raise Invalid(_("专家委员会意见没有填写。"))
    if meeting is not None and (
        meeting.center_id != change.center_id or meeting.body.kind != BodyKind.EXPERT_COMMITTEE
    ):
        raise Invalid(_("所选的不是本中心专家委员会的会议。"), remedy=_("先在“会议”中登记这次会议。"))
    with transaction.atomic():
        _claim(change, seen, ChangeState.REQUESTED)
        change.committee_opinion, change.committee_meeting = said, meeting
        change.save(update_fields=["committee_opinion", "committee_meeting"])
        _write("give_committee_opinion", actor, acting, change, {"opinion": said})


def approve_change(*, actor: Actor, change: ChangeRequest, seen: int, reason: str = "") -> None:
    """Approve the change; it is written into the record on its day, today when that has come.

    Raises NotFound, NotPermitted, Blocked (the expert committee was not heard), Stale.
    """
    rule = rule_of(change)
    acting = _approver(actor, change, rule)
    if rule.committee_first and not change.committee_opinion:
        raise Blocked(
            _("专家委员会还没有论证，不能批准。"),
            remedy=_("由中心登记专家委员会意见后再办。"),
            clause="4.1-3",
        )
    with transaction.atomic():
        _claim(change, seen, ChangeState.REQUESTED)
        _decide(change, actor, ChangeState.APPROVED, within(ChangeRequest, "decision_reason", reason.strip()))
        _write("approve_change", actor, acting, change, {"reason": change.decision_reason})
        _apply_if_due(change, actor)


def refuse_change(*, actor: Actor, change: ChangeRequest, seen: int, reason: str) -> None:
    """Refuse with the reason that the center reads. Raises NotFound, NotPermitted, Invalid, Stale."""
    acting = _approver(actor, change, rule_of(change))
    because = within(ChangeRequest, "decision_reason", normalise_line(reason))
    if not because:
        raise Invalid(_("不予批准要写明理由。"), remedy=_("写明理由，中心会看到。"))
    with transaction.atomic():
        _claim(change, seen, ChangeState.REQUESTED)
        _decide(change, actor, ChangeState.REFUSED, because)
        _write("refuse_change", actor, acting, change, {"reason": because})


def take_back_change(*, actor: Actor, change: ChangeRequest, seen: int) -> None:
    """Take back a request, or a change that is not yet in force. Raises NotFound, NotPermitted, Stale."""
    acting = _keeper(actor, change.center)
    with transaction.atomic():
        _claim(change, seen, ChangeState.REQUESTED, *AHEAD)
        change.state = ChangeState.TAKEN_BACK
        change.save(update_fields=["state"])
        _write("take_back_change", actor, acting, change, {})


def apply_due_changes(day: dt.date | None = None) -> list[ChangeRequest]:
    """Put into force what was approved or filed and whose day has come; each in a transaction of its own."""
    due = ChangeRequest.objects.filter(state__in=AHEAD, effective_on__lte=day or clock.today())
    applied = []
    for pk in list(due.order_by("effective_on", "pk").values_list("pk", flat=True)):
        with transaction.atomic():
            change = ChangeRequest.objects.select_for_update().select_related("center").get(pk=pk)
            if change.state in AHEAD:
                # Who decided it, or filed it, stands for what is written; the clock only chose the day.
                _apply(change, Actor(user=change.decided_by or change.requested_by, kind="user"))
                applied.append(change)
    return applied


def rule_of(change: ChangeRequest) -> ChangeKind:
    """Return the pack's rule on the change; raises NotFound when the pack in force has none."""
    rule = current_pack().changes.kind(change.kind)
    if rule is None:
        raise NotFound(_("现行政策包没有这类变更。"))
    return rule


def may_decide(actor: Actor, change: ChangeRequest, rule: ChangeKind) -> HeldAppointment | None:
    """Return the appointment under which the actor decides the change, or None."""
    return actor.acting_as([Role(rule.approver)]) if rule.approver else None


def _opened(actor: Actor, center: Center, kind: str) -> tuple[ChangeKind, HeldAppointment]:
    acting = _keeper(actor, center)
    rule = current_pack().changes.kind(kind)
    if rule is None:
        raise NotFound(_("没有这类变更。"))
    return rule, acting


def _keeper(actor: Actor, center: Center) -> HeldAppointment:
    if not can_view(actor, center):
        raise NotFound(_("没有这个中心，或者它的登记不归您查看。"))
    acting = may_keep(actor, center)
    if acting is None:
        raise NotPermitted(_("变更由中心工作人员提出和办理。"), remedy=_("您可以查看它的内容和进展。"))
    return acting


def _approver(actor: Actor, change: ChangeRequest, rule: ChangeKind) -> HeldAppointment:
    if not can_view(actor, change.center):
        raise NotFound(_("没有这项变更，或者它不归您查看。"))
    acting = may_decide(actor, change, rule)
    if acting is None:
        who = Role(rule.approver).label if rule.approver else _("中心自己")
        raise NotPermitted(_("这类变更由%(who)s决定。") % {"who": who}, clause=rule.clause)
    return acting


def _open(
    rule: ChangeKind, acting: HeldAppointment, actor: Actor, center: Center, after: Mapping[str, Any],
    reason: str, effective_on: dt.date, evidence: StoredFile | None,
) -> ChangeRequest:  # fmt: skip
    because = within(ChangeRequest, "reason", normalise_line(reason))
    if not because:
        raise Invalid(_("变更理由没有填写。"))
    if effective_on < center.approved_on:
        raise Invalid(_("生效日期早于中心批准之日。"), remedy=_("核对日期。"))
    if evidence is not None and not may_read(actor, evidence):
        raise NotFound(_("找不到这份证明材料。"), remedy=_("重新上传证明材料。"))
    before = SUBJECTS[rule.subject].read(center)
    if {name: before.get(name) for name in after} == dict(after):
        raise Invalid(_("变更后的内容与现在相同。"), remedy=_("改正后重新提交。"))
    filed = rule.lane == "filing"
    assert actor.user is not None  # the keeper of a center holds an appointment
    try:
        with transaction.atomic():
            change = ChangeRequest.objects.create(
                center=center, kind=rule.code, lane=rule.lane, before=before, after=dict(after),
                state=ChangeState.FILED if filed else ChangeState.REQUESTED, reason=because,
                effective_on=effective_on, evidence=evidence, requested_by=actor.user,
            )  # fmt: skip
            verb = "file_change" if filed else "request_change"
            _write(verb, actor, acting, change, {"reason": because, "before": before, "after": dict(after)})
            if filed:
                _apply_if_due(change, actor)
    except IntegrityError as error:
        raise Blocked(
            _("同一事项还有一项变更没有办完。"), remedy=_("先撤回那一项，或等它办完。"), clause=rule.clause
        ) from error
    return change


def _claim(change: ChangeRequest, seen: int, *states: ChangeState) -> None:
    rows = ChangeRequest.objects.filter(pk=change.pk, version=seen, state__in=states)
    if not rows.update(version=seen + 1):
        raise Stale(_("这项变更刚被其他人办理过，本次操作没有保存。"), remedy=_("对照最新内容后再办。"))
    change.refresh_from_db()


def _decide(change: ChangeRequest, actor: Actor, state: ChangeState, reason: str) -> None:
    change.state, change.decided_by, change.decided_at = state, actor.user, clock.now()
    change.decision_reason = reason
    change.save(update_fields=["state", "decided_by", "decided_at", "decision_reason"])


def _apply_if_due(change: ChangeRequest, actor: Actor) -> None:
    if change.effective_on <= clock.today():
        _apply(change, actor)


def _apply(change: ChangeRequest, actor: Actor) -> None:
    rule = rule_of(change)
    center = Center.objects.select_for_update().get(pk=change.center_id)
    label = _("变更：%(kind)s") % {"kind": words(rule.label)}
    SUBJECTS[rule.subject].write(Application(actor, center, change.effective_on, label), change.after)
    change.state, change.applied_at = ChangeState.IN_FORCE, clock.now()
    change.save(update_fields=["state", "applied_at"])
    write_entry(
        Actor.system(), verb="apply_change", subject=f"change:{change.pk}", case_number=center.ledger_key,
        clause=rule.clause, detail={"kind": change.kind, "effective_on": change.effective_on.isoformat()},
    )  # fmt: skip
    review_compliance(center)
    refresh("center", [center.pk])


def _write(
    verb: str, actor: Actor, acting: HeldAppointment, change: ChangeRequest, detail: Mapping[str, Any]
) -> None:
    write_entry(
        actor, verb=verb, acting=acting, subject=f"change:{change.pk}",
        case_number=change.center.ledger_key, clause=rule_of(change).clause,
        detail={"kind": change.kind, "effective_on": change.effective_on.isoformat(), **detail},
    )  # fmt: skip
