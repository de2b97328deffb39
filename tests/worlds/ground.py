"""One ground for all secrets: cases at the steps where something is hidden, and who may not know."""

from copy import copy
from dataclasses import dataclass, replace

from tests.factories.line import ALL_EXPERTS, LineWorld
from tests.reviews.steps import Round, as_person, plan_the_visit
from tests.worlds.sight import Terrain, mailbox
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import User
from xiangchuang.calendars import clock
from xiangchuang.experts.consents import give_consent
from xiangchuang.experts.models import Expert
from xiangchuang.library.advise import add_member, form_group
from xiangchuang.library.models import AdvisoryGroup
from xiangchuang.notify.keep_address import add_address, verify_address
from xiangchuang.notify.links import verification_url
from xiangchuang.procedure.packs import current_pack
from xiangchuang.proposals.models import PlanRevision
from xiangchuang.proposals.plan_pdf import plan_pdf
from xiangchuang.reviews.models import ReviewBatch, Seat, SiteVisit
from xiangchuang.reviews.review_batches.keep_batch import form_batch, put_in_batch

# What somebody curious would look for.
WORDS = ("示例", "意见失实")


@dataclass
class Ground:
    """Six cases: four of one lead (no panel yet, reading, about to conclude, under visit), two of a rival
    (panel begun, meeting). Two batches: those who read, conclude and meet stand in one, the visited
    in the other.

    `expert` and `mate` sit on the panel that reads; `outsider` sits nowhere. Everybody reads mail.
    """

    world: LineWorld
    rivals: Round
    reading: Round
    concluding: Round
    talking: Round
    visiting: Round
    seating: Round
    visit: SiteVisit
    group: AdvisoryGroup
    batches: tuple[ReviewBatch, ReviewBatch]
    people: dict[str, User | None]

    @property
    def officer(self) -> Actor:
        return self.world.actor("officer")

    @property
    def terrain(self) -> Terrain:
        rounds = (self.reading, self.concluding, self.talking, self.visiting, self.seating, self.rivals)
        return Terrain(tuple(each.case.number for each in rounds), WORDS)

    def idle(self, place: int) -> Expert:
        """An expert of the library on none of the panels, `outsider` left out."""
        return idle_experts(self.world)[place + 1]


def lay_ground() -> Ground:
    """Lay it by the verbs of the pages."""
    world = LineWorld.build(experts=ALL_EXPERTS)
    rivals = at_review(of_rival(world), "示例对手技术创新中心")
    # A panel without anybody is read with fewer questions: how long a page takes is not compared.
    first_kind = rivals.pack.panel.kinds[0].code
    rivals.seat(rivals.free(first_kind), first_kind)
    talking = at_review(rivals.world, "示例论证中技术创新中心")
    reading, concluding, visiting = (
        at_review(world, f"示例{step}技术创新中心") for step in ("审阅中", "待结论", "考察中")
    )
    batches = (_batch("示例甲批", reading, concluding, talking), _batch("示例乙批", visiting))
    reading.seat_all().open()
    for seat in reading.seats[:5]:
        reading.declare(seat)
    for round_ in (concluding, talking):
        round_.seat_all().open()
        for seat in round_.seats:
            round_.declare(seat)
    visiting.seat_all().open().hear_all().find_all().conclude("passed")
    visit = plan_the_visit(visiting.world)
    # Typeset once and kept: the first reader would be asked more of than the next.
    plan_pdf(PlanRevision.objects.get(proposal__case=reading.case))
    seating = at_review(world, "示例待组建技术创新中心")
    ground = Ground(
        world, rivals, reading, concluding, talking, visiting, seating, visit, _group(world), batches,
        _people(world, rivals.world, reading),
    )  # fmt: skip
    for user in ground.people.values():
        if user is not None:
            _reads_mail(user)
    return ground


def at_review(world: LineWorld, title: str) -> Round:
    """Return the round of a new case that has just come to its review."""
    own = replace(world, title=title)
    own.at_stage("review")
    return Round(own)


def of_rival(world: LineWorld) -> LineWorld:
    """Return the province as an enterprise of another city sees it: itself in front."""
    province = copy(world.province)
    rival = world.stranger
    province.enterprises = [rival, *(e for e in world.province.enterprises if e != rival)]
    return replace(world, province=province)


def idle_experts(world: LineWorld) -> list[Expert]:
    """Return who sits on no panel, the last of the library first."""
    busy = set(Seat.objects.values_list("expert_id", flat=True))
    return [expert for expert in reversed(world.experts) if expert.pk not in busy]


def consent_to_all(expert: Expert) -> None:
    for notice in current_pack().experts.notices:
        give_consent(actor=as_person(expert), expert=expert, kind=notice.code, version=notice.version)


def _people(world: LineWorld, rival: LineWorld, reading: Round) -> dict[str, User | None]:
    first, second = reading.seats[:2]
    return {
        "visitor": None,
        "lead": world.user("lead"),
        "member": world.user("member"),
        "rival": world.province.staff[rival.lead.pk],
        "city bureau": world.user("city_bureau"),
        "other city": world.user("other_city"),
        "expert": first.expert.user,
        "mate": second.expert.user,
        "outsider": idle_experts(world)[0].user,
    }


def _batch(name: str, *rounds: Round) -> ReviewBatch:
    officer = rounds[0].officer
    batch = form_batch(actor=officer, name=name, year=2026)
    put_in_batch(actor=officer, batch=batch, seen=batch.version, cases=[each.case for each in rounds])
    batch.refresh_from_db()
    return batch


def _group(world: LineWorld) -> AdvisoryGroup:
    officer = world.actor("officer")
    group = form_group(actor=officer, name="示例专家咨询组", task="为总体布局和重大案卷提供咨询")
    add_member(actor=officer, group=group, seen=group.version, expert=idle_experts(world)[-1])
    group.refresh_from_db()
    return group


def _reads_mail(user: User) -> None:
    actor = Actor.of(user, clock.today())
    address = add_address(actor=actor, channel="mail", typed=mailbox(user))
    token = verification_url(address).rstrip("/").rpartition("/")[2]
    verify_address(actor=actor, token=token)
