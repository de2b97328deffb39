"""One organisation of a scan: every condition explained, and the way to its invitation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from xiangchuang.organizations.models import OrganizationKind
from xiangchuang.policy.scan import explain
from xiangchuang.policy.scan.kept import kept_identity
from xiangchuang.procedure.errors import NotFound
from xiangchuang.procedure.packs import pack_of_version
from xiangchuang.proposals.condition_explained import explained_judgements, summary_of
from xiangchuang.scans.found_lists import STANDING_WORDS, field_words
from xiangchuang.scans.invitation import way_to_invite
from xiangchuang.scans.views.scanning_page import ScanningPage, opened


class FoundOrganization(ScanningPage):
    """The organisation of that number in the scan, whatever its standing."""

    def get(self, request: HttpRequest, pk: int, organization: int) -> HttpResponse:
        scan = self.find_done_scan(pk)
        pack = pack_of_version(scan.policy_version_id)
        with opened(scan) as release:
            who = kept_identity(release, organization)
            if who is None:
                raise NotFound(_("这次扫描中没有这个单位。"))
            conditions = explained_judgements(explain(release, pack, scan.as_of, organization), pack.clauses)
        context = {
            "scan": scan,
            "who": who,
            "kind": OrganizationKind(who.kind).label,
            "field": field_words(pack, who.field),
            "standing": STANDING_WORDS[who.standing],
            "pack": pack,
            "clauses": pack.clauses,
            "conditions": conditions,
            "summary": summary_of(conditions),
            "way": way_to_invite(self.actor, scan, who),
        }
        return render(request, "scans/organization.html", context)
