"""Whoever chooses a file has read before what is taken: kinds, size, pages, pixels, one file."""

import re
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from pytest_django import Settings

ROOT = Path(__file__).resolve().parents[2]
PARTS = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("src/**/templates/**/*.html")]


class Proof(forms.Form):
    use_required_attribute = False
    file = forms.FileField(label="证明材料")
    drawing = forms.FileField(
        label="图", widget=forms.ClearableFileInput(attrs={"accept": ".png,.jpg"}), required=False
    )


def drawn(template: str) -> str:
    return re.sub(r"\s+", " ", Template(template).render(Context({"form": Proof()})))


def test_every_page_with_a_file_field_says_the_limits() -> None:
    """All but three are drawn by one part; those say as much beside the field, each as often as it asks."""
    for path in PARTS:
        page = path.read_text()
        asked = len(re.findall(r"""type=["']?file""", page))
        told = len(re.findall(r"upload_limits|most=photo_limit", page))
        assert asked <= told, path
    python = [path for path in (ROOT / "src").rglob("*.py") if 'type="file"' in path.read_text()]
    assert python == []


def test_it_says_kinds_size_pages_pixels_and_how_many(settings: Settings) -> None:
    settings.UPLOAD_LIMIT_BYTES = 7 * 1024 * 1024
    page = drawn("{% upload_field form.file '.pdf,.docx,.jpg' %}")
    for told in (
        "一个文件",
        ".pdf、.docx、.jpg",
        "不超过 7 MB",
        "PDF 不超过 2000 页",
        "图片不超过 6000 万像素",
    ):
        assert told in page
    assert page.index("不超过 7 MB") < page.index("<input")
    assert 'accept=".pdf,.docx,.jpg"' in page and f'data-limit="{7 * 1024 * 1024}"' in page
    assert re.search(r'aria-describedby="id_file_helptext"', page)


def test_it_says_nothing_of_pages_or_pixels_where_none_are_taken() -> None:
    page = drawn("{% upload_field form.file '.docx' %}")
    assert "页" not in page.partition("<input")[0] and "像素" not in page


@pytest.mark.parametrize("template", ["{{ form }}", "{{ form.drawing.as_field_group }}"])
def test_a_form_that_is_drawn_as_a_whole_says_them_too(template: str) -> None:
    page = drawn(template)
    assert ".png、.jpg，不超过 60 MB" in page
    assert page.count("<input") == page.count('<input type="file"') == page.count("不超过 60 MB")
