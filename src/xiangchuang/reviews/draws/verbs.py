"""Committing to a list, drawing from it by a public seed, and the next number when somebody leaves."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.assignment.draw.document import commitment, read_document
from xiangchuang.assignment.draw.record import write_record
from xiangchuang.assignment.draw.replay import DrawnSeat, Draws, Recusal, ReplacementError
from xiangchuang.calendars import clock
from xiangchuang.experts.models import Expert
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.panel import DrawRule
from xiangchuang.procedure.errors import Blocked, Invalid
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.perform import Step, perform
from xiangchuang.procedure.verbs import Verb, contribute
from xiangchuang.reviews.candidates import candidate
from xiangchuang.reviews.draws.drawn_list import document_of, drawn_list
from xiangchuang.reviews.models import Panel, PanelDraw, Seat
from xiangchuang.reviews.panel import REPLACE, fill, panel_at, place, vacated
from xiangchuang.reviews.panel_matters import panel_rule

COMMIT = Verb("commit_draw", gettext_lazy("承诺抽取名单"))
SEAT_BY_DRAW = Verb("seat_by_draw", gettext_lazy("填入种子并抽取"))
WITHDRAW = Verb("withdraw_draw", gettext_lazy("撤回随机抽取"), tone="danger")
contribute("review", COMMIT, SEAT_BY_DRAW, WITHDRAW)


def live_draw(panel: Panel) -> PanelDraw | None:
    """Return the panel's draw that was not withdrawn, whether its seed is there or not."""
    return panel.draws.filter(withdrawn_at__isnull=True).select_related("panel").first()


def commit_draw(*, actor: Actor, case: Case, seen: int, seed_on: date) -> PanelDraw:
    """Fix list, rules and odds for the empty seats, and the day whose public value will be the seed.

    Raises Blocked when reading has opened, a draw exists, no seat is empty or people are lacking; Invalid
    for a day that is not after today or on which the pack's source gives no value.
    """
    with perform(COMMIT, actor=actor, case=case, seen=seen) as step:
        panel, rule = panel_at(step.at), _rule(step)
        _refuse_late(panel)
        if live_draw(panel) is not None:
            raise Blocked(_("本轮已有随机抽取。"), remedy=_("要重新承诺名单，先撤回并写明原因。"))
        refuse_bad_day(rule, seed_on)
        listed = drawn_list(panel, step.case, step.pack)
        document = document_of(listed, panel_rule(step.case, step.pack), rule, seed_on)
        if not any(document.panels[0].seats.values()):
            raise Blocked(_("专家组已经满员，没有要抽取的席位。"))
        text = document.text()
        assert actor.user is not None
        draw = PanelDraw.objects.create(
            panel=panel, document=text, commitment=commitment(text), committed_at=clock.now(),
            committed_by=actor.user, seed_on=seed_on,
        )  # fmt: skip
        step.subject = f"draw:{draw.pk}"
        step.note(
            commitment=draw.commitment, seed_on=seed_on.isoformat(), seed_source=rule.seed_source.zh,
            seats=dict(document.panels[0].seats), people=len(document.candidates),
        )  # fmt: skip
    return draw


def refuse_bad_day(rule: DrawRule, seed_on: date) -> None:
    """Raise Invalid unless the source gives a value that day, and nobody can know it today."""
    kept = {"seed_on": seed_on.isoformat()}
    if seed_on <= clock.today():
        raise Invalid(_("种子的日期要晚于承诺名单的当天：选明天或以后的开奖日。"), kept=kept)
    if seed_on.isoweekday() not in rule.seed_weekdays:
        raise Invalid(
            _("%(source)s在这一天不公布：只选星期%(days)s。")
            % {"source": words(rule.seed_source), "days": weekday_words(rule)},
            kept=kept,
        )


def weekday_words(rule: DrawRule) -> str:
    """Return the days of the source, as a Chinese week names them."""
    names = (_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日"))
    return _("、").join(names[day - 1] for day in rule.seed_weekdays)


def seat_by_draw(*, actor: Actor, case: Case, seen: int, value: str, published_in: str) -> PanelDraw:
    """Derive the seats from the committed list and the public value, and seat them.

    Who may not sit any more gives way to the next number. Raises Blocked without a commitment or before the
    day of the seed, Invalid for a value written otherwise than the pack says.
    """
    with perform(SEAT_BY_DRAW, actor=actor, case=case, seen=seen) as step:
        panel, rule = panel_at(step.at), _rule(step)
        _refuse_late(panel)
        draw = _waiting(panel)
        seed, told = _seed(rule, draw, value, published_in)
        draws = Draws(read_document(draw.document))
        passed: list[list[str]] = []
        names = []
        for at in range(len(_outcome(draws, seed, ()))):
            drawn = _first_able(draws, seed, passed, at, panel, step.case, step.pack)
            expert = Expert.objects.get(pk=int(drawn.person))
            place(step, expert, drawn.kind, draw=draw)
            names.append(f"{expert.name}（{drawn.kind}）")
        assert actor.user is not None
        draw.seed, draw.seed_published_in = seed, told
        draw.seeded_at, draw.seeded_by = clock.now(), actor.user
        _keep(draw, draws, passed)
        step.subject = f"draw:{draw.pk}"
        step.detail.pop("kind", None)
        step.note(expert=_("、").join(names), seed=seed, seed_published_in=told)
        step.note(commitment=draw.commitment, record_sha256=_sha256(draw.record))
    return draw


def withdraw_draw(*, actor: Actor, case: Case, seen: int, reason: str) -> PanelDraw:
    """Give up a committed list before it is drawn from; it stays, with the reason, for everybody who audits.

    Raises Blocked once the seed was given, Invalid without a reason.
    """
    with perform(WITHDRAW, actor=actor, case=case, seen=seen) as step:
        draw = _waiting(panel_at(step.at))
        if not reason.strip():
            raise Invalid(_("写明撤回的原因，原因与原名单一起留存。"), kept={"reason": reason})
        draw.withdrawn_at, draw.withdrawal_reason = clock.now(), reason.strip()
        draw.save(update_fields=["withdrawn_at", "withdrawal_reason"])
        step.subject = f"draw:{draw.pk}"
        step.note(commitment=draw.commitment, reason=reason.strip())
    return draw


@dataclass(frozen=True)
class NextNumber:
    """Who comes by the draw for one who left, and all who gave way up to then."""

    draw: PanelDraw
    expert: Expert
    passed: list[list[str]]


def next_number(seat: Seat, case: Case, pack: Pack) -> NextNumber | None:
    """Return who comes next for a drawn seat that was left; None when nobody of the list may sit any more."""
    draw = seat.draw
    if draw is None:
        return None
    draws = Draws(read_document(draw.document))
    passed = [*draw.passed_over, [str(seat.expert_id), seat.leaving_reason]]
    while True:
        try:
            outcome = draws.draw(draw.seed, _recusals(draws, passed))
        except ReplacementError:
            return None
        came = outcome.replacements[-1].came
        expert = Expert.objects.select_related("employer").get(pk=int(came))
        weighed = candidate(expert, kind=seat.kind, panel=seat.panel, case=case, pack=pack)
        if not weighed.obstacle:
            return NextNumber(draw, expert, passed)
        passed.append([came, weighed.obstacle])


def replace_by_draw(*, actor: Actor, case: Case, seen: int, seat: Seat) -> Seat:
    """Seat the next number of the draw for one who left; raises Blocked where nobody is left of the list."""
    with perform(REPLACE, actor=actor, case=case, seen=seen) as step:
        left = vacated(step, seat)
        coming = next_number(left, step.case, step.pack)
        if coming is None:
            raise Blocked(_("抽取名单中已没有可以补选的专家。"), remedy=_("从同类专家中手工补选，写明原因。"))
        new = fill(step, left, coming.expert, draw=coming.draw)
        _keep(coming.draw, Draws(read_document(coming.draw.document)), coming.passed)
        step.note(draw=coming.draw.pk, record_sha256=_sha256(coming.draw.record))
    return new


def _rule(step: Step) -> DrawRule:
    rule = panel_rule(step.case, step.pack).draw
    if rule is None:
        raise Blocked(_("本政策没有规定随机抽取专家。"), remedy=_("从候选专家中逐类选定。"))
    return rule


def _refuse_late(panel: Panel) -> None:
    if panel.reading_opened_at is not None:
        raise Blocked(_("专家组已经组成并开始审阅，不再抽取。"), remedy=_("有席位空出时按抽取顺序补选。"))


def _waiting(panel: Panel) -> PanelDraw:
    draw = live_draw(panel)
    if draw is None:
        raise Blocked(_("还没有承诺抽取名单。"), remedy=_("先承诺名单，再等待公开种子。"))
    if draw.seeded_at is not None:
        raise Blocked(_("本轮已经抽取完毕。"), remedy=_("有席位空出时按抽取顺序补选。"))
    return draw


def _seed(rule: DrawRule, draw: PanelDraw, value: str, published_in: str) -> tuple[str, str]:
    """Return the seed and where it was published; one value has one spelling, so there is one seed."""
    seed, told = " ".join(value.split()), published_in.strip()
    kept = {"value": value, "published_in": published_in}
    if clock.today() < draw.seed_on:
        raise Blocked(
            _("种子取 %(day)s 公布的号码，现在还没有。") % {"day": draw.seed_on.isoformat()},
            remedy=_("到那一天公布之后再来填写。"),
        )
    if not re.fullmatch(rule.seed_pattern, seed):
        raise Invalid(_("种子的写法：%(form)s。") % {"form": words(rule.seed_form)}, kept=kept)
    if not told:
        raise Invalid(_("写明期号或公告名称，别人据此核对。"), kept=kept)
    return seed, told


def _recusals(draws: Draws, passed: Sequence[Sequence[str]]) -> list[Recusal]:
    panel = draws.document.panels[0].key
    return [Recusal(panel, person) for person, _reason in passed]


def _outcome(draws: Draws, seed: str, passed: Sequence[Sequence[str]]) -> tuple[DrawnSeat, ...]:
    return draws.draw(seed, _recusals(draws, passed)).seats


def _first_able(
    draws: Draws, seed: str, passed: list[list[str]], at: int, panel: Panel, case: Case, pack: Pack
) -> DrawnSeat:
    """Return who takes that seat, and add to `passed` those who gave way for a reason of their own."""
    while True:
        try:
            drawn = _outcome(draws, seed, passed)[at]
        except ReplacementError as error:
            raise Blocked(
                _("名单承诺后情况有变，抽取名单中已没有可以入席的专家。"),
                remedy=_("撤回抽取并写明原因，再重新承诺名单。"),
            ) from error
        expert = Expert.objects.get(pk=int(drawn.person))
        weighed = candidate(expert, kind=drawn.kind, panel=panel, case=case, pack=pack)
        if not weighed.obstacle:
            return drawn
        passed.append([drawn.person, weighed.obstacle])


def _keep(draw: PanelDraw, draws: Draws, passed: list[list[str]]) -> None:
    draw.passed_over = passed
    draw.record = write_record(draws.document, draw.seed, _recusals(draws, passed))
    draw.save(update_fields=["seed", "seed_published_in", "seeded_at", "seeded_by", "passed_over", "record"])


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
