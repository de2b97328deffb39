"""Capabilities from a spreadsheet: one row a platform, transfer case, project, patent or rule."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.text import normalise_line
from xiangchuang.batches.kinds import BatchKind
from xiangchuang.calendars import clock
from xiangchuang.organizations.models import CapabilityKind, CapabilityLevel, CapabilityRecord
from xiangchuang.organizations.record_capability import record_capability
from xiangchuang.organizations.statements import check_source
from xiangchuang.organizations.withdraw_statement import withdraw_capability
from xiangchuang.sheets import Column, Fault
from xiangchuang.workbench.fact_batch import field_column
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


def _columns(actor: Actor, target: Importing) -> Sequence[Column]:
    own = (
        Column(
            "kind", _("种类"), "choice", required=True, example=str(CapabilityKind.PLATFORM.label),
            choices={kind.value: str(kind.label) for kind in CapabilityKind},
        ),
        Column(
            "level", _("级别"), "choice", required=True, example=str(CapabilityLevel.PROVINCIAL.label),
            choices={level.value: str(level.label) for level in CapabilityLevel},
        ),
        Column("title", _("名称"), "text", required=True, example=_("示例工程技术研究中心"), width=36),
        field_column(target.pack),
        Column(
            "on", _("日期"), "date", required=True, example="2022-06-01",
            hint=_("认定、立项、转化或施行的日子"),
        ),
        Column("amount", _("金额"), "money", unit="万元"),
        Column("source", _("来源"), "text", required=True, example=_("认定文件"), width=30),
    )  # fmt: skip
    return with_code(target, own)


def _check(actor: Actor, target: Importing, values: Values) -> Sequence[Fault]:
    organization, faults = organization_of(target, values)
    faults += tried("source", lambda: check_source(values["source"]))
    title = normalise_line(values["title"])
    faults += tried("title", lambda: within(CapabilityRecord, "title", title))
    if values["on"] > clock.today():
        faults.append(Fault("on", _("日期在今天之后；只登记已经取得的能力")))
    if organization is not None and title:
        same = CapabilityRecord.objects.filter(
            organization=organization, kind=values["kind"], title=title, on=values["on"], is_current=True
        )
        if same.exists():
            faults.append(Fault("", _("已登记过；在单位页查看原登记")))
    return faults


def _write(actor: Actor, target: Importing, values: Values) -> CapabilityRecord:
    return record_capability(
        actor=actor, organization=needed(target, values), kind=CapabilityKind(values["kind"]),
        level=CapabilityLevel(values["level"]), title=values["title"], on=values["on"],
        source=values["source"], field=values["field"] or "", amount_fen=values["amount"],
    )  # fmt: skip


def _undo(actor: Actor, instance: Model) -> None:
    assert isinstance(instance, CapabilityRecord)
    withdraw_capability(actor=actor, capability=instance, reason=str(UNDO_REASON))


def _same_as(values: Values) -> Hashable:
    return whose(values), values["kind"], normalise_line(values["title"]), values["on"]


KIND = BatchKind(
    code="capabilities",
    label=gettext_lazy("能力记录"),
    columns=_columns,
    may=may_import_statements,
    find_target=find_target,
    check=_check,
    write=_write,
    undo=_undo,
    describe=describe,
    same_as=_same_as,
    changed_since=changed_since,
    notes=(gettext_lazy("一行写一项平台、成果转化案例、研发项目、专利或制度；导入后逐条等待确认。"),),
)
