"""Every kind of page: axe finds nothing, nothing runs off a phone's screen, a keyboard suffices."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import decision_pages, intake_pages
from tests.browser.conftest import BEGINNING
from tests.browser.person import Person, faults_in_sight
from tests.factories.line import ALL_EXPERTS, LineWorld
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.decisions.models import Notice, Objection, OfficialDocument
from xiangchuang.decisions.publish_notice import publish_notice
from xiangchuang.demo.line import Line, passing_days
from xiangchuang.demo.province import build_province
from xiangchuang.demo.sample_files import letter_pdf
from xiangchuang.procedure.models import Case
from xiangchuang.reviews.models import Seat

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TABS = (
    "overview",
    "conditions",
    "plan",
    "review",
    "visit",
    "publicity",
    "documents",
    "correspondence",
    "ledger",
)


@dataclass
class Scene:
    """A province with a founded center, a notice under way, a case in review and a draft."""

    world: LineWorld
    founded: Case
    published: Case
    in_review: Case
    draft: Case


@pytest.fixture
def scene(transactional_db: None) -> Iterator[Scene]:
    with clock.at(BEGINNING):
        world = LineWorld.build(experts=ALL_EXPERTS)
        founded = world.at_stage("site_visit", "示例已获批准的技术创新中心")
        world.line.pause = passing_days
        world.line.advance_to_end()
        published = world.at_stage("publicity", "示例正在公示的技术创新中心")
        publish_notice(
            actor=world.actor("officer"),
            case=published,
            seen=published.version,
            contact="平台处 0731-80000001",
        )
        in_review = world.at_stage("review", "示例正在论证的技术创新中心")
        draft = world.at_stage("intention", "示例尚未提交的技术创新中心")
        yield Scene(world, founded, published, in_review, draft)


def faults(person: Person, paths: list[str]) -> list[str]:
    """Return what axe and the phone's screen find on each of the pages."""
    found = []
    for path in paths:
        answer = person.page.goto(path)
        assert answer is not None
        if answer.status >= 400:
            found.append(f"{path}: {answer.status}")
        found += faults_in_sight(person.page, path)
    return found


def test_public_pages_are_open_to_everybody(visit: Callable[..., Person], scene: Scene) -> None:
    notice = Notice.objects.get(case=scene.published)
    document = OfficialDocument.objects.get(case=scene.founded, kind="approval")
    citizen = visit()
    found = faults(
        citizen,
        [
            "/", "/policy/", "/policy/5.1-3/", "/notices/", f"/notices/{notice.number}/",
            f"/notices/{notice.number}/object/", "/objections/", "/centers/",
            f"/centers/{Center.objects.get().pk}/", "/verify/", f"/verify/{document.verification_code}/",
            "/account/sign-in/",
        ],
    )  # fmt: skip
    assert not found, "\n".join(found)


def test_the_departments_pages_are_open_to_everybody(visit: Callable[..., Person], scene: Scene) -> None:
    officer = visit().sign_in("jingban")
    cases = [f"/cases/{scene.founded.number}/?tab={tab}" for tab in TABS]
    review, published = f"/cases/{scene.in_review.number}", f"/cases/{scene.published.number}"
    general = ["/work-list/", "/cases/", "/intentions/invite/"]
    pages = [*general, f"{review}/", f"{review}/panel/", f"{published}/"]
    found = faults(officer, [*pages, *cases])
    assert not found, "\n".join(found)


def test_the_applicants_pages_are_open_to_everybody(visit: Callable[..., Person], scene: Scene) -> None:
    lead = visit().sign_in("qiantou")
    draft = f"/cases/{scene.draft.number}"
    pages = ["/work-list/", "/cases/", "/intentions/begin/", f"{draft}/", f"{draft}/intention/"]
    cases = [
        f"/cases/{scene.founded.number}/?tab={tab}" for tab in ("overview", "plan", "review", "documents")
    ]
    found = faults(lead, [*pages, f"{draft}/submit-intention/", *cases])
    assert not found, "\n".join(found)


def test_a_keyboard_alone_signs_in_and_opens_a_case(
    visit: Callable[..., Person], transactional_db: None
) -> None:
    """Tab and Enter: the first Tab offers the way past the frame, and focus is always to be seen."""
    world = LineWorld.build()
    world.at_stage("intention")
    person = visit().go("/account/sign-in/")
    person.page.get_by_label("账号").focus()
    person.page.keyboard.type("qiantou")
    person.page.keyboard.press("Tab")
    person.page.keyboard.type(world.password)
    person.page.keyboard.press("Enter")
    person.page.wait_for_url("**/work-list/")
    person.page.keyboard.press("Tab")
    assert person.page.evaluate("document.activeElement.textContent.trim()") == "跳到正文"
    person.page.keyboard.press("Enter")
    person.page.keyboard.press("Tab")
    outline = person.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    person.page.keyboard.press("Enter")
    person.page.wait_for_url("**/cases/**")


def test_a_keyboard_alone_files_an_objection(
    visit: Callable[..., Person], scene: Scene, tmp_path: Path
) -> None:
    """From the notice by Tab, Space and Enter, both papers included, on a page without scripts."""
    notice = Notice.objects.get(case=scene.published)
    papers = [tmp_path / "异议书.pdf", tmp_path / "证据.pdf"]
    for paper in papers:
        paper.write_bytes(letter_pdf(paper.stem))
    with clock.at(notice.published_at):
        citizen = visit(javascript=False).go(f"/notices/{notice.number}/")
        keys = citizen.page.keyboard
        _tab_to(citizen, "提出异议")
        keys.press("Enter")
        citizen.page.wait_for_url("**/object/")
        _tab_to(citizen, "input[type=radio]")
        keys.press("Space")
        for named, typed in (
            ("[name=name]", "赵立群"), ("[name=contact]", "13800138000"),
            ("[name=statement]", decision_pages.STATEMENT),
        ):  # fmt: skip
            _tab_to(citizen, named)
            keys.type(typed)
        # One listener for both: without it the browser is told to stop and start again telling of its
        # file dialogs between the two, and a slow one misses the second.
        citizen.page.on("filechooser", lambda _chooser: None)
        for named, paper in zip(("[name=letter]", "[name=evidence]"), papers, strict=True):
            _tab_to(citizen, named)
            with citizen.page.expect_file_chooser() as chooser:
                keys.press("Enter")
            chooser.value.set_files(paper)
        _tab_to(citizen, "提交异议")
        keys.press("Enter")
        citizen.sees("异议回执")
    assert Objection.objects.get(notice=notice).statement == decision_pages.STATEMENT


def _tab_to(person: Person, wanted: str) -> None:
    """Press Tab until what has the focus says these words, or answers to this selector."""
    focused = "w => { const e = document.activeElement; return e.textContent.trim() === w "
    focused += "|| (/[\\[=]/.test(w) && e.matches(w)) }"
    for _ in range(60):
        person.page.keyboard.press("Tab")
        if person.page.evaluate(focused, wanted):
            return
    raise AssertionError(f"no Tab leads to {wanted}")


def test_intention_and_recommendation_need_no_script(
    visit: Callable[..., Person], transactional_db: None, tmp_path: Path
) -> None:
    """The same pages with scripts switched off, from the first form to the city's letter."""
    province = build_province(enterprises=5, experts=0)
    title, member = "示例无脚本技术创新中心", province.universities[0]
    lead, city = (visit(javascript=False).sign_in(name) for name in ("qiantou", "changsha"))
    number = intake_pages.begin(lead, title)
    line = Line(province, province.enterprises[0], title, members=(member,))
    line.case = Case.objects.get(number=number)
    intake_pages.fill_intention(lead, line.draft(), [member.uscc or ""])
    intake_pages.submit_intention(lead, number)
    letter = tmp_path / "推荐函.pdf"
    letter.write_bytes(letter_pdf("推荐函"))
    intake_pages.recommend(city, number, letter)
    assert Case.objects.get(number=number).stage_code == "conditions"


def test_a_wrong_entry_is_told_at_its_field_and_keeps_what_was_typed(
    visit: Callable[..., Person], transactional_db: None
) -> None:
    """The summary has the focus, its link leads to the field, and what was typed is still there."""
    world = LineWorld.build()
    case = world.at_stage("recommendation")
    city = visit().sign_in("changsha").case(case.number).act("推荐")
    city.fill("推荐排序", "第一").fill("推荐意见", "同意推荐。").press("推荐")
    summary = city.page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="推荐排序是整数").click()
    expect(city.page.get_by_label("推荐排序")).to_be_focused()
    expect(city.page.get_by_label("推荐排序")).to_have_value("第一")
    expect(city.page.get_by_label("推荐意见")).to_have_value("同意推荐。")


def test_the_seats_of_the_panel_never_reach_the_applicants_browser(
    visit: Callable[..., Person], transactional_db: None
) -> None:
    world = LineWorld.build(experts=ALL_EXPERTS)
    case = world.at_stage("site_visit")
    lead = visit().sign_in("qiantou")
    names = list(Seat.objects.filter(panel__case=case).values_list("expert__name", flat=True))
    assert names
    for tab in TABS:
        content = lead.case(case.number, tab=tab).page.content()
        assert not [name for name in names if name in content], tab
