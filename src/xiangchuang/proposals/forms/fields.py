"""Fields that take text as people paste it: full-width digits, invisible characters, trailing spaces."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.procedure.act_view import ActForm

TOO_LONG = _("最多 %(limit_value)d 个字，现有 %(show_value)d 个字：删减后再保存。")


class Line(forms.CharField):
    """One line of text, normalised."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.error_messages["max_length"] = TOO_LONG

    def to_python(self, value: Any) -> str:
        return str(super().to_python(normalise_line(value))) if isinstance(value, str) else ""


class Text(Line):
    """Several lines of text, normalised."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> str:
        return str(forms.CharField.to_python(self, normalise_text(value))) if isinstance(value, str) else ""


class Needed:
    """Asked for before submission; a draft may leave it empty. Drawn without （可不填）."""

    empty_values: Any

    def validate(self, value: Any) -> None:
        """Accept nothing; what is given must be right."""
        if value not in self.empty_values:
            super().validate(value)  # type: ignore[misc]


class NeededLine(Needed, Line):
    """A line that submission asks for."""


class NeededText(Needed, Text):
    """Text that submission asks for."""


class NeededChoice(Needed, forms.ChoiceField):
    """A choice that submission asks for."""


class NeededFile(Needed, forms.FileField):
    """A file that is asked for unless it was received before."""


class ReasonForm(ActForm):
    """A reason in words, kept in the case."""

    reason = Text(label=_("理由"), error_messages={"required": _("写明理由，申报单位据此知道下一步。")})

    def __init__(
        self, *args: Any, label: Any = None, hint: Any = "", required: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        field.label, field.help_text, field.required = label or field.label, hint, required
