"""Every string shown to people is found, and one that no catalogue can hold is refused."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "script"))

from check_messages import problem_of  # noqa: E402
from po_catalogue import Message  # noqa: E402
from source_messages import (  # noqa: E402
    TextBuiltAtRunTimeError,
    messages_of_python,
    messages_of_template,
)


def test_messages_of_a_module_are_found_however_they_are_called(tmp_path: Path) -> None:
    module = tmp_path / "verbs.py"
    module.write_text(
        '_("推荐")\ntranslation.gettext_lazy("退回" "修改")\nngettext("一件", "%(n)s 件", n)\n_(name)\n'
    )
    found = [(m.id, m.plural) for m in messages_of_python(module, "verbs.py")]
    assert sorted(found) == [("一件", "%(n)s 件"), ("推荐", None), ("退回修改", None)]


def test_messages_of_a_renamed_call_are_found(tmp_path: Path) -> None:
    module = tmp_path / "verbs.py"
    module.write_text(
        "from django.utils.translation import gettext as _now, gettext_lazy\n_later = gettext_lazy\n"
        '_now("推荐")\n_later("退回")\nother("办结")\n'
    )
    assert sorted(m.id for m in messages_of_python(module, "verbs.py")) == ["推荐", "退回"]


def test_a_text_put_together_before_the_lookup_is_refused_with_its_line(tmp_path: Path) -> None:
    module = tmp_path / "verbs.py"
    module.write_text('\n_(f"还剩 {days} 天")\n')
    with pytest.raises(TextBuiltAtRunTimeError, match=r"verbs\.py:2"):
        list(messages_of_python(module, "verbs.py"))


def test_messages_of_a_template_are_found_in_tags_blocks_and_arguments(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "{% translate '甲' %}{% blocktranslate with n=x %}共 {{ n }} 件{% endblocktranslate %}"
        '{% translate "乙" context "状态" %}{% status _("丙") %}'
    )
    found = {(m.context, m.id) for m in messages_of_template(page, "page.html")}
    assert found == {(None, "甲"), (None, "共 %(n)s 件"), ("状态", "乙"), (None, "丙")}


@pytest.mark.parametrize(
    ("english", "problem"),
    [
        ("", "no English yet"),
        ("%(days)s days left", None),
        ("a few days left", "placeholders differ"),
        ("%(day)s days left", "placeholders differ"),
    ],
)
def test_an_english_that_drops_or_renames_a_placeholder_is_a_problem(
    english: str, problem: str | None
) -> None:
    found = problem_of(Message(id="还剩 %(days)s 天", strings={0: english}))
    assert (found or "").startswith(problem or "") and bool(found) == bool(problem)
