"""Changing what a paper says: kept as a draft, published with a reason as a new version, or thrown away."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.calendars import clock
from xiangchuang.canonical_json import json_sha256
from xiangchuang.documents.personal import find_personal_data
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.wordings import Fault, WordingText, faults_of
from xiangchuang.procedure.perform import claim
from xiangchuang.wordings.in_force import FIRST, as_stored, find_in_force, read_text
from xiangchuang.wordings.kinds import PaperKind, find_paper
from xiangchuang.wordings.models import WordingDraft, WordingVersion
from xiangchuang.wordings.permissions import may_read, publishing_as, writing_as

LONGEST = 20_000
"""Characters of all the words of one paper: some thirty pages."""
ACTS = {
    "keep_wording_draft": gettext_lazy("修改文书措辞草稿"),
    "publish_wording": gettext_lazy("发布文书措辞"),
    "discard_wording_draft": gettext_lazy("放弃文书措辞草稿"),
}


def wording_faults(kind: PaperKind, text: WordingText) -> list[Fault]:
    """Return what keeps these words from being published, each with its place."""
    return faults_of(
        text, [place.rule for place in kind.all_places], numbered=kind.numbered, addressed=kind.headed,
        private=lambda said: [f"{find.label}（{find.masked}）" for find in find_personal_data(said)],
    )  # fmt: skip


def keep_draft(*, actor: Actor, kind: str, pack: Pack, seen: int, text: WordingText) -> WordingDraft:
    """Keep the draft as it stands, faults and all; `seen` is 0 where the person saw no draft.

    Raises NotFound, NotPermitted, Invalid (too long), Stale when a colleague was faster.
    """
    paper = _find(actor, kind)
    acting = writing_as(actor)
    if acting is None:
        raise NotPermitted(_("文书措辞由省科技厅经办人和处室负责人修改。"))
    body = as_stored(_normalised(text))
    if sum(len(block["text"]) for block in body["blocks"]) > LONGEST:
        raise Invalid(_("全文超过 %(most)d 个字。") % {"most": LONGEST}, remedy=_("分成附件或删减后再保存。"))
    with transaction.atomic():
        draft = WordingDraft.objects.select_for_update().filter(pack=pack.code, kind=kind).first()
        if (draft.version if draft else 0) != seen:
            raise _stale()
        if draft is None:
            draft = WordingDraft(pack=pack.code, kind=kind)
        else:
            claim(draft, seen)
            draft.refresh_from_db()
        in_force = find_in_force(kind, pack)
        # Whoever saves has the difference to the version in force before them.
        draft.based_on = in_force.number if in_force else FIRST
        assert actor.user is not None
        draft.body, draft.changed_by, draft.changed_at = body, actor.user, clock.now()
        _save_or_stale(draft)
        write_entry(
            actor, verb="keep_wording_draft", acting=acting, subject=f"wording-draft:{draft.pk}",
            detail={"kind": paper.code, "sha256": json_sha256(body)},
        )  # fmt: skip
    return draft


def _save_or_stale(draft: WordingDraft) -> None:
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError as error:  # a colleague began the same draft in the same moment
        raise _stale() from error


def publish_wording(*, actor: Actor, kind: str, pack: Pack, seen: int, reason: str) -> WordingVersion:
    """Make the draft the version in force; papers made before keep the one they were made with.

    Raises NotFound, NotPermitted, Blocked (nothing to publish, or another was published meanwhile), Invalid
    naming every fault with its place, Stale.
    """
    paper = _find(actor, kind)
    acting = publishing_as(actor)
    if acting is None:
        raise NotPermitted(_("文书措辞由处室负责人发布。"), remedy=_("草稿已经保存，告诉处室负责人来发布。"))
    said = within(WordingVersion, "reason", normalise_line(reason))
    if not said:
        raise Invalid(_("写明为何修改：版本记录中要看得到。"))
    with transaction.atomic():
        draft = WordingDraft.objects.select_for_update().filter(pack=pack.code, kind=kind).first()
        if draft is None:
            raise Blocked(_("没有待发布的草稿。"), remedy=_("先修改并保存。"))
        claim(draft, seen)
        version = _version_of(actor, paper, pack, draft, said)
        draft.delete()
        write_entry(
            actor, verb="publish_wording", acting=acting, subject=f"wording:{version.pk}",
            detail={"kind": kind, "number": version.number, "sha256": version.body_sha256, "reason": said},
        )  # fmt: skip
    return version


def discard_draft(*, actor: Actor, kind: str, pack: Pack, seen: int) -> None:
    """Throw the draft away; the version in force stays. Raises NotFound, NotPermitted, Stale."""
    _find(actor, kind)
    acting = writing_as(actor)
    if acting is None:
        raise NotPermitted(_("文书措辞由省科技厅经办人和处室负责人修改。"))
    with transaction.atomic():
        draft = WordingDraft.objects.filter(pack=pack.code, kind=kind).first()
        if draft is None:
            return
        claim(draft, seen)
        draft.delete()
        write_entry(actor, verb="discard_wording_draft", acting=acting, detail={"kind": kind})


def _version_of(
    actor: Actor, paper: PaperKind, pack: Pack, draft: WordingDraft, reason: str
) -> WordingVersion:
    in_force = find_in_force(paper.code, pack)
    latest = in_force.number if in_force else 0
    if draft.based_on != latest:
        raise Blocked(
            _("草稿写在第 %(old)d 版上，其间已发布第 %(new)d 版，没有发布。")
            % {"old": draft.based_on, "new": latest},
            remedy=_("对照第 %(new)d 版改好草稿，再保存一次。") % {"new": latest},
        )
    faults = wording_faults(paper, read_text(draft.body))
    if faults:
        raise Invalid(
            _("有 %(count)d 处要先改正，没有发布。") % {"count": len(faults)},
            remedy=_("每一处都标在那一行上。"),
        )
    if in_force is not None and json_sha256(draft.body) == in_force.sha256:
        raise Blocked(_("草稿与现行版本一字不差，没有发布新版本。"))
    assert actor.user is not None
    return WordingVersion.objects.create(
        pack=pack.code, kind=paper.code, number=latest + 1, body=draft.body,
        body_sha256=json_sha256(draft.body), reason=reason, published_by=actor.user, published_at=clock.now(),
    )  # fmt: skip


def _find(actor: Actor, kind: str) -> PaperKind:
    found = find_paper(kind)
    if found is None or not may_read(actor):
        raise NotFound(_("没有这种文书。"))
    return found


def _normalised(text: WordingText) -> WordingText:
    """Spelled one way; braces typed full-width are meant as braces."""
    blocks = tuple(block.model_copy(update={"text": _spelled(block.text)}) for block in text.blocks)
    return WordingText(
        title=_spelled(text.title), number=_spelled(text.number), addressee=_spelled(text.addressee),
        blocks=blocks,
    )  # fmt: skip


def _spelled(said: str) -> str:
    return normalise_text(said.replace("｛", "{").replace("｝", "}").replace("［", "[").replace("］", "]"))


def _stale() -> Stale:
    return Stale(
        _("您打开本页之后，草稿已被同事改过，这次没有保存。"),
        remedy=_("您填写的内容保留在下面，可以复制后对照新的草稿再改。"),
    )
