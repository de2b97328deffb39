"""Findings as pages show them: the sign in words with its source, and the row they rest on."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from xiangchuang.centers.registers.register import CONTRIBUTED
from xiangchuang.consortia.models import PositioningFinding
from xiangchuang.policy.positioning import PositioningSign
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import current_pack


@dataclass(frozen=True)
class FindingLine:
    """A finding with its sign (None once a later pack has dropped it) and its row's address."""

    finding: PositioningFinding
    sign: PositioningSign | None
    register_label: str
    row_url: str

    @property
    def label(self) -> str:
        """What was found."""
        return words(self.sign.label) if self.sign else self.finding.sign

    @property
    def status(self) -> str:
        """The status word of the page's marks."""
        return {"open": "judgement", "explained": "current", "confirmed": "unmet"}.get(
            self.finding.state, "done"
        )


def lines_of(findings: Iterable[PositioningFinding]) -> list[FindingLine]:
    """Return findings with sign and address; no query of its own."""
    rules = current_pack().positioning
    return [_line(finding, rules.sign(finding.sign)) for finding in findings]


def _line(finding: PositioningFinding, sign: PositioningSign | None) -> FindingLine:
    register = CONTRIBUTED.registers.get(finding.register)
    url = reverse("centers:entry", args=[finding.center_id, register.code, finding.row]) if register else ""
    return FindingLine(finding, sign, str(register.label) if register else finding.register, url)
