"""Many verbs on one case in one transaction: its public texts are brought up to date once, at the end."""

import pytest
from django.db import transaction

from tests.factories.line import LineWorld
from xiangchuang.search.follow import cases_followed_once
from xiangchuang.search.models import PublicText


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_a_center_founded_within_the_block_is_found_when_it_ends() -> None:
    world = LineWorld.build(experts=40, days_pass=True)
    with transaction.atomic(), cases_followed_once():
        world.at_stage("approval")
        world.line.advance_to_end()
        assert not PublicText.objects.filter(kind="center").exists()
    assert PublicText.objects.filter(kind="center").count() == 1
    assert PublicText.objects.filter(kind="notice").count() == 1
