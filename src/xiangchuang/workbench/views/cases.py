"""The list of cases, and its export."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.calendars import clock
from xiangchuang.organizations.prefectures import prefecture_choices
from xiangchuang.pages import figures
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.exports import csv_response
from xiangchuang.pages.parts import Action, ChoiceFilter, DueReading, FilterBar, Tab
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.procedure.course import COURSE
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import current_pack, pack_of
from xiangchuang.proposals.reading_mask import mask_for
from xiangchuang.workbench.case_filter import CLOCKS, SORTS, VIEWS, CaseFilter
from xiangchuang.workbench.due_days import DueDays
from xiangchuang.workbench.viewpoint import Viewpoint
from xiangchuang.workbench.wording import STATUS_OF_STATE, stage_words, state_words

EXPORTED_AT_MOST = 5000
YEARS_OFFERED = 6


@dataclass(frozen=True)
class CaseLine:
    """One row of the list."""

    case: Case
    title: str
    lead: str
    prefecture: str
    stage: str
    state: str
    status: str
    holder: str
    due: DueReading | None


@signed_in
@require_safe
def cases(request: ActorRequest) -> HttpResponse:
    """Show one page of the cases that fit the address."""
    wanted = CaseFilter.of(request.GET.dict())
    page = page_of(wanted.rows(request.actor), request.GET.get("page", "1"))
    due, viewpoint = DueDays(), _viewpoint(request.actor)
    context = {
        "page": page,
        "lines": [_line(case, request.actor, due) for case in page.object_list],
        "bar": _bar(wanted, viewpoint),
        "tabs": _tabs(request.GET, wanted),
        "sorts": {name: _sort_url(request.GET, wanted, name) for name in ("number", "due", "submitted")},
        "sorted_as": _sorted_as(wanted),
        "export_url": f"{reverse('workbench:cases-export')}?{request.GET.urlencode()}",
        "beginnings": _beginnings(request.actor),
    }
    return render(request, "workbench/cases.html", context)


@signed_in
@require_safe
def export(request: ActorRequest) -> HttpResponse:
    """Give the list of the address as a spreadsheet, as far as EXPORTED_AT_MOST rows."""
    rows = CaseFilter.of(request.GET.dict()).rows(request.actor)[:EXPORTED_AT_MOST]
    due = DueDays()
    head = [
        _("案卷号"), _("名称"), _("牵头单位"), _("市州"), _("阶段"), _("状态"), _("持有人"), _("截止"),
        _("提交日"),
    ]  # fmt: skip
    table = (_cells(_line(case, request.actor, due)) for case in rows)
    return csv_response(f"{_('案卷')}-{clock.today():%Y%m%d}.csv", head, table)


def _cells(line: CaseLine) -> Sequence[object]:
    case = line.case
    due = figures.iso_day(case.due_on) if case.due_on else ""
    submitted = figures.iso_day(case.submitted_at) if case.submitted_at else ""
    return (
        case.number, line.title, line.lead, line.prefecture, line.stage, line.state, line.holder, due,
        submitted,
    )  # fmt: skip


def _viewpoint(actor: Actor) -> Viewpoint:
    return Viewpoint.INSIDE if actor.is_department_staff else Viewpoint.OUTSIDE


def _line(case: Case, actor: Actor, due: DueDays) -> CaseLine:
    viewpoint, mask = _viewpoint(actor), mask_for(actor, case)
    shown: Callable[[str], str] = mask.text if mask else str
    lead = getattr(getattr(case, "proposal", None), "lead", None)
    stage = pack_of(case).procedures[case.kind].stage(case.stage_code)
    holder = case.holder_organization
    return CaseLine(
        case=case,
        title=shown(case.title),
        lead=shown(str(lead)) if lead else "",
        prefecture=lead.prefecture_label if lead else "",
        stage=stage_words(stage, viewpoint),
        state=state_words(case),
        status=STATUS_OF_STATE[case.state],  # type: ignore[index]
        holder=(shown(str(holder)) if holder else _("省科技厅")) if case.is_running else "",
        due=due.reading(case.due_on, provisional=case.due_provisional) if case.is_running else None,
    )


def _bar(wanted: CaseFilter, viewpoint: Viewpoint) -> FilterBar:
    areas = [(code, str(label)) for code, label in prefecture_choices(clock.today(), province=False)]
    choices = (
        ChoiceFilter("stage", _("阶段"), _stage_choices(viewpoint), wanted.stage),
        ChoiceFilter("prefecture", _("市州"), areas, wanted.prefecture),
    )
    more = (
        ChoiceFilter("clock", _("期限"), _named(dict(CLOCKS)), wanted.clock),
        ChoiceFilter("course", _("进展"), _named(COURSE), wanted.course),
        ChoiceFilter("year", _("提交年度"), _years(wanted), str(wanted.year or "")),
    )
    kept = {"view": wanted.view, "sort": wanted.sort}
    return FilterBar(_("名称或案卷号"), wanted.text, choices, kept, more)


def _named(names: Mapping[str, object]) -> list[tuple[str, str]]:
    return [(code, str(label)) for code, label in names.items()]


def _years(wanted: CaseFilter) -> list[tuple[str, str]]:
    """The latest years, and the one asked for."""
    this = clock.today().year
    shown = {*range(this - YEARS_OFFERED + 1, this + 1), *([wanted.year] if wanted.year else [])}
    return [(str(year), str(year)) for year in sorted(shown, reverse=True)]


def _tabs(query: QueryDict, wanted: CaseFilter) -> list[Tab]:
    return [Tab(str(label), _with(query, view=code), code == wanted.view) for code, label in VIEWS]


def _with(query: QueryDict, **changes: str) -> str:
    """Return the address with these changes, back on its first page."""
    changed = query.copy()
    changed.pop("page", None)
    for name, value in changes.items():
        changed[name] = value
    return f"?{changed.urlencode()}"


def _sort_url(query: QueryDict, wanted: CaseFilter, name: str) -> str:
    assert name in SORTS
    return _with(query, sort=f"-{name}" if wanted.sort == name else name)


def _sorted_as(wanted: CaseFilter) -> dict[str, str]:
    descending = wanted.sort.startswith("-")
    return {wanted.sort.removeprefix("-"): "descending" if descending else "ascending"}


def _stage_choices(viewpoint: Viewpoint) -> list[tuple[str, str]]:
    """Return the stages of every approval of the policy in force, each once."""
    found: dict[str, str] = {}
    approvals = (p for p in current_pack().procedures.values() if p.matter == "approval")
    for procedure in approvals:
        for stage in procedure.stages:
            label = words(stage.label) if viewpoint is Viewpoint.INSIDE else words(stage.public_label)
            found.setdefault(stage.code, label)
    return list(found.items())


def _beginnings(actor: Actor) -> list[Action]:
    """Return the ways into a case that this person has."""
    ways: list[tuple[str, str, bool]] = [
        ("proposals:begin", _("填报建设意向"), actor.holds("lead")),
        ("proposals:invite", _("定向组织"), actor.holds("officer") or actor.holds("division_head")),
    ]
    return [
        Action(label, url, method="get", kind="primary")
        for name, label, may in ways
        if may and (url := _url(name))
    ]


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
