"""The further evidence of a statement, as its page lists it."""

from typing import Any

from django.urls import reverse

from xiangchuang.accounts.actor import Actor
from xiangchuang.organizations.link_evidence import links_of
from xiangchuang.organizations.models import EvidenceLink, FactRecord
from xiangchuang.organizations.permissions import may_record
from xiangchuang.organizations.statements import Statement


def evidence_lines(actor: Actor, statement: Statement) -> dict[str, Any]:
    """Return the links, each with the address where the actor takes it back ("": not by this person)."""
    kind = "fact" if isinstance(statement, FactRecord) else "capability"
    here = [statement.organization_id, statement.pk]
    may_change = may_record(actor, statement.organization) is not None

    def line(link: EvidenceLink) -> tuple[EvidenceLink, str]:
        may_unlink = may_change and link.unlinked_at is None
        return link, reverse(f"workbench:unlink-from-{kind}", args=[*here, link.pk]) if may_unlink else ""

    return {
        "links": [line(link) for link in links_of(statement)],
        "link_url": reverse(f"workbench:link-to-{kind}", args=here),
    }
