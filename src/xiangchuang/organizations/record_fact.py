"""Yearly facts: recorded once, corrected by superseding, never edited."""

import re

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.files.models import StoredFile
from xiangchuang.organizations.fact_values import FactValue
from xiangchuang.organizations.jumps import jumps_beside
from xiangchuang.organizations.models import FactRecord, Organization
from xiangchuang.organizations.statements import (
    check_evidence,
    check_reason,
    check_recorder,
    check_source,
    enter_statement,
    retire,
)
from xiangchuang.policy.pack import YearOnYearRule

_CODE = re.compile(r"[a-z][a-z0-9_]{0,63}")
_FIRST_YEAR = 1949


def record_fact(
    *,
    actor: Actor,
    organization: Organization,
    code: str,
    year: int,
    value: FactValue,
    source: str,
    evidence: StoredFile | None = None,
    field: str = "",
    explanation: str = "",
    rule: YearOnYearRule | None = None,
) -> FactRecord:
    """Write the first statement of a fact; `code` is the pack's name of it, `field` a field of the layout.

    Where `rule` finds a year-on-year jump, `explanation` says why. Raises NotPermitted, Invalid, Blocked
    (there is one already: correct it instead).
    """
    acting = check_recorder(actor, organization)
    fact = FactRecord(
        organization=organization,
        code=_checked_code(code),
        year=_checked_year(year),
        field=within(FactRecord, "field", normalise_line(field)),
        source=check_source(source),
        evidence=check_evidence(actor, evidence),
        recorded_by=actor.user,
        explanation=within(FactRecord, "explanation", normalise_line(explanation)),
        **{value.kind.value: value.amount},
    )
    if not fact.explanation and (jumps := jumps_beside(fact, rule)):
        raise Invalid(
            _("与 %(year)d 年相比变动很大，没有写变动说明。") % {"year": jumps[0].other_year},
            remedy=_("核对单位；数值无误时写明原因，例如“新厂投产”“审计口径调整”。"),
        )
    try:
        return _write(actor, acting, "record_fact", fact)
    except IntegrityError as error:
        raise Blocked(
            _("%(year)d 年的这项事实已有登记。") % {"year": year},
            remedy=_("数值有变时用“更正”，原登记会保留。"),
        ) from error


def correct_fact(
    *,
    actor: Actor,
    fact: FactRecord,
    value: FactValue,
    reason: str,
    source: str = "",
    evidence: StoredFile | None = None,
) -> FactRecord:
    """Return a new statement that supersedes `fact`; it waits for confirmation anew.

    An empty source and no evidence keep those of the old one. Raises NotPermitted, Invalid, Stale.
    """
    acting = check_recorder(actor, fact.organization)
    if value.kind is not fact.value.kind:
        raise Invalid(_("更正后的数值与原登记的单位不同。"), remedy=_("按原登记的单位填写。"))
    because = check_reason("correction_reason", reason)
    corrected = FactRecord(
        organization=fact.organization,
        code=fact.code,
        year=fact.year,
        field=fact.field,
        source=check_source(source or fact.source),
        evidence=check_evidence(actor, evidence) or fact.evidence,
        recorded_by=actor.user,
        supersedes=fact,
        correction_reason=because,
        **{value.kind.value: value.amount},
    )
    with transaction.atomic():
        retire(fact)
        return _write(actor, acting, "correct_fact", corrected)


def _write(actor: Actor, acting: HeldAppointment, verb: str, fact: FactRecord) -> FactRecord:
    with transaction.atomic():
        fact.save(force_insert=True)
        enter_statement(
            actor,
            acting,
            verb,
            fact,
            {
                "code": fact.code,
                "year": fact.year,
                "field": fact.field,
                fact.value.kind.value: fact.value.amount,
                "supersedes": fact.supersedes_id,
                "reason": fact.correction_reason,
            },
        )
    return fact


def _checked_code(code: str) -> str:
    if not _CODE.fullmatch(code):
        raise Invalid(_("“%(code)s”不是事实的名称。") % {"code": code}, remedy=_("从事实列表中选择。"))
    return code


def _checked_year(year: int) -> int:
    if not _FIRST_YEAR <= year <= clock.today().year:
        raise Invalid(
            _("年度 %(year)d 不在可登记的范围。") % {"year": year}, remedy=_("填写已经开始的年度。")
        )
    return year
