"""Reading the register of platforms: signed-in lists start at visible_to(actor), public ones at public()."""

from collections.abc import Collection, Iterator

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import NotFound
from xiangchuang.accounts.roles import Role
from xiangchuang.organizations.models import CapabilityKind, CapabilityRecord
from xiangchuang.organizations.queries import visible_to as organizations_visible_to
from xiangchuang.platforms.likeness import likeness
from xiangchuang.platforms.models import Conversion, ConversionState, Platform, PlatformState
from xiangchuang.platforms.permissions import houses
from xiangchuang.policy.platforms import PlatformRules
from xiangchuang.search.sources import Draft


def standing() -> "QuerySet[Platform]":
    """Return the platforms that were not withdrawn as registered twice."""
    return Platform.objects.filter(withdrawn_at__isnull=True).select_related("host")


def public() -> "QuerySet[Platform]":
    """Return what anybody may read of: confirmed platforms in whatever state, never their leaders."""
    return standing().filter(confirmed_at__isnull=False)


def visible_to(actor: Actor) -> "QuerySet[Platform]":
    """Return the platforms the actor may read of: the confirmed ones, and those of the own area or house."""
    rows = standing()
    if actor.is_department_staff:
        return rows
    own = houses(actor)
    partner_of = Platform.objects.filter(partners__organization__in=own).values("pk")
    return rows.filter(
        Q(confirmed_at__isnull=False)
        | Q(host__prefecture__in=actor.prefectures)
        | Q(host__in=own)
        | Q(pk__in=partner_of)
    )


def can_view(actor: Actor, platform: Platform) -> bool:
    """Return whether the actor may read of this platform; equal to `in visible_to(actor)`."""
    return visible_to(actor).filter(pk=platform.pk).exists()


def find_platform(actor: Actor, pk: int) -> Platform:
    """Return one; raises NotFound for none, for a foreign one and for one withdrawn as registered twice."""
    found = visible_to(actor).select_related("host", "merged_into", "evidence", "recorded_by", "confirmed_by")
    row = found.filter(pk=pk).first()
    if row is None:
        raise NotFound(_("没有这个平台，或者它的登记不归您查看。"))
    return row


def awaiting(actor: Actor) -> "QuerySet[Platform]":
    """Return the platforms that wait for the actor's confirmation, oldest first; own ones are among them."""
    rows = standing().filter(confirmed_at__isnull=True).order_by("recorded_at", "pk")
    if actor.holds(Role.OFFICER):
        return rows
    return rows.filter(host__prefecture__in=actor.prefectures)


def unclaimed_by(actor: Actor) -> "QuerySet[Platform]":
    """Return the platforms of the actor's house that it has not claimed yet."""
    own = houses(actor)
    mine = Q(host__in=own) | Q(partners__organization__in=own)
    claimed = Q(events__kind="claimed", events__organization__in=own)
    recorded = Q(recorded_by=actor.user) if actor.user is not None else Q(pk=None)
    taken = Platform.objects.filter(claimed).values("pk")
    return standing().filter(mine).exclude(pk__in=taken).exclude(recorded).distinct()


def unregistered(actor: Actor) -> "QuerySet[CapabilityRecord]":
    """Return what registers say of platforms that the register of platforms does not have yet (3.4-1)."""
    return (
        CapabilityRecord.objects.filter(
            kind=CapabilityKind.PLATFORM, is_current=True, platform_statement=None,
            organization__in=organizations_visible_to(actor).filter(merged_into=None),
        )
        .select_related("organization")
        .order_by("organization__prefecture", "organization__name", "pk")
    )  # fmt: skip


def alike(rules: PlatformRules, name: str, *, apart_from: int | None = None) -> list[Platform]:
    """Return the platforms whose names are like `name`, the most alike first; none without a rule."""
    if rules.overlap is None or not name:
        return []
    rows = standing().exclude(pk=apart_from) if apart_from else standing()
    graded = [(likeness(name, row.name), row) for row in rows.order_by("pk")]
    near = [found for found in graded if found[0] >= rules.overlap.similar_percent]
    return [row for _grade, row in sorted(near, key=lambda found: -found[0])]


def convertible(rules: PlatformRules, *, field: str = "", prefecture: str = "") -> "QuerySet[Platform]":
    """Return the platforms that could be integrated into a center (3.1.3-1).

    They are confirmed, operating and of such a kind; in a field and a prefecture where told.
    """
    rows = public().filter(state=PlatformState.OPERATING, kind__in=rules.related("convertible"))
    if field:
        rows = rows.filter(field=field)
    return rows.filter(prefecture=prefecture) if prefecture else rows


def conversions_of(case_number: str) -> "QuerySet[Conversion]":
    """Return the platforms a case would build its center from, and did; dropped ones are left out."""
    return (
        Conversion.objects.filter(case_number=case_number)
        .exclude(state=ConversionState.DROPPED)
        .select_related("platform", "platform__host")
    )


def has_priority(case_number: str) -> bool:
    """Return whether a case goes first and wins a tie, because it converts a platform (3.1.3-1)."""
    return conversions_of(case_number).exists()


def converting_cases(numbers: Collection[str]) -> set[str]:
    """Return those of the cases that would convert a platform, and so go first (3.1.3-1); one query."""
    rows = Conversion.objects.filter(case_number__in=numbers).exclude(state=ConversionState.DROPPED)
    return set(rows.values_list("case_number", flat=True))


def public_texts(keys: Collection[str] | None = None) -> Iterator[Draft]:
    """Yield what is found of every confirmed platform, or of these: name, host, field of work; no person."""
    rows = public() if keys is None else public().filter(pk__in=keys)
    for row in rows.order_by("pk").iterator(chunk_size=500):
        words = "\n".join(filter(None, (row.host.name, row.specialty, row.approved_by)))
        url = reverse("network:public-platform", args=[row.pk])
        place, sample = row.prefecture, row.is_sample
        yield Draft(str(row.pk), row.name, words, url, row.confirmed_at, place, is_sample=sample)
