"""The notice's addressees (0-1): who received it, and each one's local implementation plan (0-2)."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.files.models import StoredFile
from xiangchuang.organizations.models import Organization, OrganizationKind
from xiangchuang.procedure.errors import Blocked, NotPermitted
from xiangchuang.procedure.models import PolicyReceipt, PolicyVersion

LOCAL_PLAN_PURPOSE = "local_plan"
# 0-1 names city bureaus (pilot counties' among them), provincial departments, and units at large.
ADDRESSEE_KINDS = (OrganizationKind.BUREAU, OrganizationKind.DEPARTMENT)
_ROLES = (Role.CITY_BUREAU, Role.DEPARTMENT, Role.SUPERVISING_DEPARTMENT)


@dataclass(frozen=True)
class AddresseeLine:
    """One addressee with its receipt, if it has given one."""

    organization: Organization
    receipt: PolicyReceipt | None


def addressee_lines(policy: PolicyVersion) -> list[AddresseeLine]:
    """Return every public addressee of the notice, with receipt and local plan, in two queries."""
    receipts = {
        receipt.organization_id: receipt
        for receipt in PolicyReceipt.objects.filter(policy_version=policy).select_related(
            "received_by", "local_plan"
        )
    }
    organizations = Organization.objects.filter(kind__in=ADDRESSEE_KINDS).order_by(
        "kind", "prefecture", "name"
    )
    return [AddresseeLine(organization, receipts.get(organization.pk)) for organization in organizations]


def own_addressees(actor: Actor) -> frozenset[int]:
    """Return the addressees the actor signs for."""
    return frozenset(held.organization_id for held in actor.appointments if held.role in _ROLES)


@transaction.atomic
def acknowledge_policy(*, actor: Actor, organization: Organization, policy: PolicyVersion) -> PolicyReceipt:
    """Sign for the notice; doing it twice changes nothing. Raises NotPermitted for another's mail."""
    _refuse_strangers(actor, organization)
    assert actor.user is not None
    receipt, created = PolicyReceipt.objects.get_or_create(
        policy_version=policy, organization=organization,
        defaults={"received_by": actor.user, "received_at": clock.now()},
    )  # fmt: skip
    if created:
        write_entry(actor, verb="acknowledge_policy", subject=f"organization:{organization.pk}", clause="0-1")
    return receipt


@transaction.atomic
def file_local_plan(
    *, actor: Actor, organization: Organization, policy: PolicyVersion, file: StoredFile
) -> PolicyReceipt:
    """File how the addressee carries the notice out (0-2); a later filing replaces the earlier."""
    _refuse_strangers(actor, organization)
    receipt = PolicyReceipt.objects.filter(policy_version=policy, organization=organization).first()
    if receipt is None:
        raise Blocked(_("先签收通知，再报送贯彻落实方案。"), clause="0-1")
    receipt.local_plan, receipt.local_plan_filed_at = file, clock.now()
    receipt.save(update_fields=["local_plan", "local_plan_filed_at"])
    write_entry(
        actor, verb="file_local_plan", subject=f"organization:{organization.pk}", clause="0-2",
        detail={"file": file.sha256},
    )  # fmt: skip
    return receipt


def _refuse_strangers(actor: Actor, organization: Organization) -> None:
    if organization.pk not in own_addressees(actor):
        raise NotPermitted(_("只能为本单位签收通知和报送方案。"), clause="0-1")
