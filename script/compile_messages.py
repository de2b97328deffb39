"""Compiles locale/*/LC_MESSAGES/*.po to .mo, which git ignores; one that is newer than its .po is left."""

import sys
from pathlib import Path

from po_catalogue import mo_bytes, read_po

LOCALE = Path(__file__).resolve().parents[1] / "locale"


def main() -> int:
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime_ns <= source.stat().st_mtime_ns:
            translated = [message for message in read_po(source) if not message.fuzzy or not message.id]
            target.write_bytes(mo_bytes(translated))
    return 0


if __name__ == "__main__":
    sys.exit(main())
