"""Whose names are masked for the panel, and for whom: experts of a pack that masks, until the panel meets."""

from collections.abc import Callable, Iterator
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from xiangchuang.accounts.actor import Actor
from xiangchuang.documents.masking import Mask, chinese_number, short_forms, stated_short_forms
from xiangchuang.organizations.models import Organization
from xiangchuang.organizations.prefectures import PREFECTURES, PROVINCE_LEVEL
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.panel import Masking
from xiangchuang.procedure.models import Case, CaseMatter
from xiangchuang.procedure.packs import pack_of
from xiangchuang.procedure.parties import parties_of
from xiangchuang.procedure.standing import AUTHORITY_ROLES
from xiangchuang.proposals.key_people import key_people
from xiangchuang.proposals.models import PlanRevision, Proposal
from xiangchuang.proposals.plan_files import is_author
from xiangchuang.proposals.queries import submitted_revision
from xiangchuang.reviews.models import SiteVisit
from xiangchuang.reviews.queries import is_here_as_expert, may_read_plan

PanelMet = Callable[[Case], bool]
_met: Final[list[PanelMet]] = []
_DROPPED_SUFFIXES: Final = ("省", "市", "土家族苗族自治州")


def lift_masks_when(met: PanelMet) -> None:
    """Let names be shown once `met` says that the panel of the case's round has met; from `ready()`."""
    if met not in _met:
        _met.append(met)


def masking_of(pack: Pack) -> Masking | None:
    """Return the pack's rule of masking where it applies."""
    rule = pack.panel.masking
    return rule if rule is not None and rule.applies else None


def reads_masked(actor: Actor, case: Case) -> bool:
    """Whether the person reads what the applicant wrote without its names.

    So reads who is in the case as an expert alone, in a pack that masks, until the panel meets. A round over
    which the panel never met shows nothing more when it ends; who visits the place sees whose it is.
    """
    if actor.user is None or "expert" not in actor.roles or actor.roles & AUTHORITY_ROLES:
        return False
    if case.matter != CaseMatter.APPROVAL:
        return False
    if masking_of(pack_of(case)) is None or any(met(case) for met in _met):
        return False
    if not is_here_as_expert(actor, case) or is_author(actor, case):
        return False
    return not SiteVisit.objects.filter(case=case, members__user=actor.user).exists()


def may_read_openly(actor: Actor, case: Case) -> bool:
    """Whether an expert may have the plan as it was written, with its pages, pictures and files.

    Who reads under a mask has the sheet and the masked plan, and no other door: what nobody thought of
    stays shut.
    """
    return may_read_plan(actor, case) and not reads_masked(actor, case)


def reader_mask(actor: Actor, case: Case) -> Mask | None:
    """Return the mask under which the person reads the case, None where under none."""
    return mask_of_case(case) if reads_masked(actor, case) else None


def mask_of_case(case: Case) -> Mask | None:
    """Return the mask of the case as its pack asks for it; None where the pack masks nothing."""
    rule = masking_of(pack_of(case))
    if rule is None:
        return None
    with override("zh-hans"):
        tokens: dict[str, str] = {}
        for name, token in _names(case, rule):
            tokens.setdefault(name, token)
        return Mask(
            tokens,
            code=_("代码略") if "codes" in rule.names else "",
            contact=_("联系方式略") if "contacts" in rule.names else "",
        )


def _names(case: Case, rule: Masking) -> Iterator[tuple[str, str]]:
    """Yield each name and what stands for it: leads, members, then people, in the order they are told."""
    parties, text = parties_of(case), _text_of(case)
    if "lead" in rule.names:
        several = len(parties.leads) > 1
        for number, organization in enumerate(parties.leads, 1):
            token = _("牵头单位") + (chinese_number(number) if several else "")
            yield from _of_organization(organization, token, rule, text)
    if "members" in rule.names:
        for number, organization in enumerate(parties.members, 1):
            token = _("共建单位%(number)s") % {"number": chinese_number(number)}
            yield from _of_organization(organization, token, rule, text)
    if "people" in rule.names:
        yield from _of_people(case)


def _of_organization(
    organization: Organization, token: str, rule: Masking, text: str
) -> Iterator[tuple[str, str]]:
    """Yield its name, those it took over or had before, their short forms, and what points to it."""
    known = [
        organization,
        *Organization.objects.filter(Q(merged_into=organization) | Q(pk=organization.merged_into_id or 0)),
    ]
    for each in known:
        for name in (each.name, *short_forms(each.name, _places())):
            yield name, token
        yield from ((short, token) for _name, short in stated_short_forms(text, [each.name]))
        if "codes" in rule.names and each.uscc:
            yield each.uscc, _("代码略")
        if "contacts" in rule.names:
            yield from (
                (told, _("联系方式略"))
                for told in (each.contact_phone, each.contact_email, each.address) if told
            )  # fmt: skip


def _of_people(case: Case) -> Iterator[tuple[str, str]]:
    contacts = [o.contact_name for o in parties_of(case).everyone if o.contact_name]
    named = dict.fromkeys([*(person.name for person in key_people(case)), *contacts])
    for number, name in enumerate(named, 1):
        yield name, _("人员%(number)s") % {"number": chinese_number(number)}


def _text_of(case: Case) -> str:
    """Return all that the newest submitted plan says, to find the short forms it introduces."""
    proposal = Proposal.objects.filter(case=case).first()
    revision: PlanRevision | None = submitted_revision(proposal) if proposal else None
    if revision is None:
        return ""
    return "\n".join(str(block.get("text", "")) for s in revision.sections.all() for block in s.blocks)


def _places() -> frozenset[str]:
    """Return the names that stand before a firm's own: 湖南省, 湖南, 长沙市, 长沙 …"""
    labels = [str(area.label).removesuffix(_("（省本级）")) for area in (PROVINCE_LEVEL, *PREFECTURES)]
    short = [label.removesuffix(end) for label in labels for end in _DROPPED_SUFFIXES if label.endswith(end)]
    return frozenset([*labels, *short])
