"""Document numbers under parallel issuing: each once, without a gap."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connections

from tests.decisions.world import OPENING, World
from xiangchuang.calendars import clock
from xiangchuang.centers.approve import approve
from xiangchuang.centers.models import Center
from xiangchuang.procedure.errors import Stale
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import forget_packs


@pytest.fixture
def lasting_world(transactional_db: None, tmp_path: Path) -> World:
    """A world that other threads see: its rows are committed."""
    forget_packs()
    return World(tmp_path)


def in_parallel(jobs: list[Case], world: World) -> list[str]:
    """Approve each case in a thread of its own; return each one's number or the refusal's name."""

    def issue(case: Case) -> str:
        try:
            return approve(actor=world.leadership, case=case, seen=case.version).document.number
        except Stale:
            return "stale"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(issue, jobs))


@pytest.mark.django_db(transaction=True)
def test_six_documents_issued_at_once_get_six_numbers_in_a_row(lasting_world: World) -> None:
    world = lasting_world
    with clock.at(OPENING):
        cases = [world.case_at("approval", title=f"示例第{n}技术创新中心") for n in range(1, 7)]
        for case in cases:
            world.draft(case)
        numbers = in_parallel(cases, world)
    assert sorted(numbers) == [f"湘科发〔2026〕{n}号" for n in range(1, 7)]


@pytest.mark.django_db(transaction=True)
def test_one_approval_sent_five_times_at_once_founds_one_center(lasting_world: World) -> None:
    world = lasting_world
    with clock.at(OPENING):
        case = world.case_at("approval")
        world.draft(case)
        clicks = [Case.objects.get(pk=case.pk) for _ in range(5)]
        answers = in_parallel(clicks, world)
    assert sorted(answers) == ["stale"] * 4 + ["湘科发〔2026〕1号"]
    assert Center.objects.count() == 1
