"""Projects, publications, days away and ties of an expert, kept by the expert or by an officer."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound
from xiangchuang.calendars import clock
from xiangchuang.experts.keeping import enter, line, own_or_officer
from xiangchuang.experts.models import Absence, Expert, ExpertTie, ExpertWork, TieKind, WorkKind
from xiangchuang.organizations.models import Organization


@dataclass(frozen=True)
class WorkDraft:
    """A project or publication as it is told; ended_on None while a project runs."""

    kind: str
    title: str
    began_on: dt.date
    ended_on: dt.date | None = None
    number: str = ""
    partners: Collection[Organization] = ()


def add_work(*, actor: Actor, expert: Expert, draft: WorkDraft) -> ExpertWork:
    """Return the project or publication, with the organisations that took part.

    Raises NotFound (a foreign record), Invalid (no title, dates the wrong way round), Blocked (told already).
    """
    acting = own_or_officer(actor, expert)
    title = line(ExpertWork, "title", draft.title, _("名称没有填写。"), _("填写项目或成果的名称。"))
    number = line(ExpertWork, "number", draft.number)
    if draft.kind not in WorkKind.values:
        raise Invalid(_("选择种类。"))
    if draft.began_on > clock.today() or (draft.ended_on is not None and draft.ended_on < draft.began_on):
        raise Invalid(_("日期不对：开始不晚于今天，结束不早于开始。"), remedy=_("核对日期后重新填写。"))
    with transaction.atomic():
        work, new = ExpertWork.objects.get_or_create(
            expert=expert, kind=draft.kind, title=title, began_on=draft.began_on,
            defaults={"number": number, "ended_on": draft.ended_on, "recorded_by": actor.user},
        )  # fmt: skip
        if not new:
            raise Blocked(_("这一项已经登记过。"), remedy=_("在列表中查看。"))
        work.partners.set(draft.partners)
        enter(actor, "add_expert_work", expert, acting=acting, detail={"work": work.pk, "title": title})
    return work


def remove_work(*, actor: Actor, expert: Expert, work_id: int) -> None:
    """Take a project or publication out that was told by mistake; the ledger keeps its title.

    What an officer wrote down only an officer takes out: it may show a conflict.
    Raises NotFound, Blocked.
    """
    acting = own_or_officer(actor, expert)
    with transaction.atomic():
        work = ExpertWork.objects.filter(expert=expert, pk=work_id).first()
        if work is None:
            raise NotFound(_("没有这一项，或者已经删去。"))
        own = actor.user is not None and work.recorded_by_id == actor.user.pk
        if not own and (acting is None or acting.role != "officer"):
            raise Blocked(_("经办登记的经历由经办删改。"), remedy=_("有误的，写明理由申请更正。"))
        pk, title = work.pk, work.title
        work.delete()
        enter(actor, "remove_expert_work", expert, acting=acting, detail={"work": pk, "title": title})


def add_absence(
    *, actor: Actor, expert: Expert, begins_on: dt.date, ends_on: dt.date, note: str = ""
) -> Absence:
    """Return days on which the expert takes no seat. Raises NotFound, Invalid (days), Blocked."""
    acting = own_or_officer(actor, expert)
    said = line(Absence, "note", note)
    if ends_on < begins_on or ends_on < clock.today():
        raise Invalid(_("日期不对：结束不早于开始，也不早于今天。"), remedy=_("核对日期后重新填写。"))
    with transaction.atomic():
        if expert.absences.filter(begins_on__lte=ends_on, ends_on__gte=begins_on).exists():
            raise Blocked(_("与已登记的日期重叠。"), remedy=_("先删去原来的一段，或改填日期。"))
        absence = Absence.objects.create(expert=expert, begins_on=begins_on, ends_on=ends_on, note=said)
        detail = {"begins_on": begins_on.isoformat(), "ends_on": ends_on.isoformat()}
        enter(actor, "add_absence", expert, acting=acting, detail=detail)
    return absence


def remove_absence(*, actor: Actor, expert: Expert, absence_id: int) -> None:
    """Be available again on those days. Raises NotFound."""
    acting = own_or_officer(actor, expert)
    with transaction.atomic():
        if not Absence.objects.filter(expert=expert, pk=absence_id).delete()[0]:
            raise NotFound(_("没有这一段日期，或者已经删去。"))
        enter(actor, "remove_absence", expert, acting=acting, detail={"absence": absence_id})


def declare_tie(*, actor: Actor, expert: Expert, other_name: str, kind: str) -> ExpertTie:
    """Keep with whom the expert does not judge. Raises NotFound, Invalid, Blocked (known already)."""
    acting = own_or_officer(actor, expert)
    name = line(ExpertTie, "other_name", other_name, _("姓名没有填写。"))
    if kind not in TieKind.values:
        raise Invalid(_("选择双方的关系。"))
    with transaction.atomic():
        tie, new = ExpertTie.objects.get_or_create(
            expert=expert, other_name=name, defaults={"kind": kind, "declared_on": clock.today()}
        )
        if not new:
            raise Blocked(_("与%(name)s的关系已经登记过。") % {"name": name})
        enter(actor, "declare_tie", expert, acting=acting, detail={"other": name, "kind": kind})
    return tie
