"""The findings of a plan as a page lists them: by section, each with a link to its place."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from xiangchuang.accounts.actor import Actor
from xiangchuang.organizations.queries import visible_to as organizations_visible_to
from xiangchuang.plan_checks.finding_words import clause_of, message_of, place_words
from xiangchuang.plan_checks.findings import Finding
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.pack_words import words
from xiangchuang.proposals.models import PlanRevision


@dataclass(frozen=True)
class FindingLine:
    """One finding in words."""

    message: str
    label: str
    is_error: bool
    clause: str
    url: str


@dataclass(frozen=True)
class FindingGroup:
    """The findings of one section, or of the table of targets; `write_url` is "" of a submitted plan."""

    place: str
    url: str
    write_url: str
    lines: list[FindingLine]


def readable(findings: Iterable[Finding], actor: Actor) -> list[Finding]:
    """Return the findings the person may read: a figure of the register only of who lets them read it.

    The lead may not learn from a finding what a member has in its register.
    """
    found = list(findings)
    names = {f.facts["organization"] for f in found if "organization" in f.facts}
    visible = set(
        organizations_visible_to(actor).filter(name__in=names).values_list("name", flat=True) if names else ()
    )
    return [f for f in found if f.facts.get("organization", "") in visible or "organization" not in f.facts]


def finding_groups(findings: Iterable[Finding], revision: PlanRevision, pack: Pack) -> list[FindingGroup]:
    """Return the findings by section, in the order they come."""
    groups: dict[str, FindingGroup] = {}
    number = revision.proposal.case.number
    page = reverse("proposals:plan-section", args=[number, revision.number])
    for finding in findings:
        section = finding.section
        url = f"{page}#{'s-' + section if section else 'targets'}"
        write_url = "" if revision.frozen_at else _write_url(number, section)
        group = groups.setdefault(section, FindingGroup(place_words(finding, pack), url, write_url, []))
        at = f"{page}#{section}-{finding.block}" if finding.block else url
        group.lines.append(
            FindingLine(
                message_of(finding, pack), _label(finding, pack), finding.is_error,
                clause_of(finding, pack), at,
            )
        )  # fmt: skip
    return list(groups.values())


def _write_url(number: str, section: str) -> str:
    if section:
        return reverse("drafting:section", args=[number, section])
    return reverse("proposals:confirm-targets", args=[number])


def _label(finding: Finding, pack: Pack) -> str:
    return words(pack.plan_checks.by_code[finding.code].label)
