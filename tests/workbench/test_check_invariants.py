"""The command that tries what must hold at any time: after tests, each night, after a restore."""

import io

import pytest
from django.core.management import CommandError, call_command

from tests.factories.line import ALL_EXPERTS, LineWorld
from xiangchuang.centers.models import Center
from xiangchuang.workbench.invariants_of_apps import invariants

pytestmark = pytest.mark.django_db


def test_every_app_that_has_rules_is_asked() -> None:
    apps = {name.partition(".")[0] for name in invariants()}

    assert {"accounts", "organizations", "files", "research", "marketplace", "evaluation"} <= apps
    assert len(invariants()) >= 38


@pytest.mark.usefixtures("clock")
def test_a_sound_database_passes_and_a_broken_row_is_named() -> None:
    LineWorld.build(experts=ALL_EXPERTS, days_pass=True).line.begin().advance_to_end()
    center, said = Center.objects.get(), io.StringIO()
    call_command("check_invariants", stdout=said)
    assert "不符 0 处" in said.getvalue()

    Center.objects.filter(pk=center.pk).update(state="exited")  # by nobody's decision

    with pytest.raises(CommandError):
        call_command("check_invariants", stdout=said)
    assert f"    center:{center.pk}" in said.getvalue()


def test_an_app_without_rules_is_said_to_have_none() -> None:
    with pytest.raises(CommandError, match="没有应用"):
        call_command("check_invariants", app="nobody")
