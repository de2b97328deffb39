"""Registering an organisation, and amending what changes of it."""

import re
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, NotPermitted, Stale
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.organizations.models import PUBLIC_BODIES, Organization, OrganizationKind
from xiangchuang.organizations.permissions import may_record, may_register
from xiangchuang.organizations.prefectures import is_prefecture
from xiangchuang.organizations.uscc import normalise_uscc

_INDUSTRY = re.compile(r"[A-T](\d{2,4})?")
_AMENDABLE = frozenset(
    {"name", "industry", "is_sme", "address", "contact_name", "contact_phone", "contact_email"}
)


def register_organization(
    *,
    actor: Actor,
    uscc: str,
    name: str,
    kind: OrganizationKind,
    prefecture: str,
    industry: str = "",
    is_sme: bool = False,
    supervisor: Organization | None = None,
    contact: Mapping[str, str] | None = None,
) -> Organization:
    """Return a new organisation. prefecture: GB/T 2260; industry: GB/T 4754 such as "C3516".

    `contact` may hold address, contact_name, contact_phone, contact_email. Only public bodies may go
    without a USCC. Raises NotPermitted, Invalid, Blocked (the code is registered already).
    """
    acting = may_register(actor, prefecture)
    if acting is None:
        raise NotPermitted(
            _("单位由所在市州科技局、省科技厅经办或系统管理员登记。"), remedy=_("联系所在市州科技局。")
        )
    organization = Organization(
        uscc=_code(uscc, kind),
        kind=kind,
        prefecture=_area(prefecture),
        supervisor=supervisor,
        **checked_values({"name": name, "industry": industry, "is_sme": is_sme, **(contact or {})}),
    )
    try:
        with transaction.atomic():
            organization.save(force_insert=True)
            write_entry(
                actor,
                verb="register_organization",
                acting=acting,
                subject=f"organization:{organization.pk}",
                detail={"uscc": organization.uscc, "name": organization.name, "kind": str(kind)},
            )
    except IntegrityError as error:
        raise Blocked(
            _("统一社会信用代码 %(code)s 已登记过。") % {"code": organization.uscc},
            remedy=_("在单位列表中按代码查找，不要重复登记。"),
        ) from error
    return organization


def amend_organization(
    *, actor: Actor, organization: Organization, version: int, changes: Mapping[str, str | bool]
) -> None:
    """Change name, industry, is_sme, address or contact of the row at the version seen.

    Raises NotPermitted, Invalid, Stale (someone changed it since; what was typed is kept).
    """
    acting = may_record(actor, organization)
    if acting is None:
        raise NotPermitted(_("单位信息由本单位、所在市州科技局或省科技厅经办修改。"))
    if not set(changes) <= _AMENDABLE:
        raise Invalid(_("单位类型、代码和所在市州不能直接修改。"), remedy=_("联系省科技厅经办办理变更。"))
    values = checked_values(changes)
    with transaction.atomic():
        row = Organization.objects.filter(pk=organization.pk, version=version)
        if not row.update(version=version + 1, **values):
            raise Stale(
                _("单位信息刚被其他人修改过，本次修改没有保存。"),
                remedy=_("对照最新内容后重新提交。"),
                kept={key: str(value) for key, value in changes.items()},
            )
        write_entry(
            actor,
            verb="amend_organization",
            acting=acting,
            subject=f"organization:{organization.pk}",
            detail={"fields": "、".join(sorted(values)), "version": version + 1},
        )
    organization.refresh_from_db()


def _code(uscc: str, kind: OrganizationKind) -> str | None:
    if normalise_line(uscc):
        return normalise_uscc(uscc)
    if kind in PUBLIC_BODIES:
        return None
    raise Invalid(_("统一社会信用代码没有填写。"), remedy=_("对照营业执照填写 18 位代码。"))


def _area(prefecture: str) -> str:
    if not is_prefecture(prefecture, clock.today()):
        raise Invalid(
            _("“%(code)s”不是湖南省现行的市州代码。") % {"code": prefecture}, remedy=_("从列表中选择市州。")
        )
    return prefecture


def checked_values(values: Mapping[str, str | bool]) -> dict[str, Any]:
    """Return what is known of an organisation as the register keeps it; raises Invalid."""
    clean: dict[str, Any] = {}
    for key, value in values.items():
        clean[key] = within(Organization, key, normalise_line(value)) if isinstance(value, str) else value
    if clean.get("name") == "":
        raise Invalid(_("单位名称没有填写。"), remedy=_("填写营业执照上的全称。"))
    if clean.get("industry") and not _INDUSTRY.fullmatch(str(clean["industry"])):
        raise Invalid(
            _("“%(code)s”不是 GB/T 4754 行业代码的写法。") % {"code": clean["industry"]},
            remedy=_("写门类字母加 2 至 4 位数字，例如 C3516。"),
        )
    return clean
