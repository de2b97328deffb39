"""archive.yaml: which papers of a closed case are kept, and for how long."""

from typing import Final, Literal

from pydantic import Field

from xiangchuang.policy.terms import Label, Model, Sourced

Retention = Literal["permanent", "years_30", "years_10"]
"""保管期限: 永久, 30年, 10年 – the three of 《机关文件材料归档范围和文书档案保管期限规定》."""
YEARS: Final[dict[Retention, int | None]] = {"permanent": None, "years_30": 30, "years_10": 10}


class KeptPaper(Sourced):
    """A kind of paper and how long it is kept, counted from 1 January of the year after its case closed."""

    code: str = Field(pattern=r"^[a-z0-9_]+$")
    label: Label
    retention: Retention


class ArchiveRule(Model):
    """archive.yaml. A kind it does not name is kept for good: nothing is thrown away for lack of a rule."""

    papers: tuple[KeptPaper, ...] = ()

    def paper(self, code: str) -> KeptPaper | None:
        """The rule for that kind of paper, or None."""
        return next((paper for paper in self.papers if paper.code == code), None)

    def retention(self, code: str) -> Retention:
        """How long that kind of paper is kept."""
        found = self.paper(code)
        return found.retention if found else "permanent"
