"""What was promised and what has been made of it, line by line and member by member (4.2-1)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import BigIntegerField, Count, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from xiangchuang.centers.models import Center
from xiangchuang.consortia.models import MadeContribution, MemberTerms, PromisedContribution
from xiangchuang.consortia.models.whole import WHOLE
from xiangchuang.consortia.standing_rows import standing
from xiangchuang.pages import figures

State = Literal["waiting", "partly", "made", "over", "overdue"]
STATES: tuple[State, ...] = ("overdue", "partly", "waiting", "made", "over")


def state_words(state: State) -> str:
    """Return a state as people read it."""
    return {
        "waiting": _("未到位"), "partly": _("部分到位"), "made": _("已到位"), "over": _("超出承诺"),
        "overdue": _("逾期"),
    }[state]  # fmt: skip


def state_on(today: dt.date, promised: int, made: int, due_on: dt.date) -> State:
    """Return where a promise stands: overdue only while something is missing after its last day."""
    if made >= promised:
        return "over" if made > promised else "made"
    if due_on < today:
        return "overdue"
    return "partly" if made else "waiting"


@dataclass(frozen=True)
class Line:
    """One promise beside what was delivered: both in fen, or both in pieces of `unit`."""

    promise: PromisedContribution
    made: int
    today: dt.date

    @property
    def promised(self) -> int:
        """What was promised."""
        amount = self.promise.amount
        return int(amount if amount is not None else self.promise.quantity or 0)

    @property
    def state(self) -> State:
        """Where it stands on the day."""
        return state_on(self.today, self.promised, self.made, self.promise.due_on)

    @property
    def state_label(self) -> str:
        """The state in words."""
        return state_words(self.state)

    @property
    def promised_text(self) -> str:
        """The promise with its unit."""
        return self._text(self.promised)

    @property
    def made_text(self) -> str:
        """What was made, with its unit."""
        return self._text(self.made)

    @property
    def difference_text(self) -> str:
        """What is missing, or how far it goes beyond the promise."""
        gap = self.promised - self.made
        if gap == 0:
            return figures.NOTHING
        return (_("缺 %(text)s") if gap > 0 else _("超 %(text)s")) % {"text": self._text(abs(gap))}

    def _text(self, value: int) -> str:
        if self.promise.amount is not None:
            return figures.money_text(value)
        return f"{value:,} {self.promise.unit}"


@dataclass(frozen=True)
class MemberBalance:
    """A member's promises together: what has a value in fen, and how many promises stand where."""

    member: MemberTerms
    promised: int
    made: int
    promises: int
    kept: int
    overdue: int

    @property
    def share(self) -> int | None:
        """Basis points of the valued promises that were made; None without any."""
        return self.made * WHOLE // self.promised if self.promised else None


def promises_of(center: Center, today: dt.date, *, state: str = "") -> "QuerySet[Any]":
    """Return the center's promises, soonest due first, each with what was made; of a state when told."""
    rows = _with_made(standing(PromisedContribution).filter(center=center))
    rows = rows.select_related("member__organization").order_by("due_on", "pk")
    return rows.filter(_in_state(state, today)) if state in STATES else rows


def overdue_promises(centers: "QuerySet[Center]", today: dt.date) -> dict[int, int]:
    """Return how many promises are overdue by center; centers without any are left out."""
    rows = _with_made(standing(PromisedContribution).filter(center__in=centers))
    overdue = rows.filter(_in_state("overdue", today)).order_by().values("center")
    return dict(overdue.annotate(count=Count("pk")).values_list("center", "count"))


def _with_made(promises: "QuerySet[Any]") -> "QuerySet[Any]":
    deliveries = standing(MadeContribution).filter(promise=OuterRef("pk")).order_by()
    sums = deliveries.values("promise").annotate(
        sum=Coalesce(Sum("amount"), Value(0)) + Coalesce(Sum("quantity"), Value(0))
    )
    found: QuerySet[Any] = promises.annotate(
        made=Coalesce(Subquery(sums.values("sum"), output_field=BigIntegerField()), Value(0)),
        promised=Coalesce(F("amount"), F("quantity"), output_field=BigIntegerField()),
    )
    return found


def _in_state(state: str, today: dt.date) -> Q:
    missing, on_time = Q(made__lt=F("promised")), Q(due_on__gte=today)
    return {
        "overdue": missing & ~on_time,
        "partly": missing & on_time & Q(made__gt=0),
        "waiting": on_time & Q(made=0),
        "made": Q(made=F("promised")),
        "over": Q(made__gt=F("promised")),
    }[state]


def lines_of(promises: Iterable[Any], today: dt.date) -> list[Line]:
    """Return promises read by `promises_of` as lines."""
    return [Line(promise, int(promise.made), today) for promise in promises]


@dataclass
class _Sums:
    """A member's promises, added up; only those with a value have sums in fen."""

    promised: int = 0
    made: int = 0
    promises: int = 0
    kept: int = 0
    overdue: int = 0

    def add(self, amount: int | None, made: int, state: State) -> None:
        """Count one promise."""
        if amount is not None:
            self.promised += amount
            self.made += made
        self.promises += 1
        self.kept += state in ("made", "over")
        self.overdue += state == "overdue"


def balances_of(center: Center, today: dt.date) -> list[MemberBalance]:
    """Return every member present or with a promise, the lead first, then by what was promised."""
    sums: dict[int, _Sums] = {}
    # Plain values: a center of five thousand promises would else build as many objects for forty lines.
    rows = promises_of(center, today).order_by().select_related(None)
    for member_id, amount, promised, made, due_on in rows.values_list(
        "member_id", "amount", "promised", "made", "due_on"
    ):
        state = state_on(today, promised, made, due_on)
        sums.setdefault(member_id, _Sums()).add(amount, made, state)
    members = standing(MemberTerms).filter(center=center).select_related("organization").order_by("pk")
    found = [
        MemberBalance(member, **vars(sums.get(member.pk, _Sums())))
        for member in members
        if member.pk in sums or member.left_on is None or member.left_on >= today
    ]
    return sorted(found, key=lambda b: (b.member.role != "lead", -b.promised, b.member.pk))
