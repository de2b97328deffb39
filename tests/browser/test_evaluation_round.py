"""A round on forty centers at a real browser, from commission to publicity and the letters (6.5)."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command

from tests.browser.decision_pages import confirm_meeting, publish, record_meeting
from tests.browser.forty_centers import SILENT, forty_centers
from tests.browser.person import Person
from tests.evaluation.collecting import declare, form_panel, submit_all, supply_all
from tests.evaluation.world import TODAY, EvaluationWorld
from tests.factories.registers import PASSWORD, actor_as
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock as the_clock
from xiangchuang.centers.models import Center
from xiangchuang.demo.sample_files import letter_pdf
from xiangchuang.evaluation.judge_material import judge_material
from xiangchuang.evaluation.models import Material, Round, ScoreRun, Subject, SubjectScore
from xiangchuang.evaluation.scored import documents_of
from xiangchuang.evaluation.survey_link import token_of
from xiangchuang.experts.models import Expert
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.packs import pack_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
QUALIFIED = Decimal(60)


@pytest.fixture
def spring() -> Iterator[ModuleType]:
    """The clock, set to the spring after the year that is evaluated, and running."""
    the_clock.set_offset(the_clock.moment_on(TODAY, time(9, 30)) - datetime.now(UTC))
    yield the_clock
    the_clock.set_offset(timedelta(0))


@dataclass
class Story:
    """The round, its people at their browsers, and what axe found on the way."""

    world: EvaluationWorld
    come: Callable[..., Person]
    clock: ModuleType
    letter: Path
    people: dict[str, Person] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)

    @property
    def round(self) -> Round:
        return Round.objects.select_related("case", "evaluator").get()

    @property
    def number(self) -> str:
        return self.round.case.number

    def who(self, name: str) -> Person:
        """Return a person of the world, signed in at their own browser."""
        if name not in self.people:
            self.people[name] = self.seat(getattr(self.world, name))
        return self.people[name]

    def seat(self, actor: Actor) -> Person:
        assert actor.user is not None
        return self.come().sign_in(actor.user.username, PASSWORD)

    def act(self, who: str, button: str) -> Person:
        """Open the round's case and follow a button of the box 现在."""
        return self.who(who).case(self.number).act(button)

    def look(self, person: Person, name: str) -> None:
        person.shot(f"round-{name}", narrow=True)
        told = Axe().run(person.page).response
        assert told["passes"], "axe looked at nothing"
        self.violations += [
            f"{name}: {fault['id']} {fault['nodes'][0]['html']}" for fault in told["violations"]
        ]

    def subject(self, place: int) -> Subject:
        center = self.world.centers[place]
        return Subject.objects.select_related("round__case", "center").get(center=center)

    def pass_days(self, days: int) -> None:
        self.clock.advance(timedelta(days=days))


@pytest.mark.clause("6.5-1", "6.5-2")
def test_forty_centers_are_evaluated_from_commission_to_publicity(
    visit: Callable[..., Person], spring: ModuleType, tmp_path: Path, hunan_pack: Pack
) -> None:
    letter = tmp_path / "评估委托书.pdf"
    letter.write_bytes(letter_pdf("委托评估"))
    story = Story(forty_centers(), visit, spring, letter)

    commission(story)
    check_integrity(story)
    collect_material(story)
    ask_served_firms(story)
    score_by_experts(story)
    draft = compute_draft(story)
    the_silent_center_is_vetoed(story, draft)
    place, indicator = near_the_line(story, draft, hunan_pack)
    before = grade_of(draft, story.subject(place))
    reply(story, place, indicator)
    answer(story, place, indicator)
    corrected = close_replies(story)
    assert (before, grade_of(corrected, story.subject(place))) == ("unqualified", "qualified")
    decide(story)
    public_reads_grades_and_no_points(story)
    announce(story)
    the_center_reads_its_letter(story, place)
    assert call_command("evaluation", "reproduce", story.number, stdout=io.StringIO()) is None
    assert story.violations == []


def commission(story: Story) -> None:
    officer = story.who("officer").go("/evaluation/")
    story.look(officer, "01-rounds")
    officer.go("/evaluation/begin/")
    officer.fill("评价期起", "2027-01-01").fill("评价期止", "2027-12-31").fill("抽样比例（%）", "100")
    officer.main.get_by_label("评估机构").select_option(label=story.world.house.name)
    officer.attach("委托书", story.letter)
    story.look(officer, "02-begin")
    officer.press("立案")
    story.look(officer, "03-case")
    officer.case(story.number).act("委托评估，冻结数据")
    story.look(officer, "04-commission")
    officer.press("委托评估，冻结数据").sees("40 个中心的登记册数据已冻结")


def check_integrity(story: Story) -> None:
    officer = story.act("officer", "登记诚信核查")
    for tick in officer.main.locator("input[name^=rest-]").all():
        tick.check()
    officer.shot("round-05-integrity")
    officer.press("登记诚信核查").sees("核查结果已登记")
    story.act("officer", "诚信审查通过").press("诚信审查通过").sees("案卷转入下一阶段")


def collect_material(story: Story) -> None:
    """One center supplies at its browser, the others have; the evaluator takes it all."""
    world, subject = story.world, story.subject(30)
    staff = story.seat(world.staff_of(subject.center)).go(f"/evaluation/{subject.pk}/materials/")
    story.look(staff, "06-materials")
    for place, center in enumerate(world.centers):
        supply_all(world.staff_of(center), story.subject(place))
    evaluator = story.who("evaluator").case(story.number)
    story.look(evaluator, "07-evaluator")
    evaluator.go(f"/cases/{story.number}/collection/")
    story.look(evaluator, "08-collection")
    first, *others = Material.objects.filter(state="submitted").order_by("pk")
    evaluator.go(f"/cases/{story.number}/materials/{first.pk}/judge/")
    evaluator.main.get_by_role("radio", name="采信", exact=True).check()
    evaluator.main.get_by_role("button").first.click()
    case = story.round.case
    for row in others:
        judge_material(
            actor=world.evaluator, case=case, material=row, seen=row.version, is_accepted=True
        )  # fmt: skip


def ask_served_firms(story: Story) -> None:
    evaluator = story.act("evaluator", "发放服务对象问卷")
    closes_on = (the_clock.today() + timedelta(days=7)).isoformat()
    evaluator.main.locator("input[type=date]").fill(closes_on)
    story.look(evaluator, "09-open-survey")
    evaluator.press("发放服务对象问卷")
    asked = list(story.subject(39).invitations.all())
    assert len(asked) >= 6
    for place, invitation in enumerate(asked[:6]):
        firm = story.come()
        firm.go(f"/survey/{token_of(invitation)}/")
        if place == 0:
            story.look(firm, "10-survey")
        for group in firm.main.get_by_role("group").all():
            group.get_by_role("radio").first.check()
        firm.press("提交")
        firm.go(f"/survey/{token_of(invitation)}/").sees("已经回答过")
        firm.leave()
    story.pass_days(8)
    story.act("evaluator", "结束收集，转入评分").press("结束收集，转入评分").sees("转入评分")


def score_by_experts(story: Story) -> None:
    """One expert marks a center at the browser; the panel marks the rest."""
    case = story.round.case
    seats = form_panel(story.world.evaluator, case)
    expert = story.seat(Actor.of(_user(seats[0].expert), the_clock.today())).case(story.number)
    story.look(expert, "11-expert")
    expert.act("声明无利益冲突")
    expert.main.get_by_role("button").first.click()
    for seat in seats[1:]:
        declare(seat, case)
        submit_all(seat, case, score="8")
    expert.go(f"/cases/{story.number}/scores/{story.subject(0).pk}/")
    story.look(expert, "12-score-sheet")
    expert.main.locator("input[type=text]").first.fill("8")
    expert.main.locator("textarea").first.fill("成果有先进性，证明齐全。")
    expert.press("提交评分")
    submit_all(seats[0], case, score="8")


def _user(expert: Expert) -> object:
    assert expert.user is not None
    return expert.user


def compute_draft(story: Story) -> ScoreRun:
    evaluator = story.act("evaluator", "计算评价初稿")
    story.look(evaluator, "13-compute")
    evaluator.press("计算评价初稿").sees("可以反馈初稿")
    run = ScoreRun.objects.latest("number")
    assert run.scores.count() == 40
    evaluator.go(f"/evaluation/rounds/{story.round.pk}/results/")
    story.look(evaluator, "14-results")
    evaluator.go(f"/evaluation/results/{story.subject(39).pk}/")
    story.look(evaluator, "15-result")
    story.act("evaluator", "向中心反馈初稿").fill("评估报告", "本轮评估按规定程序组织，数据取自登记册。")
    evaluator.press("向中心反馈初稿").sees("初稿已反馈")
    return run


def the_silent_center_is_vetoed(story: Story, draft: ScoreRun) -> None:
    """It earned the points of the middle, and has the lowest grade all the same."""
    score = SubjectScore.objects.get(run=draft, subject=story.subject(SILENT))
    assert (score.is_vetoed, score.grade, score.rank) == (True, "unqualified", None)
    staff = story.seat(story.world.staff_of(story.world.centers[SILENT]))
    staff.go(f"/evaluation/results/{story.subject(SILENT).pk}/").sees("年度报告")
    story.look(staff, "16-vetoed")


def near_the_line(story: Story, draft: ScoreRun, pack: Pack) -> tuple[int, str]:
    """Return the place of a center just below the line, and an indicator that would lift it over."""
    results = documents_of(draft).results
    for place in range(39, -1, -1):
        found = results.subject(story.subject(place).code)
        lacking = QUALIFIED - (found.total or 0)
        widest = max(found.indicators, key=lambda one: one.most - one.points)
        if not found.vetoes and 0 < lacking <= widest.most - widest.points:
            return place, widest.code
    raise AssertionError("no center stands just below the line")


def grade_of(run: ScoreRun, subject: Subject) -> str:
    return SubjectScore.objects.get(run=run, subject=subject).grade


def reply(story: Story, place: int, indicator: str) -> None:
    center = story.world.centers[place]
    staff = story.seat(story.world.staff_of(center)).go(
        f"/evaluation/centers/{story.subject(place).pk}/reply/"
    )
    staff.main.locator("select[name=point-0-indicator]").select_option(value=indicator)
    staff.main.locator("textarea[name=point-0-demand]").fill("登记册漏计两份合同，合同和到账凭证见附件。")
    staff.main.locator("input[name=point-0-evidence]").set_input_files(story.letter)
    story.look(staff, "17-reply")
    staff.press("提交答复").sees("提出 1 项意见")
    story.people["replying"] = staff


def answer(story: Story, place: int, indicator: str) -> None:
    point = story.subject(place).replies.get().points.get()
    weight = pack_of(story.round.case).indicator_sets["field_specific"].indicator(indicator).weight
    evaluator = story.who("evaluator").go(f"/cases/{story.number}/evaluation/replies/{point.pk}/")
    evaluator.main.get_by_role("radio", name="采纳", exact=True).check()
    evaluator.fill("更正后的得分", str(weight)).fill("答复", "经核对合同和凭证，漏计属实，按满分更正。")
    story.look(evaluator, "18-answer")
    evaluator.press("答复").sees("已答复")


def close_replies(story: Story) -> ScoreRun:
    story.who("evaluator").case(story.number).held("结束反馈，重新计算", "")
    story.pass_days(30)
    story.act("evaluator", "结束反馈，重新计算").press("结束反馈，重新计算").sees("转入会议审定")
    return ScoreRun.objects.latest("number")


def decide(story: Story) -> None:
    head, leader, officer = (story.who(name) for name in ("division_head", "leadership", "officer"))
    record_meeting(head, story.number, the_clock.today())
    confirm_meeting(leader, story.number)
    publish(officer, story.number)


def public_reads_grades_and_no_points(story: Story) -> None:
    citizen = story.come()
    citizen.go("/notices/")
    citizen.page.get_by_role("link", name="绩效评价").first.click()
    citizen.sees(story.world.centers[0].name).misses("得分")
    story.look(citizen, "19-notice")


def announce(story: Story) -> None:
    story.pass_days(30)
    story.act("officer", "公示无异议，结束公示").press("公示无异议，结束公示")
    leader = story.act("leadership", "公布结果，印发评价意见")
    story.look(leader, "20-announce")
    leader.press("公布结果，印发评价意见").sees("结果已公布")
    assert ScoreRun.objects.latest("number").purpose == "published"


def the_center_reads_its_letter(story: Story, place: int) -> None:
    center: Center = story.world.centers[place]
    staff = story.people["replying"].go(f"/center-files/{center.pk}/chapters/evaluation/")
    staff.sees("合格")
    story.look(staff, "21-chapter")
    rival = story.seat(actor_as(Role.CENTER_STAFF, story.world.centers[0].lead))
    rival.go(f"/evaluation/results/{story.subject(place).pk}/").sees("没有")
