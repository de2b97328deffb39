"""Forming a batch, putting proposals in and taking them out."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.roles import Role
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.ledger.act_words import name_acts
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound, NotPermitted
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.perform import Step, perform, stale
from xiangchuang.procedure.verbs import Verb, contribute
from xiangchuang.reviews.models import BatchedCase, Panel, ReviewBatch
from xiangchuang.reviews.panel import panel_at, refuse_while_committed

PUT_IN_BATCH = Verb("put_in_batch", gettext_lazy("列入论证批次"), shared=True)
TAKE_FROM_BATCH = Verb("take_from_batch", gettext_lazy("移出论证批次"), shared=True)
contribute("review", PUT_IN_BATCH, TAKE_FROM_BATCH)
name_acts({"form_review_batch": gettext_lazy("建立论证批次")})


def form_batch(*, actor: Actor, name: str, year: int) -> ReviewBatch:
    """Return a new, empty batch. Raises NotPermitted, Invalid (no name), Blocked (taken in that year)."""
    acting = actor.acting_as([Role.OFFICER])
    if acting is None or actor.user is None:
        raise NotPermitted(_("论证批次由省科技厅经办建立。"), clause="5.2-1")
    named = normalise_line(name)
    if not named:
        raise Invalid(_("名称没有填写。"), kept={"name": name})
    within(ReviewBatch, "name", named)
    try:
        with transaction.atomic():
            batch = ReviewBatch.objects.create(
                name=named, year=year, formed_at=clock.now(), formed_by=actor.user
            )
            write_entry(
                actor, verb="form_review_batch", acting=acting, subject=f"reviewbatch:{batch.pk}",
                clause="5.2-1", detail={"name": named, "year": year},
            )  # fmt: skip
    except IntegrityError as taken:
        raise Blocked(
            _("%(year)d 年已有名为“%(name)s”的批次。") % {"year": year, "name": named},
            remedy=_("换一个名称，或在原批次中增加方案。"),
        ) from taken
    return batch


def put_in_batch(*, actor: Actor, batch: ReviewBatch, seen: int, cases: Sequence[Case]) -> list[BatchedCase]:
    """Put cases in whose panel is being formed, all or none; an entry in the ledger for each.

    Raises Stale, Invalid (none chosen), Blocked (in a batch already, reading has opened, another policy).
    """
    if not cases:
        raise Invalid(_("至少勾选一个方案。"))
    with transaction.atomic():
        claim_batch(batch, seen)
        return [_put_in(actor, batch, case) for case in cases]


def _put_in(actor: Actor, batch: ReviewBatch, case: Case) -> BatchedCase:
    with perform(PUT_IN_BATCH, actor=actor, case=case, seen=None) as step:
        panel = panel_at(step.at)
        if panel.reading_opened_at is not None:
            raise Blocked(
                _("%(case)s的专家组已经开始审阅。") % {"case": step.case.number},
                remedy=_("只把还在组建专家组的方案列入批次。"),
            )
        if BatchedCase.objects.filter(case=step.case).exists():
            raise Blocked(
                _("%(case)s已在论证批次中。") % {"case": step.case.number},
                remedy=_("一个方案只在一个批次里；要换批次的，先从原批次移出。"),
            )
        _refuse_other_policy(step, batch)
        refuse_while_committed(panel)
        row = BatchedCase.objects.create(batch=batch, case=step.case, put_in_at=clock.now())
        _told(step, batch)
    return row


def _refuse_other_policy(step: Step, batch: ReviewBatch) -> None:
    """Panels of one batch are built by one rule, and scores of one sheet alone can be compared."""
    first = BatchedCase.objects.filter(batch=batch).select_related("case").first()
    if first is not None and first.case.policy_version_id != step.case.policy_version_id:
        raise Blocked(
            _("%(case)s适用的政策版本与本批其他方案不同。") % {"case": step.case.number},
            remedy=_("为适用同一版本的方案另建一个批次。"),
        )


def take_from_batch(*, actor: Actor, batch: ReviewBatch, seen: int, case: Case, reason: str) -> None:
    """Take a case out while its panel is being formed; the reason stays in the ledger.

    Raises Stale, NotFound, Invalid without a reason, Blocked once reading has opened or a list waits.
    """
    with transaction.atomic():
        claim_batch(batch, seen)
        with perform(TAKE_FROM_BATCH, actor=actor, case=case, seen=None) as step:
            row = BatchedCase.objects.filter(batch=batch, case=step.case).first()
            if row is None:
                raise NotFound(_("这个方案不在本批次。"))
            if not reason.strip():
                raise Invalid(_("写明移出的原因，原因留在案卷里。"), kept={"reason": reason})
            panel = panel_at(step.at)
            _refuse_begun(panel, step)
            refuse_while_committed(panel)
            row.delete()
            _told(step, batch)
            step.note(reason=reason.strip())


def _refuse_begun(panel: Panel, step: Step) -> None:
    if panel.reading_opened_at is not None:
        raise Blocked(
            _("%(case)s已经开始审阅，留在本批次中比较得分。") % {"case": step.case.number},
            remedy=_("批次按开始审阅时的方案排名，不再变动。"),
        )


def _told(step: Step, batch: ReviewBatch) -> None:
    step.subject = f"reviewbatch:{batch.pk}"
    step.note(batch=batch.name, year=batch.year)


def claim_batch(batch: ReviewBatch, seen: int) -> None:
    """Take the next version of the batch; raise Stale when another change came first."""
    if not ReviewBatch.objects.filter(pk=batch.pk, version=seen).update(version=F("version") + 1):
        raise stale()
