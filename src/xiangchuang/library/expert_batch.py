"""Experts from a spreadsheet: one row a new expert of the library."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import User
from xiangchuang.accounts.refusals import NotFound
from xiangchuang.accounts.roles import Role
from xiangchuang.batches.kinds import BatchKind
from xiangchuang.calendars import clock
from xiangchuang.experts.models import Entry, Expert, PanelKind
from xiangchuang.experts.register_expert import register_expert, withdraw_registration
from xiangchuang.library.forms import field_choices
from xiangchuang.organizations.models import Organization
from xiangchuang.procedure.packs import current_pack
from xiangchuang.sheets import Column, Fault

ALL = "all"
Values = Mapping[str, Any]


def _find_target(actor: Actor, key: str) -> None:
    if key != ALL:
        raise NotFound(_("没有这种批量导入。"))


def _may(actor: Actor, target: None) -> bool:
    return actor.holds(Role.OFFICER)


def _columns(actor: Actor, target: None) -> Sequence[Column]:
    kinds = {kind.value: str(kind.label) for kind in PanelKind}
    fields = field_choices(current_pack())
    return (
        Column("name", _("姓名"), "text", required=True, example=_("陈示例")),
        Column("employer", _("任职单位代码"), "uscc", required=True, hint=_("18 位统一社会信用代码"),
               width=22, example="91350100M000100Y43"),
        Column("title", _("职称"), "text", example=_("研究员")),
        Column("kind", _("专家类别"), "choice", required=True, choices=kinds, example=_("技术专家")),
        Column("second_kind", _("第二类别"), "choice", choices=kinds),
        Column("fields", _("专业领域"), "text", hint=_("领域名称，多个用顿号分开"), width=30,
               example=fields[0][1] if fields else ""),
        Column("languages", _("外语"), "text", example=_("英语")),
        Column("employed_since", _("任现职起"), "date", example="2020-01-01"),
        Column("username", _("登录名"), "text", hint=_("已有账户的填写；没有的留空，以后补")),
    )  # fmt: skip


def _check(actor: Actor, target: None, values: Values) -> Sequence[Fault]:
    faults = []
    if not Organization.objects.filter(uscc=values["employer"], merged_into=None).exists():
        faults.append(Fault("employer", _("登记册里没有这个代码；核对代码，或先登记单位")))
    known = {label for _code, label in field_choices(current_pack())}
    if strange := [name for name in _names(values) if name not in known]:
        faults.append(Fault("fields", _("政策里没有领域“%(name)s”") % {"name": strange[0]}))
    if values["second_kind"] and values["second_kind"] == values["kind"]:
        faults.append(Fault("second_kind", _("与第一类别相同，留空或改选")))
    if values["employed_since"] and values["employed_since"] > clock.today():
        faults.append(Fault("employed_since", _("晚于今天")))
    if (username := values["username"]) and not User.objects.filter(username=username).exists():
        faults.append(Fault("username", _("没有这个登录名的账户")))
    if username and Expert.objects.filter(user__username=username).exists():
        faults.append(Fault("username", _("这个账户已登记为专家")))
    twin = Expert.objects.filter(name=values["name"], employer__uscc=values["employer"])
    if twin.exists():
        faults.append(Fault("name", _("这个单位的同名专家已在库中")))
    return faults


def _write(actor: Actor, target: None, values: Values) -> Expert:
    codes = {label: code for code, label in field_choices(current_pack())}
    kinds = [PanelKind(kind) for kind in (values["kind"], values["second_kind"]) if kind]
    return register_expert(
        actor=actor, name=values["name"], title=values["title"] or "", kinds=kinds,
        employer=Organization.objects.get(uscc=values["employer"], merged_into=None),
        fields=[codes[name] for name in _names(values)], languages=values["languages"] or "",
        user=User.objects.filter(username=values["username"]).first() if values["username"] else None,
        employed_since=values["employed_since"] or clock.today(), how=Entry.IMPORTED,
    )  # fmt: skip


def _names(values: Values) -> list[str]:
    return [name for name in re.split(r"[、,，;；\s]+", values["fields"] or "") if name]


def _undo(actor: Actor, instance: Model) -> None:
    assert isinstance(instance, Expert)
    withdraw_registration(actor=actor, expert=instance)


def _changed_since(instance: Model | None) -> str:
    if not isinstance(instance, Expert):
        return _("已不在专家库")
    if instance.seats.exists() or instance.fees.exists():
        return _("已参加评审或领取费用")
    return _("已修改") if instance.version > 1 else ""


def _same_as(values: Values) -> Hashable:
    return (values.get("name"), values.get("employer"))


def _describe(target: None) -> tuple[str, str]:
    return _("专家"), reverse("library:experts")


KIND = BatchKind(
    code="experts",
    label=gettext_lazy("专家"),
    columns=_columns,
    may=_may,
    find_target=_find_target,
    check=_check,
    write=_write,
    undo=_undo,
    describe=_describe,
    same_as=_same_as,
    changed_since=_changed_since,
    notes=(
        gettext_lazy("一行登记一位专家；手机和证件号码不导入，由本人登录后填写。"),
        gettext_lazy("本人登录后看到个人信息告知，由本人同意。"),
    ),
)
