"""Results that may be one: the same title or number twice, in this center or with another one's (4.2-1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Invalid, NotFound, NotPermitted
from xiangchuang.accounts.text import normalise_line
from xiangchuang.centers.models import Center
from xiangchuang.centers.permissions import may_keep
from xiangchuang.centers.queries import can_view
from xiangchuang.research.models import DuplicateDismissal, Result
from xiangchuang.research.queries import standing

SHOWN = 200


@dataclass(frozen=True)
class Suspect:
    """Two standing results that may be one: `other` belongs to another center where `is_foreign`."""

    result: Result
    other: Result
    by: Literal["number", "title"]
    is_foreign: bool


def possible_duplicates(center: Center) -> list[Suspect]:
    """Return the pairs nobody has dismissed, in five queries, at most 200.

    One title in two kinds is no sign: an invention is often filed abroad, or as a utility model, under one
    title. The same number within a center is refused when it is entered.
    """
    dismissed = set(DuplicateDismissal.objects.filter(center=center).values_list("result", "other"))
    found = [*_inside(center), *_outside(center)]
    return [s for s in found if (s.result.pk, s.other.pk) not in dismissed][:SHOWN]


def dismiss_duplicate(*, actor: Actor, center: Center, result: int, other: int, reason: str) -> None:
    """Find that two results are not one; the pair is no longer shown to this center.

    `result`, `other`: numbers of the rows of a pair that is shown now.
    Raises NotFound (no such pair), NotPermitted, Invalid (no reason).
    """
    if not can_view(actor, center):
        raise NotFound(_("没有这个中心，或者它的登记不归您查看。"))
    acting = may_keep(actor, center)
    if acting is None:
        raise NotPermitted(_("疑似重复由中心工作人员核对。"))
    because = within(DuplicateDismissal, "reason", normalise_line(reason))
    if not because:
        raise Invalid(_("理由没有填写。"), remedy=_("写明两项成果有何不同。"))
    assert actor.user is not None
    with transaction.atomic():
        pairs = {(s.result.pk, s.other.pk) for s in possible_duplicates(center)}
        if (result, other) not in pairs:
            raise NotFound(_("没有这一对疑似重复，或者已经核对过。"))
        DuplicateDismissal.objects.create(
            center=center, result_id=result, other_id=other, reason=because, dismissed_by=actor.user
        )
        write_entry(
            actor, verb="dismiss_duplicate", acting=acting, subject=f"results:{result}", clause="4.2-1",
            case_number=center.ledger_key, detail={"register": "results", "other": other, "reason": because},
        )  # fmt: skip


def _inside(center: Center) -> Iterable[Suspect]:
    doubled = (
        standing(Result, center)
        .order_by()
        .values("kind", "title_key")
        .annotate(times=Count("pk"))
        .filter(times__gt=1)
    )
    keys = {(row["kind"], row["title_key"]) for row in doubled[:SHOWN]}
    rows = standing(Result, center).filter(title_key__in={title for _kind, title in keys}).order_by("pk")
    first: dict[tuple[str, str], Result] = {}
    for row in rows if keys else ():
        key = (row.kind, row.title_key)
        if key in keys and first.setdefault(key, row) is not row:
            yield Suspect(row, first[key], "title", is_foreign=False)


def _outside(center: Center) -> Iterable[Suspect]:
    # Two tests, not one with OR: each then walks its own index.
    by_number = _elsewhere(center).filter(number_key=OuterRef("number_key"))
    by_title = _elsewhere(center).filter(kind=OuterRef("kind"), title_key=OuterRef("title_key"))
    mine = standing(Result, center).filter((~Q(number_key="") & Exists(by_number)) | Exists(by_title))
    rows = list(mine.order_by("pk")[:SHOWN])
    others = _elsewhere(center).filter(
        Q(number_key__in={r.number_key for r in rows if r.number_key})
        | Q(title_key__in={r.title_key for r in rows})
    )
    known = list(others.select_related("center").order_by("pk")[: SHOWN * 5]) if rows else []
    for row in rows:
        for other in known:
            if row.number_key and row.number_key == other.number_key:
                yield Suspect(row, other, "number", is_foreign=True)
            elif (row.kind, row.title_key) == (other.kind, other.title_key):
                yield Suspect(row, other, "title", is_foreign=True)


def _elsewhere(center: Center) -> "QuerySet[Result]":
    rows: Any = Result.objects
    found: QuerySet[Result] = rows.standing().exclude(center=center)
    return found
