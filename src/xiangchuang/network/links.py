"""What links a platform with a center (6.4-4): derived from rows of registers, each named, or agreed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center, CenterMember
from xiangchuang.centers.queries import visible_to as centers_visible_to
from xiangchuang.consortia.models.contributions import ContributionKind, MadeContribution
from xiangchuang.governance.models import StaffMember
from xiangchuang.marketplace.models import Booking, BookingState, JointLaboratory
from xiangchuang.network.models import Cooperation, CooperationState
from xiangchuang.network.queries import cooperations_visible_to
from xiangchuang.platforms.models import Conversion, ConversionState, Platform
from xiangchuang.research.models import Project, TeamSeat


class LinkKind(models.TextChoices):
    """Why a platform and a center are linked; the order is that of their strength."""

    CONVERTED = "converted", _("中心由平台转建")
    SAME_HOST = "same_host", _("同一依托单位")
    COOPERATION = "cooperation", _("合作协议")
    LABORATORY = "laboratory", _("联合实验室")
    MEMBER = "member", _("依托单位参与共建")
    PEOPLE = "people", _("人员共用")
    PROJECTS = "projects", _("共同承担项目")
    INSTRUMENTS = "instruments", _("仪器设备共用")


PUBLIC: Final = frozenset(
    {
        LinkKind.CONVERTED, LinkKind.SAME_HOST, LinkKind.MEMBER, LinkKind.LABORATORY, LinkKind.COOPERATION,
    }
)  # fmt: skip
"""Kinds that rest on what is public of both; the others are for those who may open the center's file."""
OWN: Final = frozenset({LinkKind.CONVERTED, LinkKind.SAME_HOST})


@dataclass(frozen=True)
class Link:
    """One reason that links two, in words, with the address of the row behind it ("" where none is)."""

    center: Center
    platform: Platform
    kind: LinkKind
    evidence: str
    url: str = ""
    since: date | None = None


class _Pairs:
    """Which platforms an organisation stands for beside a center.

    One with several platforms stands, in what is not its leading, only for those in the center's own field:
    a university's every laboratory is not at work because one of its people is.
    """

    def __init__(self, centers: Iterable[Center], platforms: Iterable[Platform]) -> None:
        self.centers = {center.pk: center for center in centers}
        self._of: dict[int, list[Platform]] = defaultdict(list)
        for platform in platforms:
            own = {platform.host_id, platform.host.merged_into_id}
            for pk in own | {partner.organization_id for partner in platform.partners.all()}:
                if pk is not None:
                    self._of[pk].append(platform)

    @property
    def organizations(self) -> list[int]:
        """Everybody who hosts or builds a platform."""
        return list(self._of)

    def of_lead(self, organization_id: int | None) -> list[Platform]:
        """All platforms of an organisation."""
        return self._of.get(organization_id or 0, [])

    def of_partner(self, center: Center, organization_id: int | None) -> list[Platform]:
        """Its one platform, or those in the center's field."""
        own = self.of_lead(organization_id)
        return own if len(own) == 1 else [platform for platform in own if platform.field == center.field]


def links_among(
    centers: Sequence[Center], platforms: Sequence[Platform], actor: Actor | None = None
) -> list[Link]:
    """Return every link between these centers and platforms that `actor` may know, nobody's for the public.

    Eleven queries, and one more where projects are shared, however many there are. Platforms come with
    `host` and `partners` at hand.
    """
    pairs = _Pairs(centers, platforms)
    ids = [center.pk for center in centers]
    found = [
        *_converted(pairs, platforms), *_hosts(pairs, ids), *_laboratories(pairs, ids),
        *_agreed(pairs, ids, platforms, actor or Actor.anonymous()),
    ]  # fmt: skip
    if actor is not None and actor.is_authenticated:
        open_ids = list(centers_visible_to(actor).filter(pk__in=ids).order_by().values_list("pk", flat=True))
        if open_ids:
            found += [*_people(pairs, open_ids), *_projects(pairs, open_ids), *_instruments(pairs, open_ids)]
    order = list(LinkKind)
    return sorted(found, key=lambda link: (link.center.pk, link.platform.pk, order.index(link.kind)))


def _converted(pairs: _Pairs, platforms: Sequence[Platform]) -> Iterator[Link]:
    cases = Center.objects.filter(pk__in=pairs.centers).order_by().values_list("founding_case__number", "pk")
    centers = {number: pairs.centers[pk] for number, pk in cases}
    known = {platform.pk: platform for platform in platforms}
    done = Conversion.objects.filter(state=ConversionState.DONE, case_number__in=centers, platform__in=known)
    for row in done.order_by("pk"):
        yield Link(
            centers[row.case_number], known[row.platform_id], LinkKind.CONVERTED, row.remark,
            since=row.settled_on,
        )  # fmt: skip


def _hosts(pairs: _Pairs, ids: list[int]) -> Iterator[Link]:
    for center in pairs.centers.values():
        lead = {p.pk: p for o in (center.lead_id, center.organization_id) for p in pairs.of_lead(o)}
        for platform in lead.values():
            words = _now("平台由中心的牵头单位依托或共建")
            yield Link(center, platform, LinkKind.SAME_HOST, words, since=center.approved_on)
    members = CenterMember.objects.present(clock.today()).filter(
        center__in=ids, organization__in=pairs.organizations
    )
    for member in members.select_related("organization").exclude(role="lead"):
        center = pairs.centers[member.center_id]
        for platform in pairs.of_partner(center, member.organization_id):
            yield Link(
                center, platform, LinkKind.MEMBER, str(member.organization),
                since=member.joined_on or center.approved_on,
            )  # fmt: skip


def _laboratories(pairs: _Pairs, ids: list[int]) -> Iterator[Link]:
    rows = JointLaboratory.objects.standing().filter(
        center__in=ids, organization__in=pairs.organizations, ended_on__isnull=True
    )
    for row in rows.order_by("pk"):
        for platform in pairs.of_partner(pairs.centers[row.center_id], row.organization_id):
            yield Link(
                pairs.centers[row.center_id], platform, LinkKind.LABORATORY, row.name,
                reverse("marketplace:laboratories"), row.began_on,
            )  # fmt: skip


def _agreed(pairs: _Pairs, ids: list[int], platforms: Sequence[Platform], actor: Actor) -> Iterator[Link]:
    """Agreements in force; the way to one only for those who may read it in whole."""
    known = {platform.pk: platform for platform in platforms}
    today = clock.today()
    rows = Cooperation.objects.filter(state=CooperationState.STANDING, center__in=ids, platform__in=known)
    rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
    readable = cooperations_visible_to(actor).filter(pk=OuterRef("pk"))
    for row in rows.annotate(is_readable=Exists(readable)).order_by("pk"):
        words = _now("%(kind)s：%(title)s") % {"kind": row.get_kind_display(), "title": row.title}
        yield Link(
            pairs.centers[row.center_id], known[row.platform_id], LinkKind.COOPERATION, words,
            reverse("network:cooperation", args=[row.pk]) if row.is_readable else "", row.signed_on,
        )  # fmt: skip


def _people(pairs: _Pairs, ids: list[int]) -> Iterator[Link]:
    """People of the organisation at the center or in its teams, counted; their names stay in the file."""
    today, present = clock.today(), pairs.organizations
    staff: Any = StaffMember.objects
    seats: Any = TeamSeat.objects
    at_center = staff.standing().filter(center__in=ids, employer__in=present)
    at_center = at_center.filter(Q(ended_on=None) | Q(ended_on__gte=today))
    in_teams = seats.standing().filter(center__in=ids, organization__in=present)
    in_teams = in_teams.filter(Q(to_on=None) | Q(to_on__gte=today))
    for register, rows, whose in (("staff", at_center, "employer"), ("task-teams", in_teams, "organization")):
        names = {tuple(row) for row in rows.values_list("center", whose, "person")}
        for (center_pk, pk), count in sorted(Counter((c, o) for c, o, _person in names).items()):
            center = pairs.centers[center_pk]
            words = (
                _now("在中心工作 %(count)s 人") if register == "staff" else _now("在攻关团队 %(count)s 人")
            )
            for platform in pairs.of_partner(center, pk):
                url = reverse("centers:entries", args=[center_pk, register])
                yield Link(center, platform, LinkKind.PEOPLE, words % {"count": count}, url)


def _projects(pairs: _Pairs, ids: list[int]) -> Iterator[Link]:
    """Projects whose task the organisation carries, or whose team has its people."""
    projects: Any = Project.objects
    owned = Q(task__owner__in=pairs.organizations)
    seated = Q(task__team_seats__organization__in=pairs.organizations)
    rows = projects.standing().filter(center__in=ids).filter(owned | seated)
    shared: set[tuple[int, int]] = set()
    for row in rows.select_related("task").prefetch_related("task__team_seats").distinct().order_by("pk"):
        center = pairs.centers[row.center_id]
        for pk in {row.task.owner_id, *(seat.organization_id for seat in row.task.team_seats.all())}:
            for platform in pairs.of_partner(center, pk):
                if (row.pk, platform.pk) not in shared:
                    shared.add((row.pk, platform.pk))
                    url = reverse("centers:entry", args=[center.pk, "projects", row.pk])
                    yield Link(center, platform, LinkKind.PROJECTS, row.name, url, row.starts_on)


def _instruments(pairs: _Pairs, ids: list[int]) -> Iterator[Link]:
    """Instruments the organisation used at the center, and what it has brought in of its own."""
    used = Booking.objects.filter(
        instrument__center__in=ids, organization__in=pairs.organizations, state=BookingState.USED
    )
    hours: Counter[tuple[int, int]] = Counter()
    for center_pk, pk, spent in used.values_list("instrument__center", "organization", "used_hours"):
        hours[center_pk, pk] += spent or 0
    for (center_pk, pk), count in sorted(hours.items()):
        center = pairs.centers[center_pk]
        words = _now("使用中心仪器 %(count)s 小时") % {"count": count}
        url = reverse("centers:chapter", args=[center_pk, "services"])
        for platform in pairs.of_partner(center, pk):
            yield Link(center, platform, LinkKind.INSTRUMENTS, words, url)
    made: Any = MadeContribution.objects
    brought = made.standing().filter(
        center__in=ids, promise__kind__in=[ContributionKind.PLATFORM, ContributionKind.EQUIPMENT],
        promise__member__organization__in=pairs.organizations,
    )  # fmt: skip
    for row in brought.select_related("promise__member").order_by("pk"):
        center = pairs.centers[row.center_id]
        url = reverse("centers:entry", args=[center.pk, "made-contributions", row.pk])
        for platform in pairs.of_partner(center, row.promise.member.organization_id):
            yield Link(center, platform, LinkKind.INSTRUMENTS, row.promise.title, url, row.made_on)
