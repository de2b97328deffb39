"""Indicators that a person must rule on before the draft can go out, as the newest scoring left them."""

from dataclasses import dataclass

from xiangchuang.evaluation.kept_documents import read_document
from xiangchuang.evaluation.models import Round, Subject
from xiangchuang.evaluation.queries import latest_run
from xiangchuang.policy.evaluation import Results
from xiangchuang.procedure.pack_words import words


@dataclass(frozen=True)
class OpenIndicator:
    """One indicator of one center that waits for a ruling."""

    subject: Subject
    code: str
    label: str
    most: str


def open_indicators(round_: Round) -> list[OpenIndicator]:
    """Return them in the order of centers' names; none while nothing has been scored."""
    run = latest_run(round_)
    if run is None:
        return []
    results = read_document(run.results, Results)
    found = []
    for subject in round_.subjects.filter(is_sampled=True).select_related("center"):
        result = results.subject(subject.code)
        every = (*result.indicators, *result.bonuses)
        found += [
            OpenIndicator(subject, i.code, words(i.label), f"{i.weight}")
            for i in every
            if i.how == "undecided"
        ]
    return found
