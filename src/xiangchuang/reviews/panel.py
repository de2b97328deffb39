"""Building the panel of 5.2-1: five kinds, an odd number, nobody with a conflict, chosen by hand."""

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.experts.models import Expert
from xiangchuang.organizations.models import Organization
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound
from xiangchuang.procedure.models import Case, Part, WorkItem
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.perform import Step, perform
from xiangchuang.procedure.stages import add_work_item, close_work_items, leave_part, take_part
from xiangchuang.procedure.verbs import Blocker, Standpoint, Verb, contribute, guard
from xiangchuang.reviews.candidates import candidate
from xiangchuang.reviews.models import ACTIVE_SEATS, Panel, PanelDraw, Seat, SeatState
from xiangchuang.reviews.panel_matters import panel_matter, panel_rule

GONE = (SeatState.RECUSED, SeatState.REMOVED)
# What waits for an expert, and for the officer, inside a running review.
DECLARATION = "declare_no_conflict"
REVIEW = "submit_review"
REPLACEMENT = "replace_expert"
CO_SIGNATURE = "cosign_panel"


def panel_at(at: Standpoint) -> Panel:
    """Return the panel of the review under way; raises Panel.DoesNotExist outside a review."""
    return Panel.objects.get(run=at.run)


def active_seats(panel: Panel) -> list[Seat]:
    """Return the seats that count, with expert and employer at hand."""
    return list(panel.seats.filter(state__in=ACTIVE_SEATS).select_related("expert__employer", "expert__user"))


def begin_panel(at: Standpoint) -> None:
    """A further round begins with the experts of the last one, and asks the same departments to co-sign."""
    before = Panel.objects.filter(case=at.case).first()
    panel = Panel.objects.create(case=at.case, run=at.run, created_at=clock.now())
    if before is None:
        return
    for seat in active_seats(before):
        if seat.expert.is_active:
            Seat.objects.create(
                panel=panel, expert=seat.expert, kind=seat.kind, nominated_by_id=seat.nominated_by_id
            )
    for organization_id in asked_departments(before):
        add_work_item(at.run, what=CO_SIGNATURE, role="department", organization_id=organization_id)


def asked_departments(panel: Panel) -> list[int]:
    """Return the ids of the departments asked to build and co-sign the panel (5.2-1 会同相关部门)."""
    items = WorkItem.objects.filter(run_id=panel.run_id, what=CO_SIGNATURE).order_by("pk")
    return list(dict.fromkeys(pk for pk in items.values_list("organization_id", flat=True) if pk))


@guard("panel_covers_kinds")
def panel_covers_kinds(at: Standpoint) -> list[Blocker]:
    """5.2-1: every kind the policy names sits on the panel, as often as it asks."""
    have = Counter(
        Seat.objects.filter(panel__run=at.run, state__in=ACTIVE_SEATS).values_list("kind", flat=True)
    )
    return [
        Blocker(
            _("专家组缺%(kind)s：需要 %(need)s 人，现有 %(have)s 人")
            % {"kind": words(kind.label), "need": kind.seats, "have": have[kind.code]},
            kind.clause,
            "seat_expert",
        )
        for kind in panel_rule(at.case, at.pack).kinds
        if have[kind.code] < kind.seats
    ]


@guard("panel_size")
def panel_size(at: Standpoint) -> list[Blocker]:
    """The pack's fewest number of experts, and an odd one where it says so."""
    rule = panel_rule(at.case, at.pack).size
    size = Seat.objects.filter(panel__run=at.run, state__in=ACTIVE_SEATS).count()
    clause = rule.interprets or rule.clause
    if size < rule.min:
        words = _("专家组至少 %(min)s 人，现有 %(size)s 人") % {"min": rule.min, "size": size}
        return [Blocker(words, clause, "seat_expert")]
    if rule.odd and size % 2 == 0:
        return [Blocker(_("专家组应为单数，现有 %(size)s 人") % {"size": size}, clause, "seat_expert")]
    return []


@guard("panel_without_conflicts")
def panel_without_conflicts(at: Standpoint) -> list[Blocker]:
    """No expert with a conflict judges the plan."""
    panel = Panel.objects.filter(run=at.run).first()
    if panel is None:
        return []
    seats = active_seats(panel)
    day = clock.day_of(panel.created_at)
    found = panel_matter(at.case).bars([s.expert for s in seats], at.case, at.pack, day, seats)
    return [
        Blocker(
            _("%(expert)s应当回避：%(conflict)s") % {"expert": seat.expert.name, "conflict": conflict},
            conflict.clause,
            "seat_expert",
        )
        for seat in seats
        for conflict in found[seat.expert_id][:1]
    ]


@guard("panel_meets_matter")
def panel_meets_matter(at: Standpoint) -> list[Blocker]:
    """What the matter itself asks of the panel beside kinds and numbers."""
    return panel_matter(at.case).gaps(at)


# Its clause is the stage's: an evaluation rests on another than an approval.
SEAT = Verb("seat_expert", gettext_lazy("组建专家组"), page="reviews:panel")
UNSEAT = Verb("unseat_expert", gettext_lazy("撤换专家"))
REPLACE = Verb("replace_expert", gettext_lazy("补选专家"))

contribute("review", SEAT, UNSEAT, REPLACE, on_open=begin_panel)


def seat_expert(
    *,
    actor: Actor,
    case: Case,
    seen: int,
    expert: Expert,
    kind: str,
    nominated_by: Organization | None = None,
) -> Seat:
    """Put an expert on the panel as one of its kinds; after reading has opened the expert is invited at once.

    Raises Blocked, with rule and evidence, for a conflict, another kind, a full load or an expert on it.
    """
    with perform(SEAT, actor=actor, case=case, seen=seen) as step:
        return place(step, expert, kind, nominated_by=nominated_by)


def place(step: Step, expert: Expert, kind: str, *, nominated_by: Organization | None = None,
          replaces: Seat | None = None, draw: PanelDraw | None = None) -> Seat:  # fmt: skip
    """Make the seat inside a verb under way, and tell the ledger."""
    panel = panel_at(step.at)
    if draw is None:
        refuse_while_committed(panel)
        if replaces is None:
            refuse_beside_the_draw(panel, kind)
    refuse_unfit(step, panel, expert, kind)
    seat = Seat.objects.create(
        panel=panel, expert=expert, kind=kind, nominated_by=nominated_by, replaces=replaces, draw=draw
    )
    if panel.reading_opened_at is not None:
        invite(step, seat)
    else:
        void_co_signatures(step, panel)
    step.subject = f"seat:{seat.pk}"
    step.note(expert=expert.name, kind=kind)
    return seat


def refuse_while_committed(panel: Panel) -> None:
    """Raise Blocked while a list waits for its seed: it names who sits already, and they do not change."""
    if panel.draws.filter(seeded_at__isnull=True, withdrawn_at__isnull=True).exists():
        raise Blocked(
            _("随机抽取的名单已经承诺，等待公开种子，期间席位不变。"),
            remedy=_("到“随机抽取”填入种子完成抽取；确需改动的，先撤回抽取并写明原因。"),
        )


def refuse_beside_the_draw(panel: Panel, kind: str) -> None:
    """Raise Blocked where a drawn seat of the kind was left: the next number comes, or there is a reason."""
    left = panel.seats.filter(kind=kind, draw__isnull=False, state__in=GONE, replaced_by__isnull=True)
    if (seat := left.select_related("expert").first()) is not None:
        raise Blocked(
            _("%(expert)s的席位由抽取产生，空出后不能直接入席。") % {"expert": seat.expert.name},
            remedy=_("在该席位上点“补选”：按抽取顺序补选，或写明原因另选。"),
        )


def refuse_unfit(step: Step, panel: Panel, expert: Expert, kind: str) -> None:
    """Raise Invalid for a kind the pack does not know, Blocked for an expert who may not sit."""
    if kind not in {k.code for k in panel_rule(step.case, step.pack).kinds}:
        raise Invalid(_("本政策的专家组没有“%(kind)s”这一类。") % {"kind": kind})
    weighed = candidate(expert, kind=kind, panel=panel, case=step.case, pack=step.pack)
    if weighed.obstacle:
        raise Blocked(
            _("%(expert)s不能入席：%(why)s。") % {"expert": expert.name, "why": weighed.obstacle},
            remedy=_("从同类专家中另选一人。"),
            clause=weighed.clause,
        )


def void_co_signatures(step: Step, panel: Panel) -> None:
    """A department signs one list of experts: when the list changes before reading, it is asked again."""
    signed = list(panel.co_signatures.values_list("organization_id", flat=True))
    panel.co_signatures.all().delete()
    for organization_id in signed:
        add_work_item(step.run, what=CO_SIGNATURE, role="department", organization_id=organization_id)


def invite(step: Step, seat: Seat) -> None:
    """Ask a seated expert to declare that no conflict stands; from now on the expert sees the case."""
    assert seat.expert.user_id is not None
    Seat.objects.filter(pk=seat.pk).update(state=SeatState.INVITED)
    seat.state = SeatState.INVITED
    take_part(step.case, Part.EXPERT, user_id=seat.expert.user_id)
    add_work_item(step.run, what=DECLARATION, role="expert", user_id=seat.expert.user_id)


def dismiss(step: Step, seat: Seat, state: SeatState, reason: str) -> None:
    """Empty a seat: the expert loses the case and what waited for the expert is closed."""
    seat.state, seat.leaving_reason = state, reason.strip()
    seat.save(update_fields=["state", "leaving_reason"])
    user_id = seat.expert.user_id
    leave_part(step.case, Part.EXPERT, user_id=user_id)
    for what in (DECLARATION, panel_matter(step.case).work):
        close_work_items(step.run, what=what, user_id=user_id)


def unseat_expert(*, actor: Actor, case: Case, seen: int, seat: Seat, reason: str) -> Seat:
    """Take an expert off the panel, with a reason; a submitted review stays and so does its author."""
    with perform(UNSEAT, actor=actor, case=case, seen=seen) as step:
        panel = panel_at(step.at)
        own = _seat_of(panel, seat, ACTIVE_SEATS)
        if own.state == SeatState.SUBMITTED:
            raise Blocked(_("%(expert)s已提交评审意见，不能撤换。") % {"expert": own.expert.name})
        refuse_while_committed(panel)
        if not reason.strip():
            raise Invalid(_("撤换专家要写明原因，原因留在案卷里。"), kept={"reason": reason})
        dismiss(step, own, SeatState.REMOVED, reason)
        if panel.reading_opened_at is None:
            void_co_signatures(step, panel)
        step.subject = f"seat:{own.pk}"
        step.note(expert=own.expert.name, reason=reason.strip())
    return own


def replace_expert(
    *, actor: Actor, case: Case, seen: int, seat: Seat, expert: Expert, reason: str = ""
) -> Seat:
    """Seat another expert of the same kind for one who recused or was taken off.

    Raises Invalid without a reason where the seat was drawn: the next number would have come.
    """
    with perform(REPLACE, actor=actor, case=case, seen=seen) as step:
        left = vacated(step, seat)
        if left.draw_id is not None and not reason.strip():
            raise Invalid(_("这个席位由抽取产生；不按抽取顺序补选的，写明原因。"), kept={"reason": reason})
        new = fill(step, left, expert)
        if reason.strip():
            step.note(reason=reason.strip())
    return new


def vacated(step: Step, seat: Seat) -> Seat:
    """Return the seat as one that waits for somebody; raises NotFound, or Blocked when it was filled."""
    left = _seat_of(panel_at(step.at), seat, GONE)
    if Seat.objects.filter(replaces=left).exists():
        raise Blocked(_("%(expert)s的席位已经补选。") % {"expert": left.expert.name})
    return left


def fill(step: Step, left: Seat, expert: Expert, *, draw: PanelDraw | None = None) -> Seat:
    """Seat an expert for one who left; what waited for a replacement is closed with the last."""
    new = place(step, expert, left.kind, replaces=left, draw=draw)
    if not vacant_seats(new.panel):
        close_work_items(step.run, what=REPLACEMENT)
    step.note(replaces=left.expert.name)
    return new


def vacant_seats(panel: Panel) -> list[Seat]:
    """Return the seats of experts who recused and for whom nobody was chosen yet."""
    gone = panel.seats.filter(state__in=GONE, replaced_by__isnull=True)
    return list(gone.select_related("expert__employer"))


def _seat_of(panel: Panel, seat: Seat, states: Sequence[str]) -> Seat:
    found = panel.seats.filter(pk=seat.pk, state__in=states).select_related("expert").first()
    if found is None:
        raise NotFound(_("这个席位不在本轮专家组，或者状态已变。"))
    return found
