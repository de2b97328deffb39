"""Check the chain of the database, or of an export without any database."""

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from xiangchuang.ledger.chain import Anchor, Verdict, verify
from xiangchuang.ledger.export import ExportError, verify_export
from xiangchuang.ledger.queries import anchors, sealed_links, unsealed_count


def _anchor(text: str) -> Anchor:
    seq, _colon, digest = text.partition(":")
    if not seq.isdecimal() or len(digest) != 64:
        raise ArgumentTypeError("SEQ:HASH")
    return Anchor(int(seq), digest.lower())


class Command(BaseCommand):
    """Prints what was verified; leaves with 1 and the first broken seq if the chain does not hold."""

    help = "Verify the ledger's hash chain"
    requires_system_checks = []  # an export is checked where there is no database to check

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare --export and --anchor."""
        parser.add_argument("--export", type=Path, metavar="FILE", help="a file of export_ledger")
        parser.add_argument(
            "--anchor",
            type=_anchor,
            action="append",
            default=[],
            metavar="SEQ:HASH",
            help="an anchor noted outside this system, against one who rewrites chain and anchors alike",
        )

    def handle(self, *args: Any, export: Path | None, anchor: list[Anchor], **options: Any) -> None:
        """Verify. Raises CommandError (exit status 1) when the chain is broken or the file unreadable."""
        verdict = _of_file(export, anchor) if export else verify(sealed_links(), [*anchors(), *anchor])
        if verdict.broken:
            raise CommandError(
                _("已核验 %(count)d 条；第 %(seq)d 条断裂：%(reason)s")
                % {"count": verdict.verified, "seq": verdict.broken.seq, "reason": verdict.broken.reason}
            )
        self.stdout.write(
            _("已核验 %(count)d 条，链完整；末条散列值 %(hash)s")
            % {"count": verdict.verified, "hash": verdict.last_hash}
        )
        if not export and (waiting := unsealed_count()):
            self.stdout.write(_("另有 %(count)d 条待封存") % {"count": waiting})


def _of_file(path: Path, noted: list[Anchor]) -> Verdict:
    try:
        with path.open(encoding="utf-8") as lines:
            return verify_export(lines, noted)
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(_("打不开导出文件 %(file)s：核对路径与编码") % {"file": path}) from error
    except ExportError as error:
        raise CommandError(str(error)) from error
