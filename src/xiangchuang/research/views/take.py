"""Taking the tasks of the approved plan into the register."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.centers.queries import find_file
from xiangchuang.centers.views.file import chapter_url
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.research.take_tasks import take_tasks


@signed_in
@require_POST
def take(request: ActorRequest, pk: int) -> HttpResponse:
    """Take the plan's tasks with their milestones."""
    center = find_file(request.actor, pk)
    found = take_tasks(actor=request.actor, center=center)
    count = len(found.tasks)
    told = ngettext("已带入 %(count)d 项任务。", "已带入 %(count)d 项任务。", count) % {"count": count}
    messages.success(request, f"{told}{_('里程碑一并带入，学科与团队逐项补充。')}")
    return redirect(chapter_url(center, "research"))
