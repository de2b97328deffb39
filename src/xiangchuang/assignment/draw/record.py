"""The file of a draw, and whether what it says came out is what its list and its seed give."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from xiangchuang.assignment.draw.document import Document, DocumentError, commitment, read_document
from xiangchuang.assignment.draw.replay import Draws, Outcome, Recusal, ReplacementError

FORM: Final = "xiangchuang-draw-record/1"

Finding = Literal[
    "unreadable", "commitment", "document", "recusal", "drawn", "seats", "replacements", "numbers"
]  # fmt: skip


@dataclass(frozen=True)
class Verification:
    """What a replay found. `findings` are empty when the file holds; `detail` adds where the list is
    at fault."""

    commitment: str
    findings: tuple[Finding, ...]
    detail: str = ""
    panels: int = 0
    seats: int = 0

    @property
    def holds(self) -> bool:
        """Whether everything came out as the file says."""
        return not self.findings


def write_record(document: Document, seed: str, recusals: Sequence[Recusal] = ()) -> str:
    """Draw, and return the text of the file with all that is needed to draw again."""
    committed = document.text()
    outcome = Draws(document).draw(seed, recusals)
    plain = {
        "form": FORM, "commitment": commitment(committed), "committed": committed, "seed": seed,
        "recusals": [[recusal.proposal, recusal.person] for recusal in recusals], **_told(outcome),
    }  # fmt: skip
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def _told(outcome: Outcome) -> dict[str, Any]:
    return {
        "drawn": [[seat.proposal, seat.person, seat.kind] for seat in outcome.drawn],
        "seats": [[seat.proposal, seat.person, seat.kind] for seat in outcome.seats],
        "replacements": [
            [one.proposal, one.left, one.came, one.kind, str(one.odds)] for one in outcome.replacements
        ],
        "numbers": outcome.numbers,
    }


def verify(text: str) -> Verification:
    """Replay a file: hash of the list, the list's own rules, every seat and every replacement."""
    try:
        plain = json.loads(text)
        committed, seed = str(plain["committed"]), str(plain["seed"])
        recusals = [Recusal(str(proposal), str(person)) for proposal, person in plain["recusals"]]
        named = str(plain["commitment"])
        if plain["form"] != FORM:
            raise ValueError(FORM)
    except (KeyError, TypeError, ValueError) as error:
        return Verification("", ("unreadable",), str(error))
    found = commitment(committed)
    findings: list[Finding] = [] if found == named else ["commitment"]
    try:
        document = read_document(committed)
        outcome = Draws(document).draw(seed, recusals)
    except DocumentError as error:
        return Verification(found, (*findings, "document"), str(error))
    except ReplacementError as error:
        return Verification(found, (*findings, "recusal"), str(error))
    told = _told(outcome)
    parts: tuple[Finding, ...] = ("drawn", "seats", "replacements", "numbers")
    findings += [part for part in parts if plain.get(part) != told[part]]
    return Verification(found, tuple(findings), panels=len(document.panels), seats=len(outcome.seats))


def verify_file(path: Path) -> Verification:
    """Replay the file at a path. Raises OSError where there is none."""
    try:
        return verify(path.read_text("utf-8"))
    except UnicodeDecodeError as error:
        return Verification("", ("unreadable",), str(error))
