"""The two documents of a scoring, read from the store and checked against their hashes."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from xiangchuang.accounts.refusals import NotFound
from xiangchuang.evaluation.models import ScoreRun
from xiangchuang.policy.evaluation import Inputs, InputsError, Results, SubjectResult, read
from xiangchuang.policy.evaluation.inputs import Subject


@dataclass(frozen=True)
class Scored:
    """What a scoring read and what it found."""

    inputs: Inputs
    results: Results

    def subject(self, code: str) -> Subject:
        """What was known of a center; raises NotFound."""
        found = next((subject for subject in self.inputs.subjects if subject.code == code), None)
        if found is None:
            raise NotFound(_("这次评分不包括这个中心。"))
        return found

    def result(self, code: str) -> SubjectResult:
        """What a center came to; raises NotFound."""
        try:
            return self.results.subject(code)
        except KeyError as missing:
            raise NotFound(_("这次评分不包括这个中心。")) from missing


def documents_of(run: ScoreRun) -> Scored:
    """Return the documents of a scoring, from the store once a process.

    Raises InputsError when a file is gone or its bytes are not those that were scored.
    """
    return _documents(run.inputs.path, run.inputs_sha256, run.results.path, run.results_sha256)


@lru_cache(maxsize=4)
def _documents(inputs: Path, inputs_sha256: str, results: Path, results_sha256: str) -> Scored:
    # Documents never change under their hash; a round of 40 centers takes a second to read.
    return Scored(
        read(_checked(inputs, inputs_sha256), Inputs), read(_checked(results, results_sha256), Results)
    )


def _checked(path: Path, sha256: str) -> bytes:
    try:
        content = path.read_bytes()
    except FileNotFoundError as gone:
        raise InputsError(_("评分文件不在文件库中，请系统管理员从备份恢复。")) from gone
    if hashlib.sha256(content).hexdigest() != sha256:
        raise InputsError(_("评分文件与留存的哈希值不一致，结果不能显示；请系统管理员核查。"))
    return content
