"""One plan from intention to approved center in a real browser, each step by the person whose step it is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest

from tests.browser import decision_pages, intake_pages, review_pages
from tests.browser.office_plan import write_revised_plan
from tests.browser.person import Person
from xiangchuang.decisions.models import Notice, OfficialDocument
from xiangchuang.demo.line import Line
from xiangchuang.demo.province import Province, build_province
from xiangchuang.demo.sample_files import letter_pdf
from xiangchuang.procedure.models import Case
from xiangchuang.reviews.models import Seat, SeatState

pytestmark = [pytest.mark.browser, pytest.mark.office, pytest.mark.django_db(transaction=True)]

TITLE = "示例地下空间智能装备技术创新中心"
REMARK = "写明与现有省级平台的分工。"
REPLY = "已补充分工：现有平台做整机试验，中心做共性技术。"
# Rows of the table of targets in section A.2.4; what the reading proposes beyond is budget, not target.
TARGETS = 9
ADDED_TO = "A.7.2"
KINDS = ("technical", "technical", "technical", "management", "policy", "legal", "finance")
APPROVE, REVISE = "方案成熟，同意进入现场考察", "修改完善后再论证"


@dataclass
class Story:
    """Everybody in it, and the number of the case once there is one."""

    province: Province
    come: Callable[..., Person]
    clock: ModuleType
    folder: Path
    number: str = ""
    people: dict[str, Person] = field(default_factory=dict)

    def who(self, username: str) -> Person:
        """Return the person of that sign-in name, signed in at their own browser."""
        if username not in self.people:
            self.people[username] = self.come().sign_in(username)
        return self.people[username]

    def days_pass(self, days: int) -> None:
        self.clock.advance(timedelta(days=days))

    def pdf(self, name: str) -> Path:
        path = self.folder / f"{name}.pdf"
        path.write_bytes(letter_pdf(name))
        return path

    @property
    def case(self) -> Case:
        return Case.objects.get(number=self.number)

    @property
    def experts(self) -> list[tuple[str, Seat]]:
        """The sign-in name of each seated expert with the seat."""
        seats = Seat.objects.filter(panel__case=self.case, panel__run__closed_at__isnull=True)
        active = seats.exclude(state__in=[SeatState.RECUSED, SeatState.REMOVED])
        return [(s.expert.user.username, s) for s in active.select_related("expert__user") if s.expert.user]


def test_one_real_plan_from_intention_to_approved_center(
    visit: Callable[..., Person], moment: ModuleType, office_plan: Path, tmp_path: Path
) -> None:
    story = Story(build_province(enterprises=6), visit, moment, tmp_path)
    propose(story)
    check(story)
    plan(story, office_plan, shot="12-submit-plan")
    form_panel(story)
    first_reading(story)
    revise(story, office_plan)
    second_reading(story)
    visit_site(story)
    decide(story)
    publish(story)
    found(story)


def propose(story: Story) -> None:
    """The lead writes its intention; a member sees it but cannot submit it; the city recommends."""
    lead, province = story.who("qiantou"), story.province
    lead.shot("00-work-list", narrow=True)
    story.number = intake_pages.begin(lead, TITLE)
    member = province.universities[0]
    line = Line(province, province.enterprises[0], TITLE, members=(member,))
    line.case = story.case
    lead.shot("02-intention-empty", narrow=True)
    intake_pages.fill_intention(lead, line.draft(), [member.uscc or ""])
    lead.shot("03-intention", narrow=True)
    partner = story.who("gongjian").case(story.number)
    partner.sees(TITLE).misses("检查并提交意向")
    intake_pages.submit_intention(lead, story.number)
    lead.shot("03-intention-receipt", narrow=True)
    story.days_pass(1)
    intake_pages.recommend(story.who("changsha"), story.number, story.pdf("推荐函"))


def check(story: Story) -> None:
    """The officer checks the conditions, returns the intention once with a remark, then passes it."""
    officer, lead, city = story.who("jingban"), story.who("qiantou"), story.who("changsha")
    officer.go("/work-list/").shot("05-officer-work-list", narrow=True)
    officer.case(story.number).shot("05-case-conditions-stage", narrow=True)
    assert intake_pages.find_conditions(officer, story.number) > 0
    intake_pages.accept_conditions(officer, story.number)
    intake_pages.remark(officer, story.number, "direction", REMARK)
    intake_pages.return_for_correction(officer, story.number)
    story.days_pass(1)
    direction = "面向重点工程需求开展共性技术研发和中试验证；现有平台做整机试验，中心做共性技术。"
    intake_pages.correct(lead, story.number, REMARK, direction, REPLY)
    intake_pages.submit_intention(lead, story.number)
    intake_pages.recommend(city, story.number, story.pdf("再次推荐函"))
    intake_pages.find_conditions(officer, story.number)
    intake_pages.accept_conditions(officer, story.number)
    intake_pages.resolve_and_pass(officer, story.number, REPLY)


def plan(story: Story, path: Path, *, shot: str) -> None:
    """The lead uploads the plan, confirms its targets and submits it."""
    lead = story.who("qiantou")
    intake_pages.upload_plan(lead, story.number, path)
    lead.shot(shot.replace("submit", "upload"), narrow=True)
    intake_pages.confirm_targets(lead, TARGETS)
    if story.case.stage_code == "revision":
        review_pages.answer_opinions(lead, story.number)
        lead.case(story.number).act("检查并提交方案")
    receipt = intake_pages.submit_plan(lead, shot=shot)
    assert receipt.startswith("HZ2026")
    lead.shot(shot.replace("submit", "receipt"), narrow=True)
    assert lead.download("下载回执（PDF）").startswith(b"%PDF")


def form_panel(story: Story) -> None:
    """Seven seats of five kinds; refused while finance is missing; another department co-signs."""
    officer = story.who("jingban")
    for kind in (*KINDS[:-1], "technical"):
        review_pages.seat_one(officer, story.number, kind)
    officer.shot("13-panel-without-finance", narrow=True)
    officer.go(f"/cases/{story.number}/open-reading/").press("开始审阅")
    officer.sees("财税专家")
    officer.shot("14-panel-refused")
    review_pages.seat_one(officer, story.number, "finance")
    officer.go(f"/cases/{story.number}/panel/").main.get_by_role("link", name="撤换").first.click()
    officer.fill("原因", "技术专家多一人，名单保持单数。").main.get_by_role("button").first.click()
    review_pages.ask_department(officer, story.number, "示例省财政厅")
    review_pages.cosign(story.who("caizheng"), story.number)
    review_pages.open_reading(officer, story.number)
    assert len(story.experts) == len(KINDS)


def first_reading(story: Story) -> None:
    """Seven experts declare and review; one demands a revision, and the round ends with it."""
    for place, (username, _seat) in enumerate(story.experts):
        shot = "18-expert" if place == 0 else ""
        review_pages.declare(story.who(username), story.number, shot=shot)
        demands = {"verdict": REVISE, "must": ADDED_TO} if place == 0 else {"verdict": APPROVE}
        review_pages.review(story.who(username), points=7 + place % 2, shot=shot, **demands)
    summary = "方案总体可行，经费安排一节按意见完善后再论证。"
    _hold_meeting(story, turn=REVISE, shot="19")
    review_pages.conclude(
        story.who("jingban"),
        story.number,
        "修改完善：意见送达申报单位，完善后再论证",
        summary,
        shot="19-conclude-revise",
    )


def revise(story: Story, first: Path) -> None:
    """The lead answers, uploads the revised file and reads what has changed."""
    story.days_pass(7)
    lead = story.who("qiantou")
    lead.case(story.number, tab="review").sees(review_pages.DEMAND)
    lead.shot("20-lead-sees-opinions", narrow=True)
    revised = story.folder / "建设方案（修订）.docx"
    added = write_revised_plan(revised, of=first, added_to=ADDED_TO)
    plan(story, revised, shot="21-submit-revision")
    lead.case(story.number, tab="plan").follow("与修订 1 比较")
    lead.sees(added)
    lead.shot("22-difference", narrow=True)


def second_reading(story: Story) -> None:
    """The panel reads again; who demanded closes the demand; the panel's findings are recorded."""
    officer = story.who("jingban")
    officer.case(story.number).shot("22-second-round", narrow=True)
    review_pages.cosign(story.who("caizheng"), story.number)
    review_pages.open_reading(officer, story.number)
    for place, (username, _seat) in enumerate(story.experts):
        review_pages.declare(story.who(username), story.number)
        if place == 0:
            review_pages.settle_own(story.who(username), review_pages.ANSWER)
        review_pages.review(story.who(username), verdict=APPROVE, points=8)
    review_pages.find_for_panel(officer, story.number)
    _hold_meeting(story)
    review_pages.conclude(officer, story.number, "通过：方案成熟", "同意进入现场考察。", shot="25-conclude")


def _hold_meeting(story: Story, *, turn: str = "", shot: str = "") -> None:
    """The panel meets today; with `turn` the others come to the verdict of the first."""
    members = [story.who(username) for username, _seat in story.experts]
    day = story.clock.today().isoformat()
    review_pages.hold_meeting(story.who("jingban"), members, story.number, on=day, turn=turn, shot=shot)


def visit_site(story: Story) -> None:
    """The officer and two experts go, record and sign."""
    officer, going = story.who("jingban"), [seat.expert for _name, seat in _reviewers(story)[:2]]
    names = [story.province.users["jingban"].full_name, *(expert.name for expert in going)]
    day = story.clock.today().isoformat()
    place = "长沙市岳麓区示例路 1 号研发楼"
    review_pages.plan_visit(officer, story.number, on=day, place=place, team=names)
    team = [officer, *(story.who(expert.user.username) for expert in going if expert.user)]
    review_pages.record_visit(officer, story.number)
    review_pages.sign_visit(team, story.number)
    review_pages.conclude_visit(officer, story.number)


def _reviewers(story: Story) -> list[tuple[str, Seat]]:
    seats = Seat.objects.filter(panel__case=story.case, state=SeatState.SUBMITTED).order_by("-panel", "pk")
    return [(s.expert.name, s) for s in seats.select_related("expert__user")]


def decide(story: Story) -> None:
    """Integrity check by the officer; the meeting, written by the division head, confirmed by its leader."""
    officer = story.who("jingban")
    decision_pages.check_integrity(officer, story.number)
    story.days_pass(2)
    decision_pages.record_meeting(story.who("chuzhang"), story.number, story.clock.today())
    decision_pages.confirm_meeting(story.who("tingling"), story.number)


def publish(story: Story) -> None:
    """A citizen objects by name in the window; the approval is held until the objection is dismissed."""
    officer = story.who("jingban")
    decision_pages.publish(officer, story.number)
    citizen = story.people["citizen"] = story.come()
    receipt = decision_pages.object_to(citizen, TITLE, story.pdf("异议书"), story.pdf("证据"))
    notice = Notice.objects.get(case=story.case)
    story.days_pass((notice.closes_on - story.clock.today()).days + 1)
    officer.case(story.number).held("公示无异议，转批复", "还有 1 件异议没有处理")
    officer.shot("39-case-held-by-objection", narrow=True)
    decision_pages.handle_objection(officer, story.number)
    citizen.go(f"/objections/{receipt}/").sees("异议不成立")
    citizen.sees(decision_pages.REASONS)
    citizen.go(f"/notices/{notice.number}/object/").sees("公示期已结束，不再受理异议")
    citizen.shot("40-objection-too-late", narrow=True)
    decision_pages.close_publicity(officer, story.number)


def found(story: Story) -> None:
    """The officer drafts, the leadership issues; the citizen verifies the document and finds the center."""
    decision_pages.draft_approval(story.who("jingban"), story.number)
    story.days_pass(1)
    leader, citizen = story.who("tingling"), story.people["citizen"]
    decision_pages.approve(leader, story.number)
    assert story.case.state == "granted"
    for username, name in (("qiantou", "lead"), ("jingban", "officer")):
        for tab in (
            "",
            "conditions",
            "plan",
            "review",
            "visit",
            "publicity",
            "documents",
            "correspondence",
            "ledger",
        ):
            story.who(username).case(story.number, tab=tab).shot(
                f"43-{name}-case-{tab or 'overview'}", narrow=True
            )
    document = OfficialDocument.objects.get(case=story.case, kind="approval")
    lead = story.who("qiantou").case(story.number, tab="documents")
    assert lead.download("PDF").startswith(b"%PDF")
    citizen.go("/centers/").shot("44-centers", narrow=True)
    citizen.follow(TITLE)
    citizen.sees("服务中小企业").sees("180").sees("首份年度报告").sees("2027年2月1日")
    citizen.shot("45-center", narrow=True)
    citizen.go("/verify/").fill("核验码", document.verification_code).press("核验")
    citizen.sees("是省科技厅发出的文件").sees(document.number)
    citizen.shot("46-verify", narrow=True)
