"""The head and the key staff of a submitted plan (A.1.5), by name and part, for who has to stand aside."""

from collections.abc import Iterator

from xiangchuang.plan_parts.approved import approved_revision
from xiangchuang.plan_parts.models import PersonRow
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.key_people import KeyPerson


def people_of_plan(case: Case) -> Iterator[KeyPerson]:
    """Yield those in the table of people of the newest submitted plan; nobody where there is none."""
    revision = approved_revision(case)
    if revision is None:
        return
    labels = {
        standing.code: words(standing.label)
        for rule in pack_of(case).plan_parts.parts
        for standing in rule.standings
    }
    for name, standing in PersonRow.objects.filter(revision=revision).values_list("name", "standing"):
        if name:
            yield KeyPerson(name, labels.get(standing, ""))
