"""From a clause back to everything in the pack that rests on it, for the clause pages."""

from collections.abc import Iterator
from dataclasses import dataclass

from xiangchuang.policy.source import Place, SourceFile, Value
from xiangchuang.policy.terms import DEFAULT

CITING_KEYS = ("clause", "interprets", "fields_clause")
CITING_LISTS = ("speaks_to",)


@dataclass(frozen=True, slots=True)
class Citation:
    """A rule that names a clause: its file, its path inside the file, its labels, and how it cites.

    ``interpretation`` is true where the rule is a default that reads the clause more closely than its words.
    """

    file: str
    path: str
    label: str
    label_en: str
    line: int
    interpretation: bool


def rules(data: Value, place: Place = ()) -> Iterator[tuple[Place, dict[str, Value]]]:
    """Every mapping in the data, outermost first, with its place."""
    if isinstance(data, dict):
        yield place, data
        for key, value in data.items():
            yield from rules(value, (*place, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from rules(value, (*place, index))


def cited_anchors(rule: dict[str, Value]) -> Iterator[tuple[str, str]]:
    """(key, anchor) for each clause the rule itself names; ``default`` names none."""
    for key in CITING_KEYS:
        anchor = rule.get(key)
        if isinstance(anchor, str) and anchor != DEFAULT:
            yield key, anchor
    for key in CITING_LISTS:
        anchors = rule.get(key)
        for anchor in anchors if isinstance(anchors, list) else ():
            yield key, str(anchor)


def citations_in(source: SourceFile) -> Iterator[tuple[str, Citation]]:
    """(anchor, citation) for every rule of the file that names a clause."""
    for place, rule in rules(source.data):
        for key, anchor in cited_anchors(rule):
            yield (
                anchor,
                Citation(
                    file=source.name,
                    path=_path(source.data, place),
                    label=_label(source.data, place, rule, "zh"),
                    label_en=_label(source.data, place, rule, "en"),
                    line=source.line((*place, key)),
                    interpretation=key == "interprets",
                ),
            )


def _path(data: Value, place: Place) -> str:
    """Place as a dotted path that names list items by their code, so that it survives reordering."""
    steps: list[str] = []
    here = data
    for step in place:
        here = here[step] if isinstance(here, dict | list) else None  # type: ignore[index]
        steps.append(_name(here) or str(step) if isinstance(step, int) else step)
    return ".".join(steps)


def _name(rule: Value) -> str:
    if not isinstance(rule, dict):
        return ""
    return next((str(rule[key]) for key in ("code", "name", "kind") if isinstance(rule.get(key), str)), "")


def _label(data: Value, place: Place, rule: dict[str, Value], language: str) -> str:
    """Words of the rule, or of the nearest rule around it that has some, with the rule's own name."""
    own = _words(rule, language)
    if own or not place:
        return own or _name(rule)
    around, here = "", data
    for step in place[:-1]:
        here = here[step] if isinstance(here, dict | list) else None  # type: ignore[index]
        around = (_words(here, language) if isinstance(here, dict) else "") or around
    name = _name(rule) or str(place[-1])
    return f"{around}：{name}" if around else name


def _words(rule: dict[str, Value], language: str) -> str:
    for key in ("label", "title"):
        words = rule.get(key)
        if isinstance(words, dict) and isinstance(words.get(language), str):
            return str(words[language])
    return ""
