"""Committing to a list, drawing from it by a public seed, and the next number when somebody leaves."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.assignment.draw.document import commitment
from xiangchuang.calendars import clock
from xiangchuang.canonical_json import text_sha256
from xiangchuang.policy.panel import DrawRule
from xiangchuang.procedure.errors import Blocked, Invalid
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.perform import Step, perform
from xiangchuang.procedure.verbs import Verb, contribute
from xiangchuang.reviews.draws.deriving import Derivation, next_number
from xiangchuang.reviews.draws.drawn_list import document_of, drawn_list
from xiangchuang.reviews.models import DrawnPanel, Panel, PanelDraw, ReviewBatch, Seat
from xiangchuang.reviews.panel import REPLACE, fill, panel_at, vacated
from xiangchuang.reviews.panel_matters import panel_rule

COMMIT = Verb("commit_draw", gettext_lazy("承诺抽取名单"))
SEAT_BY_DRAW = Verb("seat_by_draw", gettext_lazy("填入种子并抽取"))
WITHDRAW = Verb("withdraw_draw", gettext_lazy("撤回随机抽取"), tone="danger")
contribute("review", COMMIT, SEAT_BY_DRAW, WITHDRAW)


def live_draw(panel: Panel) -> PanelDraw | None:
    """Return the panel's draw that was not withdrawn, whether its seed is there or not."""
    return panel.draws.filter(withdrawn_at__isnull=True).select_related("batch").first()


def commit_draw(*, actor: Actor, case: Case, seen: int, seed_on: date) -> PanelDraw:
    """Fix list, rules and odds for the empty seats, and the day whose public value will be the seed.

    Raises Blocked when reading has opened, a draw exists, no seat is empty or people are lacking; Invalid
    for a day that is not after today or on which the pack's source gives no value.
    """
    with perform(COMMIT, actor=actor, case=case, seen=seen) as step:
        panel, rule = panel_at(step.at), rule_of(step)
        refuse_drawn(panel)
        refuse_bad_day(rule, seed_on)
        listed = drawn_list(panel, step.case, step.pack)
        document = document_of(listed, panel_rule(step.case, step.pack), rule, seed_on)
        if not any(document.panels[0].seats.values()):
            raise Blocked(_("专家组已经满员，没有要抽取的席位。"))
        draw = keep_commitment(actor, document.text(), seed_on, [panel])
        note_commitment(step, draw, rule, document.panels[0].seats, len(document.candidates))
    return draw


def keep_commitment(
    actor: Actor, text: str, seed_on: date, panels: Iterable[Panel], batch: ReviewBatch | None = None
) -> PanelDraw:
    """Keep the list of these panels with its hash, in the running transaction."""
    assert actor.user is not None
    draw = PanelDraw.objects.create(
        batch=batch, document=text, commitment=commitment(text), committed_at=clock.now(),
        committed_by=actor.user, seed_on=seed_on,
    )  # fmt: skip
    DrawnPanel.objects.bulk_create(DrawnPanel(draw=draw, panel=panel) for panel in panels)
    return draw


def note_commitment(
    step: Step, draw: PanelDraw, rule: DrawRule, seats: Mapping[str, int], people: int
) -> None:
    """Tell the ledger of one case what was committed to."""
    step.subject = f"draw:{draw.pk}"
    step.note(
        commitment=draw.commitment, seed_on=draw.seed_on.isoformat(), seed_source=rule.seed_source.zh,
        seats=dict(seats), people=people,
    )  # fmt: skip


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
        panel, rule = panel_at(step.at), rule_of(step)
        refuse_late(panel)
        draw = _waiting(panel)
        derivation = Derivation(draw, take_seed(rule, draw, value, published_in))
        draw.seeded_at, draw.seeded_by = clock.now(), actor.user
        names = derivation.seat(step, panel)
        derivation.keep()
        note_seats(step, draw, names)
        step.note(record_sha256=text_sha256(draw.record))
    return draw


def note_seats(step: Step, draw: PanelDraw, names: Iterable[str]) -> None:
    """Tell the ledger of one case whom the seed brought."""
    step.subject = f"draw:{draw.pk}"
    step.detail.pop("kind", None)
    step.note(expert=_("、").join(names), seed=draw.seed, seed_published_in=draw.seed_published_in)
    step.note(commitment=draw.commitment)


def withdraw_draw(*, actor: Actor, case: Case, seen: int, reason: str) -> PanelDraw:
    """Give up a committed list before it is drawn from; it stays, with the reason, for everybody who audits.

    Raises Blocked once the seed was given, Invalid without a reason.
    """
    with perform(WITHDRAW, actor=actor, case=case, seen=seen) as step:
        draw = _waiting(panel_at(step.at))
        give_up(draw, reason)
        step.subject = f"draw:{draw.pk}"
        step.note(commitment=draw.commitment, reason=reason.strip())
    return draw


def give_up(draw: PanelDraw, reason: str) -> None:
    """Withdraw a list in the running transaction; raises Invalid without a reason."""
    if not reason.strip():
        raise Invalid(_("写明撤回的原因，原因与原名单一起留存。"), kept={"reason": reason})
    draw.withdrawn_at, draw.withdrawal_reason = clock.now(), reason.strip()
    draw.save(update_fields=["withdrawn_at", "withdrawal_reason"])
    draw.drawn_panels.update(is_live=False)


def replace_by_draw(*, actor: Actor, case: Case, seen: int, seat: Seat) -> Seat:
    """Seat the next number of the draw for one who left; raises Blocked where nobody is left of the list."""
    with perform(REPLACE, actor=actor, case=case, seen=seen) as step:
        left = vacated(step, seat)
        if left.draw_id is not None:
            # A list of a batch is shared by its cases: whoever comes second sees what the first has taken.
            left.draw = PanelDraw.objects.select_for_update().get(pk=left.draw_id)
        coming = next_number(left, step.case, step.pack)
        if coming is None:
            raise Blocked(_("抽取名单中已没有可以补选的专家。"), remedy=_("从同类专家中手工补选，写明原因。"))
        new = fill(step, left, coming.expert, draw=coming.draw)
        Derivation(coming.draw, coming.draw.seed, coming.passed).keep()
        step.note(draw=coming.draw.pk, record_sha256=text_sha256(coming.draw.record))
    return new


def rule_of(step: Step) -> DrawRule:
    """Return the pack's rule of the draw; raises Blocked where the policy knows none."""
    rule = panel_rule(step.case, step.pack).draw
    if rule is None:
        raise Blocked(_("本政策没有规定随机抽取专家。"), remedy=_("从候选专家中逐类选定。"))
    return rule


def refuse_late(panel: Panel) -> None:
    """Raise Blocked once the experts read."""
    if panel.reading_opened_at is not None:
        raise Blocked(_("专家组已经组成并开始审阅，不再抽取。"), remedy=_("有席位空出时按抽取顺序补选。"))


def refuse_drawn(panel: Panel) -> None:
    """Raise Blocked once the experts read, or where a draw stands already."""
    refuse_late(panel)
    if live_draw(panel) is not None:
        raise Blocked(_("本轮已有随机抽取。"), remedy=_("要重新承诺名单，先撤回并写明原因。"))


def refuse_unless_waiting(draw: PanelDraw | None) -> PanelDraw:
    """Return the draw that waits for its seed; raises Blocked where none does."""
    if draw is None:
        raise Blocked(_("还没有承诺抽取名单。"), remedy=_("先承诺名单，再等待公开种子。"))
    if draw.seeded_at is not None:
        raise Blocked(_("本轮已经抽取完毕。"), remedy=_("有席位空出时按抽取顺序补选。"))
    return draw


def _waiting(panel: Panel) -> PanelDraw:
    """Return the panel's own list; that of a batch is drawn from and withdrawn for all of it."""
    draw = refuse_unless_waiting(live_draw(panel))
    if draw.batch is not None:
        raise Blocked(
            _("这份名单属于论证批次“%(batch)s”，不能只为一个方案办理。") % {"batch": draw.batch.name},
            remedy=_("到该批次的“随机抽取”页统一填入种子或撤回。"),
        )
    return draw


def take_seed(rule: DrawRule, draw: PanelDraw, value: str, published_in: str) -> str:
    """Put seed and its publication into the row, unsaved, and return the seed.

    One value has one spelling, so there is one seed. Raises Blocked before its day, Invalid for another
    spelling or without the publication.
    """
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
    draw.seed, draw.seed_published_in = seed, told
    return seed
