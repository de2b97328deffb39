"""What of the register is imported from spreadsheets: yearly facts, capabilities, organisations."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import NotFound, Refusal
from xiangchuang.accounts.roles import Role
from xiangchuang.batches.kinds import register_batch_kind
from xiangchuang.organizations.models import CapabilityRecord, FactRecord, Organization
from xiangchuang.organizations.permissions import may_record
from xiangchuang.organizations.queries import visible_to
from xiangchuang.sheets import Column, Fault

ALL = "all"
"""The target of an area: each row names its organisation by code."""
Values = Mapping[str, Any]
# Of the sample codes of GB 32100; it belongs to nobody in the register.
_EXAMPLE_CODE = "91350100M000100Y43"
UNDO_REASON = gettext_lazy("撤销批量导入")


def find_target(actor: Actor, key: str) -> Organization | None:
    """Return the organisation of a key, None for the whole area (`ALL`); raises NotFound."""
    if key == ALL:
        return None
    digits = key.isascii() and key.isdigit() and len(key) < 19
    found = visible_to(actor).filter(pk=int(key), merged_into=None).first() if digits else None
    if found is None:
        raise NotFound(_("没有这个单位，或者它的登记不归您查看。"))
    return found


def may_import_statements(actor: Actor, target: Organization | None) -> bool:
    """Staff import for their own organisation; the city bureau and an officer for many at once too."""
    if target is not None:
        return may_record(actor, target) is not None
    return actor.holds(Role.OFFICER) or actor.holds(Role.CITY_BUREAU)


def describe(target: Organization | None) -> tuple[str, str]:
    """Return the name and the page of a target."""
    if target is None:
        return _("单位"), reverse("workbench:organizations")
    return target.name, reverse("workbench:organization", args=[target.pk])


def organization_of(
    actor: Actor, target: Organization | None, values: Values
) -> tuple[Organization | None, list[Fault]]:
    """Return the organisation of a row, or why there is none; a foreign one looks like an unknown one."""
    if target is not None:
        return target, []
    code = values["uscc"]
    found = visible_to(actor).filter(uscc=code).select_related("merged_into").first()
    if found is None or may_record(actor, found.merged_into or found) is None:
        return None, [Fault("uscc", _("登记册里没有归您填写的这个代码；核对代码，或先登记单位"))]
    if found.merged_into is not None:
        kept = found.merged_into
        words = _("已并入%(name)s；改填它的代码 %(code)s") % {"name": kept.name, "code": kept.uscc or ""}
        return None, [Fault("uscc", words)]
    return found, []


def needed(actor: Actor, target: Organization | None, values: Values) -> Organization:
    """Return the organisation of a row that was found good; raises NotFound when it no longer is."""
    found, faults = organization_of(actor, target, values)
    if found is None:
        raise NotFound(faults[0].text + "。")
    return found


def with_code(target: Organization | None, columns: Sequence[Column]) -> Sequence[Column]:
    """Return the columns, with the organisation's code before them where rows name it."""
    return columns if target is not None else (uscc_column(), *columns)


def uscc_column() -> Column:
    """Return the column in which a row names its organisation."""
    return Column(
        "uscc", _("统一社会信用代码"), "uscc", required=True, hint=_("18 位，按营业执照"), width=22,
        example=_EXAMPLE_CODE,
    )  # fmt: skip


def whose(values: Values) -> Hashable:
    """Return what tells the organisations of one sheet apart."""
    return values.get("uscc")


def tried(column: str, attempt: Callable[[], object]) -> list[Fault]:
    """Return the refusal of a check as a fault of that column; none when it passes."""
    try:
        attempt()
    except Refusal as refusal:
        return [Fault(column, str(refusal).rstrip("。"))]
    return []


def changed_since(instance: Model) -> str:
    """Return why a statement is no longer as it was imported; "" when it is."""
    if not isinstance(instance, FactRecord | CapabilityRecord):
        return _("已不在登记册")
    if instance.withdrawn_at is not None:
        return _("已撤回")
    if not instance.is_current:
        return _("已更正")
    return _("已确认") if instance.is_confirmed else ""


def register_batches() -> None:
    """Let the three registers be imported; called once, when the workbench is ready."""
    from xiangchuang.workbench import capability_batch, fact_batch, organization_batch

    for kind in (fact_batch.KIND, capability_batch.KIND, organization_batch.KIND):
        register_batch_kind(kind)
