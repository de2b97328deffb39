"""Packs in use: registered once with their whole text, so that a case keeps its policy (F01)."""

import tempfile
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from xiangchuang.accounts.written_once import WrittenOnce
from xiangchuang.calendars import clock
from xiangchuang.policy.loading import pack_sha256
from xiangchuang.policy.pack import Pack, load_pack
from xiangchuang.procedure.figure_names import figure_names
from xiangchuang.procedure.models import Case, PolicyVersion
from xiangchuang.procedure.verbs import GUARDS


def find_pack_directory(code: str) -> Path:
    """Return the directory of the pack named `code`; raises FileNotFoundError when no directory holds it."""
    for parent in settings.POLICY_DIRECTORIES:
        if (parent / code / "pack.yaml").is_file():
            return Path(parent) / code
    raise FileNotFoundError(
        f"找不到政策包 {code}；已查找：{', '.join(map(str, settings.POLICY_DIRECTORIES))}"
    )


@transaction.atomic
def register_pack(directory: Path) -> PolicyVersion:
    """Check the pack and keep it as a version; the same content is the same version.

    Raises PackError when the pack is faulty, or names a guard or a figure that the code does not know.
    """
    paths = sorted(directory.rglob("*"))
    pack = _checked(directory, pack_sha256(directory), tuple(paths))
    files = {
        path.relative_to(directory).as_posix(): path.read_text(encoding="utf-8")
        for path in paths
        if path.suffix in {".yaml", ".md"}
    }
    version, _created = PolicyVersion.objects.get_or_create(
        sha256=pack.sha256,
        defaults={
            "code": pack.code,
            "version": pack.version,
            "effective_from": pack.effective_from,
            "files": files,
            "registered_at": clock.now(),
        },
    )
    return version


@lru_cache(maxsize=16)
def _checked(directory: Path, sha256: str, paths: tuple[Path, ...]) -> Pack:
    """Read a directory once a process, as long as its content and its list of files stay the same."""
    del sha256, paths
    return load_pack(directory, guard_names=frozenset(GUARDS), figure_names=figure_names())


def current_policy() -> PolicyVersion:
    """Return the version that a case begun now is pinned to; registers the configured pack when none is."""
    version = (
        PolicyVersion.objects.defer("files")
        .filter(code=settings.POLICY_PACK, effective_from__lte=clock.today())
        .order_by("-effective_from", "-pk")
        .first()
    )
    return version or _registered()


def current_pack() -> Pack:
    """Return the pack of `current_policy()`."""
    put_in = {"code": settings.POLICY_PACK, "day": connection.ops.adapt_datefield_value(clock.today())}
    found = _current_question().rows(put_in)
    return _pack(found[0][0] if found else _registered().sha256)


def _registered() -> PolicyVersion:
    return register_pack(find_pack_directory(settings.POLICY_PACK))


@cache
def _current_question() -> WrittenOnce:
    """Return the question which content is in force: a page asks it several times."""
    some_day = date(1, 2, 3)
    rows = (
        PolicyVersion.objects.filter(code="?", effective_from__lte=some_day)
        .order_by("-effective_from", "-pk")
        .values_list("sha256")[:1]
    )
    return WrittenOnce(rows, {"?": "code", connection.ops.adapt_datefield_value(some_day): "day"})


def pack_of(case: Case) -> Pack:
    """Return the pack the case is pinned to."""
    return pack_of_version(case.policy_version_id)


@lru_cache(maxsize=256)
def _sha256_of(version_id: int) -> str:
    return PolicyVersion.objects.values_list("sha256", flat=True).get(pk=version_id)


def pack_of_version(version_id: int) -> Pack:
    """Return the pack kept as that version."""
    return _pack(_sha256_of(version_id))


@lru_cache(maxsize=16)
def _pack(sha256: str) -> Pack:
    """Versions never change once registered, so a process reads each of them once."""
    files: dict[str, str] = PolicyVersion.objects.values_list("files", flat=True).get(sha256=sha256)
    with tempfile.TemporaryDirectory(prefix="pack-") as name:
        for relative, text in files.items():
            path = Path(name) / relative
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return load_pack(Path(name), guard_names=frozenset(GUARDS), figure_names=figure_names())


def forget_packs() -> None:
    """Forget which id is which version: tests that flush the database give the same ids to others.

    What a content reads as does not change with the database.
    """
    _sha256_of.cache_clear()
