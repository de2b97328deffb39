"""待确认: everything of one's area that waits for confirmation, ticked and confirmed together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.roles import Role
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.files.models import StoredFile
from xiangchuang.organizations.confirm_fact import ConfirmedMany, confirm_many
from xiangchuang.organizations.jumps import jumps_in_register
from xiangchuang.organizations.models import CapabilityRecord, FactRecord
from xiangchuang.organizations.prefectures import prefecture_choices
from xiangchuang.organizations.queries import capabilities_awaiting, facts_awaiting
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.exports import csv_response
from xiangchuang.pages.parts import Tab
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.procedure.errors import NotPermitted
from xiangchuang.procedure.packs import current_pack
from xiangchuang.workbench.fact_table import field_words, jump_words
from xiangchuang.workbench.fact_words import FactWord, fact_words, value_text
from xiangchuang.workbench.statement_history import capability_words, readable_evidence

EXPORTED_AT_MOST = 5000
CAPABILITIES = "capabilities"
_TICKED_AT_MOST = 200
_NAMED_AT_MOST = 10

Waiting = FactRecord | CapabilityRecord


@dataclass(frozen=True)
class PendingLine:
    """One statement as the list shows it; `is_own` was recorded by the person who looks."""

    statement: Waiting
    organization: str
    name: str
    value: str
    url: str
    evidence: StoredFile | None
    jump: str
    explanation: str
    is_own: bool


@dataclass(frozen=True)
class PendingFilter:
    """What the address asks for."""

    kind: str
    text: str
    prefecture: str
    code: str
    year: str

    @classmethod
    def of(cls, query: QueryDict) -> PendingFilter:
        """Return the filter of an address; what it does not know is left out."""
        text = normalise_line(query.get("q", ""))[:100]
        kind = CAPABILITIES if query.get("kind") == CAPABILITIES else "facts"
        year = query.get("year", "")
        is_year = year.isascii() and year.isdigit() and len(year) == 4
        return cls(
            kind, text, query.get("prefecture", "")[:6], query.get("code", "")[:64], year if is_year else ""
        )

    def rows(self, actor: Actor) -> QuerySet[Any]:
        """Return what waits for the actor and fits."""
        found: QuerySet[Any]
        if self.kind == CAPABILITIES:
            found = capabilities_awaiting(actor)
            found = found.filter(kind=self.code) if self.code else found
        else:
            found = facts_awaiting(actor)
            found = found.filter(code=self.code) if self.code else found
            found = found.filter(year=int(self.year)) if self.year else found
        if self.text:
            named = Q(organization__name__icontains=self.text)
            found = found.filter(named | Q(organization__uscc__istartswith=self.text.upper()))
        return found.filter(organization__prefecture=self.prefecture) if self.prefecture else found

    @property
    def is_narrow(self) -> bool:
        """Whether anything is asked for beyond the tab."""
        return bool(self.text or self.prefecture or self.code or self.year)


@signed_in
@require_safe
def pending(request: ActorRequest) -> HttpResponse:
    """Show one page of what waits for the person's confirmation."""
    _refuse_who_confirms_nothing(request.actor)
    wanted = PendingFilter.of(request.GET)
    page = page_of(wanted.rows(request.actor), request.GET.get("page", "1"))
    words = fact_words(current_pack())
    context = {
        "page": page,
        "lines": _lines(request.actor, page.object_list, words),
        "wanted": wanted,
        "tabs": _tabs(request.actor, wanted),
        "codes": [(word.code, word.label) for word in words.values()],
        "kinds": CapabilityRecord._meta.get_field("kind").choices,
        "prefectures": prefecture_choices(clock.today()) if request.actor.holds(Role.OFFICER) else [],
        "query": request.GET.urlencode(),
        "export_url": f"{reverse('workbench:pending-export')}?{request.GET.urlencode()}",
    }
    return render(request, "workbench/pending.html", context)


def _refuse_who_confirms_nothing(actor: Actor) -> None:
    if not (actor.holds(Role.OFFICER) or actor.prefectures):
        raise NotPermitted(_("登记由所在市州科技局或省科技厅经办确认。"))


def _tabs(actor: Actor, wanted: PendingFilter) -> list[Tab]:
    counts = {"facts": facts_awaiting(actor).count(), CAPABILITIES: capabilities_awaiting(actor).count()}
    labels = {"facts": _("年度事实"), CAPABILITIES: _("能力记录")}
    return [Tab(labels[kind], f"?kind={kind}", kind == wanted.kind, counts[kind]) for kind in labels]


def _lines(actor: Actor, statements: Iterable[Waiting], words: dict[str, FactWord]) -> Sequence[PendingLine]:
    """Return the lines of a page; the jumps of all its facts take one query."""
    shown = list(statements)
    facts = [statement for statement in shown if isinstance(statement, FactRecord)]
    pack = current_pack()
    jumps = jumps_in_register(facts, pack.register.year_on_year)
    user_id = actor.user.pk if actor.user else None
    lines = []
    for statement in shown:
        if isinstance(statement, FactRecord):
            word = words.get(statement.code)
            counted_in = word.counted_in if word else ""
            name = f"{word.label if word else statement.code} {statement.year}"
            name += (
                _("（%(unit)s）") % {"unit": field_words(pack, statement.field)} if statement.field else ""
            )
            value, view = value_text(statement.value, counted_in), "workbench:fact"
            jump, explanation = jump_words(jumps.get(statement.pk), counted_in), statement.explanation
        else:
            name, value, view = str(statement.get_kind_display()), capability_words(statement), ""
            view, jump, explanation = "workbench:capability", "", ""
        lines.append(
            PendingLine(
                statement, statement.organization.name, name, value,
                reverse(view, args=[statement.organization_id, statement.pk]),
                readable_evidence(statement), jump, explanation or statement.correction_reason,
                statement.recorded_by_id == user_id,
            )
        )  # fmt: skip
    return lines


@signed_in
@require_POST
def confirm_ticked(request: ActorRequest) -> HttpResponse:
    """Confirm what is ticked; tell by name what could not be, and why."""
    _refuse_who_confirms_nothing(request.actor)
    wanted = PendingFilter.of(request.GET)
    typed = request.POST.getlist("statement")[:_TICKED_AT_MOST]
    ids = [int(text) for text in typed if text.isascii() and text.isdigit() and len(text) < 19]
    waiting: QuerySet[Any] = (
        capabilities_awaiting(request.actor) if wanted.kind == CAPABILITIES else facts_awaiting(request.actor)
    )
    statements = list(waiting.filter(pk__in=ids))
    if not ids:
        messages.warning(request, _("没有勾选任何一条，没有确认。"))
    else:
        _tell(request, confirm_many(actor=request.actor, statements=statements), len(ids) - len(statements))
    return redirect(f"{reverse('workbench:pending')}?{request.GET.urlencode()}")


def _tell(request: ActorRequest, answer: ConfirmedMany, gone: int) -> None:
    if answer.confirmed:
        said = ngettext("已确认 %(number)d 条。", "已确认 %(number)d 条。", answer.confirmed)
        messages.success(request, said % {"number": answer.confirmed})
    words = fact_words(current_pack())
    lines = _lines(request.actor, [statement for statement, _refusal in answer.refused], words)
    for line, (_statement, refusal) in list(zip(lines, answer.refused, strict=True))[:_NAMED_AT_MOST]:
        messages.warning(
            request,
            _("%(organization)s“%(name)s”没有确认：%(why)s")
            % {"organization": line.organization, "name": line.name, "why": str(refusal)},
        )
    if gone:
        said = ngettext(
            "有 %(number)d 条已由他人确认、更正或撤回，没有再确认。",
            "有 %(number)d 条已由他人确认、更正或撤回，没有再确认。",
            gone,
        )
        messages.warning(request, said % {"number": gone})


@signed_in
@require_safe
def export(request: ActorRequest) -> HttpResponse:
    """Give the list of the address as a spreadsheet, as far as EXPORTED_AT_MOST rows."""
    _refuse_who_confirms_nothing(request.actor)
    rows = PendingFilter.of(request.GET).rows(request.actor)[:EXPORTED_AT_MOST]
    head = [
        _("单位"), _("统一社会信用代码"), _("事项"), _("数值"), _("来源"), _("证明材料"), _("同比"),
        _("说明"), _("录入人"),
    ]  # fmt: skip
    lines = _lines(request.actor, rows, fact_words(current_pack()))
    table = (
        (
            line.organization, line.statement.organization.uscc, line.name, line.value,
            line.statement.source, line.evidence.name if line.evidence else "", line.jump, line.explanation,
            line.statement.recorded_by,
        )
        for line in lines
    )  # fmt: skip
    return csv_response(f"{_('待确认')}-{clock.today():%Y%m%d}.csv", head, table)
