"""The list of experts: what the address asks for, and the rows as a page or a sheet shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.experts.models import Absence, Expert, PanelKind
from xiangchuang.experts.queries import visible_to, with_profile
from xiangchuang.experts.terms import ending_soon
from xiangchuang.library.forms import field_choices
from xiangchuang.organizations.prefectures import prefecture_choices
from xiangchuang.pages.parts import ChoiceFilter, Column, FilterBar, ListTable, Row
from xiangchuang.procedure.packs import current_pack
from xiangchuang.reviews.candidates import WORKING_SEATS

IN, ENDING, ENDED, OUT = "in", "ending", "ended", "out"
FREE, FULL = "free", "full"
HERE, AWAY = "here", "away"
Order = Literal["", "ascending", "descending"]
SORTS: Final = {"name": ("name", "pk"), "load": ("-load", "name", "pk"), "term": ("term_until", "name", "pk")}


@dataclass(frozen=True)
class ExpertFilter:
    """What the address of the list asks for; what it does not know is left out."""

    text: str
    chosen: Mapping[str, str]
    sort: str
    is_inside: bool

    @classmethod
    def of(cls, query: Mapping[str, str], actor: Actor) -> "ExpertFilter":
        """Return the filter of an address; load and term are the department's to ask for."""
        inside = actor.is_department_staff
        offered = _choices(inside)
        chosen = {
            name: query[name]
            for name, (_label, some) in offered.items()
            if query.get(name, "") in {code for code, _words in some}
        }
        sort = query.get("sort", "")
        return cls(
            normalise_line(query.get("q", ""))[:100], chosen, sort if inside and sort in SORTS else "name",
            inside,
        )  # fmt: skip

    @property
    def bar(self) -> FilterBar:
        """The filters above the list; the rarer ones folded away."""
        every = [
            ChoiceFilter(name, label, some, self.chosen.get(name, ""))
            for name, (label, some) in _choices(self.is_inside).items()
        ]
        return FilterBar(_("姓名或任职单位"), self.text, every[:4], more=every[4:])

    def rows(self, actor: Actor) -> QuerySet[Expert]:
        """Return the experts that fit, in the order asked for, with load and whether they are away today."""
        today = clock.today()
        away = Absence.objects.filter(expert=OuterRef("pk"), begins_on__lte=today, ends_on__gte=today)
        working = Q(seats__state__in=WORKING_SEATS, seats__panel__run__closed_at__isnull=True)
        rows: QuerySet[Expert] = visible_to(actor).annotate(
            load=Count("seats", filter=working, distinct=True), is_away=Exists(away)
        )
        if self.text:
            rows = rows.filter(Q(name__icontains=self.text) | Q(employer__name__icontains=self.text))
        for name, code in self.chosen.items():
            rows = _narrowed(rows, name, code, today)
        return with_profile(rows).order_by(*SORTS[self.sort])


def _choices(inside: bool) -> dict[str, tuple[str, Sequence[tuple[str, str]]]]:
    areas = [(code, str(label)) for code, label in prefecture_choices(clock.today())]
    states = [(IN, _("在库")), (ENDING, _("聘期将满")), (ENDED, _("聘期已满")), (OUT, _("已退出"))]
    found: dict[str, tuple[str, Sequence[tuple[str, str]]]] = {
        "kind": (_("类别"), [(code, str(label)) for code, label in PanelKind.choices]),
        "field": (_("领域"), field_choices(current_pack())),
        "city": (_("市州"), areas),
        "state": (_("状态"), states if inside else [states[0], states[3]]),
    }
    if inside:
        found["load"] = (_("承担席位"), [(FREE, _("还能承担")), (FULL, _("已到上限"))])
        found["away"] = (_("今天"), [(HERE, _("方便参加")), (AWAY, _("不便参加"))])
    return found


def _narrowed(rows: QuerySet[Expert], name: str, code: str, today: date) -> QuerySet[Expert]:
    ended = Q(is_active=True, term_until__lt=today)
    narrowed = {
        ("state", IN): lambda: rows.filter(is_active=True),
        ("state", ENDING): lambda: ending_soon(rows, today),
        ("state", ENDED): lambda: rows.filter(ended),
        ("state", OUT): lambda: rows.filter(is_active=False),
        ("load", FREE): lambda: rows.filter(Q(load__lt=F("load_limit"))),
        ("load", FULL): lambda: rows.filter(Q(load__gte=F("load_limit"))),
        ("away", HERE): lambda: rows.filter(Q(is_away=False)),
        ("away", AWAY): lambda: rows.filter(Q(is_away=True)),
    }.get((name, code))
    if narrowed is not None:
        return narrowed()
    # By ids: a join would count each seat once for each kind or field.
    column = {"kind": "kinds__kind", "field": "fields__field", "city": "employer__prefecture"}[name]
    return rows.filter(pk__in=Expert.objects.filter(**{column: code}).values("pk"))


def state_words(expert: Expert, today: date) -> str:
    """Return whether the expert is in the library, and until when."""
    if not expert.is_active:
        return _("已退出")
    if expert.term_until is None:
        return _("在库")
    if expert.term_until < today:
        return _("聘期已满 %(day)s") % {"day": expert.term_until.isoformat()}
    return _("在库，至 %(day)s") % {"day": expert.term_until.isoformat()}


def expert_table(
    experts: Sequence[Expert],
    *,
    inside: bool,
    sorted_by: str = "",
    sort_urls: Mapping[str, str] | None = None,
) -> ListTable:
    """Return the list as shown; phone and fees are in no list, since a list is handed on."""
    pack, today = current_pack(), clock.today()
    names = dict(field_choices(pack))
    urls = sort_urls or {}
    columns = [
        Column(_("姓名"), is_lead=True, sort_url=urls.get("name", ""), sorted_as=_order(sorted_by, "name")),
        Column(_("类别")), Column(_("领域")), Column(_("任职单位")), Column(_("市州")),
    ]  # fmt: skip
    if inside:
        columns += [
            Column(_("承担席位"), is_number=True, sort_url=urls.get("load", ""),
                   sorted_as="descending" if sorted_by == "load" else ""),
            Column(_("状态"), sort_url=urls.get("term", ""), sorted_as=_order(sorted_by, "term")),
        ]  # fmt: skip
    lines = []
    for expert in experts:
        cells: list[object] = [
            expert.name,
            _("、").join(str(kind.get_kind_display()) for kind in expert.kinds.all()),
            _("、").join(names.get(known.field, known.field) for known in expert.fields.all()) or "—",
            f"{expert.employer.name} {expert.title}".strip(),
            expert.employer.prefecture_label,
        ]
        if inside:
            load, away = getattr(expert, "load", 0), getattr(expert, "is_away", False)
            state = state_words(expert, today)
            cells += [
                f"{load} / {expert.load_limit}",
                _("%(state)s，今天不便参加") % {"state": state} if away and expert.is_active else state,
            ]
        lines.append(Row(cells, reverse("library:expert", args=[expert.pk])))
    return ListTable(columns, lines, _("专家"))


def _order(sorted_by: str, name: str) -> Order:
    return "ascending" if sorted_by == name else ""
