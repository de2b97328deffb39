"""Liu, who may write to every table but not to the anchors noted elsewhere, cannot change the past unseen."""

from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives import hashes
from hypothesis import given
from hypothesis import strategies as st

from xiangchuang.ledger.chain import GENESIS, Anchor, Break, Link, canonical, link_hash, verify


def chain(*verbs: str) -> list[Link]:
    links: list[Link] = []
    last = GENESIS
    for seq, verb in enumerate(verbs, start=1):
        content = {"id": seq, "actor": "user:12", "verb": verb, "detail": {"fen": 600_000_000}}
        digest = link_hash(content, seq=seq, previous_hash=last)
        links.append(Link(seq, last, digest, content))
        last = digest
    return links


LINKS = chain("recommend", "check_conditions", "check_form", "review", "publish_notice", "approve")


def edited(links: list[Link]) -> list[Link]:
    links[2] = links[2]._replace(content={**links[2].content, "verb": "reject"})
    return links


def deleted(links: list[Link]) -> list[Link]:
    return links[:2] + links[3:]


def deleted_and_renumbered(links: list[Link]) -> list[Link]:
    return links[:2] + [link._replace(seq=link.seq - 1) for link in links[3:]]


def inserted(links: list[Link]) -> list[Link]:
    return [*links[:2], links[1], *links[2:]]


def inserted_with_a_hash_of_its_own(links: list[Link]) -> list[Link]:
    content = {**links[1].content, "verb": "reject"}
    forged = Link(3, links[1].hash, link_hash(content, seq=3, previous_hash=links[1].hash), content)
    return [*links[:2], forged, *(link._replace(seq=link.seq + 1) for link in links[2:])]


def swapped(links: list[Link]) -> list[Link]:
    return [*links[:2], links[3], links[2], *links[4:]]


def contents_swapped(links: list[Link]) -> list[Link]:
    links[2], links[3] = (
        links[2]._replace(content=links[3].content),
        links[3]._replace(content=links[2].content),
    )
    return links


def test_an_untouched_chain_holds() -> None:
    verdict = verify(LINKS, [Anchor(4, LINKS[3].hash)])
    assert verdict.holds
    assert (verdict.verified, verdict.last_hash) == (6, LINKS[-1].hash)


def test_an_empty_ledger_holds() -> None:
    assert verify([]).holds


@pytest.mark.parametrize(
    ("tamper", "seq", "reason"),
    [
        (edited, 3, "内容与散列值不符"),
        (deleted, 3, "缺第 3 条"),
        (deleted_and_renumbered, 3, "前一条的散列值"),
        (inserted, 3, "插入"),
        (inserted_with_a_hash_of_its_own, 4, "前一条的散列值"),
        (swapped, 3, "缺第 3 条"),
        (contents_swapped, 3, "内容与散列值不符"),
    ],
)
def test_each_way_of_tampering_is_found_where_it_begins(
    tamper: Callable[[list[Link]], list[Link]], seq: int, reason: str
) -> None:
    broken = verify(tamper(list(LINKS))).broken
    assert broken is not None
    assert broken.seq == seq
    assert reason in broken.reason


def test_truncation_beyond_the_last_anchor_is_found() -> None:
    broken = verify(LINKS[:3], [Anchor(4, LINKS[3].hash)]).broken
    assert broken == Break(4, "链止于第 3 条，而锚点记有第 4 条：尾部被截断")


def test_an_emptied_ledger_is_found_by_any_anchor() -> None:
    assert not verify([], [Anchor(4, LINKS[3].hash)]).holds


def test_a_past_rewritten_with_correct_hashes_misses_the_anchor() -> None:
    rewritten = chain("recommend", "check_conditions", "approve", "review", "publish_notice", "approve")
    assert verify(rewritten).holds
    broken = verify(rewritten, [Anchor(4, LINKS[3].hash)]).broken
    assert broken is not None
    assert (broken.seq, "锚点" in broken.reason) == (4, True)


def test_the_hash_is_sm3_over_sorted_utf8_json_without_spaces() -> None:
    digest = hashes.Hash(hashes.SM3())
    digest.update(f'{{"previous_hash":"{GENESIS}","seq":1,"verb":"批复"}}'.encode())
    assert link_hash({"verb": "批复"}, seq=1, previous_hash=GENESIS) == digest.finalize().hex()


def test_sm3_agrees_with_the_example_of_gb_t_32905() -> None:
    digest = hashes.Hash(hashes.SM3())
    digest.update(b"abc")
    assert digest.finalize().hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


@given(st.dictionaries(st.text(), st.integers() | st.text() | st.booleans() | st.none()))
def test_the_order_in_which_facts_were_given_does_not_matter(facts: dict[str, object]) -> None:
    assert canonical(facts) == canonical(dict(reversed(facts.items())))


@given(place=st.integers(0, 5), verb=st.text())
def test_any_other_verb_anywhere_breaks_the_chain_there(place: int, verb: str) -> None:
    links = list(LINKS)
    links[place] = links[place]._replace(content={**links[place].content, "verb": verb})
    broken = verify(links).broken
    assert (broken is None) == (verb == LINKS[place].content["verb"])
    assert broken is None or broken.seq == place + 1
