"""An opinion stays beside the passage it touches, and with the section when the passage is gone."""

from xiangchuang.documents.plan import Block, Place, place_of

FIRST = Block("b1", "paragraph", "中心设理事会，由牵头单位、共建单位和政府代表组成。")
SECOND = Block("b2", "paragraph", "三年研发投入合计 6,000 万元，其中企业自筹 4,000 万元。")
PLAN = (FIRST, SECOND)


def test_a_quotation_is_found_in_the_block_that_holds_it() -> None:
    assert place_of(PLAN, "企业自筹 4,000 万元") == Place("b2", "here")


def test_spaces_of_a_pasted_quotation_do_not_count() -> None:
    assert place_of(PLAN, "三年研发投入合计6,000\n万元") == Place("b2", "here")


def test_the_block_pointed_at_comes_first() -> None:
    again = Block("b3", "paragraph", "企业自筹 4,000 万元，分三年到位。")
    assert place_of((*PLAN, again), "企业自筹 4,000 万元", "b3") == Place("b3", "here")


def test_a_passage_that_was_rewritten_is_told_to_be_changed() -> None:
    rewritten = Block("b9", "paragraph", "三年研发投入合计 7,500 万元，其中企业自筹 5,000 万元。")
    assert place_of((FIRST, rewritten), SECOND.text, "b2") == Place("b9", "changed")


def test_a_passage_that_is_gone_leaves_the_section() -> None:
    assert place_of((FIRST,), SECOND.text, "b2") == Place("", "gone")
    assert place_of((), SECOND.text) == Place("", "gone")


def test_without_a_quotation_the_section_is_meant() -> None:
    assert place_of(PLAN, "") == Place("", "here")
    assert place_of(PLAN, "", "b1") == Place("b1", "here")
    assert place_of(PLAN, "", "b7") == Place("", "gone")
