"""Integrity check (诚信审查, default practice): each source of the pack, consulted for each organisation."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.text import normalise_text
from xiangchuang.calendars import clock
from xiangchuang.decisions.models import IntegrityCheck, IntegrityItem
from xiangchuang.policy.pack import MATTERS
from xiangchuang.procedure.errors import Invalid
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.parties import parties_of
from xiangchuang.procedure.perform import Step, perform
from xiangchuang.procedure.verbs import Blocker, Standpoint, Verb, contribute, guard


@dataclass(frozen=True)
class IntegrityFinding:
    """What one source (`item`, a code of the pack) says of one organisation; not clear needs a remark."""

    organization_id: int
    item: str
    clear: bool
    remark: str = ""


@guard("integrity_checked")
def integrity_checked(at: Standpoint) -> list[Blocker]:
    """Every source is consulted for the lead and each member, and all of them are clear."""
    found = {
        (item.organization_id, item.item): item
        for item in IntegrityItem.objects.filter(check_record__run=at.run)
    }
    blockers: list[Blocker] = []
    blockers += integrity_consulted(at)
    for organization in parties_of(at.case).everyone:
        for rule in at.pack.integrity.items:
            item = found.get((organization.pk, rule.code))
            if item is not None and not item.clear:
                message = _("%(name)s：“%(item)s”有问题") % {
                    "name": organization.name,
                    "item": rule.label.zh,
                }
                blockers.append(Blocker(message, "", "fail_integrity"))
    return blockers


@guard("integrity_consulted")
def integrity_consulted(at: Standpoint) -> list[Blocker]:
    """Every source is consulted for every party, whatever it said: the matter draws its own consequence."""
    consulted = set(
        IntegrityItem.objects.filter(check_record__run=at.run).values_list("organization_id", "item")
    )
    blockers: list[Blocker] = []
    for organization in parties_of(at.case).everyone:
        missing = [i for i in at.pack.integrity.items if (organization.pk, i.code) not in consulted]
        if missing:
            message = _("%(name)s还有 %(count)s 项没有核查") % {
                "name": organization.name,
                "count": len(missing),
            }
            blockers.append(Blocker(message, "", "record_integrity"))
    return blockers


RECORD = Verb(
    "record_integrity", gettext_lazy("登记诚信核查"), page="decisions:record-integrity", tone="primary"
)
PASS = Verb(
    "pass_integrity", gettext_lazy("诚信审查通过"), outcomes=("passed",), tone="primary",
    page="decisions:pass-integrity",
)  # fmt: skip
FAIL = Verb(
    "fail_integrity", gettext_lazy("诚信审查不通过"), outcomes=("failed",), tone="danger",
    page="decisions:fail-integrity",
)  # fmt: skip
contribute("integrity", RECORD, PASS, matters=MATTERS)
contribute("integrity", FAIL, matters=("approval", "adjustment"))


def record_integrity(
    *, actor: Actor, case: Case, seen: int, items: Sequence[IntegrityFinding]
) -> IntegrityCheck:
    """Keep what the sources said; a later recording replaces the item of the same organisation and source.

    Raises Invalid for an organisation that does not build the center, a source the pack does not name, or
    a finding that is not clear and says nothing of what was found.
    """
    with perform(RECORD, actor=actor, case=case, seen=seen) as step:
        _refuse_bad_findings(step, items)
        assert actor.user is not None
        check, _created = IntegrityCheck.objects.update_or_create(
            run=step.run,
            defaults={"case": step.case, "checked_by": actor.user, "checked_at": clock.now()},
        )
        for finding in items:
            IntegrityItem.objects.update_or_create(
                check_record=check, organization_id=finding.organization_id, item=finding.item,
                defaults={"clear": finding.clear, "remark": normalise_text(finding.remark)},
            )  # fmt: skip
        step.subject = f"integrity_check:{check.pk}"
        step.note(items=len(items), not_clear=[f"{i.organization_id}:{i.item}" for i in items if not i.clear])
    return check


def _refuse_bad_findings(step: Step, items: Sequence[IntegrityFinding]) -> None:
    if not items:
        raise Invalid(_("还没有填写任何核查结果：至少登记一项。"))
    names = {organization.pk: organization.name for organization in parties_of(step.case).everyone}
    labels = {rule.code: rule.label.zh for rule in step.pack.integrity.items}
    for finding in items:
        if finding.organization_id not in names or finding.item not in labels:
            raise Invalid(_("核查表与案卷的单位或政策的核查项目不一致：重新打开本页再填。"))
        if not finding.clear and not finding.remark.strip():
            raise Invalid(
                _("%(name)s的“%(item)s”登记为有问题，写明查到什么、出自哪里。")
                % {"name": names[finding.organization_id], "item": labels[finding.item]}
            )


def pass_integrity(*, actor: Actor, case: Case, seen: int) -> Case:
    """Pass; blocked while a source is not consulted or not clear."""
    with perform(PASS, actor=actor, case=case, seen=seen) as step:
        step.finish("passed")
    return case


def fail_integrity(*, actor: Actor, case: Case, seen: int, reason: str) -> Case:
    """End the case for what the check found, with a reason the applicant reads."""
    with perform(FAIL, actor=actor, case=case, seen=seen) as step:
        if not reason.strip():
            raise Invalid(_("诚信审查不通过要写明理由，申报单位能看到。"), kept={"reason": reason})
        step.finish("failed", normalise_text(reason))
    return case
