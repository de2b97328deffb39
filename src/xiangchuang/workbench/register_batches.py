"""What the imports of yearly facts, capabilities and organisations share: where rows go, and whose."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import NotFound, Refusal
from xiangchuang.accounts.roles import Role
from xiangchuang.organizations.models import CapabilityRecord, FactRecord, Organization
from xiangchuang.organizations.permissions import may_record
from xiangchuang.organizations.queries import visible_to
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.packs import current_pack
from xiangchuang.sheets import Column, Fault
from xiangchuang.workbench.fact_words import FactWord, fact_words

ALL = "all"
"""The target of an area: each row names its organisation by code."""
Values = Mapping[str, Any]
# Of the sample codes of GB 32100; it belongs to nobody in the register.
_EXAMPLE_CODE = "91350100M000100Y43"
UNDO_REASON = gettext_lazy("撤销批量导入")


@dataclass
class Importing:
    """Where statements are imported: one organisation, or the person's whole area, where rows name theirs.

    Made anew for each request and each verb; what it has read once it does not ask again for every row.
    """

    actor: Actor
    organization: Organization | None
    _by_code: dict[str, Organization | None] = field(default_factory=dict)
    _statements: dict[int, list[FactRecord]] = field(default_factory=dict)

    @cached_property
    def pack(self) -> Pack:
        """The policy in force."""
        return current_pack()

    @cached_property
    def words(self) -> dict[str, FactWord]:
        """The yearly facts of the policy."""
        return fact_words(self.pack)

    def with_code(self, code: str) -> Organization | None:
        """Return the organisation of a code, if the actor may know of it."""
        if code not in self._by_code:
            shown = visible_to(self.actor).select_related("merged_into")
            self._by_code[code] = shown.filter(uscc=code).first()
        return self._by_code[code]

    def facts_of(self, organization: Organization) -> list[FactRecord]:
        """Return the current yearly facts of an organisation."""
        if organization.pk not in self._statements:
            self._statements[organization.pk] = list(
                FactRecord.objects.filter(organization=organization, is_current=True)
            )
        return self._statements[organization.pk]


def find_target(actor: Actor, key: str) -> Importing:
    """Return the organisation of a key, or the whole area (`ALL`); raises NotFound."""
    if key == ALL:
        return Importing(actor, None)
    digits = key.isascii() and key.isdigit() and len(key) < 19
    found = visible_to(actor).filter(pk=int(key), merged_into=None).first() if digits else None
    if found is None:
        raise NotFound(_("没有这个单位，或者它的登记不归您查看。"))
    return Importing(actor, found)


def may_import_statements(actor: Actor, target: Importing) -> bool:
    """Staff import for their own organisation; the city bureau and an officer for many at once too."""
    if target.organization is not None:
        return may_record(actor, target.organization) is not None
    return actor.holds(Role.OFFICER) or actor.holds(Role.CITY_BUREAU)


def describe(target: Importing | None) -> tuple[str, str]:
    """Return the name and the page of a target."""
    if target is None or target.organization is None:
        return _("单位"), reverse("workbench:organizations")
    return target.organization.name, reverse("workbench:organization", args=[target.organization.pk])


def organization_of(target: Importing, values: Values) -> tuple[Organization | None, list[Fault]]:
    """Return the organisation of a row, or why there is none; a foreign one looks like an unknown one."""
    if target.organization is not None:
        return target.organization, []
    found = target.with_code(values["uscc"])
    if found is None or may_record(target.actor, found.merged_into or found) is None:
        return None, [Fault("uscc", _("登记册里没有归您填写的这个代码；核对代码，或先登记单位"))]
    if found.merged_into is not None:
        kept = found.merged_into
        words = _("已并入%(name)s；改填它的代码 %(code)s") % {"name": kept.name, "code": kept.uscc or ""}
        return None, [Fault("uscc", words)]
    return found, []


def needed(target: Importing, values: Values) -> Organization:
    """Return the organisation of a row that was found good; raises NotFound when it no longer is."""
    found, faults = organization_of(target, values)
    if found is None:
        raise NotFound(faults[0].text + _("。"))
    return found


def with_code(target: Importing, columns: Sequence[Column]) -> Sequence[Column]:
    """Return the columns, with the organisation's code before them where rows name it."""
    return columns if target.organization is not None else (uscc_column(), *columns)


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
        return [Fault(column, str(refusal).rstrip("。."))]
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
