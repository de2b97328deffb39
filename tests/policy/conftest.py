"""Packs to spoil."""

import shutil
from pathlib import Path

import pytest

from tests.policy.draft import Draft

PACKS = Path(__file__).resolve().parents[2] / "policies"


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    """The Hunan pack, copied."""
    return Draft(Path(shutil.copytree(PACKS / "hunan-tic-2020", tmp_path / "hunan-tic-2020")))
