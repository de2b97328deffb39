"""A receipt as a file: checked with nothing but the published key, by us and by OpenSSL."""

import base64
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from xiangchuang.documents.receipt_file import (
    BrokenReceiptError,
    SignedStatement,
    differing_files,
    open_receipt,
    pem_of,
    public_key_of,
    receipt_file,
    sign_statement,
    statement_text,
)

KEY = Ed25519PrivateKey.from_private_bytes(b"\7" * 32)
FILE_HASH = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
FACTS = {"number": "HZ2026000001", "title": "示例中心建设方案", "files": [{"name": "a", "sha256": FILE_HASH}]}


def signed() -> SignedStatement:
    return sign_statement(statement_text(FACTS), KEY)


def test_a_receipt_file_states_what_was_signed() -> None:
    stated = open_receipt(receipt_file(signed()), [signed().public_key])
    assert stated["number"] == "HZ2026000001" and stated["format"] == "xiangchuang-receipt-1"
    assert receipt_file(signed()) == receipt_file(signed())


def test_one_sign_changed_and_it_does_not_hold() -> None:
    content = receipt_file(signed()).replace(b"HZ2026000001", b"HZ2026000002")
    with pytest.raises(BrokenReceiptError, match="签发后被改动"):
        open_receipt(content, [signed().public_key])


def test_a_receipt_of_another_key_does_not_hold_though_it_brings_that_key_along() -> None:
    other = sign_statement(statement_text(FACTS), Ed25519PrivateKey.from_private_bytes(b"\1" * 32))
    with pytest.raises(BrokenReceiptError, match="不是公布的公钥"):
        open_receipt(receipt_file(other), [signed().public_key])


@pytest.mark.parametrize(
    "content",
    [
        b"", b"%PDF-1.7", b"[]", b"{}", b'{"receipt": 1, "signature": "!", "public_key": "!"}',
        b'{"receipt": "{}", "signature": "", "public_key": "AAAA"}',
    ],
)  # fmt: skip
def test_what_is_no_receipt_file_is_told_so(content: bytes) -> None:
    with pytest.raises(BrokenReceiptError, match="不是回执文件"):
        open_receipt(content, [signed().public_key])


def test_a_statement_of_another_format_is_not_taken_for_a_receipt() -> None:
    other = sign_statement(json.dumps({"format": "letter-1"}), KEY)
    with pytest.raises(BrokenReceiptError, match="格式版本"):
        open_receipt(receipt_file(other), [other.public_key])


def test_files_are_held_to_the_hashes_of_the_receipt(tmp_path: Path) -> None:
    same, other = tmp_path / "方案.docx", tmp_path / "别的.docx"
    same.write_bytes(b"abc")
    other.write_bytes(b"abd")
    assert differing_files(FACTS, [same]) == []
    assert differing_files(FACTS, [same, other]) == ["别的.docx"]


def test_a_key_goes_out_as_pem_and_comes_back() -> None:
    assert public_key_of(pem_of(signed().public_key).encode()) == signed().public_key
    with pytest.raises(BrokenReceiptError, match="PEM"):
        public_key_of(b"-----BEGIN CERTIFICATE-----")


@pytest.mark.skipif(shutil.which("openssl") is None, reason="not run: openssl is not installed")
def test_openssl_agrees_as_the_guide_says(tmp_path: Path) -> None:
    (tmp_path / "receipt.json").write_bytes(receipt_file(signed()))
    (tmp_path / "receipt-keys.pem").write_text(pem_of(signed().public_key))
    row = json.loads((tmp_path / "receipt.json").read_bytes())
    (tmp_path / "statement").write_text(row["receipt"], encoding="utf-8", newline="")
    (tmp_path / "signature").write_bytes(base64.b64decode(row["signature"]))
    command = "openssl pkeyutl -verify -pubin -inkey receipt-keys.pem -rawin -in statement -sigfile signature"
    checked = subprocess.run(command.split(), cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Signature Verified Successfully" in checked.stdout, checked.stderr
