"""Which platforms an application overlaps with, and why (1.2-4): shown to people, decided by them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from xiangchuang.organizations.models import Organization
from xiangchuang.platforms.likeness import likeness
from xiangchuang.platforms.models import Platform, PlatformState
from xiangchuang.platforms.queries import public
from xiangchuang.policy.platforms import PlatformKind, PlatformRules

MOST_SHOWN = 20


@dataclass(frozen=True)
class Overlap:
    """A platform beside an application, why it is brought up, what the notice wants of its kind."""

    platform: Platform
    kind: PlatformKind | None
    reasons: tuple[str, ...]
    weight: int

    @property
    def advice(self) -> str:
        """What 1.2-4 or 3.1.3-1 asks where such a platform stands beside a center."""
        relation = self.kind.relation if self.kind else "linked"
        return {
            "divided": _("写明与它的分工。"),
            "convertible": _("优先考虑由它优化整合建设，或写明为何另建。"),
            "linked": _("写明怎样与它衔接、相互支撑。"),
        }[relation]

    @property
    def clause(self) -> str:
        """The clause that asks for it."""
        return "3.1.3-1" if self.kind and self.kind.relation == "convertible" else "1.2-4"


def overlapping(
    rules: PlatformRules, *, organization: Organization | None, field: str, title: str, prefecture: str = ""
) -> Sequence[Overlap]:
    """Return the operating platforms an application touches, the closest first, as many as MOST_SHOWN.

    Brought up by: the same host, a name like the title, the same field in the same prefecture, and in the
    field a kind whose work is to be divided from a center's. One query.
    """
    if not rules.kinds:
        return ()
    place = prefecture or (organization.prefecture if organization else "")
    rows = public().filter(state=PlatformState.OPERATING).prefetch_related("partners")
    if rules.overlap is None:
        near = Q(host=organization) if organization else Q(pk=None)
        rows = rows.filter(near | Q(field=field)) if field else rows.filter(near)
    found = [_judged(rules, row, organization, field, title, place) for row in rows.order_by("pk")]
    close = sorted((overlap for overlap in found if overlap.reasons), key=lambda overlap: -overlap.weight)
    return close[:MOST_SHOWN]


def _judged(
    rules: PlatformRules, row: Platform, organization: Organization | None, field: str, title: str, place: str
) -> Overlap:
    kind = rules.kind(row.kind)
    own = {row.host_id, *(partner.organization_id for partner in row.partners.all())}
    same_field = bool(field) and row.field == field
    alike = likeness(title, row.name) if title else 0
    reasons: list[tuple[int, str]] = []
    if organization is not None and not own.isdisjoint({organization.pk, organization.register_id}):
        reasons.append((4, _("牵头单位已依托或共建这个平台")))
    if rules.overlap is not None and alike >= rules.overlap.similar_percent:
        reasons.append((3, _("名称相近（相似度 %(percent)s%%）") % {"percent": alike}))
    if same_field and row.prefecture == place:
        reasons.append((2, _("同一市州、同一领域")))
    if same_field and kind is not None and kind.relation == "divided":
        reasons.append((2, _("同一领域，条文要求与中心分工明确的平台")))
    return Overlap(row, kind, tuple(words for _weight, words in reasons), sum(w for w, _words in reasons))
