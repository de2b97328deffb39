"""The words and parts every page is made of; a builtin of all templates. Listed in docs/guides/pages.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.pages import figures
from xiangchuang.pages.parts import Action, DueReading, Entry, FileLine, FilterBar, ListTable, Now, Step, Tab
from xiangchuang.policy.pack import Label
from xiangchuang.procedure.errors import Refusal
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import current_pack
from xiangchuang.workbench.clauses import DEFAULT, CitedClause, cited_clause
from xiangchuang.workbench.upload_words import UploadWords, kept_upload
from xiangchuang.workbench.wording import verb_words

register = template.Library()

# The six words of the product: (word, tint, shape). ui.md allows no seventh.
STATUS_WORDS: dict[str, tuple[Any, str, str]] = {
    "met": (gettext_lazy("满足"), "done", "full"),
    "unmet": (gettext_lazy("不满足"), "urgent", "triangle"),
    "missing": (gettext_lazy("缺证据"), "waiting", "ring"),
    "judgement": (gettext_lazy("待判断"), "waiting", "half"),
    "current": (pgettext_lazy("status", "办理中"), "current", "half"),
    "done": (gettext_lazy("已完成"), "done", "full"),
}
RAIL_SHAPES = {"done": "full", "current": "half", "waiting": "ring", "skipped": "ring", "stopped": "triangle"}
# A deadline is urgent from the last working day but one.
NEAR = 1


def shape_svg(name: str) -> SafeString:
    """Return one of the four shapes ● ◐ ○ ▲ as an inline drawing that takes the colour of its text."""
    drawn = {
        "full": '<circle cx="6" cy="6" r="5" stroke="none"/>',
        "half": '<circle cx="6" cy="6" r="4.4" fill="none" stroke-width="1.2"/>'
        '<path d="M6 1.6a4.4 4.4 0 0 0 0 8.8z" stroke="none"/>',
        "ring": '<circle cx="6" cy="6" r="4.4" fill="none" stroke-width="1.2"/>',
        "triangle": '<path d="M6 1 11.4 11H.6z" stroke="none"/>',
    }[name]
    markup = f'<svg class="shape" viewBox="0 0 12 12" aria-hidden="true" focusable="false">{drawn}</svg>'
    return SafeString(markup)


@register.simple_tag
def shape(name: str) -> SafeString:
    """Draw a shape: full ●, half ◐, ring ○, triangle ▲. A word always goes with it."""
    return shape_svg(name)


@register.simple_tag
def status(code: str) -> SafeString:
    """Draw a status word: met, unmet, missing, judgement, current, done; not_applicable is a dash.

    Raises TemplateSyntaxError on any other code.
    """
    if code == "not_applicable":
        return format_html('<span class="muted">— <span class="unseen">{}</span></span>', _("不适用"))
    try:
        word, tint, form = STATUS_WORDS[str(code)]
    except KeyError:
        raise template.TemplateSyntaxError(f"status knows {', '.join(STATUS_WORDS)}; not {code!r}") from None
    return format_html('<span class="status status-{}">{}{}</span>', tint, shape_svg(form), word)


@register.simple_tag
def sample_mark() -> SafeString:
    """Label what is fictitious: 示例数据."""
    return format_html('<span class="sample">{}</span>', _("示例数据"))


@register.simple_tag
def role_label(role: str) -> str:
    """Return the role's name, 经办 for "officer"; raises ValueError on an unknown role."""
    return str(Role(role).label)


@register.filter
def in_words(label: Label | Mapping[str, str] | None) -> str:
    """Return a label of the policy pack in the language of the page."""
    return words(label) if label else ""


@register.filter
def money(fen: int | None) -> str:
    """Write fen as 万元 (or 元 below one 万元), rounded down; None as a dash."""
    return figures.NOTHING if fen is None else figures.money_text(fen)


@register.filter
def wan(fen: int | None) -> str:
    """Write fen as the bare 万元 number of a table column."""
    return figures.NOTHING if fen is None else figures.wan_number(fen)


@register.filter
def yuan(fen: int | None) -> str:
    """Write fen as exact yuan."""
    return figures.NOTHING if fen is None else figures.yuan_text(fen)


@register.filter
def share(basis_points: int | None) -> str:
    """Write basis points as per cent."""
    return figures.NOTHING if basis_points is None else figures.share_text(basis_points)


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a day as text does, 2026年11月23日; it is markup: an attribute takes isoday."""
    if value is None:
        return figures.NOTHING
    iso, text = figures.iso_day(value), figures.day_text(value)
    return format_html('<time class="day" datetime="{}">{}</time>', iso, text)


@register.filter
def isoday(value: date | datetime | None) -> str:
    """Write a day as tables do: 2026-11-23."""
    return figures.NOTHING if value is None else figures.iso_day(value)


@register.filter
def moment(value: datetime | None) -> str:
    """Write an instant in Shanghai time to the second."""
    return figures.NOTHING if value is None else figures.moment_text(value)


@register.filter
def filesize(size: int | None) -> str:
    """Write bytes as KB or MB."""
    return figures.NOTHING if size is None else figures.size_text(size)


@register.inclusion_tag("parts/due.html")
def due(reading: DueReading | None) -> dict[str, Any]:
    """Draw a deadline with the working days left; a `closes_at` counts down on the server's clock."""
    if reading is None:
        return {"due": None}
    left = reading.working_days_left
    ends = reading.closes_at or clock.end_of_day(reading.day)
    now = clock.now()
    return {
        "due": reading,
        "left": figures.left_text(reading),
        "closing": figures.closing_text(reading, clock.today()),
        "class": "" if left is None else "due-past" if left < 0 else "due-near" if left <= NEAR else "",
        "ends": ends.isoformat(),
        "now": now.isoformat(),
        "is_last_day": 0 < (ends - now).total_seconds() < 24 * 60 * 60,
    }


@register.simple_tag(takes_context=True)
def cite(context: Context, anchor: str, origin: str = "", clauses: Any = None) -> SafeString:
    """Draw a clause citation: a link whose hover and print footnote carry the clause's text.

    "default" is drawn as 惯例 with `origin`, the practice it comes from. `clauses`: anchor → clause of the
    case's own policy version; else those of the context's `clauses`; else the current version speaks. An
    empty anchor draws nothing.
    """
    if not anchor:
        return SafeString("")
    cited = cited_clause(anchor, origin=origin, clauses=clauses or _clauses(context, anchor))
    number = _footnote_number(context, cited)
    mark = format_html("<sup>{}</sup>", f"[{number}]") if number else ""
    if cited.url:
        return format_html(
            '<a class="cite" href="{}" title="{}">{}{}</a>', cited.url, cited.text, cited.label, mark
        )
    return format_html('<span class="cite" title="{}">{}{}</span>', cited.text, cited.label, mark)


def _clauses(context: Context, anchor: str) -> Any:
    """Return the clauses the page speaks by, read once a page: a page cites dozens of times."""
    if anchor == DEFAULT:
        return None
    if (given := context.get("clauses")) is not None:
        return given
    request: HttpRequest | None = getattr(context, "request", None) or context.get("request")
    if request is None:
        return None
    if "clauses" not in request.__dict__:
        request.__dict__["clauses"] = current_pack().clauses
    return request.__dict__["clauses"]


def _footnote_number(context: Context, cited: CitedClause) -> int:
    """Number the clauses of a page in the order they are first cited; 0 when there is no page or no text."""
    request: HttpRequest | None = getattr(context, "request", None) or context.get("request")
    if request is None or not cited.text:
        return 0
    notes: dict[str, CitedClause] = request.__dict__.setdefault("cited_clauses", {})
    notes.setdefault(cited.key, cited)
    return list(notes).index(cited.key) + 1


@register.inclusion_tag("parts/footnotes.html", takes_context=True)
def footnotes(context: Context) -> dict[str, Any]:
    """List the clauses cited above, on paper only."""
    request = getattr(context, "request", None) or context.get("request")
    notes: dict[str, CitedClause] = {} if request is None else request.__dict__.get("cited_clauses", {})
    return {"notes": list(notes.values())}


@register.inclusion_tag("parts/rail.html", takes_context=True)
def rail(context: Context, steps: Sequence[Step]) -> dict[str, Any]:
    """Draw the process rail."""
    return {"steps": [(step, shape_svg(RAIL_SHAPES[step.state])) for step in steps], **_page(context)}


@register.inclusion_tag("parts/now.html", takes_context=True)
def now_box(context: Context, now: Now) -> dict[str, Any]:
    """Draw the box 现在 with its buttons."""
    return {"now": now, **_page(context)}


@register.inclusion_tag("parts/actions.html", takes_context=True)
def actions(context: Context, actions: Sequence[Action], sticky: bool = False) -> dict[str, Any]:
    """Draw a bar of buttons; a disabled one says its reason. `sticky` keeps it in reach on a phone."""
    return {"actions": actions, "sticky": sticky, **_page(context)}


@register.inclusion_tag("parts/timeline.html", takes_context=True)
def timeline(context: Context, entries: Sequence[Entry]) -> dict[str, Any]:
    """Draw what happened, in the order given."""
    return {"entries": entries, **_page(context)}


@register.inclusion_tag("parts/tabs.html")
def tabs(tabs: Sequence[Tab], label: str = "") -> dict[str, Any]:
    """Draw tabs, which are links."""
    return {"tabs": tabs, "label": label or _("本页各部分")}


@register.inclusion_tag("parts/files.html")
def file_list(files: Sequence[FileLine]) -> dict[str, Any]:
    """Draw files with size, time and hash."""
    return {"files": files}


@register.filter(name="verb_words")
def ledger_verb_words(code: str) -> str:
    """Write what a ledger entry's verb is called."""
    return verb_words(code)


@register.inclusion_tag("parts/filter_bar.html")
def filter_bar(bar: FilterBar) -> dict[str, Any]:
    """Draw the search and the choices above a list."""
    return {"bar": bar}


@register.inclusion_tag("parts/definitions.html")
def definitions(pairs: Sequence[tuple[str, object]]) -> dict[str, Any]:
    """Draw label and value pairs; an empty value is a dash."""
    return {"pairs": pairs}


@register.inclusion_tag("parts/list_table.html")
def list_table(table: ListTable) -> dict[str, Any]:
    """Draw a list: a table, or definition lists on a narrow screen."""
    rows = [(row, list(zip(table.columns, row.cells, strict=True))) for row in table.rows]
    return {"table": table, "rows": rows}


@register.inclusion_tag("parts/pages.html", takes_context=True)
def pagination(context: Context, page: Any, parameter: str = "page") -> dict[str, Any]:
    """Draw the pages of a Django Page; the other parameters of the address are kept."""
    elided = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    links = [(number, _page_url(context, parameter, number)) for number in elided]
    return {"page": page, "links": links, "gap": page.paginator.ELLIPSIS}


def _page_url(context: Context, parameter: str, number: int | str) -> str:
    query = context["request"].GET.copy()
    query[parameter] = str(number)
    return f"?{query.urlencode()}"


@register.inclusion_tag("parts/empty.html")
def empty_state(title: str, hint: str, url: str = "", label: str = "") -> dict[str, Any]:
    """Say that there is nothing and what would put something here."""
    return {"title": title, "hint": hint, "url": url, "label": label}


@register.inclusion_tag("parts/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """Gather the errors of the forms above them, each a link to its field, in the same words."""
    lines: list[tuple[str, str]] = []
    for form in forms:
        lines += [("", str(error)) for error in form.non_field_errors()]
        for field in form:
            target = field.auto_id if not field.is_hidden else ""
            lines += [(str(target), str(error)) for error in field.errors]
    return {"lines": lines}


@register.inclusion_tag("parts/refusal.html", takes_context=True)
def refusal_box(context: Context, refusal: Refusal | None) -> dict[str, Any]:
    """Draw a verb's no above the form that keeps what was typed; None draws nothing."""
    return {"refusal": refusal, **_page(context)}


@register.inclusion_tag("parts/upload.html", takes_context=True)
def upload_field(
    context: Context, field: BoundField, kinds: str = ".docx", limit_bytes: int = 0, told: str = ""
) -> dict[str, Any]:
    """Draw a file field that tells its limits first; `kinds`: endings such as ".pdf,.jpg".

    `limit_bytes` and `told` (in the place of the usual hint) are for what is not stored as a file is. Signed
    in, a large file goes in pieces, and one that came with a refused form need not be chosen again.
    """
    request = context.get("request")
    actor = getattr(request, "actor", None)
    return {
        "field": field,
        "accept": kinds.replace(" ", ","),
        "told": told,
        "limits": UploadWords(kinds, limit_bytes or settings.UPLOAD_LIMIT_BYTES),
        "in_pieces": actor is not None and actor.is_authenticated,
        "piece": settings.UPLOAD_CHUNK_BYTES,
        "kept": kept_upload(actor, field, context.get("refusal")) if actor is not None else None,
    }


@register.inclusion_tag("parts/upload_limits.html")
def upload_limits(kinds: str) -> dict[str, Any]:
    """Say what a file field takes, for one that a page draws itself; else `upload_field` says it."""
    return {"limits": UploadWords(kinds, settings.UPLOAD_LIMIT_BYTES)}


@register.simple_tag
def place_url(name: str, *args: object) -> str:
    """Return the address of a named page, or "" while no such page is routed."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _page(context: Context) -> dict[str, Any]:
    """Hand on what nested tags need: the request for footnotes and tokens, the clauses of the page."""
    return {"request": context.get("request"), "clauses": context.get("clauses")}
