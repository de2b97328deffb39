"""Starting, stopping, starting again and discarding a scan; what its worker writes down on the way."""

from datetime import timedelta
from pathlib import Path

import pytest
from django_tasks_db.models import DBTaskResult

from tests.factories.registers import actor_as
from tests.scans.conftest import brought, queue, work_off
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.policy.scan import Column, TableMapping
from xiangchuang.procedure.errors import Blocked, Invalid, NotPermitted
from xiangchuang.scans.being_worked_on import is_worked_on, working_on
from xiangchuang.scans.discard_scan import discard_scan
from xiangchuang.scans.judge_mode import judge_mode
from xiangchuang.scans.mapping_record import as_record, from_record
from xiangchuang.scans.models import ModeJudgement, NationalTable, Scan, ScanState
from xiangchuang.scans.run_scan import run_scan
from xiangchuang.scans.start_scan import can_restart, is_stopped, restart_scan, start_scan

pytestmark = pytest.mark.django_db
MAPPING = TableMapping(
    (Column("代码", "uscc"), Column("研发", "rd_expenditure", "万元", 2024)), kind="enterprise"
)


def verbs() -> list[str]:
    """The ledger's words, oldest first."""
    return list(LedgerEntry.objects.order_by("pk").values_list("verb", flat=True))


@pytest.mark.clause("5.1-1")
def test_a_scan_finds_whom_to_invite_and_writes_down_what_it_counted(done: Scan) -> None:
    assert done.state == ScanState.DONE and done.result is not None
    assert done.result["standings"] == {"candidate": 7, "near_miss": 6, "evidence_wanted": 3, "other": 279}
    assert done.result["rows"] == {"in": 890, "kept": 885, "set_aside": 5, "empty": 0}
    assert done.result["counts"]["rd_mean_of_three_years"]["missing"] == 3
    assert (done.percent, done.rows_read) == (100, 890)
    assert verbs() == ["bring_table", "start_scan", "finish_scan"]


def test_a_scan_is_queued_in_the_transaction_that_begins_it_and_twice_is_once(
    officer: Actor, queued: Scan
) -> None:
    assert DBTaskResult.objects.count() == 1
    assert queue(officer, queued.table) == queued
    assert DBTaskResult.objects.count() == 1


def test_a_mapping_is_kept_whole() -> None:
    assert from_record(as_record(MAPPING)) == MAPPING


@pytest.mark.parametrize("role", [Role.LEADERSHIP, Role.EXPERT, Role.CITY_BUREAU, Role.LEAD])
def test_others_neither_start_nor_judge_nor_discard(queued: Scan, role: Role) -> None:
    stranger = actor_as(role)
    with pytest.raises(NotPermitted):
        queue(stranger, queued.table)
    with pytest.raises(NotPermitted):
        discard_scan(actor=stranger, scan=queued)
    with pytest.raises(NotPermitted):
        restart_scan(actor=stranger, scan=queued)
    with pytest.raises(NotPermitted):
        judge(stranger, queued)


def test_money_without_a_unit_is_never_guessed(officer: Actor, table: NationalTable) -> None:
    mapping = TableMapping(
        (
            Column("统一社会信用代码", "uscc"),
            Column("单位性质", "kind"),
            Column("年度", "year"),
            Column("研发经费（万元）", "rd_expenditure"),
        )
    )
    with pytest.raises(Invalid, match="没有写明单位"):
        start_scan(actor=officer, table=table, mapping=mapping, as_of=clock.today())
    assert not Scan.objects.exists()


def test_a_table_that_mixes_units_fails_with_the_row_and_can_begin_again(
    officer: Actor, sample_file: Path
) -> None:
    text = sample_file.read_text("utf-8")
    sample_file.write_text(text.replace(",750000,", ",7.5亿元,", 1), "utf-8")
    first = text.splitlines()[1].split(",")[7]
    sample_file.write_text(text.replace(f",{first},", f",{first}元,", 1), "utf-8")
    failed = work_off(queue(officer, brought(officer, sample_file)))

    assert failed.state == ScanState.FAILED
    assert "混有不同单位（第 2 行）" in failed.message
    assert not failed.release_file.exists()
    assert can_restart(failed) and verbs()[-1] == "fail_scan"

    again = restart_scan(actor=officer, scan=failed)
    assert (again.state, again.attempt, again.message) == (ScanState.QUEUED, 2, "")


def test_a_killed_worker_s_scan_is_seen_as_stopped_and_begins_again(officer: Actor, queued: Scan) -> None:
    Scan.objects.filter(pk=queued.pk).update(state=ScanState.READING, percent=30)
    queued.refresh_from_db()

    with working_on(queued):
        assert is_worked_on(queued) and not is_stopped(queued)
        with pytest.raises(Blocked, match="正在进行"):
            restart_scan(actor=officer, scan=queued)

    assert is_stopped(queued)
    restarted = restart_scan(actor=officer, scan=queued)
    run_scan(queued.pk, 1)
    restarted.refresh_from_db()
    assert restarted.state == ScanState.QUEUED, "the first start is nobody's any more"
    assert work_off(restarted).state == ScanState.DONE


def test_a_start_taken_up_twice_is_worked_on_once_and_keeps_its_database(done: Scan) -> None:
    finished = done.finished_at
    run_scan(done.pk, done.attempt)
    done.refresh_from_db()
    assert (done.state, done.finished_at) == (ScanState.DONE, finished)
    assert done.release_file.exists()


def test_a_scan_nobody_takes_up_may_be_queued_again_after_a_while(queued: Scan) -> None:
    assert not can_restart(queued)
    Scan.objects.filter(pk=queued.pk).update(queued_at=clock.now() - timedelta(minutes=3))
    queued.refresh_from_db()
    assert can_restart(queued)


def test_a_discarded_scan_leaves_a_ledger_entry_and_no_file(
    officer: Actor, done: Scan, django_capture_on_commit_callbacks: object
) -> None:
    file, table = done.release_file, done.table
    assert file.exists()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        discard_scan(actor=officer, scan=done)
    assert not file.exists() and not Scan.objects.exists()
    assert table.path.exists()
    assert verbs()[-1] == "discard_scan"


def test_work_on_a_discarded_scan_ends_without_a_trace(officer: Actor, queued: Scan) -> None:
    number, attempt, file = queued.pk, queued.attempt, queued.release_file
    discard_scan(actor=officer, scan=queued)
    run_scan(number, attempt)
    assert not file.exists()


def judge(actor: Actor, scan: Scan, reason: str = "调研三家企业，产品尚在试点。") -> ModeJudgement:
    return judge_mode(
        actor=actor, scan=scan, industry="3511", year=2025, market_is_mature=False, technology_push=True,
        enterprises_important=True, reason=reason,
    )  # fmt: skip


@pytest.mark.clause("3.3-6")
def test_a_judgement_of_the_market_is_a_person_s_with_a_reason_and_holds_the_scan(
    officer: Actor, done: Scan
) -> None:
    with pytest.raises(Invalid, match="理由"):
        judge(officer, done, reason=" ")
    judgement = judge(officer, done)
    assert judgement.market_not_mature and judgement.by == officer.user
    assert LedgerEntry.objects.get(verb="judge_mode").clause == "3.3-6"
    with pytest.raises(Blocked, match="不能删除"):
        discard_scan(actor=officer, scan=done)


def test_nothing_is_judged_on_figures_that_are_not_there_yet(officer: Actor, queued: Scan) -> None:
    with pytest.raises(Blocked, match="还没有完成"):
        judge(officer, queued)
