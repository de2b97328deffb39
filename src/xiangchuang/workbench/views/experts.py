"""The register of experts, for those who choose them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.roles import Role
from xiangchuang.accounts.text import normalise_line
from xiangchuang.experts.models import Expert, PanelKind
from xiangchuang.experts.queries import visible_to, with_profile
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.parts import ChoiceFilter, FilterBar
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.errors import NotPermitted
from xiangchuang.procedure.packs import current_pack
from xiangchuang.workbench.fact_table import field_words
from xiangchuang.workbench.register_forms import field_choices


@signed_in
@require_safe
def experts(request: ActorRequest) -> HttpResponse:
    """List the experts by name; the department and the departments that nominate see them (5.2-1)."""
    actor = request.actor
    if not (actor.is_department_staff or actor.holds(Role.DEPARTMENT)):
        raise NotPermitted(_("专家名录由省科技厅和会同论证的部门查看。"), clause="5.2-1")
    pack = current_pack()
    text = normalise_line(request.GET.get("q", ""))[:100]
    kind, field = request.GET.get("kind", ""), request.GET.get("field", "")
    rows = visible_to(actor)
    if text:
        rows = rows.filter(name__icontains=text)
    if kind in PanelKind.values:
        rows = rows.filter(kinds__kind=kind)
    if field:
        rows = rows.filter(fields__field=field)
    page = page_of(with_profile(rows), request.GET.get("page", "1"))
    context = {
        "page": page,
        "lines": [_line(expert, pack) for expert in page.object_list],
        "bar": FilterBar(_("姓名"), text, (
            ChoiceFilter("kind", _("类别"), PanelKind.choices, kind),
            ChoiceFilter("field", _("领域"), field_choices(pack)[1:], field),
        )),
    }  # fmt: skip
    return render(request, "workbench/experts.html", context)


def _line(expert: Expert, pack: Pack) -> tuple[Expert, list[str], list[str]]:
    """Return the expert with kinds and fields in words."""
    kinds = [kind.get_kind_display() for kind in expert.kinds.all()]
    return expert, kinds, [field_words(pack, known.field) for known in expert.fields.all()]
