"""What can be counted of how a center is governed: people, meetings, rules, institutes, gaps (4.1, 4.2-2)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock
from xiangchuang.centers.figure_rows import entries_of, entry_rows
from xiangchuang.centers.figures import (
    Figure,
    FigureRow,
    Rows,
    Span,
    Words,
    contribute_figures,
    contribute_pages,
)
from xiangchuang.governance.models import (
    AdoptedRule,
    BodyMeeting,
    ComplianceSpell,
    Institute,
    Post,
    StaffMember,
)
from xiangchuang.governance.models.bodies import DECIDING, BodyKind
from xiangchuang.governance.review_compliance import watched_rules
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import current_pack

GAPS: Final = ("unmet", "missing")
"""How a spell stands that is the center's to mend; one that waits for a person's judgement is not."""


def _last_day(span: Span) -> dt.date:
    """Return the last day of the span, or today while it runs."""
    return min(span.last, clock.today())


def _staff(*only: Q) -> Rows:
    def rows(centers: Collection[int], span: Span) -> Iterator[FigureRow]:
        day = _last_day(span)
        here = Q(began_on__lte=day) & (Q(ended_on=None) | Q(ended_on__gte=day))
        for row in entries_of(StaffMember, centers, here, *only):
            yield FigureRow(row.center_id, row.pk, day, 1, str(row), row.person)

    return rows


def full_time_director(centers: Collection[int], span: Span) -> Iterator[FigureRow]:
    """Yield the director of a center whose every director on the last day is full-time (4.1-4)."""
    day = _last_day(span)
    here = Q(began_on__lte=day, post=Post.DIRECTOR) & (Q(ended_on=None) | Q(ended_on__gte=day))
    heads: dict[int, list[StaffMember]] = defaultdict(list)
    for row in entries_of(StaffMember, centers, here):
        heads[row.center_id].append(row)
    for center, found in heads.items():
        if all(row.is_full_time for row in found):
            yield FigureRow(center, found[0].pk, day, 1, str(found[0]))


def institutes_running(centers: Collection[int], span: Span) -> Iterator[FigureRow]:
    """Yield the institutes open on the last day (3.1.1-2)."""
    day = _last_day(span)
    here = Q(opened_on__lte=day) & (Q(closed_on=None) | Q(closed_on__gt=day))
    for row in entries_of(Institute, centers, here):
        yield FigureRow(row.center_id, row.pk, day, 1, str(row))


def compliance_gaps(centers: Collection[int], span: Span) -> Iterator[FigureRow]:
    """Yield the spells open in the span during which a condition was unmet or lacked its evidence."""
    labels = {rule.code: words(rule.label) for rule in watched_rules(current_pack())}
    spells = ComplianceSpell.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=span.first), center__in=centers, since__lte=span.last,
        outcome__in=GAPS,
    )  # fmt: skip
    for spell in spells.order_by("pk"):
        label = labels.get(spell.condition, spell.condition)
        yield FigureRow(spell.center_id, spell.pk, spell.since, 1, f"{label} {spell.since}")


def _count(code: str, label: Words, rows: Rows, about: Words, source: str, *, by_day: bool = True) -> Figure:
    return Figure(code, label, "count", "sum", rows, about, source, by_day=by_day)


FIGURES: Final = (
    Figure(
        "staff", _("在岗人员"), "count", "distinct", _staff(),
        _("期末（未到期末的为今天）在岗的人员，一人多岗计一次。"), "staff", by_day=False,
    ),
    Figure(
        "full_time_staff", _("专职人员"), "count", "distinct", _staff(Q(is_full_time=True)),
        _("期末（未到期末的为今天）在岗的专职人员，一人多岗计一次。"), "staff", by_day=False,
    ),
    _count(
        "full_time_director", _("专职主任"), full_time_director,
        _("期末（未到期末的为今天）主任在岗并且专职的为 1，否则为 0。"), "staff", by_day=False,
    ),
    _count(
        "compliance_gaps", _("治理条件缺口"), compliance_gaps,
        _("期内不满足或者缺证据的治理条件，每连续一段计一次；等人判断的不计。"), "compliance", by_day=False,
    ),
    _count(
        "board_meetings", _("理事会、董事会会议"),
        entry_rows(BodyMeeting, "held_on", Q(body__kind__in=DECIDING)), _("登记的会议，按召开日期计。"),
        "meetings",
    ),
    _count(
        "committee_meetings", _("专家委员会会议"),
        entry_rows(BodyMeeting, "held_on", Q(body__kind=BodyKind.EXPERT_COMMITTEE)),
        _("登记的会议，按召开日期计。"), "meetings",
    ),
    _count(
        "rules_adopted", _("通过的制度"), entry_rows(AdoptedRule, "adopted_on"),
        _("中心通过的制度，按通过日期计。"), "rules",
    ),
    _count(
        "institutes_running", _("运行中的研发机构"), institutes_running,
        _("期末（未到期末的为今天）已设立、没有撤并的专业化创新研发机构。"), "institutes", by_day=False,
    ),
)  # fmt: skip


def contribute() -> None:
    """Add the figures, and where a spell can be read."""
    contribute_figures(*FIGURES)
    contribute_pages(
        {"compliance": lambda center, _pk: reverse("governance:center-compliance", args=[center])}
    )
