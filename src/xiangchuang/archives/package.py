"""A package of archived papers that anyone can check without the product: files, manifest, SHA256SUMS."""

import hashlib
import json
import zipfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any, Final

from xiangchuang.archives.models import ArchivedPaper
from xiangchuang.files.names import safe_name

MANIFEST: Final = "manifest.json"
SUMS: Final = "SHA256SUMS"
FORMAT: Final = 1


class BrokenPackageError(Exception):
    """A package whose files are not those its manifest lists; `faults` names each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("；".join(faults))
        self.faults = faults


def write_package(target: IO[bytes], papers: Iterable[ArchivedPaper], *, made_at: str) -> int:
    """Write the papers into a zip with their manifest; return how many files it holds.

    A destroyed paper is listed with its hash and has no file. `SHA256SUMS` is what `sha256sum -c` reads.
    """
    lines: list[dict[str, Any]] = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for paper in papers:
            path = f"{paper.volume.year}/{paper.volume.case.number}/{paper.pk}-{safe_name(paper.name)}"
            if paper.file is not None:
                package.write(paper.file.path, path)
            lines.append(_line(paper, path if paper.file is not None else ""))
        manifest = json.dumps(
            {"format": FORMAT, "made_at": made_at, "papers": lines}, ensure_ascii=False, indent=1
        )
        package.writestr(MANIFEST, manifest)
        digest = hashlib.sha256(manifest.encode()).hexdigest()
        kept = [line for line in lines if line["path"]]
        sums = [f"{digest}  {MANIFEST}", *(f"{line['sha256']}  {line['path']}" for line in kept)]
        package.writestr(SUMS, "\n".join(sums) + "\n")
    return len(kept)


def verify_package(path: Path) -> int:
    """Return how many files the package holds, each as its manifest lists it.

    Raises BrokenPackageError naming every file that is missing, altered or not listed.
    """
    with zipfile.ZipFile(path) as package:
        names = set(package.namelist())
        faults = [f"缺少 {name}" for name in (MANIFEST, SUMS) if name not in names]
        # Of two members of one name a reader sees whichever it likes.
        faults += [f"重复 {name}" for name, times in Counter(package.namelist()).items() if times > 1]
        if faults:
            raise BrokenPackageError(faults)
        manifest = package.read(MANIFEST)
        sums = _read_sums(package.read(SUMS).decode())
        listed = {line["path"]: line["sha256"] for line in json.loads(manifest)["papers"] if line["path"]}
        faults += [f"SHA256SUMS 与清单不一致：{n}" for n in sorted(set(sums) ^ {MANIFEST, *listed})]
        expected = listed | {MANIFEST: sums.get(MANIFEST, "")}
        for name, sha256 in expected.items():
            if name not in names:
                faults.append(f"缺少 {name}")
            elif sums.get(name) != sha256 or hashlib.sha256(package.read(name)).hexdigest() != sha256:
                faults.append(f"内容不符 {name}")
        faults += [f"清单之外 {name}" for name in sorted(names - {MANIFEST, SUMS, *listed})]
    if faults:
        raise BrokenPackageError(faults)
    return len(listed)


def _read_sums(text: str) -> dict[str, str]:
    return {name: sha256 for sha256, _gap, name in (line.partition("  ") for line in text.splitlines())}


def _line(paper: ArchivedPaper, path: str) -> dict[str, Any]:
    return {
        "path": path, "case": paper.volume.case.number, "year": paper.volume.year, "kind": paper.code,
        "title": paper.title, "number": paper.number, "dated_on": paper.dated_on.isoformat(),
        "retention": paper.retention, "sha256": paper.sha256, "size": paper.size,
        "keep_until": paper.keep_until.isoformat() if paper.keep_until else None,
        "destroyed": paper.destruction_id is not None,
    }  # fmt: skip
