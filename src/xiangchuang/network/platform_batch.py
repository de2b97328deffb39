"""Platforms from a spreadsheet: one row a new platform, by the code of its host."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Blocked, NotFound
from xiangchuang.accounts.text import normalise_line
from xiangchuang.batches.kinds import BatchKind
from xiangchuang.calendars import clock
from xiangchuang.network.words import field_labels, kind_labels
from xiangchuang.organizations.models import CapabilityLevel, Organization
from xiangchuang.organizations.prefectures import prefecture_choices
from xiangchuang.organizations.uscc import bare_code
from xiangchuang.platforms.models import Platform
from xiangchuang.platforms.register_platform import PlatformDraft, register_platform
from xiangchuang.platforms.take_back import take_back
from xiangchuang.procedure.packs import current_pack
from xiangchuang.sheets import Column, Fault
from xiangchuang.workbench.register_batches import (
    ALL,
    Importing,
    Values,
    find_target,
    may_import_statements,
    needed,
    organization_of,
    uscc_column,
)

_SEPARATORS = re.compile(r"[、，,;；\s]+")


def _find(actor: Actor, key: str) -> Importing:
    if key != ALL:
        raise NotFound(_("没有这种批量导入。"))
    return find_target(actor, key)


def _columns(actor: Actor, target: Importing) -> Sequence[Column]:
    pack = current_pack()
    kinds = kind_labels(pack)
    areas = {code: str(label) for code, label in prefecture_choices(clock.today())}
    return (
        Column("name", _("平台名称"), "text", required=True, example=_("示例先进涂层重点实验室"), width=36),
        Column("kind", _("平台类型"), "choice", required=True, choices=kinds,
               example=next(iter(kinds.values()), "")),
        Column("level", _("级别"), "choice", required=True, example=str(CapabilityLevel.PROVINCIAL.label),
               choices={level.value: str(level.label) for level in CapabilityLevel}),
        uscc_column(),
        Column("partners", _("共建单位代码"), "text", hint=_("统一社会信用代码，多个用顿号分开"), width=24),
        Column("field", _("领域"), "choice", choices=field_labels(pack)),
        Column("specialty", _("研究方向"), "text", width=30),
        Column("prefecture", _("所在市州"), "choice", choices=areas, hint=_("不填的，同依托单位")),
        Column("approved_by", _("批准部门"), "text", required=True, example=_("省科学技术厅")),
        Column("approved_on", _("批准日期"), "date", required=True, example="2022-06-01"),
        Column("document_number", _("批准文号"), "text"),
        Column("leader", _("负责人"), "text", hint=_("不公开")),
        Column("source", _("来源"), "text", required=True, example=_("认定文件"), width=30),
    )  # fmt: skip


def _partners(text: str | None) -> tuple[list[Organization], list[str]]:
    """Return the organisations of the codes, and the codes nobody has."""
    codes = [bare_code(code) for code in _SEPARATORS.split(text or "") if code]
    known = {row.uscc: row for row in Organization.objects.filter(uscc__in=codes)}
    return [known[code] for code in codes if code in known], [code for code in codes if code not in known]


def _check(actor: Actor, target: Importing, values: Values) -> Sequence[Fault]:
    organization, faults = organization_of(target, values)
    name = normalise_line(values["name"] or "")
    if values["approved_on"] > clock.today():
        faults.append(Fault("approved_on", _("日期在今天之后")))
    _known, unknown = _partners(values["partners"])
    if unknown:
        faults.append(Fault("partners", _("单位库中没有 %(codes)s") % {"codes": "、".join(unknown)}))
    if organization is not None and name:
        same = Platform.objects.filter(host=organization, name=name, withdrawn_at__isnull=True)
        if same.exists():
            faults.append(Fault("name", _("这个依托单位的同名平台已登记过")))
    return faults


def _write(actor: Actor, target: Importing, values: Values) -> Platform:
    texts: dict[str, Any] = {
        name: values[name] or "" for name in ("field", "specialty", "prefecture", "document_number", "leader")
    }
    return register_platform(
        actor=actor, rules=current_pack().platforms,
        draft=PlatformDraft(
            name=values["name"], kind=values["kind"], level=values["level"], host=needed(target, values),
            approved_by=values["approved_by"], approved_on=values["approved_on"], source=values["source"],
            partners=_partners(values["partners"])[0], **texts,
        ),
    )  # fmt: skip


def _undo(actor: Actor, instance: Model) -> None:
    assert isinstance(instance, Platform)
    if _changed_since(instance):
        raise Blocked(_("“%(name)s”导入后已经变动，不再撤销。") % {"name": instance.name})
    take_back(actor=actor, platform=instance)


def _changed_since(instance: Model) -> str:
    if not isinstance(instance, Platform) or instance.withdrawn_at is not None:
        return _("已不在登记册")
    if instance.is_confirmed:
        return _("已确认")
    return _("已修改") if instance.version > 1 else ""


def _same_as(values: Values) -> Hashable:
    return values["uscc"], normalise_line(values["name"] or "")


def _describe(target: Importing) -> tuple[str, str]:
    return _("创新平台"), reverse("network:registry")


KIND = BatchKind(
    code="platforms",
    label=gettext_lazy("创新平台"),
    columns=_columns,
    may=may_import_statements,
    find_target=_find,
    check=_check,
    write=_write,
    undo=_undo,
    describe=_describe,
    same_as=_same_as,
    changed_since=_changed_since,
    notes=(gettext_lazy("一行写一个平台；单位登记册中的能力记录随之写好，导入后等待另一人确认。"),),
)
