"""Who signs a report: the director as the center has registered the post, or whoever writes it (5.4-2)."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.governance.models import StaffMember
from xiangchuang.governance.models.people import Post
from xiangchuang.governance.standing_rows import standing
from xiangchuang.reporting.models import AnnualReport
from xiangchuang.reporting.rules import rules_for


@dataclass(frozen=True)
class Signing:
    """Whose name the report must carry, and as what; `names` is empty where nobody is registered."""

    by_director: bool
    names: tuple[str, ...]

    @property
    def post(self) -> str:
        """What the signer is."""
        return _("中心主任") if self.by_director else _("建设单位经办人")

    def fits(self, typed: str) -> bool:
        """Return whether the name typed is one of those who sign."""
        return _bare(typed) in {_bare(name) for name in self.names}

    def is_in_person(self, actor: Actor, typed: str) -> bool:
        """Return whether the person signed in is the one who signs."""
        return actor.user is not None and _bare(actor.name) == _bare(typed)


def signing_of(report: AnnualReport, actor: Actor) -> Signing:
    """Return who signs the report by the pack's rule today."""
    rule = rules_for(report).signing
    if rule is None or rule.by == "director":
        return Signing(True, tuple(directors(report.center)))
    return Signing(False, (actor.name,))


def directors(center: Center) -> list[str]:
    """Return those in the post of director today, as the center's staff register has them."""
    today = clock.today()
    rows = standing(StaffMember).filter(
        Q(ended_on=None) | Q(ended_on__gte=today), center=center, post=Post.DIRECTOR, began_on__lte=today
    )
    return list(rows.order_by("began_on", "pk").values_list("person", flat=True))


def _bare(name: str) -> str:
    return normalise_line(name).replace(" ", "")
