"""The sample plan written and read once for each outline and year: its reading runs in a child and takes long."""

import hashlib
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from xiangchuang.demo.sample_plan import write_sample_plan
from xiangchuang.documents.plan import OutlineSection
from xiangchuang.policy.pack import Outline
from xiangchuang.proposals.plan_reading import ReadPlan, outline_sections, read_plan

_readings: dict[tuple[str, str, tuple[str, ...]], ReadPlan] = {}


def place_sample_plan(path: Path, *, outline: Outline, revised: bool, first_year: int) -> Path:
    """Write the sample plan over the outline to `path`, and return it."""
    sections = tuple(outline_sections(outline))
    path.write_bytes(_sample_plan(sections, revised, first_year))
    return path


@lru_cache(maxsize=16)
def _sample_plan(sections: tuple[OutlineSection, ...], revised: bool, first_year: int) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "plan.docx"
        return write_sample_plan(path, outline=sections, revised=revised, first_year=first_year).read_bytes()


def read_once(path: Path, *, name: str, outline: Outline) -> ReadPlan:
    """Read a plan by the outline, or return what the same bytes were read as before."""
    key = (hashlib.sha256(path.read_bytes()).hexdigest(), name, tuple(s.code for s in outline.sections))
    if key not in _readings:
        _readings[key] = read_plan(path, name=name, outline=outline)
    return _readings[key]
