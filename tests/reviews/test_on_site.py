"""On the spot: the team notes point by point, each kept once; figures are compared; the register is told."""

import datetime as dt
import json
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.documents.intake.hostile import png
from tests.factories.line import LineWorld
from tests.factories.registers import StoredFileFactory
from tests.reviews.steps import plan_the_visit, record_the_visit, team_of
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import User
from xiangchuang.calendars import clock
from xiangchuang.files.gates import may_read
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.organizations.fact_values import FactValue
from xiangchuang.organizations.models import FactContradiction, FactRecord
from xiangchuang.procedure.errors import Invalid, NotPermitted
from xiangchuang.reviews.models import SiteVisit, SpotNote, SpotPhoto, VisitItem
from xiangchuang.reviews.on_site.findings import Finding
from xiangchuang.reviews.on_site.note import KeptNotes, NoteDraft, Spot, keep_photo, note_on_spot
from xiangchuang.reviews.visit import conclude_visit, record_sha256, sign_visit


@pytest.fixture
def visit(visiting: LineWorld) -> SiteVisit:
    return plan_the_visit(visiting)


def person(user: User) -> Actor:
    return Actor.of(user, clock.today())


def draft(item: VisitItem, found: str = "as_stated", remark: str = "", number: str = "") -> NoteDraft:
    spot = Spot(uuid4(), clock.now(), Decimal("28.2282"), Decimal("112.9388"))
    return NoteDraft(spot, item.code, found, remark, Decimal(number) if number else None)


def note(world: LineWorld, user: User, *drafts: NoteDraft) -> KeptNotes:
    return note_on_spot(actor=person(user), case=world.case, notes=drafts)


def figure(visit: SiteVisit) -> VisitItem:
    """The newest R&D spend of the lead."""
    item = visit.items.select_related("fact").filter(fact__code="rd_expenditure").first()
    assert item is not None
    return item


@pytest.mark.clause("5.2-1")
def test_the_checklist_holds_the_lead_s_figures_of_three_years(visiting: LineWorld, visit: SiteVisit) -> None:
    figures = visit.items.filter(fact__code="rd_expenditure").select_related("fact")

    assert [item.fact.year for item in figures if item.fact] == sorted(
        FactRecord.objects.filter(organization=visiting.lead, code="rd_expenditure", is_current=True)
        .values_list("year", flat=True),
        reverse=True,
    )[:3]  # fmt: skip
    assert {item.clause for item in figures} == {"3.4-2"}


def test_a_note_sent_twice_is_kept_once(visiting: LineWorld, visit: SiteVisit) -> None:
    expert, one = team_of(visiting)[-1], draft(figure(visit))

    first, second = note(visiting, expert, one), note(visiting, expert, one, draft(visit.items.all()[0]))

    assert first.kept == [one.spot.key] and one.spot.key in second.kept
    assert SpotNote.objects.count() == 2
    assert SpotNote.objects.get(key=one.spot.key).place == "28.228200, 112.938800"


def test_what_does_not_hold_together_is_said_by_its_key_and_the_rest_is_kept(
    visiting: LineWorld, visit: SiteVisit
) -> None:
    item = figure(visit)
    good, bare, odd = draft(item), draft(item, "differs", "账上较少"), draft(item, "absent")

    result = note(visiting, team_of(visiting)[0], good, bare, odd)

    assert result.kept == [good.spot.key]
    assert "填写现场核对的数值" in result.refused[bare.spot.key]
    assert "写明看到的情况" in result.refused[odd.spot.key]


def test_a_device_whose_clock_runs_ahead_is_set_to_ours(visiting: LineWorld, visit: SiteVisit) -> None:
    spot = Spot(uuid4(), clock.now() + dt.timedelta(days=2))
    ahead = NoteDraft(spot, visit.items.all()[0].code, "as_stated")

    note(visiting, team_of(visiting)[0], ahead)

    assert SpotNote.objects.get().noted_at <= clock.now()


def test_nobody_outside_the_team_notes(visiting: LineWorld, visit: SiteVisit) -> None:
    colleague = visiting.user("division_head")

    with pytest.raises(NotPermitted):
        note(visiting, colleague, draft(visit.items.all()[0]))


def test_the_record_is_written_from_what_the_team_noted(
    visiting: LineWorld, visit: SiteVisit, client: Client
) -> None:
    item = visit.items.all()[0]
    for user in team_of(visiting)[:2]:
        note(visiting, user, draft(item, "differs", "平台在装修"))
    client.force_login(visiting.user("officer"))

    page = client.get(reverse("reviews:record-visit", args=[visiting.case.number])).content.decode()

    assert page.count("平台在装修") == 3  # two notes, and once proposed


@pytest.mark.clause("5.2-1")
def test_what_the_books_contradict_goes_back_to_the_figure(
    visiting: LineWorld, visit: SiteVisit, client: Client
) -> None:
    item = figure(visit)
    assert item.fact is not None
    FactRecord.objects.filter(pk=item.fact.pk).update(
        confirmed_by=visiting.user("city_bureau"), confirmed_at=clock.now()
    )
    less = int(item.fact.value.amount) - 1_000_000

    with pytest.raises(Invalid, match="填写现场核对的数值"):
        record_the_visit(visiting, visit, **{item.code: Finding("differs", "账上少一万元")})
    record_the_visit(visiting, visit, **{item.code: Finding("differs", "账上少一万元", less)})
    for user in team_of(visiting):
        sign_visit(
            actor=person(user), case=visiting.case, seen=visiting.case.version,
            record_seen=record_sha256(visit),
        )  # fmt: skip
    conclude_visit(
        actor=visiting.actor("officer"), case=visiting.case, seen=visiting.case.version, outcome="passed"
    )

    told = FactContradiction.objects.get()
    assert told.fact_id == item.fact.pk and told.found == FactValue.fen(less)
    assert not FactRecord.objects.get(pk=item.fact.pk).is_confirmed
    assert LedgerEntry.objects.filter(verb="contradict_fact", case_number=visiting.case.number).count() == 1
    client.force_login(visiting.user("lead"))
    page = client.get(
        reverse("workbench:fact", args=[item.fact.organization_id, item.fact.pk])
    ).content.decode()
    assert "现场核对不符" in page and "账上少一万元" in page


def test_the_signed_record_names_what_the_books_said(visiting: LineWorld, visit: SiteVisit) -> None:
    record_the_visit(visiting, visit)
    before = record_sha256(visit)
    VisitItem.objects.filter(pk=figure(visit).pk).update(found_amount=1)

    assert record_sha256(visit) != before


def test_a_photograph_is_kept_once_and_read_by_team_and_department_alone(
    visiting: LineWorld, visit: SiteVisit
) -> None:
    expert, spot = team_of(visiting)[-1], Spot(uuid4(), clock.now())
    picture = StoredFileFactory(purpose="visit_photo", media_type="image/jpeg")

    for _again in range(2):
        keep_photo(actor=person(expert), case=visiting.case, spot=spot, stored=picture, caption="中试线")

    assert SpotPhoto.objects.get().caption == "中试线"
    assert may_read(visiting.actor("officer"), picture) and may_read(person(expert), picture)
    for stranger in ("lead", "city_bureau"):
        assert not may_read(visiting.actor(stranger), picture)


class TestDoors:
    """The addresses a phone speaks to."""

    def test_notes_come_as_json_and_the_answer_names_each_key(
        self, visiting: LineWorld, visit: SiteVisit, client: Client
    ) -> None:
        client.force_login(team_of(visiting)[-1])
        good, bad = str(uuid4()), str(uuid4())
        item = visit.items.all()[0].code
        sent = {"notes": [{"key": good, "item": item, "found": "as_stated"}, {"key": bad, "item": "none"}]}

        answer = self.post(client, visiting, sent)

        assert answer["kept"] == [good] and list(answer["refused"]) == [bad]

    @pytest.mark.parametrize("body", ["", "[]", '{"notes": 1}', '{"notes": [1]}', "{"])
    def test_what_is_no_list_of_notes_is_refused_in_words(
        self, visiting: LineWorld, visit: SiteVisit, client: Client, body: str
    ) -> None:
        client.force_login(team_of(visiting)[-1])
        url = reverse("reviews:on-site-notes", args=[visiting.case.number])

        answer = client.post(url, body, content_type="application/json")

        assert answer.status_code == 422 and "记录仍在本机" in answer.json()["message"]

    def test_without_scripts_the_same_page_is_an_ordinary_form(
        self, visiting: LineWorld, visit: SiteVisit, client: Client
    ) -> None:
        client.force_login(team_of(visiting)[-1])
        url = reverse("reviews:on-site", args=[visiting.case.number])
        item = figure(visit)
        form = {"seen": visiting.case.version, "item": item.code, "key": str(uuid4()), "found": "as_stated"}

        for _click in range(2):
            assert client.post(url, form).status_code == 302
        photo = SimpleUploadedFile("中试线.png", png(8, 8))
        pictured = form | {"found": "", "photo_key": str(uuid4()), "photo": photo}
        assert client.post(url, pictured).status_code == 302

        assert SpotNote.objects.get().item == item and SpotPhoto.objects.get().item == item

    @pytest.mark.parametrize("who", ["lead", "city_bureau", "division_head"])
    def test_whoever_is_not_of_the_team_is_turned_away_at_each(
        self, visiting: LineWorld, visit: SiteVisit, client: Client, who: str
    ) -> None:
        client.force_login(visiting.user(who))
        for name in ("on-site", "on-site-worker"):
            answer = client.get(reverse(f"reviews:{name}", args=[visiting.case.number]))
            assert answer.status_code in {403, 404}
        for name in ("on-site", "on-site-notes", "on-site-photographs"):
            answer = client.post(reverse(f"reviews:{name}", args=[visiting.case.number]))
            assert answer.status_code in {403, 404}
        assert not SpotNote.objects.exists()

    def test_the_worker_answers_for_this_page_only(
        self, visiting: LineWorld, visit: SiteVisit, client: Client
    ) -> None:
        client.force_login(team_of(visiting)[-1])

        answer = client.get(reverse("reviews:on-site-worker", args=[visiting.case.number]))

        assert answer["Content-Type"].startswith("text/javascript") and "no-store" in answer["Cache-Control"]
        assert "Service-Worker-Allowed" not in answer

    def post(self, client: Client, world: LineWorld, sent: object) -> dict[str, object]:
        url = reverse("reviews:on-site-notes", args=[world.case.number])
        answer: dict[str, object] = client.post(url, json.dumps(sent), content_type="application/json").json()
        return answer
