"""Inputs and results as files: canonical bytes under their hash, for those who see the whole round."""

import hashlib
from typing import Final, TypeVar

from django.db.models import Q
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Blocked
from xiangchuang.evaluation.models import Round
from xiangchuang.evaluation.queries import sees_whole_round, visible_to
from xiangchuang.files.models import StoredFile
from xiangchuang.files.store import store_bytes
from xiangchuang.policy.evaluation import canonical, read
from xiangchuang.policy.terms import Model

PURPOSE: Final = "evaluation_record"
M = TypeVar("M", bound=Model)


def keep_document(*, actor: Actor, document: Model, name: str) -> StoredFile:
    """Keep the document's canonical bytes; the file's hash is the document's."""
    return store_bytes(
        actor=actor, content=canonical(document), name=name, media_type="application/json", purpose=PURPOSE
    )


def read_document(file: StoredFile, model: type[M]) -> M:
    """Return the document kept in the file; raises Blocked when its bytes are not those that were kept."""
    content = file.path.read_bytes()
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise Blocked(_("评价数据文件“%(name)s”的内容与登记的校验值不符，没有读取。") % {"name": file.name})
    return read(content, model)


def may_read_record(actor: Actor, file: StoredFile) -> bool:
    """Snapshot, inputs and results hold every center: they are for those who see the whole round."""
    holds = Q(snapshot=file) | Q(score_runs__inputs=file) | Q(score_runs__results=file)
    rounds = visible_to(actor).filter(holds).distinct()
    return any(sees_whole_round(actor, round_) for round_ in rounds)


def may_read_commission(actor: Actor, file: StoredFile) -> bool:
    """The letter of commission is for the department and the evaluator."""
    rounds: list[Round] = list(visible_to(actor).filter(commission=file))
    return any(sees_whole_round(actor, round_) for round_ in rounds)
