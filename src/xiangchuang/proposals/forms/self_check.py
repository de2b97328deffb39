"""The forms of the self-check: who asks, and the numbers, read as people type them."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.text import normalise_line
from xiangchuang.policy.conditions.tree import LARGEST_FACT
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.pack_words import words
from xiangchuang.proposals.self_check import Asked, AskedGroup, asked_of

OTHER = "other"
LONGEST: Final = 40
_FEN_PER_WAN: Final = 1_000_000
_FULL_WIDTH_MARKS: Final = str.maketrans("，．－％", ",.-%")
_NUMBER: Final = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d*))?")


class FieldForm(forms.Form):
    """The field applied for, where the organisation is known."""

    use_required_attribute = False
    field = forms.ChoiceField(
        label=gettext_lazy("申报领域"),
        error_messages={"required": gettext_lazy("选择领域。"), "invalid_choice": gettext_lazy("选择领域。")},
    )

    def __init__(self, *args: Any, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "field", field_choices(pack))


class WhoForm(FieldForm):
    """Kind of organisation and field applied for."""

    kind = forms.ChoiceField(
        label=gettext_lazy("单位类型"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("选择单位类型。"),
            "invalid_choice": gettext_lazy("选择单位类型。"),
        },
    )
    field_order = ("kind", "field")

    def __init__(self, *args: Any, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, pack=pack, **kwargs)
        _choices(self, "kind", [(kind.kind, words(kind.label)) for kind in pack.lead_kinds])


def _choices(form: forms.Form, name: str, choices: Sequence[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def field_choices(pack: Pack) -> list[tuple[str, Any]]:
    """Return the fields of the layout under their orientations, and another one."""
    groups: list[tuple[str, Any]] = [("", _("选择领域"))]
    for orientation in pack.orientations:
        groups.append((words(orientation.label), [(f.code, words(f.label)) for f in orientation.fields]))
    return [*groups, (OTHER, _("其他领域"))]


class NumberField(forms.CharField):
    """A number as typed, blank for none; cleans to whole fen, a count or a flag, or None."""

    def __init__(self, asked: Asked, **kwargs: Any) -> None:
        self.asked = asked
        mode = "decimal" if asked.unit == "fen" else "numeric"
        widget: Any = forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"})
        if asked.unit == "flag":
            flags = [("", _("不清楚或没有证据")), ("yes", _("是")), ("no", _("否"))]
            widget = forms.Select(choices=flags)
        kwargs |= {"required": False, "max_length": LONGEST, "widget": widget}
        super().__init__(**kwargs)
        self.error_messages["max_length"] = _("数太长：核对后只填数字。")

    def clean(self, value: Any) -> int | bool | None:
        text = normalise_line(super().clean(value) or "").translate(_FULL_WIDTH_MARKS).replace(" ", "")
        if not text:
            return None
        if self.asked.unit == "flag":
            if text not in ("yes", "no"):
                raise forms.ValidationError(_("选择“是”或“否”，不清楚就留空。"))
            return text == "yes"
        return read_whole(text, self.asked)


def read_whole(text: str, asked: Asked) -> int:
    """Return fen of a number of 万元, or a count; raises ValidationError in words that say what to do."""
    counted = asked.definition.counted_in
    units = ("万元", "万") if asked.unit == "fen" else (counted.zh,) if counted else ()
    for unit in units:
        text = text.removesuffix(unit)
    if text.startswith("-"):
        raise forms.ValidationError(_("这一项不会是负数：核对后再填。"))
    found = _NUMBER.fullmatch(text)
    if found is None:
        wanted = _("只填万元数，例如 4,000.00。") if asked.unit == "fen" else _("只填整数，例如 5。")
        raise forms.ValidationError(_("“%(typed)s”不是数。") % {"typed": text} + wanted)
    whole = Decimal(f"{found[1].replace(',', '')}.{found[2] or '0'}")
    if asked.unit == "fen":
        whole *= _FEN_PER_WAN
    if whole % 1:
        cause = _("最多精确到分：万元数最多六位小数。") if asked.unit == "fen" else _("只填整数，例如 5。")
        raise forms.ValidationError(cause)
    if whole > LARGEST_FACT:
        raise forms.ValidationError(_("数太大，超出可计算的范围：核对单位是万元还是元。"))
    return int(whole)


class NumbersForm(forms.Form):
    """The numbers that the conditions of one kind of lead are judged on; every one may stay blank."""

    use_required_attribute = False
    groups: list[AskedGroup]

    def __init__(self, *args: Any, pack: Pack, kind: str, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = asked_of(pack, kind=kind, on=on)
        for group in self.groups:
            for asked in group.asked:
                self.fields[asked.name] = NumberField(
                    asked, label=_input_label(group, asked), help_text=_unit_words(asked)
                )

    def drawn(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Each group's words (blank for a single input) with its inputs."""
        return [
            (words(g.label) if len(g.asked) > 1 else "", [self[asked.name] for asked in g.asked])
            for g in self.groups
        ]


def _input_label(group: AskedGroup, asked: Asked) -> str:
    if len(group.asked) > 1:
        return _("%(year)d 年") % {"year": asked.year}
    label = words(group.label)
    if asked.year is None or asked.unit == "flag":
        return label
    return _("%(label)s（%(year)d 年）") % {"label": label, "year": asked.year}


def _unit_words(asked: Asked) -> str:
    if asked.unit == "fen":
        return _("单位：万元，例如 4,000.00")
    counted = asked.definition.counted_in
    return _("单位：%(unit)s") % {"unit": words(counted)} if counted else ""
