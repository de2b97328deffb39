"""Until the panel meets nobody learns who else reads, and the applicant learns of nobody, by any channel."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.line.test_every_door import CASE_PAGES
from tests.reviews.steps import Round, as_person
from xiangchuang.accounts.models import User
from xiangchuang.calendars import clock
from xiangchuang.files.gates import may_read
from xiangchuang.files.models import StoredFile
from xiangchuang.notify import audiences
from xiangchuang.notify.kinds import words_of
from xiangchuang.notify.models import Message
from xiangchuang.procedure.errors import Refusal
from xiangchuang.reviews.models import Opinion, Seat
from xiangchuang.reviews.reading import declare_no_conflict
from xiangchuang.reviews.remind_experts import remind_experts
from xiangchuang.reviews.write_review import OpinionDraft, save_review
from xiangchuang.workbench.calendar_days import days_of_person
from xiangchuang.workbench.reminders import remind_of_deadlines
from xiangchuang.workbench.waiting_lines import waiting_lines

DEMAND = "专家私下写的意见：补充出资承诺。"
TABS = ("overview", "plan", "conditions", "review", "visit", "publicity", "documents", "correspondence")


@pytest.fixture
def under_way(reading: Round) -> Round:
    """All have declared, three have submitted with opinions, one has a draft; the officer has reminded."""
    for seat in reading.seats:
        reading.declare(seat)
    for seat in reading.seats[:3]:
        draft = reading.draft(seat.kind, opinions=[OpinionDraft("A.7.2", DEMAND, "advice")])
        reading.submit(seat, draft)
    reading.save(reading.seats[3], reading.draft("legal", opinions=[OpinionDraft("A.7.2", DEMAND)]))
    remind_experts(actor=reading.officer, case=reading.case, seen=reading.case.version)
    assert reading.run.due_on is not None
    remind_of_deadlines(reading.run.due_on)
    return reading


def _browser(user: User | None) -> Client:
    client = Client()
    assert user is not None
    client.force_login(user)
    return client


def _addresses(round_: Round) -> Iterator[str]:
    """Every page of the case, its tabs, and the lists and feeds a signed-in person has."""
    number = round_.case.number
    yield from (address.replace("2026-HN-0001", number) for address in CASE_PAGES.values())
    yield from (f"/cases/{number}/?tab={tab}" for tab in TABS)
    yield from ("/work-list/", "/cases/", "/messages/", "/cases/export/", f"/cases/?q={number}")


def _told(user: User | None, round_: Round) -> str:
    """All that the pages, errors included, tell this person of the case."""
    browser = _browser(user)
    answers = [browser.get(address) for address in _addresses(round_)]
    assert {200, 403} <= {answer.status_code for answer in answers}
    return "\n".join(b"".join(answer).decode("utf-8", "replace") for answer in answers)


def _secrets_of(seats: list[Seat]) -> list[str]:
    """What would name another reader: the name, and the sign-in name."""
    found = []
    for seat in seats:
        assert seat.expert.user is not None
        found += [seat.expert.name, seat.expert.user.username]
    return found


def _named(text: str, secrets: list[str]) -> list[str]:
    """Return the secrets in the text, each as a word of its own: zhuanjia1 is not in zhuanjia16."""
    return [s for s in secrets if re.search(rf"(?<![0-9A-Za-z]){re.escape(s)}(?![0-9A-Za-z])", text)]


@pytest.mark.clause("5.2-1")
def test_no_page_tells_an_expert_who_else_reads_nor_what_they_wrote(under_way: Round) -> None:
    own, others = under_way.seats[4], [s for s in under_way.seats if s.pk != under_way.seats[4].pk]

    told = _told(own.expert.user, under_way)

    assert own.expert.name in told
    assert _named(told, _secrets_of(others)) == []
    assert DEMAND not in told


@pytest.mark.parametrize("part", ["lead", "member", "city_bureau"])
def test_no_page_tells_the_applicant_side_who_reads_nor_what_they_wrote(under_way: Round, part: str) -> None:
    told = _told(under_way.world.user(part), under_way)

    assert under_way.case.title in told
    assert _named(told, _secrets_of(under_way.seats)) == []
    assert DEMAND not in told


def test_the_applicant_s_pages_are_the_same_however_far_the_experts_are(reading: Round) -> None:
    lead = reading.world.user("lead")

    def seen() -> str:
        told = _told(lead, reading)
        return re.sub(r'(name="csrfmiddlewaretoken" value|nonce|data-now)="[^"]*"', "", told)

    with clock.at(clock.now()):
        before = seen()
        for seat in reading.seats[:4]:
            reading.declare(seat)
            reading.submit(seat)
        assert seen() == before


def test_messages_reminders_work_lists_and_calendars_name_no_other_reader(under_way: Round) -> None:
    for seat in under_way.seats:
        actor = as_person(seat.expert)
        others = _secrets_of([s for s in under_way.seats if s.pk != seat.pk])
        mine = Message.objects.filter(audience__in=audiences.audiences_of(actor))
        said = [words_of(message) for message in mine]
        told = [*map(str, said), *(m.subject for m in mine), *map(str, waiting_lines(actor)),
                *map(str, days_of_person(actor))]  # fmt: skip
        assert _named("\n".join(told), others) == []
    reminded = under_way.seats[5]
    assert Message.objects.filter(audience=f"user:{reminded.expert.user_id}").count() >= 2
    lead = under_way.world.actor("lead")
    of_lead = Message.objects.filter(audience__in=audiences.audiences_of(lead))
    assert _named("\n".join(str(words_of(m)) for m in of_lead), _secrets_of(under_way.seats)) == []


def test_searching_for_a_colleague_finds_no_case(under_way: Round) -> None:
    own, other = under_way.seats[4], under_way.seats[0]
    for user in (own.expert.user, under_way.world.user("lead")):
        browser = _browser(user)
        pages = [
            browser.get("/cases/", {"q": words}).content.decode() for words in (other.expert.name, "无此人甲")
        ]
        assert [under_way.case.number in page for page in pages] == [False, False]
        assert under_way.case.number in browser.get("/cases/", {"q": under_way.case.number}).content.decode()


def test_no_file_of_the_reading_comes_to_an_applicant(under_way: Round) -> None:
    lead, own = under_way.world.actor("lead"), as_person(under_way.seats[4].expert)

    for actor in (lead, own):
        readable = [file for file in StoredFile.objects.all() if may_read(actor, file)]
        assert _named(" ".join(file.name for file in readable), _secrets_of(under_way.seats)) == []
    browser = _browser(lead.user)
    for name in ("masked-plan.pdf", "masked-plan.docx"):
        assert browser.get(f"/cases/{under_way.case.number}/{name}").status_code == 403


def test_an_error_tells_no_more_than_the_page_would(under_way: Round) -> None:
    own, other, lead = under_way.seats[4], under_way.seats[0], under_way.world.actor("lead")
    opinion = Opinion.objects.filter(review__seat=other)[0]
    secrets = _secrets_of([s for s in under_way.seats if s.pk != own.pk])
    settles = f"settle-own-opinion/?opinion={opinion.pk}"

    def forge(path: str, user: Any, **data: Any) -> tuple[int, str]:
        answer = _browser(user).post(f"/cases/{under_way.case.number}/{path}", data)
        return answer.status_code, answer.content.decode()

    for path, user, data in (
        ("save-review/", own.expert.user, {"seen": 0, "seat": other.pk, "summary": "x"}),
        ("keep-review/", own.expert.user, {"seen": 0, "seat": other.pk, "summary": "x"}),
        (settles, own.expert.user, {"seen": own.version, "state": "closed"}),
        ("save-review/", lead.user, {"seen": 1}),
        ("review-progress/", lead.user, {"seen": under_way.case.version}),
        ("review-progress/", own.expert.user, {"seen": under_way.case.version}),
    ):  # fmt: skip
        status, told = forge(path, user, **data)
        assert status in {403, 404, 409, 422}, path
        assert _named(told, secrets) == []
        assert DEMAND not in told
    guessed = [
        forge(f"settle-own-opinion/?opinion={pk}", own.expert.user, seen=own.version, state="closed")[0]
        for pk in (opinion.pk, 999_999)
    ]
    assert guessed[0] == guessed[1] == 404


def test_nobody_writes_on_another_s_seat(under_way: Round) -> None:
    own, lead = under_way.seats[4], under_way.world.actor("lead")

    for verb in (
        lambda: save_review(
            actor=lead, case=under_way.case, seat_seen=own.version, draft=under_way.draft("legal")
        ),
        lambda: declare_no_conflict(actor=lead, case=under_way.case, seat_seen=own.version),
    ):
        with pytest.raises(Refusal) as refused:
            verb()
        assert _named(refused.value.message, _secrets_of(under_way.seats)) == []


@pytest.mark.clause("5.2-1")
def test_the_declaration_shows_whom_it_is_about_the_rules_in_words_and_nothing_of_the_plan(
    reading: Round,
) -> None:
    seat = reading.seat_of("legal")
    page = _browser(seat.expert.user).get(
        f"/cases/{reading.case.number}/declare-no-conflict/"
    ).content.decode()  # fmt: skip

    assert reading.world.lead.name in page
    assert reading.world.member.name in page
    for rule in reading.pack.panel.conflicts:
        assert rule.label.zh in page
    revision = reading.world.proposal.revisions.get()
    for section in revision.sections.all():
        for block in section.blocks:
            assert len(block["text"]) < 8 or block["text"] not in page
    assert _named(page, _secrets_of([s for s in reading.seats if s.pk != seat.pk])) == []
