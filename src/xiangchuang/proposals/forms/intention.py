"""The whole intention on one page; every part may stay empty until it is submitted."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.calendars import clock
from xiangchuang.layouts.later_stages import places_taken
from xiangchuang.layouts.placing import field_words
from xiangchuang.layouts.queries import layout_in_force, open_directions
from xiangchuang.policy.pack import Pack, Question
from xiangchuang.procedure.act_view import ActForm
from xiangchuang.procedure.pack_words import words
from xiangchuang.proposals.forms.fields import Line, NeededChoice, NeededLine, NeededText, Text
from xiangchuang.proposals.forms.rows import EveryField, MemberRow, MemberRows, TaskRows
from xiangchuang.proposals.intention import IntentionDraft, MemberDraft
from xiangchuang.proposals.intention_sections import OTHER, orientation_of
from xiangchuang.proposals.models import Proposal

SPARE_TASKS, SPARE_MEMBERS = 2, 2
FEWEST_TASK_ROWS = 3
PLAIN = (
    "title", "category", "other_field", "other_field_reason", "orientation_answer", "direction",
    "technology_type", "formation_mode", "mode_reason", "undirected_reason", "major_strategy",
    "engineering_chain", "contact_name", "contact_phone",
)  # fmt: skip


class IntentionForm(ActForm):
    """An intention with its rows. `draft()` is all of it that can be kept, even when a part is wrong."""

    title = Line(
        label=gettext_lazy("中心名称"),
        max_length=200,
        help_text=gettext_lazy("例如“某某技术创新中心”。"),
        error_messages={"required": gettext_lazy("填写中心名称，例如“某某技术创新中心”。")},
    )
    category = NeededChoice(label=gettext_lazy("类别"), widget=forms.RadioSelect)
    major_strategy = Text(label=gettext_lazy("面向的重大战略"), required=False, rows=2)
    engineering_chain = Text(label=gettext_lazy("从关键技术突破到工程化的链条"), required=False, rows=3)
    layout_direction = forms.ChoiceField(label=gettext_lazy("申报的布局方向"), required=False)
    undirected_reason = Text(
        label=gettext_lazy("在布局方向以外申报的理由"),
        required=False,
        rows=2,
        help_text=gettext_lazy("选了方向的不填。"),
    )
    area = NeededChoice(label=gettext_lazy("重点建设领域"))
    other_field = Line(label=gettext_lazy("其他领域的名称"), max_length=100, required=False)
    other_field_reason = Text(label=gettext_lazy("选择其他领域的理由"), required=False, rows=2)
    orientation_answer = NeededText(label=gettext_lazy("领域要求的说明"), rows=4)
    direction = NeededText(label=gettext_lazy("领域方向"), rows=4)
    technology_type = NeededChoice(label=gettext_lazy("方向的技术类型"), widget=forms.RadioSelect)
    formation_mode = NeededChoice(label=gettext_lazy("组建模式"), widget=forms.RadioSelect)
    mode_reason = Text(
        label=gettext_lazy("采用这一模式的理由"),
        required=False,
        rows=2,
        help_text=gettext_lazy("牵头单位的类型与所选模式通常的不同，或模式与布局方向建议的不同时填写。"),
    )
    contact_name = NeededLine(label=gettext_lazy("联系人"), max_length=50)
    contact_phone = NeededLine(
        label=gettext_lazy("联系电话"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )

    def __init__(self, data: Any = None, files: Any = None, *, proposal: Proposal, **kwargs: Any) -> None:
        self.proposal = proposal
        pack: Pack = kwargs.pop("pack")
        self.pack = pack
        super().__init__(data, files, initial=_initial(proposal) | (kwargs.pop("initial", None) or {}))
        self._offer_choices(pack)
        self._speak_of_the_pack(pack)
        self.tasks = TaskRows(data, prefix="tasks", initial=_task_rows(proposal), form_kwargs={"pack": pack})
        self.members = MemberRows(data, prefix="members", initial=_member_rows(proposal))

    def _offer_choices(self, pack: Pack) -> None:
        self._choices("category", [(c.code, words(c.label)) for c in pack.categories])
        self._choices("technology_type", [(t.code, words(t.label)) for t in pack.technology_types])
        modes = [
            (
                m.code,
                format_html('{} <span class="muted">{} · {}</span>', words(m.label), words(m.when), m.clause),
            )
            for m in pack.formation_modes
        ]
        self._choices("formation_mode", modes)
        groups: list[Any] = [("", _("选择领域"))]
        for orientation in pack.orientations:
            named = [(f"{orientation.code}/{f.code}", words(f.label)) for f in orientation.fields]
            if orientation.open:
                named.append((f"{orientation.code}/{OTHER}", _("其他领域（写明名称和理由）")))
            groups.append((words(orientation.label), named))
        self._choices("area", groups)
        self._offer_directions(pack)

    def _offer_directions(self, pack: Pack) -> None:
        """Offer the directions open today and the one already chosen; nothing before there is a layout."""
        own = self.proposal.layout_direction
        if own is None and layout_in_force() is None:
            del self.fields["layout_direction"], self.fields["undirected_reason"]
            return
        offered = list(open_directions(clock.today()))
        if own is not None and own not in offered:
            offered.insert(0, own)
        taken = places_taken(offered)
        choices = [
            (str(d.pk), _("%(number)s %(title)s（%(field)s，余 %(left)d 个名额）") % {
                "number": d.number, "title": d.title, "field": field_words(d, pack),
                "left": max(d.cap - taken[d.pk].total, 0)})
            for d in offered
        ]  # fmt: skip
        self._choices("layout_direction", [("", _("布局方向以外")), *choices])
        self.fields["layout_direction"].help_text = _("现行总体布局中开放的方向；选方向以外的，写明理由。")

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        field.error_messages["invalid_choice"] = _("这一选项不在本政策中：重新选择。")

    def _speak_of_the_pack(self, pack: Pack) -> None:
        """Ask in the notice's own words what it asks of a category and of an orientation."""
        asked = {q.code: q for c in pack.categories for q in c.questions}
        for name, code in (
            ("major_strategy", "major_strategy"),
            ("engineering_chain", "chain_to_engineering"),
        ):
            if question := asked.get(code):
                evidence = words(question.evidence) if question.evidence else ""
                self.fields[name].label = words(question.label)
                self.fields[name].help_text = _("综合类填写。") + evidence
        if question := asked.get("subfield"):
            self.fields["direction"].help_text = _("领域类写明%(asked)s。") % {"asked": words(question.label)}
        chosen = orientation_of(pack, self.proposal.orientation)
        open_ones = [chosen] if chosen else [o for o in pack.orientations if o.questions]
        hints = [
            _("；").join(
                words(q.label)
                + (_("（佐证：%(proof)s）") % {"proof": words(q.evidence)} if q.evidence else "")
                for q in orientation.questions
            )
            for orientation in open_ones
        ]
        prefix = [""] if chosen else [words(o.label) + "——" for o in open_ones]
        lines = [a + b for a, b in zip(prefix, hints, strict=True) if b]
        self.fields["orientation_answer"].help_text = format_html(
            "{}", "　".join(lines) or _("所选领域没有另外的问题，可以不填。")
        )

    def is_valid(self) -> bool:
        """Whether the whole page can be kept as it is typed, rows included."""
        whole = super().is_valid()
        rows = self.tasks.is_valid() & self.members.is_valid()
        return whole and rows and self._members_differ()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("area", "").endswith(f"/{OTHER}"):
            if not data.get("other_field"):
                self.add_error("other_field", _("写明领域名称，或改选列出的领域。"))
        elif data.get("other_field") and data.get("area"):
            self.add_error("other_field", _("已选了列出的领域：清空这一栏，或在上面改选“其他领域”。"))
        return data

    def _members_differ(self) -> bool:
        seen: set[int] = {self.proposal.lead_id}
        for row in self.members.forms:
            organization = row.organization
            if organization is None:
                continue
            if organization.pk == self.proposal.lead_id:
                row.refuse(_("牵头单位不用列在共建单位里：删去这一行。"))
            elif organization.pk in seen:
                row.refuse(_("“%(name)s”已在上面列出：合并成一行。") % {"name": organization.name})
            seen.add(organization.pk)
        return not any(row.errors for row in self.members.forms)

    @property
    def new_members(self) -> list[MemberRow]:
        """Return the rows whose organisation is to be registered with the intention."""
        return [row for row in self.members.forms if row.is_unknown and not row.errors]

    def draft(self) -> IntentionDraft:
        """Return what can be kept: a part that is wrong stays as it was, a wrong row is not taken."""
        data = {**_initial(self.proposal), **self.cleaned_data}
        values = {name: data.get(name) or "" for name in PLAIN}
        values["title"] = values["title"] or self.proposal.case.title
        orientation, _slash, field = str(data.get("area") or "").partition("/")
        if field == OTHER:
            field = ""
        else:
            values["other_field"] = values["other_field_reason"] = ""
        tasks = [draft for row in self.tasks.forms if (draft := row.draft)]
        return IntentionDraft(
            **values, orientation=orientation, field=field, tasks=tasks, members=self._members(),
            layout_direction_id=self._direction(data),
        )  # fmt: skip

    def _direction(self, data: dict[str, Any]) -> int | None:
        """The chosen direction; what stood before where the page offers none or the choice is wrong."""
        if "layout_direction" not in self.fields or "layout_direction" in self.errors:
            return self.proposal.layout_direction_id
        return int(data["layout_direction"]) if data.get("layout_direction") else None

    def _members(self) -> list[MemberDraft]:
        drafts = [draft for row in self.members.forms if (draft := row.draft)]
        if not any(row.errors for row in self.members.forms):
            return drafts
        # A row under correction must not cost the organisation that stood in it before.
        listed = {draft.organization.pk for draft in drafts}
        before = self.proposal.memberships.select_related("organization").exclude(organization_id__in=listed)
        return drafts + [MemberDraft(m.organization, m.duty, m.role) for m in before]

    @property
    def summary(self) -> EveryField:
        """Return the page's fields, rows included, for the summary of errors."""
        return EveryField(self, *self.tasks.forms, *self.members.forms)


def _asked(question: Question) -> str:
    if question.evidence is None:
        return words(question.label)
    return words(question.label) + _("（佐证：%(proof)s）") % {"proof": words(question.evidence)}


def _initial(proposal: Proposal) -> dict[str, Any]:
    values: dict[str, Any] = {n: getattr(proposal, n) for n in PLAIN if n != "title"}
    values["title"] = proposal.case.title
    values["layout_direction"] = str(proposal.layout_direction_id or "")
    if proposal.orientation:
        values["area"] = f"{proposal.orientation}/{proposal.field or OTHER}"
    return values


def _task_rows(proposal: Proposal) -> list[dict[str, str]]:
    rows = [{"title": t.title, "technology_type": t.technology_type} for t in proposal.key_tasks.all()]
    spare = max(SPARE_TASKS, FEWEST_TASK_ROWS - len(rows))
    return rows + [{} for _row in range(spare)]


def _member_rows(proposal: Proposal) -> list[dict[str, str]]:
    rows = [
        {
            "who": m.organization.uscc or m.organization.name,
            "role": m.role,
            "duty": m.duty,
            "name": m.organization.name,
        }
        for m in proposal.memberships.select_related("organization")
    ]
    return rows + [{} for _row in range(SPARE_MEMBERS)]
