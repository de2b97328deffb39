"""Linking a file that is there already to one more statement, and taking the link back."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.files.models import StoredFile
from xiangchuang.organizations.link_evidence import (
    files_of_register,
    link_evidence,
    links_of,
    unlink_evidence,
)
from xiangchuang.organizations.models import CapabilityRecord, FactRecord
from xiangchuang.organizations.statements import Statement
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.figures import iso_day
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.procedure.errors import NotFound
from xiangchuang.workbench.views.facts import find_statement, recordable_organization

OFFERED = 200
TEMPLATE = "workbench/evidence_link.html"


class LinkForm(forms.Form):
    """Which of the files that prove something for this organisation."""

    use_required_attribute = False
    file = forms.ModelChoiceField(
        label=gettext_lazy("已有的证明材料"),
        queryset=StoredFile.objects.none(),
        help_text=gettext_lazy("本单位登记里已经上传过的文件。同一份材料不用再上传一次。"),
        error_messages={
            "required": gettext_lazy("选择一份材料。"),
            "invalid_choice": gettext_lazy("没有这份材料：重新选择，或另外上传。"),
        },
    )

    def __init__(self, *args: Any, statement: Statement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        linked = links_of(statement).filter(unlinked_at=None).values("file")
        offered = files_of_register(statement.organization).exclude(pk__in=linked)
        if statement.evidence_id:
            offered = offered.exclude(pk=statement.evidence_id)
        field = self.fields["file"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = offered
        field.choices = [
            ("", _("选择…")),
            *((file.pk, f"{file.name}（{iso_day(file.uploaded_at)}）") for file in offered[:OFFERED]),
        ]


class UnlinkForm(forms.Form):
    """Why the file does not prove the statement after all."""

    use_required_attribute = False
    reason = forms.CharField(
        label=gettext_lazy("取消关联的理由"),
        max_length=500,
        help_text=gettext_lazy("例如“关联错了年度”。文件和原来的关联保留在历史里。"),
        error_messages={"required": gettext_lazy("写明为何取消关联。")},
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def link_to_fact(request: ActorRequest, pk: int, fact_id: int) -> HttpResponse:
    """Link a file to a yearly fact."""
    back = reverse("workbench:fact", args=[pk, fact_id])
    return _link(request, find_statement(FactRecord, request.actor, pk, fact_id), back)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def link_to_capability(request: ActorRequest, pk: int, capability_id: int) -> HttpResponse:
    """Link a file to a capability."""
    back = reverse("workbench:capability", args=[pk, capability_id])
    return _link(request, find_statement(CapabilityRecord, request.actor, pk, capability_id), back)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def unlink_from_fact(request: ActorRequest, pk: int, fact_id: int, link_id: int) -> HttpResponse:
    """Take a file back from a yearly fact."""
    back = reverse("workbench:fact", args=[pk, fact_id])
    return _unlink(request, find_statement(FactRecord, request.actor, pk, fact_id), link_id, back)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def unlink_from_capability(request: ActorRequest, pk: int, capability_id: int, link_id: int) -> HttpResponse:
    """Take a file back from a capability."""
    back = reverse("workbench:capability", args=[pk, capability_id])
    return _unlink(request, find_statement(CapabilityRecord, request.actor, pk, capability_id), link_id, back)


def _link(request: ActorRequest, statement: Statement, back: str) -> HttpResponse:
    organization = recordable_organization(request.actor, statement.organization_id)
    form = LinkForm(request.POST or None, statement=statement)

    def act(data: dict[str, Any]) -> str:
        link_evidence(actor=request.actor, statement=statement, file=data["file"])
        return _("已关联“%(name)s”。") % {"name": data["file"].name}

    words = {"heading": _("关联已有材料"), "verb": _("关联")}
    context = {"organization": organization, "back": back, **words}
    return answer_form(
        request, form, act, template="workbench/evidence_link.html", then=back, context=context
    )


def _unlink(request: ActorRequest, statement: Statement, link_id: int, back: str) -> HttpResponse:
    organization = recordable_organization(request.actor, statement.organization_id)
    link = links_of(statement).filter(pk=link_id).first()
    if link is None:
        raise NotFound(_("没有这条关联。"))

    def act(data: dict[str, Any]) -> str:
        unlink_evidence(actor=request.actor, link=link, reason=data["reason"])
        return _("已取消关联；文件和原来的关联保留在历史里。")

    words = {"heading": _("取消关联“%(name)s”") % {"name": link.file.name}, "verb": _("取消关联")}
    context = {"organization": organization, "back": back, **words}
    form = UnlinkForm(request.POST or None)
    return answer_form(
        request, form, act, template="workbench/evidence_link.html", then=back, context=context
    )
