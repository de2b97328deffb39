"""The example province, and people at browsers without a screen."""

import pytest

from tests.factories.line import LineWorld


@pytest.fixture
def world(db: None) -> LineWorld:
    """Five enterprises, a university that joins, two cities that matter here."""
    return LineWorld.build()
