"""Rows of the intention: key tasks and organisations, each refused at its own place."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.refusals import Refusal
from xiangchuang.organizations.models import PUBLIC_BODIES, Organization, OrganizationKind
from xiangchuang.organizations.uscc import normalise_uscc
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.pack_words import words
from xiangchuang.proposals.forms.fields import Line
from xiangchuang.proposals.intention import MemberDraft, TaskDraft
from xiangchuang.proposals.models import MemberRole

MOST_ROWS = 40
NEW_KINDS = [k for k in OrganizationKind if k not in PUBLIC_BODIES and k != OrganizationKind.CENTER]


class TaskRow(forms.Form):
    """A key task and its technology type; both empty is no task."""

    use_required_attribute = False
    title = Line(label=gettext_lazy("任务"), max_length=200, required=False)
    technology_type = forms.ChoiceField(
        label=gettext_lazy("技术类型"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("从列表中选择技术类型。")},
    )

    def __init__(self, *args: Any, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(t.code, words(t.label)) for t in pack.technology_types]
        field = self.fields["technology_type"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("选择")), *kinds]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        title, kind = data.get("title"), data.get("technology_type")
        if title and not kind and "technology_type" not in self.errors:
            self.add_error("technology_type", _("选择这项任务的技术类型。"))
        if kind and not title and "title" not in self.errors:
            self.add_error("title", _("写明任务；不要这一行就把技术类型也清空。"))
        return data

    @property
    def draft(self) -> TaskDraft | None:
        """Return the task of a row that is whole."""
        data = self.cleaned_data
        if self.errors or not data.get("title"):
            return None
        return TaskDraft(data["title"], data["technology_type"])


class MemberRow(forms.Form):
    """An organisation of the consortium, known by its code; a public body by its full name.

    An organisation that the register does not know is registered with the intention, by name and kind.
    """

    use_required_attribute = False
    who = Line(label=gettext_lazy("统一社会信用代码"), max_length=200, required=False)
    role = forms.ChoiceField(
        label=gettext_lazy("身份"), choices=MemberRole.choices, initial=MemberRole.MEMBER, required=False
    )
    duty = Line(label=gettext_lazy("承担的任务"), max_length=500, required=False)
    new_name = Line(label=gettext_lazy("单位名称"), max_length=200, required=False)
    new_kind = forms.ChoiceField(
        label=gettext_lazy("单位类型"),
        choices=[("", gettext_lazy("选择")), *[(k.value, k.label) for k in NEW_KINDS]],
        required=False,
    )

    organization: Organization | None = None
    new_uscc: str = ""

    @property
    def is_unknown(self) -> bool:
        """Whether the row names a code that the register does not know: then name and kind are asked."""
        return bool(self.new_uscc)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        who = data.get("who", "")
        if not who:
            if data.get("duty") or data.get("new_name"):
                self.add_error("who", _("填写这个单位的 18 位代码；不要这一行就把其余内容也清空。"))
            return data
        if who.isascii():
            self._find_by_code(who, data)
        else:
            self._find_by_name(who)
        return data

    def _find_by_code(self, who: str, data: dict[str, Any]) -> None:
        try:
            code = normalise_uscc(who)
        except Refusal as refusal:
            self.add_error("who", str(refusal))
            return
        self.organization = Organization.objects.filter(uscc=code).first()
        if self.organization is not None:
            self.organization = self.organization.merged_into or self.organization
            return
        self.new_uscc = code
        if not data.get("new_name") or not data.get("new_kind"):
            message = _("登记册里还没有代码为 %(code)s 的单位：写明名称和类型，保存时一并登记。")
            self.add_error("who", message % {"code": code})

    def _find_by_name(self, who: str) -> None:
        self.organization = Organization.objects.filter(
            name=who, merged_into__isnull=True, kind__in=sorted(PUBLIC_BODIES)
        ).first()
        if self.organization is None:
            self.add_error("who", _("企业、高校、院所填 18 位代码；政府和部门填登记册中的全称。"))

    def refuse(self, message: str) -> None:
        """Refuse the row for what only its neighbours show."""
        self.add_error("who", message)

    @property
    def draft(self) -> MemberDraft | None:
        """Return the member of a row that is whole and whose organisation is known."""
        if self.errors or self.organization is None:
            return None
        role = self.cleaned_data.get("role") or MemberRole.MEMBER
        if self.organization.kind in PUBLIC_BODIES:
            role = MemberRole.SUPPORTER
        return MemberDraft(self.organization, self.cleaned_data.get("duty", ""), role)


class EveryField:
    """The forms of a page as one, for the summary of errors above them."""

    def __init__(self, *forms_: forms.BaseForm) -> None:
        self._forms = forms_

    def non_field_errors(self) -> list[str]:
        """Return the errors that belong to a form as a whole."""
        return [str(error) for form in self._forms for error in form.non_field_errors()]

    def __iter__(self) -> Iterator[forms.BoundField]:
        """Yield the fields of every form."""
        for form in self._forms:
            yield from form


class Rows(BaseFormSet[Any]):
    """Rows drawn without Django's wrappers; a forged count is a refusal in our words."""

    default_error_messages = {
        "missing_management_form": gettext_lazy("表格的行数丢失了：重新打开本页再填。"),
        "too_many_forms": gettext_lazy("行数太多：合并相近的行。"),
    }


TaskRows = formset_factory(TaskRow, formset=Rows, extra=0, max_num=MOST_ROWS, validate_max=True)
MemberRows = formset_factory(MemberRow, formset=Rows, extra=0, max_num=MOST_ROWS, validate_max=True)
