"""The pages that are measured, each as the person whose page it is."""

from typing import NamedTuple

from django.test import Client
from django.urls import NoReverseMatch, reverse

from bench.figures import Timing
from bench.plans import SlowQuery, listening, slowest
from bench.server import HOST
from bench.stories import Stopwatch
from xiangchuang.accounts.models import Appointment, User
from xiangchuang.accounts.roles import Role
from xiangchuang.decisions.models import Notice
from xiangchuang.procedure.models import Case, WorkItem

OPENINGS = 5
# Public pages have no person.
PUBLIC = ""


class Page(NamedTuple):
    """A page under a name, for the person of that sign-in; `load` pages are sent by many clients too."""

    name: str
    address: str
    username: str
    load: bool = False


def pages(open_case: Case, ended_case: Case) -> list[Page]:
    """Return the pages to measure; those whose address is not routed are left out."""
    notice, lead = Notice.objects.get(case=open_case), _busy_lead()
    work, cases = _url("workbench:work-list"), _url("workbench:cases")
    file, ended = (_url("workbench:case", case.number) for case in (open_case, ended_case))
    wanted = [
        Page("work list, officer", work, "jingban", load=True),
        Page("work list, city bureau", work, "changsha", load=True),
        Page("work list, lead", work, lead, load=True),
        Page("work list, partner in many cases", work, "gongjian"),
        Page("work list, expert", work, _busy_expert()),
        Page("cases, officer", cases, "jingban", load=True),
        Page("cases, city bureau", cases, "changsha", load=True),
        Page("cases, lead", cases, lead, load=True),
        Page("cases, partner in many cases", cases, "gongjian"),
        Page("cases ended, officer", f"{cases}?view=ended", "jingban"),
        Page("cases all, last page, bureau", f"{cases}?view=all&page=40", "changsha"),
        Page("cases by due day, officer", f"{cases}?sort=due", "jingban"),
        Page("cases by submission, officer", f"{cases}?view=all&sort=submitted", "jingban"),
        Page("cases of one prefecture, officer", f"{cases}?prefecture=433100", "jingban"),
        Page("cases of one stage, officer", f"{cases}?stage=meeting", "jingban"),
        Page("cases mine, officer", f"{cases}?view=mine", "jingban"),
        Page("cases found by words, officer", f"{cases}?view=all&q=-0007", "jingban"),
        Page("cases found by words, none", f"{cases}?view=all&q=nothing-like-it", "jingban"),
        Page("case file, officer", file, "jingban", load=True),
        Page("case file, lead", file, _lead_of(open_case), load=True),
        Page("case file ended, officer", ended, "jingban"),
        *(
            Page(f"case file, {tab}", f"{file}?tab={tab}", "jingban")
            for tab in ("conditions", "plan", "review", "visit", "publicity", "documents", "ledger")
        ),
        Page("home, public", _url("portal:home"), PUBLIC, load=True),
        Page("notices, public", _url("portal:notices"), PUBLIC, load=True),
        Page("notice, public", _url("portal:notice", notice.number), PUBLIC, load=True),
        Page("centers, public", _url("portal:centers"), PUBLIC),
    ]
    return [page for page in wanted if page.address.startswith("/")]


def sessions(usernames: set[str]) -> dict[str, Client]:
    """Return a signed-in client for each person, and one for the public."""
    clients = {PUBLIC: _client()}
    for user in User.objects.filter(username__in=usernames):
        clients[user.username] = client = _client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return clients


def open_pages(wanted: list[Page], clients: dict[str, Client]) -> tuple[dict[str, Timing], list[SlowQuery]]:
    """Open each page a few times in this process; return its timing and the slowest queries of all.

    A page that does not answer 200 is a RuntimeError: its speed would mean nothing.
    """
    watch, slow = Stopwatch(), []
    for page in wanted:
        client = clients[page.username]
        answer = client.get(page.address)
        if answer.status_code != 200:
            raise RuntimeError(f"{page.name} ({page.address}) answered {answer.status_code}")
        with listening() as heard:
            client.get(page.address)
        slow += slowest(page.name, heard)
        for _ in range(OPENINGS):
            watch.time(page.name, lambda client=client, page=page: client.get(page.address))  # type: ignore[misc]
    return watch.timings(), slow


def cookies(client: Client) -> str:
    """Return the client's cookies as a request header carries them."""
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def _client() -> Client:
    return Client(SERVER_NAME=HOST)


def _lead_of(case: Case) -> str:
    return str(
        User.objects.get(appointments__organization=case.proposal.lead, appointments__role="lead").username
    )


def _busy_lead() -> str:
    """Return a person of an organisation for which something with a due day waits, at every size."""
    staffed = Appointment.objects.filter(role=Role.LEAD).values("organization_id")
    waits = WorkItem.objects.filter(role="lead", closed_at=None, due_on__isnull=False)
    item = waits.filter(organization_id__in=staffed).order_by("organization_id").first()
    assert item is not None
    return Appointment.objects.get(role=Role.LEAD, organization=item.organization).user.username


def _busy_expert() -> str:
    item = (
        WorkItem.objects.filter(role="expert", closed_at=None)
        .select_related("user")
        .order_by("user_id")
        .first()
    )
    assert item is not None and item.user is not None
    return item.user.username


def _url(name: str, *args: object) -> str:
    """Return the address; "" while no such page is routed."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
