"""The scanner that stands before everything published, under the name deciding has always asked for it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from xiangchuang.decisions.official_content import as_stored
from xiangchuang.documents.official import OfficialDocument
from xiangchuang.documents.personal import OF_AN_OFFICE, PersonalData, find_personal_data
from xiangchuang.procedure.errors import Invalid

__all__ = ["OF_AN_OFFICE", "PersonalData", "find_personal_data", "refuse_private_paper"]


def refuse_private_paper(content: OfficialDocument) -> None:
    """Let nothing personal into a paper anyone may download; raises Invalid, naming what was found.

    An office's own telephone and mailbox may stand in it.
    """
    found = [
        find
        for text in _texts(as_stored(content))
        for find in find_personal_data(text)
        if find.kind not in OF_AN_OFFICE
    ]
    if found:
        told = "、".join(dict.fromkeys(f"{find.label}（{find.masked}）" for find in found))
        raise Invalid(
            _("文件要公开，里面有%(found)s，属于个人信息，没有成文。") % {"found": told},
            remedy=_("删去这些内容；取自案卷的，先更正案卷或会议纪要中的这一栏，再拟稿。"),
        )


def _texts(stored: object) -> Iterator[str]:
    if isinstance(stored, str):
        yield stored
    elif isinstance(stored, dict):
        for value in stored.values():
            yield from _texts(value)
    elif isinstance(stored, list | tuple):
        for value in stored:
            yield from _texts(value)
