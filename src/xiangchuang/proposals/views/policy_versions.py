"""The versions of the policy, and what one of them would have decided otherwise in past cases."""

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from xiangchuang.calendars import clock
from xiangchuang.procedure.models import Case, PolicyVersion
from xiangchuang.procedure.packs import current_policy, pack_of_version
from xiangchuang.procedure.replay import Replayed, replay_past_cases
from xiangchuang.proposals.views.department import DepartmentPage

MOST_SHOWN = 200


class PolicyVersions(DepartmentPage):
    """Every registered version: from when, and how many cases are pinned to it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        current = current_policy()
        pinned = Counter(Case.objects.values_list("policy_version_id", flat=True))
        versions = PolicyVersion.objects.defer("files").order_by("-effective_from", "-pk")
        context = {
            "versions": [(v, pinned[v.pk], v.pk == current.pk) for v in versions],
            "today": clock.today(),
        }
        return render(request, "proposals/policy_versions.html", context)


class PolicyReplay(DepartmentPage):
    """Past cases judged again by that version, on the data of then; nothing is written."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        version = get_object_or_404(PolicyVersion.objects.defer("files"), pk=pk)
        total = otherwise = 0
        shown: list[Replayed] = []
        for replayed in replay_past_cases(pack_of_version(version.pk)):
            total += 1
            otherwise += replayed.is_decided_otherwise
            if (replayed.changed or replayed.problem) and len(shown) < MOST_SHOWN:
                shown.append(replayed)
        context = {"version": version, "total": total, "otherwise": otherwise, "shown": shown}
        return render(request, "proposals/policy_replay.html", context)
