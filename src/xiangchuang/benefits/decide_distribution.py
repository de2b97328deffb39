"""The decision on an income: what was calculated is frozen, to the fen (4.3-1, 4.3-2)."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, Stale
from xiangchuang.accounts.text import normalise_line
from xiangchuang.benefits.calculation import as_stored, calculate, fingerprint_of
from xiangchuang.benefits.models import BenefitIncome, DecidedShare, DistributionDecision
from xiangchuang.benefits.queries import contributions_of, decisions_of
from xiangchuang.benefits.refusing import refusal_of
from xiangchuang.benefits.registers import INCOMES
from xiangchuang.calendars import clock
from xiangchuang.centers.registers.keep import check_keeper
from xiangchuang.policy.benefits import BenefitError, Distribution
from xiangchuang.procedure.packs import current_policy

VERB = "decide_distribution"


def decide_distribution(
    *,
    actor: Actor,
    income: BenefitIncome,
    seen: str,
    decided_on: dt.date,
    decided_by: str,
    document_number: str = "",
    reason: str = "",
    purpose_reason: str = "",
) -> DistributionDecision:
    """Freeze the distribution of an income; a second decision replaces the first and says why.

    `seen` is the fingerprint of the calculation the person was shown. Raises NotFound, NotPermitted, Invalid,
    Blocked (below the floor, with the rule and its clause; not mainly for research and team, without a
    reason), Stale (the registers or the rules have changed since).
    """
    acting = check_keeper(INCOMES, actor, income.center)
    with transaction.atomic():
        income.refresh_from_db()
        found = _calculated(income, seen)
        last = decisions_of(income).first()
        texts = _checked_texts(found, last, decided_by, document_number, reason, purpose_reason)
        _check_day(income, decided_on)
        decision = _freeze(actor, income, found, (last.number if last else 0) + 1, decided_on, texts)
        write_entry(
            actor,
            verb=VERB,
            acting=acting,
            subject=f"distributions:{decision.pk}",
            case_number=income.center.ledger_key,
            clause="4.3-1",
            detail={
                "center": income.center_id, "income": income.pk, "number": decision.number,
                "gross": decision.gross, "net": decision.net, "team": decision.team,
                "research": decision.research, "unit": decision.unit,
                "fingerprint": decision.fingerprint, "reason": decision.reason,
            },
        )  # fmt: skip
    return decision


def _calculated(income: BenefitIncome, seen: str) -> Distribution:
    if not income.is_standing:
        raise Blocked(_("这笔收益的登记已撤销，不能再作决定。"))
    try:
        found = calculate(income, contributions_of(income))
    except BenefitError as error:
        raise refusal_of(error) from error
    if fingerprint_of(found) != seen:
        raise Stale(
            _("登记或者规则在您查看之后有改动，没有作出决定。"),
            remedy=_("核对下面重新算出的结果，再作决定。"),
        )
    return found


def _checked_texts(
    found: Distribution,
    last: DistributionDecision | None,
    decided_by: str,
    document_number: str,
    reason: str,
    purpose_reason: str,
) -> dict[str, str]:
    typed = {"decided_by": decided_by, "document_number": document_number, "reason": reason if last else ""}
    typed["purpose_reason"] = purpose_reason if found.purpose_met is False else ""
    texts = {
        name: within(DistributionDecision, name, normalise_line(text or "")) for name, text in typed.items()
    }
    if not texts["decided_by"]:
        raise Invalid(_("没有写由谁决定。"), remedy=_("写明会议或者机构，例如“第一届理事会第二次会议”。"))
    if last and not texts["reason"]:
        raise Invalid(_("这笔收益已有决定，没有写另作决定的理由。"), remedy=_("写明为何更正。"))
    if found.purpose_met is False and not texts["purpose_reason"]:
        raise Blocked(
            _("科研投入与团队奖励合计没有超过净收益的一半。"),
            remedy=_("提高两项比例，或者写明理由后再决定。"),
            clause="4.3-2",
        )
    return texts


def _check_day(income: BenefitIncome, decided_on: dt.date) -> None:
    if not income.received_on <= decided_on <= clock.today():
        raise Invalid(_("决定日期应在到账日期之后，不晚于今天。"), remedy=_("核对决定日期。"))


def _freeze(
    actor: Actor,
    income: BenefitIncome,
    found: Distribution,
    number: int,
    decided_on: dt.date,
    texts: dict[str, str],
) -> DistributionDecision:
    assert actor.user is not None
    try:
        with transaction.atomic():
            decision = DistributionDecision.objects.create(
                income=income, number=number, decided_on=decided_on, **texts,
                title=income.title, kind=income.kind, unit_kind=income.unit_kind,
                received_on=income.received_on, gross=income.gross, net=found.event.net,
                team=found.total("team"), research=found.total("research"), unit=found.total("unit"),
                purpose_met=found.purpose_met, steps=[as_stored(step) for step in found.steps],
                fingerprint=fingerprint_of(found), policy_version=current_policy(),
                recorded_by_id=actor.user.pk, recorded_at=clock.now(),
            )  # fmt: skip
    except IntegrityError as error:
        raise Stale(
            _("刚有人就这笔收益作出了决定。"), remedy=_("先看那份决定；需要更正的，写明理由另作决定。")
        ) from error
    DecidedShare.objects.bulk_create(
        DecidedShare(
            decision=decision, position=position, payee=share.payee, name=share.name,
            weight=share.weight, fen=share.fen,
        )
        for position, share in enumerate(found.shares)
    )  # fmt: skip
    return decision
