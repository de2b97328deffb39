"""A draw: committed to before its seed exists, fair as published, and replayed by anybody."""

import json
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sparse
from scipy.stats import binom

from bench.rounds import five_kinds
from xiangchuang.assignment.draw.document import (
    Candidate,
    Document,
    DocumentError,
    Drawn,
    Exclusion,
    Odd,
    commitment,
    read_document,
)  # fmt: skip
from xiangchuang.assignment.draw.numbers import Numbers
from xiangchuang.assignment.draw.odds import Chances, OddsError, prepare
from xiangchuang.assignment.draw.record import verify, verify_file, write_record
from xiangchuang.assignment.draw.replay import Draws, Recusal, ReplacementError, replay
from xiangchuang.assignment.problem import PanelRules, Person, Proposal, Round, Seat, Span, Spread
from xiangchuang.assignment.validation import breaches

DRAWS = 2_000
CODE = "panels 1"


@pytest.fixture(scope="module")
def given() -> Round:
    return five_kinds(60, 300, known=40)


@pytest.fixture(scope="module")
def document(given: Round) -> Document:
    return prepare(given, CODE, Chances(cap=5_000, evenness=0, ways=4), {"declared": "本人声明"})


def hold_to_what_is_published(given: Round, document: Document, times: int = DRAWS) -> None:
    """Draw, let a member of one panel leave every tenth draw, and count; the bound is Bonferroni's."""
    draws, published = Draws(document), document.odds()
    seen: Counter[tuple[str, str]] = Counter()
    for number in range(times):
        seed = f"seed {number}"
        panel = document.panels[number % len(document.panels)].key
        drawn = draws.draw(seed).drawn if number % 10 == 0 else ()
        gone = next((seat for seat in drawn if seat.proposal == panel), None)
        recusals = [Recusal(gone.proposal, gone.person)] if gone else []
        outcome = draws.draw(seed, recusals)
        seen.update((seat.proposal, seat.person) for seat in outcome.drawn)
        if gone is None:
            assert outcome.seats == outcome.drawn
        else:
            assert gone not in outcome.seats
            assert len(outcome.replacements) == 1
        seats = [Seat(seat.proposal, seat.person, seat.kind) for seat in outcome.seats]
        assert breaches(given, seats) == []
    assert set(seen) <= set(published)
    chances = np.array([float(odds) for odds in published.values()])
    counts = np.array([seen[pair] for pair in published])
    tail = 0.001 / len(chances) / 2
    assert (counts >= binom.ppf(tail, times, chances)).all()
    assert (counts <= binom.ppf(1 - tail, times, chances)).all()


def test_two_thousand_draws_are_valid_and_as_likely_as_published(given: Round, document: Document) -> None:
    hold_to_what_is_published(given, document)


def test_uneven_odds_are_kept_as_exactly() -> None:
    few = five_kinds(12, 300, known=12, seed=3)
    document = prepare(few, CODE, Chances(cap=3_700, evenness=0.2, ways=3))
    assert len({odd.units for way in document.ways for odd in way}) > 10
    hold_to_what_is_published(few, document, 500)


def test_the_published_odds_fill_every_panel_and_stay_under_the_cap(document: Document) -> None:
    odds = document.odds()
    for panel in document.panels:
        assert sum(chance for (key, _), chance in odds.items() if key == panel.key) == 7
    assert max(odds.values()) <= Fraction(5_000, 10_000)


def test_people_of_every_kind_in_a_mixed_organisation_can_be_drawn(given: Round) -> None:
    people = [
        Person("t", frozenset({"technical"}), 3, groups={"organization": "o"}),
        Person("f", frozenset({"finance"}), 3, groups={"organization": "o"}),
        *(Person(f"t{n}", frozenset({"technical"}), 3, groups={"organization": f"t{n}"}) for n in range(4)),
        *(Person(f"f{n}", frozenset({"finance"}), 3, groups={"organization": f"f{n}"}) for n in range(2)),
    ]
    rules = PanelRules(
        {"technical": Span(2, 2), "finance": Span(1, 1)}, Span(3, 3),
        spreads=(Spread("colleagues", "organization", 1),),
    )  # fmt: skip
    mixed = Round([Proposal("p")], people, rules, sparse.csr_matrix(np.ones((1, len(people)))))
    document = prepare(mixed, CODE, Chances(evenness=1, ways=16))
    assert {person.key for person in people} == {person for _, person in document.odds()}
    for seed in range(200):
        panel = {seat.person for seat in replay(document, str(seed)).seats}
        assert not {"t", "f"} <= panel


def test_one_changed_byte_in_the_committed_list_fails(document: Document) -> None:
    text = write_record(document, "beacon 4711")
    assert verify(text).holds
    committed = document.text()
    for at in range(0, len(committed), len(committed) // 40):
        other = "x" if committed[at] != "x" else "y"
        plain = json.loads(text)
        plain["committed"] = committed[:at] + other + committed[at + 1 :]
        assert "commitment" in verify(json.dumps(plain)).findings


def test_whoever_changes_the_list_and_its_hash_is_betrayed_by_what_was_drawn(document: Document) -> None:
    plain = json.loads(write_record(document, "beacon 4711"))
    plain["committed"] = plain["committed"].replace('"code":"panels 1"', '"code":"panels 2"')
    plain["commitment"] = commitment(plain["committed"])
    assert "drawn" in verify(json.dumps(plain)).findings


@pytest.mark.parametrize("part", ["drawn", "seats", "replacements", "numbers", "seed"])
def test_a_changed_result_or_seed_fails(document: Document, part: str) -> None:
    first = replay(document, "beacon 4711").drawn[0]
    plain = json.loads(write_record(document, "beacon 4711", [Recusal(first.proposal, first.person)]))
    assert verify(json.dumps(plain)).holds
    plain[part] = "beacon 4712" if part == "seed" else []
    found = verify(json.dumps(plain)).findings
    assert ("drawn" in found or "recusal" in found) if part == "seed" else part in found


def test_a_file_is_verified_from_disk_and_what_is_no_record_is_told(
    document: Document, tmp_path: Path
) -> None:
    held = tmp_path / "draw.json"
    held.write_text(write_record(document, "beacon"), "utf-8")
    assert verify_file(held).holds
    held.write_bytes(b"\xff\xfe")
    assert verify_file(held).findings == ("unreadable",)
    for text in ("", "{}", "[]", "null", '{"committed": 1}'):
        assert verify(text).findings == ("unreadable",)


def test_the_text_of_a_list_is_read_back_and_has_one_form(document: Document) -> None:
    text = document.text()
    assert read_document(text) == document
    with pytest.raises(DocumentError) as refused:
        read_document(" " + text)
    assert refused.value.code == "not_canonical"


def test_a_replacement_is_the_next_number_and_its_odds_hold() -> None:
    """One seat that is certain, then three who may follow with none published: a third each."""
    people = tuple(Candidate(f"e{n}", ("technical",), f"o{n}", 1) for n in range(5))
    document = Document(
        CODE, 10, people, (Drawn("p", {"technical": 1}),), (Exclusion("p", "e4", "declared"),),
        ((Odd(0, 0, "technical", 10),),),
    )  # fmt: skip
    draws = Draws(read_document(document.text()))
    came: Counter[str] = Counter()
    for number in range(900):
        first, again = draws.draw(str(number)), draws.draw(str(number), [Recusal("p", "e0")])
        assert again.numbers > first.numbers
        came[again.replacements[0].came] += 1
        assert again.replacements[0].odds == Fraction(1, 3)
    assert set(came) == {"e1", "e2", "e3"}
    few, many = binom.ppf([1e-5, 1 - 1e-5], 900, 1 / 3)
    assert all(few <= count <= many for count in came.values())
    three = [Recusal("p", "e0"), *(Recusal("p", seat) for seat in ("e1", "e2", "e3"))]
    with pytest.raises(ReplacementError) as refused:
        draws.draw("0", three)
    assert refused.value.code in {"not_seated", "nobody_left"}


def test_a_seat_filled_by_hand_keeps_its_colleagues_out_of_the_draw(given: Round) -> None:
    expert = next(person for person in given.people if person.kinds == {"legal"})
    by_hand = Proposal(given.proposals[0].key, ((expert.key, "legal"),))
    document = prepare(
        replace(given, proposals=[by_hand, *given.proposals[1:]], forbidden={}),
        CODE,
        Chances(ways=1, evenness=0),
    )
    colleagues = {p.key for p in given.people if p.groups["organization"] == expert.groups["organization"]}
    drawn = {person for proposal, person in document.odds() if proposal == by_hand.key}
    assert document.panels[0].seats["legal"] == 0
    assert not drawn & colleagues


def test_when_nobody_is_left_of_a_kind_no_odds_are_published(given: Round) -> None:
    people = [replace(p, kinds=p.kinds - {"finance"}) for p in given.people]
    with pytest.raises(OddsError) as refused:
        prepare(replace(given, people=people), CODE)
    assert refused.value.code == "scarce"
    assert refused.value.seats == {"finance": 60}


@pytest.mark.parametrize(
    ("odds", "code"),
    [
        ([Odd(0, 0, "technical", 9)], "quota"),
        ([Odd(0, 0, "technical", 11)], "odds_range"),
        ([Odd(0, 0, "legal", 10)], "kind"),
        ([Odd(0, 1, "technical", 10)], "excluded"),
        ([Odd(0, 2, "technical", 10)], "load"),
        ([Odd(0, 9, "technical", 10)], "reference"),
    ],
)
def test_a_list_whose_odds_break_a_rule_is_no_list(odds: list[Odd], code: str) -> None:
    people = (
        Candidate("a", ("technical",), "o", 1), Candidate("b", ("technical",), "o", 1),
        Candidate("c", ("technical",), "", 0),
    )  # fmt: skip
    document = Document(
        CODE, 10, people, (Drawn("p", {"technical": 1}),), (Exclusion("p", "b", "declared"),), (tuple(odds),)
    )
    with pytest.raises(DocumentError) as refused:
        read_document(document.text())
    assert refused.value.code == code


def test_two_of_one_organisation_never_have_odds_above_one_seat() -> None:
    people = (Candidate("a", ("technical",), "o", 1), Candidate("b", ("technical",), "o", 1))
    document = Document(
        CODE, 10, people, (Drawn("p", {"technical": 2}),), (),
        ((Odd(0, 0, "technical", 10), Odd(0, 1, "technical", 10)),),
    )  # fmt: skip
    with pytest.raises(DocumentError) as refused:
        read_document(document.text())
    assert refused.value.code == "organization"


def test_the_stream_of_numbers_is_fixed_for_ever() -> None:
    numbers = Numbers("0" * 64, "2026-11-30")
    assert [numbers.below(1_000) for _ in range(6)] == [160, 636, 405, 556, 658, 907]
