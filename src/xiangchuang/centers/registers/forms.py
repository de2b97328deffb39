"""The form of a register's row, made from its model: the same fields, labels and rules on every page."""

from typing import Any

from django import forms
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.text import normalise_line
from xiangchuang.centers.models import Center
from xiangchuang.centers.registers.entry import Entry
from xiangchuang.centers.registers.naming import naming_fields, rows_named, rows_to_choose
from xiangchuang.centers.registers.register import Register
from xiangchuang.organizations.models import Organization
from xiangchuang.organizations.queries import directory

EVIDENCE_KINDS = ("pdf", "docx", "xlsx", "jpg", "png")
EVIDENCE_ENDINGS = ",".join(f".{kind}" for kind in EVIDENCE_KINDS)
LONGEST_CHOICE = 200
"""More rows than this are typed by number or name, not chosen from a list."""
_REQUIRED = gettext_lazy("这一项没有填写。")
_NOT_A_DAY = gettext_lazy("日期写成 2026-11-23 的样子。")


class OrganizationInput(forms.CharField):
    """An organisation of the register, by its code or its full name."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("填 18 位统一社会信用代码，或登记册中的单位全称。"))
        super().__init__(max_length=200, **kwargs)

    def clean(self, value: Any) -> Organization | None:
        text = normalise_line(super().clean(value) or "")
        if not text:
            return None
        found = list(directory().filter(Q(uscc=text.upper().replace(" ", "")) | Q(name=text))[:2])
        if len(found) != 1:
            raise forms.ValidationError(
                _("登记册中没有这个单位，或有几个同名：改填 18 位代码；新单位先在“单位”中登记。")
            )
        return found[0]

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            known = Organization.objects.filter(pk=value).first()
            return known.uscc or known.name if known else ""
        return value


class RowInput(forms.CharField):
    """A row of another register where they are too many for a list: by its number or its name."""

    def __init__(self, model: type[models.Model], center: Center, **kwargs: Any) -> None:
        self.model, self.center = model, center
        kwargs.setdefault("help_text", gettext_lazy("填已登记的编号或名称。"))
        super().__init__(max_length=400, **kwargs)

    def clean(self, value: Any) -> models.Model | None:
        text = normalise_line(super().clean(value) or "")
        if not text:
            return None
        found = rows_named(self.model, self.center, text)
        if len(found) != 1:
            raise forms.ValidationError(
                _("没有登记“%(text)s”，或有几个同名：改填编号，新的先登记。") % {"text": text[:60]}
            )
        row: models.Model = found[0]
        return row

    def prepare_value(self, value: Any) -> Any:
        """Show a row's number as its heading; what was typed, digits or not, stays as typed."""
        if isinstance(value, int):
            known = rows_to_choose(self.model, self.center).filter(pk=value).first()
            return str(known) if known else ""
        return value


class EntryForm(forms.Form):
    """The fields of one register for one center; cleaned values go to the verbs as they are."""

    use_required_attribute = False

    def __init__(self, *args: Any, register: Register, center: Center, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in register.fields:
            self.fields[name] = _form_field(
                register.model._meta.get_field(name), center, required=name in register.required
            )
            # An address names the row above by its number, as text.
            given = str(self.initial.get(name, ""))
            if isinstance(self.fields[name], RowInput) and given.isascii() and given.isdigit():
                self.initial[name] = int(given)
        self.fields["evidence"] = forms.FileField(
            label=_("证明材料"), required=False, help_text=_("PDF、Word、Excel 或图片。")
        )


class CorrectionForm(EntryForm):
    """The same with a reason, which the ledger keeps beside the values before and after."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = forms.CharField(
            label=_("改动理由"),
            max_length=500,
            help_text=_("例如“合同金额笔误”。改动前后的内容都会留痕。"),
            error_messages={"required": _("写明为何改动。")},
        )


class WithdrawalForm(forms.Form):
    """Why a row is taken back."""

    use_required_attribute = False
    reason = forms.CharField(
        label=gettext_lazy("撤销理由"),
        max_length=500,
        help_text=gettext_lazy("例如“重复登记”。撤销的登记不再计入，但可以查到。"),
        error_messages={"required": gettext_lazy("写明为何撤销。")},
    )


def values_of(form: EntryForm, register: Register) -> dict[str, Any]:
    """Return the cleaned values by field of the register; an empty one is "" or None."""
    found: dict[str, Any] = {}
    for name in register.fields:
        value = form.cleaned_data[name]
        field = register.model._meta.get_field(name)
        found[name] = "" if value is None and not getattr(field, "null", False) else value
    return found


def initial_of(entry: Entry, register: Register) -> dict[str, Any]:
    """Return the row's values as the form shows them; a related row by its number."""
    fields = [entry._meta.get_field(name) for name in register.fields]
    return {field.name: getattr(entry, getattr(field, "attname", field.name)) for field in fields}


def _form_field(field: Any, center: Center, *, required: bool = False) -> forms.Field:
    if isinstance(field, models.ForeignKey):
        return _related(field, center)
    options: dict[str, Any] = {}
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        options["widget"] = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    if isinstance(field, models.TextField):
        options["widget"] = forms.Textarea(attrs={"rows": 4})
    made: forms.Field = field.formfield(**options)
    made.required = made.required or required
    made.error_messages |= {"required": _REQUIRED, "invalid_choice": _("从列表中选择。")}
    if isinstance(made, forms.DateField):
        made.error_messages["invalid"] = _NOT_A_DAY
    if isinstance(made, forms.IntegerField):
        made.widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        made.error_messages["invalid"] = _("只填整数，例如 5。")
    if field.choices and made.required:
        made = forms.TypedChoiceField(
            choices=[("", _("选择…")), *field.choices], coerce=field.to_python, label=field.verbose_name,
            help_text=field.help_text, error_messages=made.error_messages,
        )  # fmt: skip
    return made


def _related(field: "models.ForeignKey[Any, Any]", center: Center) -> forms.Field:
    options: dict[str, Any] = {
        "label": field.verbose_name,
        "required": not field.blank,
        "error_messages": {"required": _REQUIRED, "invalid_choice": _("从列表中选择。")},
    }
    target: Any = field.related_model
    if target is Organization:
        return OrganizationInput(**options)
    if field.help_text:
        options["help_text"] = field.help_text
    rows = rows_to_choose(target, center)
    if naming_fields(target) and rows.order_by()[LONGEST_CHOICE:].exists():
        return RowInput(target, center, **options)
    return forms.ModelChoiceField(rows, empty_label=_("选择…"), **options)
