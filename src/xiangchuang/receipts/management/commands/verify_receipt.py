"""Check a receipt file, and files against it; with --key it needs neither database nor network."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from xiangchuang.documents.receipt_file import (
    BrokenReceiptError,
    differing_files,
    open_receipt,
    public_key_of,
)


class Command(BaseCommand):
    help = "核对回执文件的签名；后面列出的文件要与回执所列的 SHA-256 一致"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("receipt", type=Path)
        parser.add_argument("files", type=Path, nargs="*")
        parser.add_argument("--key", type=Path, help="公布的公钥（PEM）；不给时用本系统签发回执用过的公钥")

    def handle(self, *args: Any, receipt: Path, files: list[Path], key: Path | None, **options: Any) -> None:
        try:
            stated = open_receipt(receipt.read_bytes(), _known(key))
            different = differing_files(stated, files)
        except BrokenReceiptError as broken:
            raise CommandError(f"回执不成立：{broken}") from broken
        except OSError as unreadable:
            raise CommandError(f"读不到文件：{unreadable.filename}") from unreadable
        if different:
            raise CommandError("回执成立，但这些文件不在回执所列之中：" + "、".join(different))
        self.stdout.write(f"回执成立：{stated['number']}，{stated['received_at']} 收到，{stated['title']}")
        if files:
            self.stdout.write(f"{len(files)} 个文件与回执一致")
        if options["verbosity"] > 1:
            self.stdout.write(json.dumps(stated, ensure_ascii=False, indent=1))


def _known(key: Path | None) -> list[bytes]:
    if key is None:
        from xiangchuang.receipts.signing_key import public_keys  # without --key alone: needs the database

        return public_keys()
    blocks = key.read_bytes().split(b"-----BEGIN PUBLIC KEY-----")[1:]
    if not blocks:
        raise BrokenReceiptError("公钥文件不是 PEM 格式：从核验页重新下载公钥。")
    return [public_key_of(b"-----BEGIN PUBLIC KEY-----" + block) for block in blocks]
