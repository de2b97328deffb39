"""A round of six proposals, from the expert library to the signed statement and the visit on a phone.

Whatever is decided or written is done once on the pages; what repeats a page already played is done by the
verb behind it. The first proposal loses an expert in mid-course and is visited, the second has to be revised,
over the third one member dissents.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest

from tests.browser import intake_pages, library_pages, on_site_pages, review_pages
from tests.browser.person import NARROW, Person
from tests.documents.intake.hostile import png
from tests.factories.line import LineWorld
from tests.reviews.steps import Round
from xiangchuang.accounts.roles import Role
from xiangchuang.demo import meeting_steps, review_steps
from xiangchuang.demo.line import Line
from xiangchuang.demo.province import KIND_COUNTS, seat
from xiangchuang.demo.sample_reading import place_sample_plan
from xiangchuang.experts.models import Expert, PanelKind
from xiangchuang.procedure.models import Case
from xiangchuang.reviews.models import Seat, SeatState, SiteVisit, SpotNote, SpotPhoto

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Enterprises of the example whose figures meet every condition.
LEADS = (0, 1, 2, 3, 5, 7)
SEATS = 7
# Everybody of the example but the finance experts, who are the last kind in its list.
WITHOUT_FINANCE = sum(count for kind, count in KIND_COUNTS if kind != PanelKind.FINANCE)
APPROVE, REVISE = "方案成熟，同意进入现场考察", "修改完善后再论证"
DISSENT = "中试线的投资估算偏低，仍应先补测算。"
TARGETS = 9


@dataclass
class Story:
    """Everybody in it, and the lines of the six cases."""

    world: LineWorld
    come: Callable[..., Person]
    clock: ModuleType
    folder: Path
    lines: list[Line] = field(default_factory=list)
    people: dict[str, Person] = field(default_factory=dict)

    def who(self, username: str) -> Person:
        """Return the person of that sign-in name, signed in at their own browser."""
        if username not in self.people:
            self.people[username] = self.come().sign_in(username)
        return self.people[username]

    def sits(self, at: Seat) -> Person:
        """Return the expert of the seat, signed in."""
        assert at.expert.user is not None
        return self.who(at.expert.user.username)

    def case(self, place: int) -> Case:
        self.lines[place].case.refresh_from_db()
        return self.lines[place].case

    def round(self, place: int) -> Round:
        """Return the newest round of the case at that place of the six."""
        self.case(place)
        self.world.line = self.lines[place]
        return Round(self.world)

    def days_pass(self, days: int) -> None:
        self.clock.advance(timedelta(days=days))

    @property
    def officer(self) -> Person:
        return self.who("jingban")

    @property
    def today(self) -> str:
        return str(self.clock.today().isoformat())


def test_a_round_of_six_proposals_from_library_to_statement_and_visit(
    visit: Callable[..., Person], moment: ModuleType, transactional_db: None, tmp_path: Path
) -> None:
    world = LineWorld.build(enterprises=8, experts=WITHOUT_FINANCE)
    story = Story(world, visit, moment, tmp_path)
    for number in LEADS:
        world.at_stage("review", f"示例第{number + 1}技术创新中心", world.province.enterprises[number])
        story.lines.append(world.line)
    complete_the_library(story)
    form_the_panels(story)
    lose_an_expert(story)
    read(story)
    sign_with_a_dissent(story)
    sign_the_others(story)
    revise(story)
    visit_with_a_phone(story)


def complete_the_library(story: Story) -> None:
    """No panel can be built without a finance expert (5.2-1); the officer imports them from a spreadsheet."""
    officer = story.officer.go(f"/cases/{story.case(0).number}/propose-panel/").sees("财税专家")
    province, people = story.world.province, []
    for number, employer in enumerate([*province.institutes, *province.universities]):
        seat(province, f"caishui{number}", f"专家 财税{number}", employer, Role.EXPERT)
        people.append({
            "姓名": f"财税{number}", "任职单位代码": employer.uscc or "", "专家类别": "财税专家",
            "任现职起": "2015-03-01", "登录名": f"caishui{number}",
        })  # fmt: skip
    library_pages.import_experts(officer, people, story.folder / "财税专家.xlsx")
    assert Expert.objects.filter(kinds__kind=PanelKind.FINANCE, user__isnull=False).count() == len(people)


def form_the_panels(story: Story) -> None:
    """Six panels at once, best fit over all; a department co-signs; every expert is invited."""
    officer = story.officer.go("/experts/review-batches/new/")
    officer.fill("名称", "第一批方案论证").press("建立")
    for place in range(len(LEADS)):
        officer.main.get_by_role("checkbox", name=story.case(place).number).check()
    officer.press("列入所勾选的方案").sees("已列入 6 个方案")
    officer.follow("为全批建议专家组").shot("51-propose-batch", narrow=True)
    officer.press(f"全部入席（{SEATS * len(LEADS)} 位）").sees(f"{SEATS * len(LEADS)} 位专家已入席")
    officer.shot("51-batch", narrow=True)
    for place, line in enumerate(story.lines):
        review_steps.form_panel(line, story.round(place).run)
        review_pages.open_reading(officer, line.case.number)
    assert Seat.objects.filter(state=SeatState.INVITED).count() == SEATS * len(LEADS)


def lose_an_expert(story: Story) -> None:
    """An expert begins to read, sees a conflict and leaves; another takes the seat, the panel goes on."""
    now, officer = story.round(0), story.officer
    number, left = now.case.number, now.seat_of("technical")
    expert = story.sits(left)
    review_pages.declare(expert, number)
    expert.fill("总体评价", "写到一半。").press("保存草稿")
    expert.go(f"/cases/{number}/recuse/").fill("回避原因", "上月受聘为牵头单位的顾问。").press("回避")
    expert.go(f"/cases/{number}/")
    assert expert.page.get_by_text(now.case.title).count() == 0
    officer.go(f"/cases/{number}/panel/").follow("补选")
    officer.main.locator("#candidates").get_by_role("button", name="补选").first.click()
    officer.sees("补选入席")
    left.refresh_from_db()
    assert left.state == SeatState.RECUSED
    successor = story.sits(left.replaced_by)
    review_pages.declare(successor, number)
    review_pages.review(successor, verdict=APPROVE, points=8)


def read(story: Story) -> None:
    """Over the second proposal one demands a revision, over the third one; the others approve."""
    for place, demands in ((1, "A.7.2"), (2, "A.7.3")):
        first, number = story.round(place).seats[0], story.case(place).number
        review_pages.declare(story.sits(first), number)
        review_pages.review(story.sits(first), verdict=REVISE, points=5, must=demands)
    for place in range(len(LEADS)):
        now = story.round(place)
        for one in now.seats:
            if one.state != SeatState.SUBMITTED:
                now.declare(one)
                now.submit(one)


def sign_with_a_dissent(story: Story) -> None:
    """The panel of the third proposal meets; six of seven agree, the seventh signs with the own reasons."""
    officer, now = story.officer, story.round(2)
    number, members = now.case.number, [story.sits(one) for one in now.seats]
    review_pages.convene(officer, number, on=story.today, place="示例省科技厅 3 楼会议室", shot="52")
    review_pages.begin_meeting(officer, number)
    for member in members:
        review_pages.score_again(member, number)
    review_pages.lay_statement(officer, number, shot="52")
    review_pages.sign_statement(members[0], number, dissent=DISSENT, shot="52")
    for member in members[1:]:
        review_pages.sign_statement(member, number)
    officer.go(f"/cases/{number}/panel-meeting/").sees(DISSENT).shot("52-statement-signed", narrow=True)
    assert officer.download("下载 PDF").startswith(b"%PDF")


def sign_the_others(story: Story) -> None:
    """Five more statements are signed; the second says that the plan has to be revised."""
    for place in (0, 1, 3, 4, 5):
        line = story.lines[place]
        story.case(place)
        meeting_steps.hold_meeting(line.case, line.officer, "revise" if place == 1 else "passed")
    outcome = "修改完善：意见送达申报单位，完善后再论证"
    review_pages.conclude(story.officer, story.case(1).number, outcome, "经费一节按意见完善。", shot="53")
    story.round(2).find_all()
    review_pages.conclude(story.officer, story.case(2).number, "通过：方案成熟", "六人同意。", shot="53-pass")
    for place in (0, 3, 4, 5):
        assert story.round(place).find_all().conclude("passed").stage_code == "site_visit"


def revise(story: Story) -> None:
    """The lead answers and brings the revised plan; who demanded closes the demand; the panel agrees."""
    officer, line = story.officer, story.lines[1]
    number, lead = story.case(1).number, story.who(line.staff.user.username)  # type: ignore[union-attr]
    review_pages.answer_opinions(lead, number)
    revised = place_sample_plan(
        story.folder / "建设方案（修订）.docx", outline=story.round(1).pack.outline, revised=True,
        first_year=story.clock.today().year + 1,
    )  # fmt: skip
    intake_pages.upload_plan(lead, number, revised)
    intake_pages.confirm_targets(lead, TARGETS)
    lead.case(number).act("检查并提交方案")
    intake_pages.submit_plan(lead, shot="54-submit-revision")
    story.case(1)
    review_steps.form_panel(line, story.round(1).run)
    review_pages.open_reading(officer, number)
    now = story.round(1)
    who_demanded = story.sits(now.seats[0])
    review_pages.declare(who_demanded, number)
    review_pages.settle_own(who_demanded, review_pages.ANSWER)
    review_pages.review(who_demanded, verdict=APPROVE, points=8)
    for one in now.seats[1:]:
        now.declare(one)
        now.submit(one)
    meeting_steps.hold_meeting(story.case(1), line.officer, "passed")
    assert story.round(1).find_all().conclude("passed").stage_code == "site_visit"


def visit_with_a_phone(story: Story) -> None:
    """The team notes on the spot without a connection, sends once, and signs the record."""
    officer, now = story.officer, story.round(0)
    number, going = now.case.number, now.seats[:2]
    names = ["陈思远", *(one.expert.name for one in going)]
    review_pages.plan_visit(officer, number, on=story.today, place="长沙市示例路 1 号", team=names)
    site = SiteVisit.objects.get(case=now.case)
    phone = story.sits(going[0])
    phone.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    phone.go(f"/cases/{number}/on-site/").sees("本页可以在没有网络时打开")
    phone.context.set_offline(True)
    picture = story.folder / "中试线.png"
    picture.write_bytes(png(8, 8))
    first, second = site.items.all()[:2]
    on_site_pages.note(phone, first, "相符", photo=picture)
    phone.page.reload()
    on_site_pages.note(phone, second, "有出入", remark="两人尚未到岗。")
    on_site_pages.waits(phone, 3)
    assert not SpotNote.objects.exists()
    phone.context.set_offline(False)
    on_site_pages.send(phone)
    phone.page.reload()
    on_site_pages.send(phone)
    on_site_pages.forget_cut(phone)
    assert (SpotNote.objects.count(), SpotPhoto.objects.count()) == (2, 1)
    review_pages.record_visit(officer, number)
    review_pages.sign_visit([officer, *(story.sits(one) for one in going)], number)
    review_pages.conclude_visit(officer, number)
