"""Who may open the pages of research, and that none of them betrays a center to a stranger."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories.centers import CenterWorld
from tests.research.keeping import result, task
from tests.workbench.browser import read, signed_in, text_of
from xiangchuang.accounts.actor import Actor
from xiangchuang.centers.registers.keep import record_entry
from xiangchuang.research.models.kinds import TeamFunction
from xiangchuang.research.queries import team_structure
from xiangchuang.research.registers import ALL, TEAM

PAGES = ("schedule", "schedule-export", "funnel", "targets", "targets-export", "duplicates", "cycle")


def test_pages_open_for_the_files_readers_and_do_not_exist_for_strangers(world: CenterWorld) -> None:
    task(world), result(world), result(world)
    addresses = [reverse(f"research:{name}", args=[world.center.pk]) for name in PAGES]
    addresses.append(reverse("centers:chapter", args=[world.center.pk, "research"]))
    addresses += [reverse("centers:entries", args=[world.center.pk, register.code]) for register in ALL]
    for reader in world.readers().values():
        client = signed_in(reader)
        assert [client.get(address).status_code for address in addresses] == [200] * len(addresses)
    for stranger in world.strangers().values():
        if stranger != Actor.anonymous():
            client = signed_in(stranger)
            assert {client.get(address).status_code for address in addresses} == {404}


@pytest.mark.parametrize("register", ALL, ids=lambda register: register.code)
def test_every_register_offers_its_form_to_staff_alone(world: CenterWorld, register: object) -> None:
    address = reverse("centers:new-entry", args=[world.center.pk, getattr(register, "code", "")])
    assert "没有填写" not in read(signed_in(world.staff), address)
    assert signed_in(world.officer).get(address).status_code == 403


@pytest.mark.clause("4.2-2")
def test_a_team_crosses_organisations_disciplines_and_the_three_functions(world: CenterWorld) -> None:
    """4.2-2 跨学科、跨主体合作…应用基础研究、工程研发、技术推广相结合的人才队伍结构."""
    one = task(world)
    member = world.center.members.exclude(role="lead").get().organization
    for number, (kind, house) in enumerate(
        zip(TeamFunction, (member, world.center.lead, world.center.lead), strict=True)
    ):
        record_entry(
            TEAM, actor=world.staff, center=world.center,
            values={"task": one, "person": f"示例{number}", "organization": house,
                    "discipline": f"学科{number}", "function": kind, "from_on": one.starts_on},
        )  # fmt: skip
    page = text_of(
        read(signed_in(world.officer), reverse("centers:entry", args=[world.center.pk, "tasks", one.pk]))
    )
    assert all(str(kind.label) in page for kind in TeamFunction)
    assert str(member) in page and str(world.center.lead) in page
    found = team_structure(world.center, one.starts_on)
    assert (found.people, found.organizations, found.disciplines) == (3, 2, 3)
    assert set(found.by_function.values()) == {1}
    assert team_structure(world.center, one.starts_on - timedelta(days=1)).people == 0
