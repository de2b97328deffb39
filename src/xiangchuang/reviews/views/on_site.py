"""The page of the visit on a phone: works without a connection, sends once there is one again."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from xiangchuang.files.store import store
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound, Refusal
from xiangchuang.procedure.packs import pack_of
from xiangchuang.reviews.models import Found, SiteVisit, SpotNote, SpotPhoto, VisitItem
from xiangchuang.reviews.on_site.claims import amount_text, typed_text, unit_of
from xiangchuang.reviews.on_site.note import NOTE, keep_photo, note_on_spot, noting_verb
from xiangchuang.reviews.on_site.photographs import PHOTO_PURPOSE, PICTURES
from xiangchuang.reviews.on_site.sent import note_of, spot_of
from xiangchuang.reviews.on_site.team import team_member
from xiangchuang.reviews.views.visit import VisitActView

WORKER = "on-site-worker.js"


@dataclass(frozen=True)
class SpotLine:
    """One point of the checklist as the phone shows it, with what this person noted last."""

    item: VisitItem
    look_at: str
    claimed: str
    unit: str
    own: SpotNote | None
    own_number: str
    photos: list[SpotPhoto]
    # A form that is sent twice is kept once: its keys are made with the page.
    key: UUID = field(default_factory=uuid4)
    photo_key: UUID = field(default_factory=uuid4)


class OnSiteView(VisitActView):
    """The checklist, one point below the other; each is noted by itself, photographs beside it."""

    verb = NOTE
    template_name = "reviews/on_site.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        answer = super().dispatch(request, *args, **kwargs)
        # A page kept on the device must never come from a cache in between.
        answer["Cache-Control"] = "private, no-store"
        return answer

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        self.__dict__["verb"] = noting_verb(self.actor, self.case)
        self.refuse_outsiders()
        return super().get(request, number)

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        self.__dict__["verb"] = noting_verb(self.actor, self.case)
        self.refuse_outsiders()
        return super().post(request, number)

    def refuse_outsiders(self) -> None:
        """Raise NotPermitted for whoever is not of the team, Blocked once the visit is over."""
        visit = self.visit()
        if visit.run.closed_at is not None:
            raise Blocked(_("这次考察已经结束。"), remedy=_("回到案卷页查看考察记录。"))
        team_member(visit, self.actor)

    def do(self, form: forms.Form, seen: int) -> str:
        """The way without scripts: one point, and perhaps a photograph, as an ordinary form."""
        sent = self.request.POST
        if sent.get("found"):
            draft = note_of(sent)
            kept = note_on_spot(actor=self.actor, case=self.case, notes=[draft])
            if draft.spot.key in kept.refused:
                raise Invalid(kept.refused[draft.spot.key])
        elif "photo" not in self.request.FILES:
            raise Invalid(_("选择相符、有出入、未见或不适用，或者选择一张照片。"))
        if "photo" in self.request.FILES:
            _take_photo(self, sent.get("photo_key", ""))
        return _("已记下。")

    def next_url(self) -> str:
        return self.request.path

    def extra_context(self) -> dict[str, Any]:
        visit = self.visit()
        photos = list(visit.photos.select_related("file", "by"))
        return {
            "visit": visit,
            "members": list(visit.members.select_related("user")),
            "lines": self._lines(visit, photos),
            "found_choices": Found.choices,
            "team_notes": SpotNote.objects.filter(item__visit=visit).count(),
            "general_photos": [photo for photo in photos if photo.item_id is None],
            "general_key": uuid4(),
            "photo_limit": settings.UPLOAD_LIMIT_BYTES,
            "owner": self.actor.user.pk if self.actor.user else 0,
        }

    def _lines(self, visit: SiteVisit, photos: list[SpotPhoto]) -> list[SpotLine]:
        pack = pack_of(self.case)
        look_at = self.look_at()
        own = {n.item_id: n for n in SpotNote.objects.filter(item__visit=visit, by=self.actor.user)}
        lines = []
        for item in visit.items.select_related("fact"):
            note = own.get(item.pk)
            number = typed_text(item, note.found_amount) if note and note.found_amount is not None else ""
            claimed = "" if item.claimed is None else amount_text(item, item.claimed, pack)
            lines.append(
                SpotLine(
                    item, look_at.get(item.code, ""), claimed, unit_of(item, pack) if claimed else "",
                    note, number, [p for p in photos if p.item_id == item.pk],
                )
            )  # fmt: skip
        return lines


class KeepNotesView(OnSiteView):
    """Takes the notes a device has gathered: JSON in, which keys are kept and why others are not out."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        return HttpResponse(status=405, headers={"Allow": "POST"})

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        try:
            self.refuse_outsiders()
            drafts, refused = [], {}
            for sent in _sent_notes(request):
                try:
                    drafts.append(note_of(sent))
                except Invalid as refusal:
                    refused[str(sent.get("key", ""))[:36]] = refusal.message
            kept = note_on_spot(actor=self.actor, case=self.case, notes=drafts)
        except Refusal as refusal:
            return JsonResponse({"message": str(refusal)}, status=refusal.status)
        refused |= {str(key): message for key, message in kept.refused.items()}
        return JsonResponse({"kept": [str(key) for key in kept.kept], "refused": refused})


class KeepPhotoView(KeepNotesView):
    """Takes one photograph with its key, point, time and place."""

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        try:
            self.refuse_outsiders()
            photo = _take_photo(self, request.POST.get("key", ""))
        except Refusal as refusal:
            return JsonResponse({"message": str(refusal)}, status=refusal.status)
        return JsonResponse({"kept": [str(photo.key)], "refused": {}})


class OnSiteWorkerView(OnSiteView):
    """The script that answers for this page while there is no connection; it reaches no other page."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        self.refuse_outsiders()
        script = finders.find(WORKER)
        if script is None:
            raise NotFound(_("这个地址没有离线脚本。"))
        return HttpResponse(Path(script).read_bytes(), content_type="text/javascript; charset=utf-8")

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        return HttpResponse(status=405, headers={"Allow": "GET"})


def _sent_notes(request: HttpRequest) -> list[dict[str, Any]]:
    try:
        sent = json.loads(request.body)
    except (ValueError, UnicodeDecodeError) as error:
        raise Invalid(_("收到的内容不完整。"), remedy=_("记录仍在本机，稍后再同步。")) from error
    notes = sent.get("notes") if isinstance(sent, dict) else None
    if not isinstance(notes, list) or not all(isinstance(note, dict) for note in notes):
        raise Invalid(_("收到的内容不完整。"), remedy=_("记录仍在本机，稍后再同步。"))
    return notes


def _take_photo(view: OnSiteView, key: str) -> SpotPhoto:
    sent = view.request.POST
    spot = spot_of({**sent.dict(), "key": key})
    # Sent again after an answer that was lost: the one kept is the answer, no second file is stored.
    before = SpotPhoto.objects.filter(key=spot.key, visit=view.visit()).first()
    if before is not None:
        return before
    upload = view.request.FILES.get("photo")
    if upload is None:
        raise Invalid(_("没有收到照片。"), remedy=_("重新选择照片。"))
    stored = store(actor=view.actor, upload=upload, expect=PICTURES, purpose=PHOTO_PURPOSE)
    return keep_photo(
        actor=view.actor, case=view.case, spot=spot, stored=stored, item=sent.get("item", ""),
        caption=sent.get("caption", ""),
    )  # fmt: skip
