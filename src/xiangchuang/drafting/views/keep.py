"""What the editor asks while somebody types: keep this, who else is here, take this image."""

import json
from abc import abstractmethod
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, JsonResponse
from django.http.request import RawPostDataException
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.calendars import clock
from xiangchuang.drafting.conflicts import Overtaken, open_conflicts
from xiangchuang.drafting.images import bring_image
from xiangchuang.drafting.models import SectionMark
from xiangchuang.drafting.presence import be_present, leave, others_at
from xiangchuang.drafting.save_section import save_section
from xiangchuang.drafting.section_list import state_of
from xiangchuang.drafting.views.frame import SectionPage
from xiangchuang.drafting.views.section import KEPT, dropped_words
from xiangchuang.procedure.errors import Invalid, Refusal
from xiangchuang.proposals.models import PlanSection


class _Answer(SectionPage):
    """Answers in JSON; every refusal carries its words, so that the page can show them."""

    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Answer 401 where a page would lead to the sign-in."""
        if not self.actor.is_authenticated:
            said = _("登录已过期。文字还在本页，也存在这台电脑上；重新登录后会接着保存。")
            return JsonResponse({"message": said}, status=401)
        try:
            return super().dispatch(request, *args, **kwargs)
        except Refusal as refusal:
            return JsonResponse({"message": str(refusal)}, status=refusal.status)

    def post(self, request: HttpRequest, number: str, code: str) -> JsonResponse:
        return JsonResponse(self.answer(request))

    @abstractmethod
    def answer(self, request: HttpRequest) -> dict[str, Any]:
        """Do what was asked and return what the page needs to go on."""


def asked_in(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON a page sent; raises Invalid when it is too much or none."""
    try:
        found = json.loads(request.body)
    except RequestDataTooBig as error:
        said = _("这一节的内容太大，没有保存。")
        raise Invalid(said, remedy=_("分到几节里，或者缩短后再保存；文字还在页面上。")) from error
    except (ValueError, RecursionError, RawPostDataException) as error:
        raise Invalid(_("发来的内容读不出来，没有保存。"), remedy=_("文字还在页面上，稍后再试。")) from error
    return found if isinstance(found, dict) else {}


def _version(asked: dict[str, Any]) -> int:
    version = asked.get("version")
    return version if isinstance(version, int) and not isinstance(version, bool) and version >= 0 else -1


def _time(section: PlanSection) -> str:
    return section.saved_at.astimezone(clock.SHANGHAI).strftime("%H:%M:%S") if section.saved_at else ""


class KeepSection(_Answer):
    """Keep what is being typed; on a conflict say where both texts stand."""

    def answer(self, request: HttpRequest) -> dict[str, Any]:
        asked = asked_in(request)
        saved = save_section(
            actor=self.actor, case=self.case, code=self.section.code, doc=asked.get("doc"),
            seen=_version(asked),
        )  # fmt: skip
        request.session.pop(KEPT, None)
        said = _("已自动保存 %(at)s") % {"at": _time(saved.section)}
        return {
            "version": saved.section.version, "words": saved.section.words,
            "line": self._line(saved.section),
            "message": said + (_("。") + dropped_words(saved.dropped) if saved.dropped else ""),
        }  # fmt: skip

    def _line(self, section: PlanSection) -> str:
        """How the section stands now, as its page shows it; a save has taken a mark away."""
        mark = SectionMark.objects.filter(section=section).first()
        state = state_of(
            section, mark.version if mark else None, is_missing=section.code in section.revision.missing
        )
        return render_to_string("drafting/_line.html", {"section": section, "state": state})

    def post(self, request: HttpRequest, number: str, code: str) -> JsonResponse:
        try:
            return super().post(request, number, code)
        except Overtaken as overtaken:
            place = reverse("drafting:conflict", args=[number, code, overtaken.conflict.pk])
            return JsonResponse({"message": str(overtaken), "conflict": place}, status=409)


class BePresent(_Answer):
    """Say that the page is open, and learn who else is here and whether the text has moved on."""

    def answer(self, request: HttpRequest) -> dict[str, Any]:
        asked = asked_in(request)
        if asked.get("leaving"):
            leave(self.desk, self.section)
            return {}
        be_present(self.desk, self.section)
        names = [
            _("%(name)s（%(organization)s）") % {"name": p.user, "organization": p.organization_name}
            for p in others_at(self.desk, self.section)
        ]
        section = self.section
        here = _("%(names)s正在编辑本节") % {"names": _("、").join(names)} if names else ""
        moved = section.version != _version(asked) and section.saved_by_id != self.desk.user.pk
        said = {"name": section.saved_by, "at": _time(section)}
        return {
            "user": self.desk.user.pk, "version": section.version, "others": here,
            "moved": _("%(name)s 于 %(at)s 保存了本节的新内容。") % said if moved else "",
            "conflicts": [self._waiting(c) for c in open_conflicts(section)],
        }  # fmt: skip

    def _waiting(self, conflict: Any) -> dict[str, str]:
        place = reverse("drafting:conflict", args=[self.case.number, self.section.code, conflict.pk])
        said = _("%(name)s 也改了本节，两份文字都保留着，等待对照。") % {"name": conflict.author}
        return {"url": place, "message": said}


class BringImage(_Answer):
    """Take an image in and say where it is shown."""

    def answer(self, request: HttpRequest) -> dict[str, Any]:
        code, upload = self.section.code, request.FILES.get("image")
        if upload is None:
            raise Invalid(_("没有选图片。"), remedy=_("选一个 PNG 或 JPEG 文件。"))
        file = bring_image(actor=self.actor, case=self.case, code=code, upload=upload)
        return {"image": file.sha256, "url": reverse("files:download", args=[file.pk])}
