"""Published scores come out of what was stored again to the last digit; every change is found (6.5-1)."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.evaluation.world import EvaluationWorld, fresh
from xiangchuang.accounts.refusals import Blocked
from xiangchuang.evaluation.announce import announce_results
from xiangchuang.evaluation.invariants import (
    a_frozen_round_is_past_its_commission,
    every_finished_round_is_published_once,
    every_scoring_counts_the_centers_drawn,
    every_scoring_keeps_the_bytes_it_names,
    letters_are_issued_to_finished_rounds_only,
)
from xiangchuang.evaluation.models import SubjectScore
from xiangchuang.evaluation.reproduce import DiffersError, Record, published_run, reproduce

Jump = Callable[[int], None]
INVARIANTS = (
    a_frozen_round_is_past_its_commission,
    every_finished_round_is_published_once,
    every_scoring_counts_the_centers_drawn,
    every_scoring_keeps_the_bytes_it_names,
    letters_are_issued_to_finished_rounds_only,
)


@pytest.mark.clause("6.5-1")
def test_the_command_tells_what_it_compared_and_finds_one_changed_digit(
    world: EvaluationWorld, jump: Jump, tmp_path: Path
) -> None:
    round_ = world.published(jump)
    number = round_.case.number
    assert [list(rule()) for rule in INVARIANTS] == [[]] * len(INVARIANTS)

    told = StringIO()
    call_command("evaluation", "reproduce", number, stdout=told)
    assert f"{number}：一致" in told.getvalue() and "3 个中心" in told.getvalue()

    run = published_run(number)
    assert run is not None
    record = Record.of(run)
    changed_inputs = record.inputs.replace(b'"seed":', b'"seed": ', 1)
    for changed in (
        {"inputs": changed_inputs},
        {"results": record.results[:-2] + b" \n"},
        {"rows": {**record.rows, next(iter(record.rows)): {**next(iter(record.rows.values())), "rank": 99}}},
    ):
        with pytest.raises(DiffersError):
            reproduce(Record(**{**vars(record), **changed}))

    first = SubjectScore.objects.filter(run=run).order_by("pk").first()
    assert first is not None and first.points_e2 is not None
    SubjectScore.objects.filter(pk=first.pk).update(points_e2=first.points_e2 + 1)
    with pytest.raises(CommandError) as refused:
        call_command("evaluation", "reproduce", number, stdout=StringIO())
    assert refused.value.returncode == 1 and "points_e2" in str(refused.value)
    SubjectScore.objects.filter(pk=first.pk).update(points_e2=first.points_e2)

    file = tmp_path / "round.json"
    call_command("evaluation", "export", number, "--to", str(file), stdout=StringIO())
    call_command("evaluation", "reproduce", "--file", str(file), stdout=StringIO())
    held = json.loads(file.read_text(encoding="utf-8"))
    held["results"] = held["results"].replace('"points":"0', '"points":"1', 1)
    file.write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")
    with pytest.raises(CommandError, match="不一致"):
        call_command("evaluation", "reproduce", "--file", str(file), stdout=StringIO())

    run.results.path.write_bytes(record.results + b" ")
    with pytest.raises(CommandError, match="校验值"):
        call_command("evaluation", "reproduce", number, stdout=StringIO())
    run.results.path.write_bytes(record.results)


@pytest.mark.parametrize(
    "arguments", [["reproduce", "2028-PG-9999"], ["reproduce"], ["reproduce", "--file", "no"]]
)
@pytest.mark.django_db
def test_a_round_that_was_not_published_cannot_be_done_again(arguments: list[str]) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("evaluation", *arguments, stdout=StringIO())
    assert refused.value.returncode == 1


def test_results_whose_stored_bytes_were_changed_are_not_announced(
    world: EvaluationWorld, jump: Jump
) -> None:
    round_ = world.at_reply()
    jump(30)
    round_ = world.at_publicity(world.at_meeting(round_))
    world.publish(round_)
    jump(30)
    round_ = world.at_announcement(round_)
    run = round_.score_runs.order_by("-number")[0]
    kept = run.results.path.read_bytes()
    run.results.path.write_bytes(kept.replace(b"unqualified", b"excellent", 1))
    with pytest.raises(Blocked, match="校验值不符"):
        announce_results(actor=world.leadership, case=round_.case, seen=round_.case.version)
    run.results.path.write_bytes(kept)
    assert fresh(round_).case.is_running
