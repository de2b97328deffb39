"""Names what no pass of the tests ran: `name_not_run.py [--missing NAME]... [--optional NAME]... [FILE]...`.

Each file is one pass on one database, a line per skipped test: its id, a tab, the reason (tests/conftest.py
writes it). A test skipped on one database and run on another was run. Exit 1 when anything is named, except
what is optional: an extra that is not installed is told and fails nothing.
"""

import argparse
import sys
from collections import defaultdict
from pathlib import Path


def skipped_everywhere(passes: list[dict[str, str]]) -> dict[str, list[str]]:
    """Return reason → ids of the tests that every pass skipped."""
    by_reason: dict[str, list[str]] = defaultdict(list)
    for test, reason in sorted(passes[0].items()) if passes else []:
        if all(test in other for other in passes):
            by_reason[reason].append(test)
    return by_reason


def read(file: Path) -> dict[str, str]:
    """Return test id → reason of one pass."""
    lines = file.read_text("utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines if "\t" in line)


def main() -> int:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--missing", action="append", default=[])
    arguments.add_argument("--optional", action="append", default=[])
    arguments.add_argument("files", nargs="*", type=Path)
    given = arguments.parse_args()
    for name in given.optional:
        sys.stdout.write(f"optional, not installed: {name}\n")
    skipped = skipped_everywhere([read(file) for file in given.files if file.exists()])
    if not skipped and not given.missing:
        sys.stdout.write("not run: nothing\n")
        return 0
    for name in given.missing:
        sys.stdout.write(f"not run: {name}\n")
    for reason, tests in skipped.items():
        sys.stdout.write(f"not run: {reason.removeprefix('not run: ')} ({len(tests)} tests)\n")
        sys.stdout.writelines(f"    {test}\n" for test in tests)
    return 1


if __name__ == "__main__":
    sys.exit(main())
