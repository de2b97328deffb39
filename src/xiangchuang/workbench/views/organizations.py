"""The register of organisations: list, one organisation, a new one, and what changes of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.roles import Role
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.organizations.look_up import look_up, looks_like_a_code
from xiangchuang.organizations.merge import may_be_merged
from xiangchuang.organizations.models import Organization, OrganizationKind
from xiangchuang.organizations.permissions import may_confirm, may_record
from xiangchuang.organizations.prefectures import prefecture_choices
from xiangchuang.organizations.queries import capabilities_of, facts_of, visible_to
from xiangchuang.organizations.register_organization import amend_organization, register_organization
from xiangchuang.organizations.uscc import bare_code
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.exports import csv_response
from xiangchuang.pages.parts import ChoiceFilter, FilterBar
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import whole
from xiangchuang.procedure.errors import NotFound
from xiangchuang.procedure.packs import current_pack
from xiangchuang.proposals.permissions import may_lead
from xiangchuang.workbench.fact_table import fact_table, field_words
from xiangchuang.workbench.organization_batch import may_register_somewhere
from xiangchuang.workbench.register_forms import NewOrganizationForm, OrganizationForm
from xiangchuang.workbench.statement_history import readable_evidence

_KNOWN_BEFORE = ("uscc", "name", "kind", "prefecture", "industry")
EXPORTED_AT_MOST = 5000
_CONTACT = ("address", "contact_name", "contact_phone", "contact_email")


def find_organization(actor: Actor, pk: int) -> Organization:
    """Return the organisation if the actor may read its register; raises NotFound for any other.

    For one that was absorbed it is the one that absorbed it: an old address still leads to the register.
    """
    shown = visible_to(actor).select_related("supervisor")
    found = shown.filter(pk=pk).first()
    if found is not None and found.merged_into_id is not None:
        found = shown.filter(pk=found.merged_into_id).first()
    if found is None:
        raise NotFound(_("没有这个单位，或者它的登记不归您查看。"))
    return found


@dataclass(frozen=True)
class OrganizationFilter:
    """What the address of the list asks for."""

    text: str
    kind: str
    prefecture: str

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "OrganizationFilter":
        """Return the filter of an address; a kind there is none of is left out."""
        kind = query.get("kind", "")
        return cls(
            normalise_line(query.get("q", ""))[:100],
            kind if kind in OrganizationKind.values else "",
            query.get("prefecture", "")[:6],
        )

    def rows(self, actor: Actor) -> QuerySet[Organization]:
        """Return the organisations that fit, without those that another one absorbed."""
        rows = visible_to(actor).filter(merged_into=None).order_by("prefecture", "name", "pk")
        if self.text:
            code = bare_code(self.text)
            rows = rows.filter(Q(name__icontains=self.text) | Q(uscc__istartswith=code))
        if self.kind:
            rows = rows.filter(kind=self.kind)
        return rows.filter(prefecture=self.prefecture) if self.prefecture else rows

    @property
    def bar(self) -> FilterBar:
        """The filters above the list."""
        areas = [(code, str(label)) for code, label in prefecture_choices(clock.today())]
        choices = (
            ChoiceFilter("kind", _("类型"), OrganizationKind.choices, self.kind),
            ChoiceFilter("prefecture", _("市州"), areas, self.prefecture),
        )
        return FilterBar(_("名称或统一社会信用代码"), self.text, choices)


@signed_in
@require_safe
def organizations(request: ActorRequest) -> HttpResponse:
    """List the organisations whose register the person may read."""
    wanted = OrganizationFilter.of(request.GET.dict())
    context = {
        "page": page_of(wanted.rows(request.actor), request.GET.get("page", "1")),
        "bar": wanted.bar,
        "lookup": look_up(request.actor, wanted.text) if looks_like_a_code(wanted.text) else None,
        "may_register": may_register_somewhere(request.actor),
        "may_confirm": request.actor.holds(Role.OFFICER) or request.actor.holds(Role.CITY_BUREAU),
        "export_url": f"{reverse('workbench:organizations-export')}?{request.GET.urlencode()}",
    }
    return render(request, "workbench/organizations.html", context)


@signed_in
@require_safe
def export(request: ActorRequest) -> HttpResponse:
    """Give the list of the address as a spreadsheet, as far as EXPORTED_AT_MOST rows."""
    rows = OrganizationFilter.of(request.GET.dict()).rows(request.actor)[:EXPORTED_AT_MOST]
    head = [_("单位名称"), _("统一社会信用代码"), _("类型"), _("市州"), _("行业"), _("科技型中小企业")]
    table = (
        (
            row.name, row.uscc, row.get_kind_display(), row.prefecture_label, row.industry,
            _("是") if row.is_sme else _("否"),
        )
        for row in rows
    )  # fmt: skip
    return csv_response(f"{_('单位')}-{clock.today():%Y%m%d}.csv", head, table)


@signed_in
@require_safe
def organization(request: ActorRequest, pk: int) -> HttpResponse:
    """Show an organisation with its yearly facts, by year, and its capabilities."""
    found, pack = find_organization(request.actor, pk), current_pack()
    if found.pk != pk:
        messages.info(request, _("这个单位已并入%(name)s，登记在这里。") % {"name": found.name})
        return redirect("workbench:organization", found.pk)
    capabilities = list(capabilities_of(found))
    confirms = may_confirm(request.actor, found) is not None
    user_id = request.actor.user.pk if request.actor.user else None
    context = {
        "organization": found,
        "table": fact_table(facts_of(found), pack),
        "capabilities": [
            (
                c,
                field_words(pack, c.field),
                confirms and not c.is_confirmed and c.recorded_by_id != user_id,
                readable_evidence(c),
            )
            for c in capabilities
        ],
        "may_record": may_record(request.actor, found) is not None,
        "may_lead": may_lead(found, pack),
        "may_merge": request.actor.holds(Role.OFFICER) and may_be_merged(found),
    }
    return render(request, "workbench/organization.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: ActorRequest) -> HttpResponse:
    """Register a new organisation, by its code; `next` is where the person came from to do so."""
    known = {name: request.GET[name] for name in _KNOWN_BEFORE if name in request.GET}
    form = NewOrganizationForm(request.POST or None, initial=known)

    def act(data: dict[str, str]) -> str:
        new = register_organization(
            actor=request.actor,
            uscc=data["uscc"],
            name=data["name"],
            kind=OrganizationKind(data["kind"]),
            prefecture=data["prefecture"],
            industry=data["industry"],
            is_sme=bool(data["is_sme"]),
            contact={name: data[name] for name in _CONTACT},
        )
        return _("已登记%(name)s。") % {"name": new.name}

    back = reverse("workbench:organizations")
    asked = request.GET.get("next", "")
    then = asked if url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else back
    return answer_form(
        request, form, act, template="workbench/organization_form.html", then=then,
        context={"heading": _("登记单位"), "button": _("登记"), "back": back},
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: ActorRequest, pk: int) -> HttpResponse:
    """Change name, industry or contact, at the version the person saw."""
    found = find_organization(request.actor, pk)
    names = ("name", "industry", "is_sme", *_CONTACT)
    form = OrganizationForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    typed = request.POST.get("version", "")
    version = whole(typed, found.version)

    def act(data: dict[str, str]) -> str:
        changes: dict[str, str | bool] = {name: data[name] for name in names}
        amend_organization(actor=request.actor, organization=found, version=version, changes=changes)
        return _("单位信息已修改。")

    here = reverse("workbench:organization", args=[pk])
    return answer_form(
        request, form, act, template="workbench/organization_form.html", then=here,
        context={"heading": _("修改单位信息"), "button": _("保存修改"), "back": here, "version": version,
                 "organization": found},
    )  # fmt: skip
