"""Organisations from a spreadsheet: one row a new organisation."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import NotFound
from xiangchuang.batches.kinds import BatchKind
from xiangchuang.calendars import clock
from xiangchuang.organizations.models import PUBLIC_BODIES, Organization, OrganizationKind
from xiangchuang.organizations.permissions import may_register
from xiangchuang.organizations.prefectures import PREFECTURES, prefecture_choices
from xiangchuang.organizations.register_organization import checked_values, register_organization
from xiangchuang.organizations.withdraw_organization import withdraw_organization
from xiangchuang.sheets import Column, Fault
from xiangchuang.workbench.register_batches import ALL, Values, describe, tried, uscc_column

_CONTACT = ("address", "contact_name", "contact_phone", "contact_email")


def _find_target(actor: Actor, key: str) -> None:
    if key != ALL:
        raise NotFound(_("没有这种批量导入。"))


def may_register_somewhere(actor: Actor) -> bool:
    """Return whether the person registers organisations of any area."""
    return any(may_register(actor, area.code) for area in PREFECTURES)


def _may(actor: Actor, target: None) -> bool:
    return may_register_somewhere(actor)


def _columns(actor: Actor, target: None) -> Sequence[Column]:
    kinds = {kind.value: str(kind.label) for kind in OrganizationKind if kind not in PUBLIC_BODIES}
    every = prefecture_choices(clock.today())
    areas = {code: str(label) for code, label in every if may_register(actor, code)}
    area = next(iter(areas.values()), "")
    return (
        uscc_column(),
        Column("name", _("单位名称"), "text", required=True, example=_("示例装备股份有限公司"), width=32),
        Column("kind", _("单位类型"), "choice", required=True, choices=kinds, example=_("企业")),
        Column("prefecture", _("所在市州"), "choice", required=True, choices=areas, example=area),
        Column("industry", _("行业代码"), "text", example="C3516", hint=_("GB/T 4754，门类字母加数字")),
        Column("is_sme", _("科技型中小企业"), "flag", example=_("是")),
        Column("address", _("地址"), "text", width=30),
        Column("contact_name", _("联系人"), "text"),
        Column("contact_phone", _("联系电话"), "text"),
        Column("contact_email", _("联系邮箱"), "text"),
    )  # fmt: skip


def _check(actor: Actor, target: None, values: Values) -> Sequence[Fault]:
    faults: list[Fault] = []
    for name in ("name", "industry", *_CONTACT):
        text = values[name] or ""
        faults += tried(name, lambda name=name, text=text: checked_values({name: text}))  # type: ignore[misc]
    known = Organization.objects.filter(uscc=values["uscc"]).select_related("merged_into").first()
    if known is not None:
        told = _("这个代码已登记过")
        if known.merged_into is not None:
            told = _("这个代码已登记过，并入了%(name)s") % {"name": known.merged_into.name}
        faults.append(Fault("uscc", told))
    return faults


def _write(actor: Actor, target: None, values: Values) -> Organization:
    return register_organization(
        actor=actor, uscc=values["uscc"], name=values["name"], kind=OrganizationKind(values["kind"]),
        prefecture=values["prefecture"], industry=values["industry"] or "", is_sme=bool(values["is_sme"]),
        contact={name: values[name] or "" for name in _CONTACT},
    )  # fmt: skip


def _undo(actor: Actor, instance: Model) -> None:
    assert isinstance(instance, Organization)
    withdraw_organization(actor=actor, organization=instance)


def _changed_since(instance: Model) -> str:
    if not isinstance(instance, Organization):
        return _("已不在登记册")
    if instance.merged_into_id is not None:
        return _("已并入其他单位")
    return _("已修改") if instance.version > 1 else ""


def _same_as(values: Values) -> Hashable:
    code: str = values["uscc"]
    return code


KIND = BatchKind(
    code="organizations",
    label=gettext_lazy("单位"),
    columns=_columns,
    may=_may,
    find_target=_find_target,
    check=_check,
    write=_write,
    undo=_undo,
    describe=describe,
    same_as=_same_as,
    changed_since=_changed_since,
    notes=(gettext_lazy("一行登记一个单位；机关单位逐个登记，不批量导入。"),),
)
