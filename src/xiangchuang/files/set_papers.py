"""Official papers as files: set as PDF or as Word, and both kept once a paper is final."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, Literal

from django.conf import settings
from django.db.models import Model
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Blocked
from xiangchuang.documents.intake.check import MEDIA_TYPES
from xiangchuang.documents.official import DocumentError, OfficialDocument, render_docx, render_pdf
from xiangchuang.files.store import store_bytes

Form = Literal["pdf", "docx"]
FORMS: Final[tuple[Form, ...]] = ("pdf", "docx")
# Chinese whatever the reader's locale: an official paper has one language.
DRAFT_WATERMARK: Final = "草稿"


def find_form(word: str) -> Form | None:
    """Return the form that an address names; None for any other word."""
    return next((form for form in FORMS if form == word), None)


def paper_bytes(content: OfficialDocument, form: Form, *, remedy: str = "") -> bytes:
    """Return the paper as a file; raises Blocked as `blocked_when_unset` does."""
    with blocked_when_unset(remedy):
        if form == "docx":
            return render_docx(content)
        return render_pdf(content, fonts=settings.DOCUMENT_FONT_DIRECTORIES)


@contextmanager
def blocked_when_unset(remedy: str = "") -> Iterator[None]:
    """Raise Blocked where a paper cannot be set: the fonts lack a character or are not there at all."""
    try:
        yield
    except DocumentError as error:
        raise Blocked(_("文件暂时不能生成：%(cause)s") % {"cause": error.message}, remedy=remedy) from error


def keep_both(
    row: Model, content: Callable[[Form], bytes], *, name: Callable[[Form], str], purpose: str
) -> None:
    """Keep the PDF and the Word of a final paper in the row's `pdf` and `docx`; again changes nothing.

    Content and fonts decide the bytes, so two workers who set it at once keep the same file.
    """
    for form in FORMS:
        if getattr(row, f"{form}_id") is None:
            file = store_bytes(
                actor=Actor.system(), content=content(form), name=name(form), media_type=MEDIA_TYPES[form],
                purpose=purpose,
            )  # fmt: skip
            setattr(row, form, file)
            row.save(update_fields=[form])
