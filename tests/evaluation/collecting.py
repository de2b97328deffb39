"""What a round collects, in a few words: who was served, who answers, who scores."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from tests.factories.registers import ExpertFactory, OrganizationFactory, StoredFileFactory, actor_as
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.evaluation.asked_materials import asked_of, set_of
from xiangchuang.evaluation.models import Round, Subject
from xiangchuang.evaluation.open_survey import open_survey
from xiangchuang.evaluation.scoring_sheets import sheets_of
from xiangchuang.evaluation.supply_material import PROOF_PURPOSE, save_material, submit_materials
from xiangchuang.evaluation.write_scores import Mark, levels_of, submit_scores
from xiangchuang.experts.models import Expert
from xiangchuang.files.models import StoredFile
from xiangchuang.marketplace.models import Order, OrderKind, OrderState
from xiangchuang.organizations.models import Organization
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import pack_of
from xiangchuang.reviews.models import Panel, Seat
from xiangchuang.reviews.panel import seat_expert
from xiangchuang.reviews.reading import declare_no_conflict, open_reading

SCORERS = ("technical", "technical", "technical", "management", "finance")
"""The fewest that the pack asks for."""
WORDS = "按中心提交的材料和证明评定。"


def serve(center: Center, count: int = 1, *, on: date = date(2027, 5, 6)) -> list[Organization]:
    """Let the center carry out an order for so many firms of the register, on a day of the period."""
    firms = [OrganizationFactory(is_sme=True) for _ in range(count)]
    for firm in firms:
        serve_again(center, firm, on=on)
    return firms


def serve_again(center: Center, firm: Organization, *, on: date = date(2027, 5, 6)) -> Order:
    """Let the center carry out one more order for the firm."""
    user = actor_as(Role.SERVED_FIRM, firm).user
    assert user is not None
    return Order.objects.create(
        center=center, organization=firm, is_sme=True, kind=OrderKind.SERVICE, title="检测服务", text="检测",
        state=OrderState.CLOSED, amount_fen=100_00, agreed_on=on, deliver_by=on, delivered_on=on,
        accepted_on=on, closed_on=on, requested_by=user, firm_contact_name="示例", firm_contact_phone="0731",
    )  # fmt: skip


def open_for_answers(evaluator: Actor, case: Case, *, days: int = 7) -> int:
    """Open the survey for so many days."""
    case.refresh_from_db()
    closes_on = clock.today() + timedelta(days=days)
    return open_survey(actor=evaluator, case=case, seen=case.version, closes_on=closes_on)


def proof_of(actor: Actor, name: str = "证明.pdf") -> StoredFile:
    """Return a proof as it lies in the store."""
    return StoredFileFactory(name=name, purpose=PROOF_PURPOSE, uploaded_by=actor.user)


def supply_all(actor: Actor, subject: Subject) -> int:
    """Supply whatever the set asks of the center, and hand it in."""
    for asked in asked_of(set_of(subject, pack_of(subject.round.case))):
        value = "" if asked.for_experts else asked.choices[0][0] if asked.choices else "1"
        save_material(
            actor=actor, subject=subject, indicator=asked.code, seen=0, value=value, note="见附件。",
            proof=proof_of(actor),
        )  # fmt: skip
    return submit_materials(actor=actor, subject=subject)


def as_person(expert: Expert) -> Actor:
    """Return the expert, signed in."""
    assert expert.user is not None
    return Actor.of(expert.user, clock.today())


def form_panel(
    evaluator: Actor, case: Case, *, kinds: Iterable[str] = SCORERS, experts: Sequence[Expert] = ()
) -> list[Seat]:
    """Seat an expert of each kind told, those named first, and ask all of them to declare."""
    named = list(experts)
    for kind in kinds:
        expert = next((e for e in named if kind in {k.kind for k in e.kinds.all()}), None)
        if expert is not None:
            named.remove(expert)
        case.refresh_from_db()
        seat_expert(
            actor=evaluator, case=case, seen=case.version,
            expert=expert or ExpertFactory(kinds=[kind], user=scorer_account()), kind=kind,
        )  # fmt: skip
    case.refresh_from_db()
    open_reading(actor=evaluator, case=case, seen=case.version)
    panel = Panel.objects.filter(case=case)[0]
    return list(panel.seats.select_related("expert__user", "panel").order_by("pk"))


def scorer_account() -> object:
    """Return the account of somebody who is appointed as an expert."""
    return actor_as(Role.EXPERT).user


def declare(seat: Seat, case: Case) -> Seat:
    """The expert declares that no conflict stands."""
    seat.refresh_from_db()
    return declare_no_conflict(actor=as_person(seat.expert), case=case, seat_seen=seat.version)


def submit_all(seat: Seat, case: Case, *, score: str = "8", level: int = 0) -> None:
    """The expert marks every center that waits yet alike, each mark with a reason."""
    for sheet in sheets_of(seat.panel, pack_of(case), [seat]):
        if sheet.is_submitted:
            continue
        seat.refresh_from_db()
        marks = {
            one.code: Mark(levels_of(one)[level][0] if levels_of(one) else score, WORDS)
            for one in sheet.indicators
        }
        submit_scores(
            actor=as_person(seat.expert), case=case, subject=sheet.subject, seat_seen=seat.version,
            marks=marks,
        )  # fmt: skip


def score_all(evaluator: Actor, round_: Round, *, score: str = "8") -> list[Seat]:
    """Form the smallest panel and let everyone score everything."""
    seats = form_panel(evaluator, round_.case)
    for seat in seats:
        declare(seat, round_.case)
        submit_all(seat, round_.case, score=score)
    return seats
