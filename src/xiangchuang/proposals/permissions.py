"""Who may do what with a proposal, where the procedure does not already say it."""

from xiangchuang.accounts.actor import Actor
from xiangchuang.organizations.models import Organization
from xiangchuang.policy.pack import Pack


def may_begin(actor: Actor, lead: Organization) -> bool:
    """Staff of an organisation begin its proposals."""
    return actor.holds("lead", lead.pk)


def may_lead(lead: Organization, pack: Pack) -> bool:
    """3.3-1: centers rest on enterprises, universities and institutes; the pack lists the kinds."""
    return lead.kind in {kind.kind for kind in pack.lead_kinds}
