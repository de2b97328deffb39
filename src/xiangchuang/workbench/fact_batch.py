"""Yearly facts from a spreadsheet: one row a fact and year."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Refusal
from xiangchuang.batches.kinds import BatchKind
from xiangchuang.calendars import clock
from xiangchuang.organizations.fact_values import FactValue
from xiangchuang.organizations.jumps import is_jump
from xiangchuang.organizations.models import FactRecord, Organization
from xiangchuang.organizations.record_fact import record_fact
from xiangchuang.organizations.statements import check_source
from xiangchuang.organizations.withdraw_statement import withdraw_fact
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.pack_words import words
from xiangchuang.sheets import Column, Fault
from xiangchuang.workbench.fact_words import value_text
from xiangchuang.workbench.register_batches import (
    UNDO_REASON,
    Importing,
    Values,
    changed_since,
    describe,
    find_target,
    may_import_statements,
    needed,
    organization_of,
    tried,
    whose,
    with_code,
)
from xiangchuang.workbench.register_forms import YEARS_BACK, read_number

_Line = tuple[int, str, str]


def _columns(actor: Actor, target: Importing) -> Sequence[Column]:
    known = target.words.values()
    units = _("；").join(_("%(fact)s填%(unit)s") % {"fact": w.label, "unit": w.unit} for w in known if w.unit)
    own = (
        Column(
            "code", _("事实"), "choice", required=True, width=34, example=next((w.label for w in known), ""),
            choices={w.code: w.label for w in known}, hint=_("从下拉中选择"),
        ),
        Column("year", _("年度"), "year", required=True, example=str(clock.today().year - 1), width=8),
        Column("value", _("数值"), "text", required=True, example="5000.50", hint=units),
        field_column(target.pack),
        Column("source", _("来源"), "text", required=True, example=_("2025 年度审计报告第 12 页"), width=30),
        Column(
            "explanation", _("变动说明"), "text", width=30,
            hint=_("与相邻年度相差很大时写明原因"), example=_("新厂投产"),
        ),
    )  # fmt: skip
    return with_code(target, own)


def field_column(pack: Pack) -> Column:
    """Return the column of the field of 3.2, which may stay empty."""
    fields = {f.code: words(f.label) for o in pack.orientations for f in o.fields}
    return Column("field", _("领域"), "choice", choices=fields, hint=_("分领域的才填"), width=24)


def _value(target: Importing, values: Values) -> FactValue:
    """Return the value of a row; raises ValueError or a Refusal in words."""
    word = target.words[values["code"]]
    return word.value_of(read_number(word, str(values["value"])))


def _check(actor: Actor, target: Importing, values: Values) -> Sequence[Fault]:
    organization, faults = organization_of(target, values)
    faults += tried("source", lambda: check_source(values["source"]))
    faults += tried("explanation", lambda: within(FactRecord, "explanation", values["explanation"] or ""))
    this_year = clock.today().year
    if not this_year - YEARS_BACK < values["year"] <= this_year:
        years = {"first": this_year - YEARS_BACK + 1, "last": this_year}
        faults.append(Fault("year", _("年度应在 %(first)d 至 %(last)d 之间") % years))
    try:
        _value(target, values)
    except (ValueError, Refusal) as error:
        faults.append(Fault("value", str(error).rstrip("。.")))
    if organization is not None and (known := _recorded(target, organization, values)) is not None:
        text = value_text(known.value)
        faults.append(Fault("", _("已有登记（%(value)s）；数值有变时在单位页用“更正”") % {"value": text}))
    return faults


def _recorded(target: Importing, organization: Organization, values: Values) -> FactRecord | None:
    line = (values["code"], values["year"], values["field"] or "")
    known = target.facts_of(organization)
    return next((fact for fact in known if (fact.code, fact.year, fact.field) == line), None)


def _check_together(
    actor: Actor, target: Importing, rows: Mapping[int, Values]
) -> Mapping[int, Sequence[Fault]]:
    """Ask for an explanation where a year jumps from the next, in the register or in the sheet."""
    rule = target.pack.register.year_on_year
    if rule is None:
        return {}
    lines = {number: _line(target, values) for number, values in rows.items()}
    by_year: dict[_Line, dict[int, FactValue]] = {}
    for organization in {needed(target, values) for values in rows.values()}:
        for fact in target.facts_of(organization):
            by_year.setdefault((organization.pk, fact.code, fact.field), {})[fact.year] = fact.value
    for number, values in rows.items():
        by_year.setdefault(lines[number], {})[values["year"]] = _value(target, values)
    found: dict[int, Sequence[Fault]] = {}
    for number, values in rows.items():
        years, year = by_year[lines[number]], values["year"]
        beside = [other for other in (year - 1, year + 1) if other in years]
        jumped = [other for other in beside if is_jump(rule, years[other], years[year])]
        if jumped and not values["explanation"]:
            told = _("与 %(year)d 年相比变动很大，没有写变动说明；核对单位，数值无误时写明原因")
            found[number] = [Fault("explanation", told % {"year": jumped[0]})]
    return found


def _line(target: Importing, values: Values) -> _Line:
    return needed(target, values).pk, values["code"], values["field"] or ""


def _write(actor: Actor, target: Importing, values: Values) -> FactRecord:
    return record_fact(
        actor=actor, organization=needed(target, values), code=values["code"], year=values["year"],
        value=_value(target, values), source=values["source"], field=values["field"] or "",
        explanation=values["explanation"] or "",
    )  # fmt: skip


def _undo(actor: Actor, instance: Model) -> None:
    assert isinstance(instance, FactRecord)
    withdraw_fact(actor=actor, fact=instance, reason=str(UNDO_REASON))


def _same_as(values: Values) -> Hashable:
    return whose(values), values["code"], values["year"], values["field"] or ""


KIND = BatchKind(
    code="yearly_facts",
    label=gettext_lazy("年度事实"),
    columns=_columns,
    may=may_import_statements,
    find_target=find_target,
    check=_check,
    check_together=_check_together,
    write=_write,
    undo=_undo,
    describe=describe,
    same_as=_same_as,
    changed_since=changed_since,
    notes=(
        gettext_lazy("一行写一项事实的一个年度；金额填万元，占比填百分数，是否类填“是”或“否”。"),
        gettext_lazy("导入后逐条等待市州科技局或省科技厅确认；证明材料在单位页逐条补充。"),
    ),
)
