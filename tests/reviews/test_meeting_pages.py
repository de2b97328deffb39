"""The pages of the meeting, as officer, members, applicant and strangers meet them."""

from io import BytesIO
from typing import Any

import pdfplumber
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from tests.reviews.meeting.steps import Meeting
from tests.reviews.steps import Round, as_person
from xiangchuang.accounts.models import User
from xiangchuang.calendars import clock
from xiangchuang.demo.sample_files import letter_pdf
from xiangchuang.reviews.meeting.models import SecondScoring, StatementSignature
from xiangchuang.reviews.meeting.questions import ask_question
from xiangchuang.reviews.models import Seat
from xiangchuang.reviews.write_review import OpinionDraft

DEMAND = OpinionDraft("A.7.2", "补充出资承诺。")


@pytest.fixture
def heard(reading: Round) -> Meeting:
    """Seven reviews are in; the first expert asks for a revision."""
    return Meeting(reading.hear_all(DEMAND))


@pytest.fixture
def talking(heard: Meeting) -> Meeting:
    """The meeting has begun."""
    return heard.convene().begin()


def _browser(user: User | None) -> Client:
    client = Client()
    assert user is not None
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _url(meeting: Meeting, name: str, *more: Any) -> str:
    return reverse(f"reviews:{name}", args=[meeting.case.number, *more])


def _text(client: Client, meeting: Meeting, name: str = "panel-meeting") -> str:
    return client.get(_url(meeting, name)).content.decode()


def _names(meeting: Meeting) -> list[str]:
    return [seat.expert.name for seat in meeting.seats]


def _shown(meeting: Meeting, page: str) -> list[str]:
    return [name for name in _names(meeting) if name in page]


def test_the_officer_invites_on_a_page_that_holds_the_agenda_of_the_policy(heard: Meeting) -> None:
    browser = _browser(heard.officer.user)
    assert "专家质询和答复" in _text(browser, heard, "convene-meeting")
    typed = {
        "seen": heard.case.version, "day": clock.today().isoformat(), "hour": "14:30", "place": "三楼会议室",
        "title_0": "讨论", "minutes_0": "40", "speaker_0": "专家组",
    }  # fmt: skip

    wrong = browser.post(_url(heard, "convene-meeting"), typed | {"minutes_0": "", "title_1": "签署"})
    assert wrong.status_code == 422
    assert "写明这一项的时长" in wrong.content.decode()
    assert "三楼会议室" in wrong.content.decode()
    for _ in range(2):
        assert browser.post(_url(heard, "convene-meeting"), typed).status_code == 302

    assert [row.title for row in heard.row.agenda.all()] == ["讨论"]
    assert "三楼会议室" in _text(browser, heard)


@pytest.mark.clause("5.2-1")
def test_until_the_meeting_begins_a_member_learns_of_no_other(heard: Meeting) -> None:
    own = heard.seats[1]
    heard.convene()
    browser = _browser(own.expert.user)

    before = _text(browser, heard)
    heard.begin()
    after = _text(browser, heard)

    assert _shown(heard, before) in ([], [own.expert.name])
    assert "80.00" not in before
    assert "会议开始后，这里列出各位专家" in before
    assert set(_shown(heard, after)) == set(_names(heard))
    assert "80.00" in after
    assert "修改完善后再论证" in after


@pytest.mark.clause("5.2-1")
def test_the_applicant_learns_no_name_from_any_page_of_the_meeting(talking: Meeting) -> None:
    ask_question(actor=as_person(talking.seats[2].expert), case=talking.case, text="中试在哪里做？")
    lead = _browser(talking.lead.user)
    during = _text(lead, talking) + _text(lead, talking, "answer-questions")
    assert "中试在哪里做？" in during
    assert _shown(talking, during) == []


@pytest.mark.clause("5.2-1")
def test_afterwards_the_applicant_gets_what_the_policy_releases_without_names(reading: Round) -> None:
    """Conclusion, statement and questions; not the minutes. A name in the text is taken out."""
    meeting = Meeting(reading.hear_all().find_all()).convene().begin()
    name = meeting.seats[2].expert.name
    meeting.absent().keep()
    ask_question(actor=as_person(meeting.seats[2].expert), case=meeting.case, text="中试在哪里做？")
    meeting.lay(
        f"论证意见\n{' '.join(name)}提出问题，{name}补充。\n"
        "到会专家7人一致认为：方案成熟，同意进入现场考察。"
    )  # fmt: skip
    lead, signer = _browser(meeting.lead.user), _browser(meeting.seats[2].expert.user)
    assert "方案成熟" not in _text(lead, meeting)
    meeting.sign_all()
    reading.conclude("passed")

    page = _text(lead, meeting)

    for words in ("方案成熟，同意进入现场考察", "某专家提出问题，某专家补充", "中试在哪里做？", "一致"):
        assert words in page
    for secret in (*_names(meeting), "逐项讨论。", "80.00", meeting.statement.text_sha256):
        assert secret not in page
    # The case is closed to its members now; what they have signed stays theirs.
    assert signer.get(_url(meeting, "panel-meeting")).status_code == 404
    file = _url(meeting, "statement-file", meeting.statement.pk, "docx")
    assert signer.get(file).status_code == 200
    assert lead.get(file).status_code == 404


@pytest.mark.clause("5.2-1")
def test_the_applicant_opens_no_page_of_officer_or_member(talking: Meeting) -> None:
    talking.keep().lay()
    lead = _browser(talking.lead.user)
    for name in (
        "convene-meeting", "begin-meeting", "meeting-minutes", "keep-minutes", "lay-statement",
        "reopen-discussion", "remind-signers", "ask-for-panel", "reply-invitation", "ask-question",
        "score-again", "keep-scores", "sign-statement",
    ):  # fmt: skip
        for answer in (lead.get(_url(talking, name)), lead.post(_url(talking, name), {"seen": 1})):
            assert answer.status_code in (403, 404), name
            assert _shown(talking, answer.content.decode()) == []
    assert "待签署" not in _text(lead, talking)


def test_strangers_find_no_meeting(talking: Meeting) -> None:
    world = talking.round_.world
    for user in (world.user("other_city"), world.actor("stranger").user):
        assert _browser(user).get(_url(talking, "panel-meeting")).status_code == 404
    for part in ("city_bureau", "department"):
        page = _browser(world.user(part)).get(_url(talking, "panel-meeting"))
        assert page.status_code == 404, part


def test_the_page_asks_the_database_as_often_for_three_questions_as_for_one(
    talking: Meeting, django_assert_num_queries: Any
) -> None:
    def ask(seat: Seat, text: str) -> None:
        ask_question(actor=as_person(seat.expert), case=talking.case, text=text)

    people = (talking.officer.user, talking.seats[0].expert.user, talking.lead.user)
    browsers = [_browser(user) for user in people]
    ask(talking.seats[0], "一？")
    talking.keep(talking.seats[0])
    url = _url(talking, "panel-meeting")
    counts = []
    for browser in browsers:
        browser.get(url)
        with CaptureQueriesContext(connection) as one:
            browser.get(url)
        counts.append(len(one))
    ask(talking.seats[1], "二？")
    ask(talking.seats[2], "三？")
    talking.keep(*talking.seats[1:3])

    for browser, count in zip(browsers, counts, strict=True):
        with django_assert_num_queries(count):
            browser.get(url)


def test_the_lead_hands_in_a_presentation_until_the_meeting_begins(heard: Meeting) -> None:
    heard.convene()
    browser = _browser(heard.lead.user)

    def send(name: str, content: bytes) -> Any:
        heard.case.refresh_from_db()
        upload = SimpleUploadedFile(name, content, "application/pdf")
        return browser.post(_url(heard, "present-to-panel"), {"seen": heard.case.version, "file": upload})

    refused = send("汇报.pdf", b"no pdf at all")
    assert refused.status_code == 422
    assert send("汇报.pdf", letter_pdf("汇报一")).status_code == 302
    assert send("汇报（新）.pdf", letter_pdf("汇报二")).status_code == 302

    file = heard.row.presentation
    assert file is not None
    assert file.name == "汇报（新）.pdf"
    for user, status in (
        (heard.seats[0].expert.user, 200), (heard.officer.user, 200), (heard.lead.user, 200),
        (heard.round_.world.user("other_city"), 404),
    ):  # fmt: skip
        answer = _browser(user).get(reverse("files:download", args=[file.pk]))
        assert answer.status_code == status
        if answer.streaming:
            assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    heard.case.refresh_from_db()
    heard.begin()
    late = send("汇报（迟）.pdf", letter_pdf("汇报三"))
    assert late.status_code == 422
    assert "论证会已经开始，汇报材料不能再换" in late.content.decode()


def test_a_member_asks_and_the_lead_answers(talking: Meeting) -> None:
    member, lead = _browser(talking.seats[0].expert.user), _browser(talking.lead.user)
    for _ in range(2):
        assert member.post(_url(talking, "ask-question"), {"text": "中试在哪里做？"}).status_code == 302
    question = talking.row.questions.get()

    typed = {f"answer_{question.pk}": "在现有试验场。", f"version_{question.pk}": 1}
    assert lead.post(_url(talking, "answer-questions"), typed).status_code == 302
    late = lead.post(_url(talking, "answer-questions"), typed | {f"answer_{question.pk}": "改口。"})

    assert late.status_code == 409
    assert "改口。" in late.content.decode()
    assert "在现有试验场。" in _text(member, talking)


def test_minutes_are_kept_while_they_are_typed_and_nothing_is_overwritten(talking: Meeting) -> None:
    browser, away = _browser(talking.officer.user), talking.seats[6]
    typed = {"version": talking.row.version, "minutes": "主持人说明议程。"}
    typed |= {f"present_{seat.pk}": "yes" for seat in talking.seats}
    typed |= {f"present_{away.pk}": "no", f"reason_{away.pk}": "出差"}

    kept = browser.post(_url(talking, "keep-minutes"), typed)
    assert kept.status_code == 200
    assert kept.json()["version"] == talking.row.version
    stale = browser.post(_url(talking, "meeting-minutes"), typed | {"minutes": "另一人的记录。"})

    assert stale.status_code == 409
    assert "另一人的记录。" in stale.content.decode()
    assert talking.row.minutes == "主持人说明议程。"
    assert talking.row.attendances.get(seat=away).present is False
    assert Client().post(_url(talking, "keep-minutes"), typed).status_code == 302


def test_a_member_changes_a_score_beside_the_first_one(talking: Meeting) -> None:
    seat = talking.seats[1]
    browser = _browser(seat.expert.user)
    page = _text(browser, talking, "score-again")
    assert "第一次 8 分" in page
    seat.refresh_from_db()
    typed: dict[str, Any] = {"seen": seat.version, "verdict": "approve"}
    typed |= {f"points_{item.code}": "8" for item in talking.round_.pack.review.items}

    same = browser.post(_url(talking, "score-again"), typed)
    assert same.status_code == 422
    assert "维持原评分" in same.content.decode()
    typed |= {"points_tasks": "4", "why_tasks": "讨论后认为验证不足。"}
    assert browser.post(_url(talking, "score-again"), typed).status_code == 302

    shown = _text(_browser(talking.officer.user), talking)
    assert "讨论后认为验证不足。" in shown
    assert "70.00" in shown


def test_one_press_keeps_the_scores(talking: Meeting) -> None:
    seat = talking.seats[1]
    seat.refresh_from_db()
    browser = _browser(seat.expert.user)
    for _ in range(2):
        assert browser.post(_url(talking, "keep-scores"), {"seen": seat.version}).status_code == 302
    assert SecondScoring.objects.get().review.seat_id == seat.pk


@pytest.mark.clause("5.2-1")
def test_a_signature_asks_for_the_password_and_a_wrong_one_loses_nothing(talking: Meeting) -> None:
    statement = talking.keep().lay()
    seat = talking.seats[0]
    browser, url = _browser(seat.expert.user), _url(talking, "sign-statement")
    typed = {
        "text_seen": statement.text_sha256, "stance": "dissent", "dissent": "出资承诺缺失。",
        "password": "wrong",
    }  # fmt: skip
    page = browser.get(url).content.decode()
    assert statement.text_sha256 in page

    wrong = browser.post(url, typed)
    assert wrong.status_code == 422
    assert "密码不对" in wrong.content.decode()
    assert "出资承诺缺失。" in wrong.content.decode()
    assert "wrong" not in wrong.content.decode()
    for _attempt in range(4):
        last = browser.post(url, typed)
    assert last.status_code == 422
    assert "已暂停验证" in last.content.decode()
    assert "出资承诺缺失。" in last.content.decode()
    assert not StatementSignature.objects.exists()

    other = talking.seats[1]
    right = {"text_seen": statement.text_sha256, "stance": "agree", "password": talking.round_.world.password}
    answer = _browser(other.expert.user).post(url, right)
    assert answer.status_code == 302
    assert StatementSignature.objects.get().seat == other


def test_a_changed_text_is_not_signed_unseen(talking: Meeting) -> None:
    before = talking.keep().lay()
    talking.lay(before.text + "\n补充一句。")
    typed = {"text_seen": before.text_sha256, "stance": "agree", "password": talking.round_.world.password}

    answer = _browser(talking.seats[1].expert.user).post(_url(talking, "sign-statement"), typed)

    assert answer.status_code == 409
    assert "补充一句。" in answer.content.decode()
    assert not StatementSignature.objects.exists()


def test_the_officer_sees_who_is_missing_and_reminds(talking: Meeting) -> None:
    talking.keep().lay()
    talking.sign(talking.seats[0])
    browser = _browser(talking.officer.user)

    page = _text(browser, talking)
    assert "还差 6 位专家签署" in page
    browser.post(_url(talking, "remind-signers"), {"seen": talking.case.version})

    assert "已提醒 6 位专家签署" in _text(browser, talking)


def test_the_signed_statement_is_a_paper_for_department_and_signers_alone(talking: Meeting) -> None:
    talking.keep().lay()
    dissenter = talking.seats[0].expert
    talking.sign_all()
    statement = talking.statement
    url = _url(talking, "statement-file", statement.pk, "docx")

    paper = Document(BytesIO(_browser(talking.officer.user).get(url).content))
    said = "\n".join(p.text for p in paper.paragraphs)
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert statement.text_sha256 in said.replace(" ", "")
    assert f"{dissenter.name}：仍认为所提问题应先解决。" in said
    assert all(any(name in cell for cell in cells) for name in _names(talking))
    pdf = _browser(dissenter.user).get(_url(talking, "statement-file", statement.pk, "pdf"))
    with pdfplumber.open(BytesIO(pdf.content)) as pages:
        shown = [char for page in pages.pages for char in page.chars]
        assert max(float(char["x1"]) for char in shown) < float(pages.pages[0].width), (
            "nothing runs off the page"
        )
    assert statement.text_sha256 in "".join(char["text"] for char in shown if not char["text"].isspace())
    world = talking.round_.world
    for user in (talking.lead.user, world.user("other_city"), world.user("department")):
        assert _browser(user).get(url).status_code == 404
