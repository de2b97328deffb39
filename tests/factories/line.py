"""A small province with one case of 5.1-3 in it, driven to any stage by the people whose steps they are."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.factories.kept import kept
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import User
from xiangchuang.demo.line import Line, passing_days
from xiangchuang.demo.province import Province, build_province
from xiangchuang.demo.sample_plan import write_sample_plan
from xiangchuang.demo.sign_ins import PASSWORD
from xiangchuang.experts.models import Expert
from xiangchuang.organizations.models import Organization
from xiangchuang.policy.pack import Outline
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import current_pack
from xiangchuang.proposals import plan
from xiangchuang.proposals.models import Proposal
from xiangchuang.proposals.plan_reading import ReadPlan, outline_sections, read_plan

# Who is who in the example province, by the part each plays in a test.
PEOPLE = {
    "officer": "jingban",
    "division_head": "chuzhang",
    "leadership": "tingling",
    "department": "caizheng",
    "supervising_department": "gongxin",
    "lead": "qiantou",
    "member": "gongjian",
    "city_bureau": "changsha",
    "other_city": "zhuzhou",
    "served_firm": "qiye",
    "evaluator": "pinggu",
    "system_admin": "xitong",
    "security_admin": "anquan",
    "audit_admin": "shenji",
    "expert": "zhuanjia1",
}
# Sixteen experts of the first kind come first; with all forty every kind has at least six.
ALL_EXPERTS = 40


@dataclass
class LineWorld:
    """The example province and the line of one case in it.

    The lead is an enterprise of Changsha (430100) that meets every condition a number decides; a member is a
    university. `other_city` acts for Zhuzhou (430200).
    """

    province: Province
    title: str = "示例地下空间智能装备技术创新中心"
    days_pass: bool = False
    line: Line = field(init=False)

    @classmethod
    def build(cls, *, enterprises: int = 5, experts: int = 0, days_pass: bool = False) -> "LineWorld":
        """Return a province of five enterprises; `experts=ALL_EXPERTS` gives every kind six or more.

        `days_pass` lets the clock go on between the steps, as a publicity window needs; the test then asks
        for the fixture `clock`, which puts it back.
        """
        province = kept(
            ("province", enterprises, experts),
            lambda: build_province(enterprises=enterprises, experts=experts),
        )
        return cls(province, days_pass=days_pass)

    def __post_init__(self) -> None:
        self.line = self.new_line(self.title)

    @property
    def lead(self) -> Organization:
        return self.province.enterprises[0]

    @property
    def member(self) -> Organization:
        return self.province.universities[0]

    @property
    def stranger(self) -> Organization:
        """An enterprise of another city, with no part in the case."""
        return next(e for e in self.province.enterprises if e.prefecture != self.lead.prefecture)

    @property
    def bureau(self) -> Organization:
        return self.province.bureaus[self.lead.prefecture]

    @property
    def experts(self) -> list[Expert]:
        return self.province.experts

    @property
    def case(self) -> Case:
        return self.line.case

    @property
    def proposal(self) -> Proposal:
        return Proposal.objects.select_related("lead").get(case=self.case)

    @property
    def password(self) -> str:
        return PASSWORD

    def user(self, part: str) -> User:
        """Return the account of a part ("officer", "other_city", …) or of a sign-in name."""
        return self.province.users[PEOPLE.get(part, part)]

    def actor(self, part: str) -> Actor:
        """Return the signed-in person of a part or sign-in name; "stranger" works at another enterprise."""
        if part == "stranger":
            return self.province.staff_of(self.stranger)
        return self.province.actor(PEOPLE.get(part, part))

    def new_line(self, title: str, lead: Organization | None = None) -> Line:
        """Return another line, not yet begun, of the same lead unless told."""
        pause = passing_days if self.days_pass else None
        return Line(
            self.province, lead or self.lead, title, members=(self.member,), is_sample=False, pause=pause
        )

    def at_stage(self, stage_code: str, title: str = "", lead: Organization | None = None) -> Case:
        """Return a new case that the right people have taken to the beginning of that stage."""
        self.line = self.new_line(title or self.title, lead)
        self.line.plan = sample_plan(current_pack().outline)
        return self.reach(stage_code, lambda: self.line.begin().advance_to(stage_code))

    def on_to(self, stage_code: str) -> Case:
        """Take the present case on to that stage."""
        return self.reach(stage_code, lambda: self.line.advance_to(stage_code))

    def reach(self, name: str, steps: Callable[[], object]) -> Case:
        """Take the steps with the present case; from the same beginning, once a process."""
        line = self.line
        way = (line.title, line.lead.pk, line.plan, line.pause, line.asks_revision, line.fills_tables)

        def walk() -> Case:
            with remembered_readings():
                steps()
            return line.case

        line.case = kept((name, *way), walk)
        return line.case


_plans: dict[tuple[str, ...], Path] = {}
# Lives as long as the process, and goes with it.
_plan_folder = TemporaryDirectory(prefix="sample-plan-")


def sample_plan(outline: Outline, *, omit: tuple[str, ...] = ()) -> Path:
    """Return the path of a sample plan for the outline, written once a process."""
    sections = outline_sections(outline)
    key = (*(s.code for s in sections), *omit)
    if key not in _plans:
        path = Path(_plan_folder.name) / str(len(_plans)) / "建设方案.docx"
        path.parent.mkdir()
        _plans[key] = write_sample_plan(path, outline=sections, omit=omit)
    return _plans[key]


@contextmanager
def remembered_readings() -> Iterator[None]:
    """Read each plan file once a process: the reading runs in a child and takes a second."""
    before = plan.read_plan
    plan.read_plan = _read_once
    try:
        yield
    finally:
        plan.read_plan = before


def _read_once(path: Path, *, name: str, outline: Outline) -> ReadPlan:
    _outlines[(key := tuple(s.code for s in outline.sections))] = outline
    return _reading(path, name, key)


_outlines: dict[tuple[str, ...], Outline] = {}


@lru_cache(maxsize=8)
def _reading(path: Path, name: str, codes: tuple[str, ...]) -> ReadPlan:
    # The stored path holds the file's SHA-256, so equal paths are equal files.
    return read_plan(path, name=name, outline=_outlines[codes])
