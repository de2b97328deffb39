"""Messages: told once to an audience, read by each person for oneself, in the reader's language."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.factories.registers import BureauFactory, OrganizationFactory, actor_as
from tests.workbench.browser import counted, read, signed_in, text_of
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import NotFound
from xiangchuang.accounts.roles import Role
from xiangchuang.notify import audiences, kinds
from xiangchuang.notify.kinds import MessageKind, Said, register_message_kind, still_holds, words_of
from xiangchuang.notify.mark_read import mark_all_read, mark_read
from xiangchuang.notify.models import Message, Reading
from xiangchuang.notify.queries import unread_count, visible_to
from xiangchuang.notify.tell import UnknownKindError, tell

HERE = "/messages/"


@pytest.fixture(autouse=True)
def kind_of_the_test() -> Iterator[None]:
    """A kind that says in the reader's language how many rivers have risen."""

    def say(values: object) -> Said:
        assert isinstance(values, dict)
        english = translation.get_language() == "en"
        return Said(f"{values['count']} rivers" if english else f"{values['count']} 条河涨水")

    register_message_kind(MessageKind("river", "水情", say, lambda message: message.values["count"] != 0))
    yield
    kinds._KINDS.pop("river")


def told(*to: str, key: str = "1", count: int = 3, url: str = "/work-list/") -> int:
    """Tell of rivers."""
    return tell(kind="river", to=to, key=key, values={"count": count}, url=url)


@pytest.fixture
def officer(db: None) -> Actor:
    return actor_as(Role.OFFICER)


def test_the_same_occasion_is_told_to_an_audience_once(officer: Actor) -> None:
    assert told(audiences.department(Role.OFFICER)) == 1
    assert told(audiences.department(Role.OFFICER), audiences.city("430100")) == 1

    assert visible_to(officer).count() == 1


def test_each_audience_reads_its_own_and_nobody_else_does(db: None) -> None:
    firm, other = OrganizationFactory(), OrganizationFactory()
    staff, rival = actor_as(Role.CENTER_STAFF, firm), actor_as(Role.CENTER_STAFF, other)
    lead_of_it, bureau = actor_as(Role.LEAD, firm), actor_as(Role.CITY_BUREAU)
    far_bureau = actor_as(Role.CITY_BUREAU, BureauFactory(prefecture="430200"))
    assert staff.user is not None

    told(audiences.house(Role.CENTER_STAFF, firm.pk), audiences.city("430100"))
    told(audiences.person(staff.user.pk), key="2")

    found = [visible_to(actor).count() for actor in (staff, bureau, rival, lead_of_it, far_bureau)]
    assert found == [2, 1, 0, 0, 0]
    assert visible_to(Actor.anonymous()).count() == 0


def test_a_message_of_no_known_kind_is_refused(officer: Actor) -> None:
    with pytest.raises(UnknownKindError):
        tell(kind="nothing", to=[audiences.department(Role.OFFICER)], key="1", values={})


def test_a_role_outside_of_the_department_is_no_audience_of_it() -> None:
    with pytest.raises(ValueError, match="no role of the department"):
        audiences.department(Role.LEAD)


def test_one_officer_reading_it_leaves_it_unread_for_the_other(officer: Actor) -> None:
    colleague = actor_as(Role.OFFICER)
    told(audiences.department(Role.OFFICER))
    message = Message.objects.get()

    mark_read(actor=officer, message_id=message.pk)
    mark_read(actor=officer, message_id=message.pk)

    assert (unread_count(officer), unread_count(colleague)) == (0, 1)


def test_marking_all_leaves_what_was_told_since_the_page_was_drawn(officer: Actor) -> None:
    told(audiences.department(Role.OFFICER), key="1")
    seen = Message.objects.get()
    mark_read(actor=officer, message_id=seen.pk)
    told(audiences.department(Role.OFFICER), key="2")

    mark_all_read(actor=officer, through=seen.pk)

    assert unread_count(officer) == 1
    assert not Reading.objects.exists()


def test_a_foreign_message_does_not_exist(officer: Actor) -> None:
    told(audiences.city("430100"))

    with pytest.raises(NotFound):
        mark_read(actor=officer, message_id=Message.objects.get().pk)


def test_a_channel_asks_whether_it_still_holds(officer: Actor) -> None:
    told(audiences.department(Role.OFFICER), key="1")
    told(audiences.department(Role.OFFICER), key="2", count=0)

    assert [still_holds(message) for message in Message.objects.order_by("pk")] == [True, False]


def test_it_is_said_in_the_language_of_whoever_reads_it(officer: Actor) -> None:
    told(audiences.department(Role.OFFICER))
    message = Message.objects.get()

    with translation.override("zh-hans"):
        chinese = words_of(message).title
    with translation.override("en"):
        english = words_of(message).title
    assert (chinese, english) == ("3 条河涨水", "3 rivers")


def test_the_page_shows_unread_first_and_the_frame_counts_them(officer: Actor) -> None:
    told(audiences.department(Role.OFFICER), key="1", count=1)
    told(audiences.department(Role.OFFICER), key="2", count=2)
    mark_read(actor=officer, message_id=Message.objects.get(key="2").pk)
    browser = signed_in(officer)

    page = read(browser, HERE)

    text = text_of(page)
    assert text.index("1 条河涨水") < text.index("2 条河涨水")
    assert '消息 <span class="count">1</span>' in page
    assert "2 条河涨水" not in text_of(read(browser, f"{HERE}?view=unread"))


def test_opening_one_notes_it_as_read_and_leads_to_its_matter(officer: Actor) -> None:
    told(audiences.department(Role.OFFICER))
    message = Message.objects.get()
    browser = signed_in(officer)

    answer = browser.get(reverse("notify:open", args=[message.pk]))

    assert answer["Location"] == "/work-list/"
    assert unread_count(officer) == 0


def test_marking_from_the_list_stays_within_the_site(officer: Actor) -> None:
    told(audiences.department(Role.OFFICER))
    here = reverse("notify:read", args=[Message.objects.get().pk])

    answer = signed_in(officer).post(here, {"next": "https://elsewhere.example/"})

    assert answer["Location"] == HERE


def test_all_are_marked_read_by_a_button(officer: Actor) -> None:
    for key in "123":
        told(audiences.department(Role.OFFICER), key=key)
    browser = signed_in(officer)
    newest = Message.objects.latest("pk").pk

    answer = browser.post(reverse("notify:read-all"), {"through": str(newest)}, follow=True)

    assert "已把 3 条消息标为已读" in answer.content.decode()
    assert unread_count(officer) == 0


def test_a_visitor_signs_in_first(db: None) -> None:
    assert Client().get(HERE).status_code == 302


def test_the_list_costs_the_same_for_three_as_for_one(officer: Actor) -> None:
    browser = signed_in(officer)
    told(audiences.department(Role.OFFICER), key="1")
    browser.get(HERE)
    with counted() as for_one:
        browser.get(HERE)
    told(audiences.department(Role.OFFICER), key="2")
    told(audiences.department(Role.OFFICER), key="3")
    with counted() as for_three:
        browser.get(HERE)
    assert len(for_one) == len(for_three)


def test_counting_the_unread_takes_one_question(officer: Actor) -> None:
    told(audiences.department(Role.OFFICER))

    with counted() as asked:
        unread_count(officer)

    assert len(asked) == 1
