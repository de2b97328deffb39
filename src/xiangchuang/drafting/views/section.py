"""A section of the manuscript: written in the editor, or as plain text without scripts."""

import json
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xiangchuang.documents.plan.blocks import block_from_json
from xiangchuang.documents.plan.editor_doc import blocks_to_doc
from xiangchuang.documents.plan.editor_plain import blocks_to_plain, is_locked
from xiangchuang.drafting.asides import asides_for
from xiangchuang.drafting.conflicts import Overtaken, open_conflicts
from xiangchuang.drafting.images import append_image
from xiangchuang.drafting.mark_section import mark_section
from xiangchuang.drafting.models import SectionMark
from xiangchuang.drafting.presence import HEARTBEAT_SECONDS, be_present, others_at
from xiangchuang.drafting.save_section import MOST_CHARACTERS, Saved, save_plain_section, save_section
from xiangchuang.drafting.section_list import state_of
from xiangchuang.drafting.views.editor_words import editor_words
from xiangchuang.drafting.views.frame import SectionPage
from xiangchuang.procedure.errors import Refusal
from xiangchuang.proposals.plan_record import image_urls

KEPT: Final = "manuscript_text_kept"
"""In the session: what was sent after the sign-in had expired, until it is saved."""


class WriteSection(SectionPage):
    """The editor with all that helps beside it; the form below it works without scripts too."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Keep what is sent without a sign-in until the person has signed in again."""
        if not self.actor.is_authenticated:
            if request.method == "POST" and len(request.POST.get("text", "")) <= MOST_CHARACTERS:
                sent = {name: request.POST.get(name, "") for name in ("text", "version")}
                request.session[KEPT] = {"path": request.path, **sent}
            return redirect_to_login(request.path)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, number: str, code: str) -> HttpResponse:
        be_present(self.desk, self.section)
        kept = request.session.get(KEPT)
        if kept is not None and kept["path"] == request.path:
            return self.page(text=kept["text"], version=kept["version"], is_restored=True)
        return self.page()

    def post(self, request: HttpRequest, number: str, code: str) -> HttpResponse:
        try:
            return self._do(request)
        except Overtaken as overtaken:
            request.session.pop(KEPT, None)
            messages.warning(request, str(overtaken))
            return redirect("drafting:conflict", number, code, overtaken.conflict.pk)
        except Refusal as refusal:
            self.section.refresh_from_db()
            typed = request.POST.get("text")
            return self.page(text=typed, version=request.POST.get("version"), refusal=refusal)

    def _do(self, request: HttpRequest) -> HttpResponse:
        asked: dict[str, Any] = {
            "actor": self.actor,
            "case": self.case,
            "code": self.section.code,
            "seen": self.seen,
        }
        upload = request.FILES.get("image")
        if "mark" in request.POST:
            mark_section(**asked, done=request.POST["mark"] == "done")
        elif upload is not None:
            caption, alt = request.POST.get("caption", ""), request.POST.get("alt", "")
            append_image(**asked, upload=upload, caption=caption, alt=alt)
            messages.success(request, _("图片已放到本节末尾。"))
        else:
            self._told(self._save(asked))
        request.session.pop(KEPT, None)
        following = self._neighbours()[1] if "next" in request.POST else self.section.code
        if following is None:
            return redirect("drafting:manuscript", self.case.number)
        return redirect("drafting:section", self.case.number, following)

    def _save(self, asked: dict[str, Any]) -> Saved:
        if doc := self.request.POST.get("doc"):
            return save_section(**asked, doc=parsed_doc(doc))
        return save_plain_section(**asked, text=self.request.POST.get("text", ""))

    def _told(self, saved: Saved) -> None:
        messages.success(self.request, _("已保存“%(title)s”。") % {"title": saved.section.title})
        if saved.dropped:
            messages.warning(self.request, dropped_words(saved.dropped))

    def page(
        self, *, text: str | None = None, version: str | None = None, refusal: Refusal | None = None,
        is_restored: bool = False,
    ) -> HttpResponse:  # fmt: skip
        section, outline = self.section, self.desk.at.pack.outline
        blocks = [block_from_json(block) for block in section.blocks]
        url = image_urls(section.revision)
        mark = SectionMark.objects.filter(section=section).first()
        before, after = self._neighbours()
        context = self.frame(
            text=blocks_to_plain(blocks) if text is None else text,
            version=section.version if version is None else version,
            refusal=refusal, is_restored=is_restored, before=before, after=after,
            state=state_of(
                section, mark.version if mark else None, is_missing=section.code in section.revision.missing
            ),
            expected=outline.expected_words(section.code), pack=self.desk.at.pack,
            looked_for=outline.looked_for(section.code), locked=sum(is_locked(block) for block in blocks),
            others=others_at(self.desk, section), conflicts=open_conflicts(section),
            asides=asides_for(self.desk, section), plain_only=text is not None,
            words=editor_words(),
            editor={
                "doc": blocks_to_doc(blocks), "version": section.version, "user": self.desk.user.pk,
                "section": section.pk, "images": {b.image: url(b.image) for b in blocks if b.image},
                "heartbeat": HEARTBEAT_SECONDS,
                **{name: self._address(name) for name in ("keep", "presence", "image")},
                "targets": list(self._targets()),
            },
        )  # fmt: skip
        return render(
            self.request, "drafting/section.html", context, status=refusal.status if refusal else 200
        )

    def _address(self, name: str) -> str:
        return reverse(f"drafting:{name}", args=[self.case.number, self.section.code])

    def _targets(self) -> Any:
        """What other sections have that a reference may point to."""
        for other in self.section.revision.sections.exclude(pk=self.section.pk):
            for block in other.blocks:
                if label := block.get("label"):
                    said = block.get("caption") or block.get("text", "")
                    yield {"label": label, "kind": block["kind"], "text": said[:40], "section": other.code}

    def _neighbours(self) -> tuple[str | None, str | None]:
        codes = [section.code for section in self.desk.at.pack.outline.sections]
        place = codes.index(self.section.code)
        after = codes[place + 1] if place + 1 < len(codes) else None
        return (codes[place - 1] if place else None), after


def parsed_doc(text: str) -> object:
    """Return the document a page sent; what is no JSON is no document."""
    try:
        found: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found


def dropped_words(count: int) -> str:
    """Say how much was left out of a save."""
    return ngettext(
        "有 %(count)d 处不能保存的内容（脚本、外部图片、未知格式等）已略去，其余照存。",
        "有 %(count)d 处不能保存的内容（脚本、外部图片、未知格式等）已略去，其余照存。",
        count,
    ) % {"count": count}
