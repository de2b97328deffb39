"""Signs of market production in a pack: by value or by word, never by both."""

from pathlib import Path

import pytest

from tests.policy.draft import Draft
from xiangchuang.policy.duties import ScopeWords
from xiangchuang.policy.loading import load_pack
from xiangchuang.policy.positioning import PositioningRules, PositioningSign

PACKS = Path(__file__).resolve().parents[1] / "packs"
SIGN = {
    "code": "sale", "label": {"zh": "销售", "en": "Sale"}, "register": "incomes", "field": "kind",
    "clause": "2-3",
}  # fmt: skip


@pytest.mark.parametrize("looks_for", [{}, {"values": ("a",), "words": ("b",)}])
def test_a_sign_looks_for_values_or_for_words(looks_for: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="写一项"):
        PositioningSign.model_validate(SIGN | looks_for)


def test_the_scopes_words_are_those_of_governance_and_without_them_the_sign_is_gone() -> None:
    sign = PositioningSign.model_validate(SIGN | {"words_from": "governance.scope_words"})
    rules = PositioningRules(signs=(sign,))
    words = ScopeWords(clause="2-3", words=("销售",), unless=("不含",))

    (filled,) = rules.with_words(words).signs
    assert filled.words_in("销售电子产品") == ("销售",)
    assert filled.words_in("不含销售") == ()
    assert rules.with_words(None).signs == ()


def test_a_pack_without_the_files_watches_nothing_and_places_no_income() -> None:
    pack = load_pack(PACKS / "minimal-province")

    assert pack.positioning.signs == ()
    assert pack.funding.income == () and pack.funding.is_mainly_market(1, 1) is None


def test_a_sign_that_cites_no_clause_is_refused_by_its_line(draft: Draft) -> None:
    draft.edit(
        "positioning.yaml",
        '    values: [product_sales]\n    clause: "2-3"',
        '    values: [product_sales]\n    clause: "9-9"',
    )

    assert "9-9" in draft.problem().reason
