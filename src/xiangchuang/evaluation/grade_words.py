"""Grades and states in the words of the pack that the round is pinned to."""

from typing import Final

from xiangchuang.evaluation.models import SubjectScore
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.terms import Label
from xiangchuang.procedure.pack_words import words

UNKNOWN: Final = Label(zh="—", en="—")


def grade_label(pack: Pack, code: str) -> Label:
    """Return the grade's name; a dash for none, and for one the pack does not know."""
    grades = pack.evaluation.grades
    try:
        return grades.grade(code).label if grades and code else UNKNOWN
    except KeyError:
        return UNKNOWN


def state_label(pack: Pack, code: str) -> Label:
    """Return the name of a state beside the grades; a dash for none."""
    try:
        return pack.evaluation.state(code).label if code else UNKNOWN
    except KeyError:
        return UNKNOWN


def outcome_label(score: SubjectScore, pack: Pack) -> Label:
    """Return what stands for the center: its state where that replaces scoring, else its grade."""
    state = score.subject.state
    if state and not pack.evaluation.state(state).scored:
        return state_label(pack, state)
    return grade_label(pack, score.grade)


def grade_said(pack: Pack, code: str) -> str:
    """Return the grade in the language of the page."""
    return words(grade_label(pack, code))


def points_text(points_e2: int) -> str:
    """Return hundredths of a point with two decimals: 8735 → "87.35"."""
    return f"{points_e2 // 100}.{points_e2 % 100:02d}"
