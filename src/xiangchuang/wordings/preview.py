"""A paper tried on a real case before anyone signs it: on screen, as PDF and as Word, always marked 草稿."""

from dataclasses import replace
from typing import Any, Literal

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import NotFound, Refusal
from xiangchuang.calendars import clock
from xiangchuang.documents.official import OfficialDocument
from xiangchuang.documents.official.composition import compose
from xiangchuang.files.set_papers import DRAFT_WATERMARK, Form, paper_bytes
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.wordings import WordingText
from xiangchuang.wordings.compose_paper import paper
from xiangchuang.wordings.kinds import Example, PaperKind

Of = Literal["current", "draft"]


def preview_of(
    request: HttpRequest, actor: Actor, kind: PaperKind, pack: Pack, text: WordingText, *, of: Of
) -> dict[str, Any]:
    """Return what the page shows of a preview: the cases to choose from, the one chosen, the paper on it."""
    examples = list(kind.examples(actor))
    chosen = _chosen(examples, request.GET.get("case", ""))
    if chosen is None:
        return {"examples": examples, "chosen": None, "preview": None}
    query = urlencode({"case": chosen.key, "of": of})
    try:
        content = _content(actor, kind, pack, text, chosen)
    except Refusal as refusal:
        return {"examples": examples, "chosen": chosen, "preview": None, "held": refusal}
    return {
        "examples": examples, "chosen": chosen, "preview": compose(content),
        "pdf_url": f"{reverse('wordings:preview-pdf', args=[kind.code])}?{query}",
        "docx_url": f"{reverse('wordings:preview-docx', args=[kind.code])}?{query}",
    }  # fmt: skip


def preview_file(actor: Actor, kind: PaperKind, pack: Pack, text: WordingText, key: str, form: Form) -> bytes:
    """Return the paper on that case as a file; raises NotFound, Blocked when it cannot be set."""
    chosen = _chosen(list(kind.examples(actor)), key)
    if chosen is None:
        raise NotFound(_("没有可以试排的案卷。"))
    content = _content(actor, kind, pack, text, chosen)
    return paper_bytes(replace(content, watermark=DRAFT_WATERMARK), form)


def _content(
    actor: Actor, kind: PaperKind, pack: Pack, text: WordingText, chosen: Example
) -> OfficialDocument:
    values = kind.values(actor, chosen.key, pack)
    if values is None:
        raise NotFound(_("没有这个案卷，或者它不归您办理。"))
    return paper(kind, text, pack, values, on=clock.today(), sample=False)


def _chosen(examples: list[Example], key: str) -> Example | None:
    return next((example for example in examples if example.key == key), examples[0] if examples else None)
