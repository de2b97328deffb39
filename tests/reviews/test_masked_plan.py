"""Under a pack that masks, an expert reads a plan in which nobody is named; the department reads it whole."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.line import ALL_EXPERTS, LineWorld
from tests.line.test_every_door import CASE_PAGES
from tests.reviews.masked import FIRST, found_in, masking_pack, name_everybody, parts_of
from tests.reviews.steps import Round, as_person, plan_the_visit
from xiangchuang.accounts.models import User
from xiangchuang.files.gates import may_read
from xiangchuang.procedure.packs import forget_packs
from xiangchuang.proposals.models import PlanImage
from xiangchuang.proposals.plan_files import may_read_revision
from xiangchuang.proposals.queries import submitted_revision
from xiangchuang.reviews.masked_plan import reads_masked
from xiangchuang.reviews.models import Opinion, Seat
from xiangchuang.reviews.write_review import OpinionDraft, ReviewDraft
from xiangchuang.workbench.calendar_days import days_of_person
from xiangchuang.workbench.waiting_lines import waiting_lines


@pytest.fixture
def blind(db: None, settings: Any, tmp_path: Path) -> Iterator[Round]:
    """The review under way in a province that masks; the plan is full of names."""
    settings.POLICY_DIRECTORIES = [masking_pack(tmp_path / "packs")]
    settings.MEDIA_ROOT = tmp_path / "media"
    forget_packs()
    world = LineWorld.build(experts=ALL_EXPERTS)
    world.at_stage("review")
    round_ = Round(world)
    round_.seat_all().open()
    yield round_
    forget_packs()


@pytest.fixture
def names(blind: Round) -> list[str]:
    return name_everybody(blind)


@pytest.fixture
def li(blind: Round, names: list[str]) -> Seat:
    """李工, who has declared."""
    return blind.declare(blind.seat_of("legal"))


def _browser(user: User | None) -> Client:
    client = Client()
    assert user is not None
    client.force_login(user)
    return client


def _url(round_: Round, name: str) -> str:
    return reverse(f"reviews:{name}", args=[round_.case.number])


def test_the_sheet_names_nobody_and_says_what_is_withheld(blind: Round, names: list[str], li: Seat) -> None:
    page = _browser(li.expert.user).get(_url(blind, "submit-review")).content.decode()

    assert found_in(page, names) == []
    for words in ("牵头单位", "共建单位一", "人员一", "人员二", "代码略", "联系方式略", "图片不能可靠遮蔽"):
        assert words in page
    assert "会议前不提供" in page


def test_no_page_of_the_case_names_anybody_but_the_declaration(
    blind: Round, names: list[str], li: Seat
) -> None:
    browser, told, opened = _browser(li.expert.user), {}, 0
    file = f"/cases/{blind.case.number}/"
    tabs = ("overview", "plan", "conditions", "review", "visit", "documents", "correspondence", "ledger")
    paths = [address.replace("2026-HN-0001", blind.case.number) for address in CASE_PAGES.values()]

    for path in (*paths, file, *(f"{file}?tab={tab}" for tab in tabs), "/work-list/", "/cases/"):
        answer = browser.get(path)
        if answer.status_code == 200:
            opened += 1
            if found := found_in(b"".join(answer).decode("utf-8", "replace"), names):
                told[path] = found

    assert told == {}
    assert opened > 12


def test_the_list_of_what_waits_and_the_calendar_name_nobody(
    blind: Round, names: list[str], li: Seat
) -> None:
    actor = as_person(li.expert)

    told = [*map(str, waiting_lines(actor)), *map(str, days_of_person(actor))]

    assert told and "牵头单位技术创新中心" in " ".join(told)
    assert found_in(" ".join(told), names) == []


def test_the_pdf_names_nobody_in_text_and_metadata(blind: Round, names: list[str], li: Seat) -> None:
    answer = _browser(li.expert.user).get(_url(blind, "masked-plan-pdf"))

    assert found_in(answer["Content-Disposition"], names) == []
    with pdfplumber.open(BytesIO(answer.content)) as pdf:
        text = "\n".join(page.extract_text() or "" for page in pdf.pages)
        assert found_in(text, names) == []
        assert found_in(repr(pdf.metadata), names) == []
    assert "牵头单位" in text
    assert found_in(answer.content.decode("latin-1"), names) == []


def test_the_word_file_names_nobody_in_any_part(blind: Round, names: list[str], li: Seat) -> None:
    answer = _browser(li.expert.user).get(_url(blind, "masked-plan-docx"))

    parts = dict(parts_of(answer.content))
    for part, text in parts.items():
        assert found_in(part + text, names) == [], part
    assert "牵头单位" in parts["word/document.xml"]
    assert not [part for part in parts if "media" in part]
    assert found_in(answer["Content-Disposition"], names) == []


def test_what_cannot_be_masked_is_withheld(blind: Round, names: list[str], li: Seat) -> None:
    revision = submitted_revision(blind.world.proposal)
    assert revision is not None
    expert = as_person(li.expert)

    assert not may_read_revision(expert, revision)
    assert not may_read(expert, revision.file)
    for image in PlanImage.objects.filter(revision=revision):
        assert not may_read(expert, image.file)


def test_before_the_declaration_the_masked_plan_is_not_there_either(blind: Round, names: list[str]) -> None:
    wang = blind.seat_of("policy")

    for name in ("masked-plan-pdf", "masked-plan-docx"):
        assert _browser(wang.expert.user).get(_url(blind, name)).status_code == 404


def test_the_declaration_names_all_with_whom_a_conflict_may_stand(blind: Round, names: list[str]) -> None:
    wang = blind.seat_of("policy")

    page = _browser(wang.expert.user).get(_url(blind, "declare-no-conflict")).content.decode()

    assert {blind.world.lead.name, blind.world.member.name, FIRST} <= set(found_in(page, names))
    assert "主持" not in page


def test_the_officer_looks_at_the_masked_plan_before_the_reading_opens(
    blind: Round, names: list[str]
) -> None:
    page = _browser(blind.officer.user).get(_url(blind, "open-reading")).content.decode()
    answer = _browser(blind.officer.user).get(_url(blind, "masked-plan-docx"))

    assert _url(blind, "masked-plan-docx") in page
    assert [found_in(text, names) for _part, text in parts_of(answer.content) if found_in(text, names)] == []
    lead = blind.world.province.staff_of(blind.world.lead).user
    assert _browser(lead).get(_url(blind, "masked-plan-docx")).status_code == 403


def test_the_department_and_the_applicant_read_the_plan_as_it_is(
    blind: Round, names: list[str], li: Seat
) -> None:
    revision = submitted_revision(blind.world.proposal)
    assert revision is not None
    url = reverse("proposals:plan-section", args=[blind.case.number, revision.number])

    for user in (blind.officer.user, blind.world.province.staff_of(blind.world.lead).user):
        page = _browser(user).get(url).content.decode()
        assert {blind.world.lead.name, FIRST} <= set(found_in(page, names))
        pdf = _browser(user).get(reverse("proposals:plan-pdf", args=[blind.case.number, revision.number]))
        with pdfplumber.open(BytesIO(pdf.content)) as opened:
            text = "".join(page.extract_text() or "" for page in opened.pages)
        assert found_in(text, [FIRST]) == [FIRST]


def test_a_quotation_from_the_masked_plan_reaches_the_applicant_as_written(
    blind: Round, names: list[str], li: Seat
) -> None:
    blind.save(li, ReviewDraft(opinions=[OpinionDraft("A.4.1", "写明依据", quote="节由牵头单位（以下简称")]))

    assert Opinion.objects.get().quote == f"节由{blind.world.lead.name}（以下简称"
    page = _browser(li.expert.user).get(_url(blind, "submit-review")).content.decode()
    assert "节由牵头单位（以下简称" in page
    assert found_in(page, names) == []


def test_who_visits_the_place_reads_whose_it_is(blind: Round, names: list[str]) -> None:
    blind.hear_all().find_all().conclude("passed")
    members = [seat.expert for seat in blind.seats][:2]
    visitors = [e.user for e in members if e.user is not None]
    plan_the_visit(blind.world, team=[blind.world.user("officer"), *visitors])

    assert not reads_masked(as_person(members[0]), blind.case)


def test_the_notice_s_own_pack_masks_nothing(reading: Round) -> None:
    seat = reading.declare(reading.seat_of("legal"))

    assert reading.pack.panel.masking is not None
    assert not reading.pack.panel.masking.applies
    assert not reads_masked(as_person(seat.expert), reading.case)
    assert _browser(seat.expert.user).get(_url(reading, "masked-plan-pdf")).status_code == 404
