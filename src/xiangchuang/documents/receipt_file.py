"""A receipt as a file that anyone can check without the product: a statement and its Ed25519 signature.

The file is JSON with three texts: `receipt` (the statement, itself JSON, signed byte for byte as UTF-8),
`signature` and `public_key` (both base64). Whoever checks takes the key from where it is published, never
from the file: the one inside only says which key it was.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from xiangchuang.canonical_json import canonical_json

FORMAT: Final = "xiangchuang-receipt-1"


class BrokenReceiptError(Exception):
    """A receipt that does not hold; the message says why, in Chinese."""


@dataclass(frozen=True)
class SignedStatement:
    """A statement with the signature over it and the public key (32 bytes) that verifies it."""

    statement: str
    signature: bytes
    public_key: bytes


def statement_text(facts: Mapping[str, Any]) -> str:
    """Return the one spelling that is signed: keys sorted, no spaces."""
    return canonical_json({"format": FORMAT, **facts})


def sign_statement(statement: str, key: Ed25519PrivateKey) -> SignedStatement:
    """Sign a statement; the same statement and key always give the same signature."""
    return SignedStatement(statement, key.sign(statement.encode()), raw_public_key(key.public_key()))


def raw_public_key(key: Ed25519PublicKey) -> bytes:
    """Return the 32 bytes of a public key."""
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def pem_of(public_key: bytes) -> str:
    """Return a public key as PEM, as OpenSSL reads it."""
    key = Ed25519PublicKey.from_public_bytes(public_key)
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def public_key_of(pem: bytes) -> bytes:
    """Return the 32 bytes of a PEM key; raises BrokenReceiptError for anything else."""
    try:
        key = load_pem_public_key(pem)
    except ValueError as error:
        raise BrokenReceiptError("公钥文件不是 PEM 格式：从核验页重新下载公钥。") from error
    if not isinstance(key, Ed25519PublicKey):
        raise BrokenReceiptError("公钥不是 Ed25519 公钥：从核验页重新下载公钥。")
    return raw_public_key(key)


def fingerprint(public_key: bytes) -> str:
    """Return the SHA-256 of a public key in hex: short enough to be read out."""
    return hashlib.sha256(public_key).hexdigest()


def receipt_file(signed: SignedStatement) -> bytes:
    """Return the file that a submitter keeps."""
    content = {
        "receipt": signed.statement,
        "signature": base64.b64encode(signed.signature).decode(),
        "public_key": base64.b64encode(signed.public_key).decode(),
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def open_receipt(content: bytes, known_keys: Iterable[bytes]) -> dict[str, Any]:
    """Return what a receipt file states, once its signature holds under one of the known keys.

    Raises BrokenReceiptError for a file that is none, was changed, or was signed with another key.
    """
    signed = _read(content)
    if signed.public_key not in set(known_keys):
        raise BrokenReceiptError("签名所用的公钥不是公布的公钥：这份回执不是本系统签发的，或公钥文件不对。")
    try:
        key = Ed25519PublicKey.from_public_bytes(signed.public_key)
        key.verify(signed.signature, signed.statement.encode())
    except InvalidSignature as error:
        raise BrokenReceiptError("签名不符：回执内容在签发后被改动。") from error
    stated: dict[str, Any] = json.loads(signed.statement)
    if stated.get("format") != FORMAT:
        raise BrokenReceiptError("回执的格式版本不认识：用新版系统核验。")
    return stated


def differing_files(stated: Mapping[str, Any], files: Iterable[Path]) -> list[str]:
    """Return the names of the files that are not among those the receipt names, by their SHA-256."""
    named = {line["sha256"] for line in stated["files"]}
    return [path.name for path in files if _sha256(path) not in named]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read(content: bytes) -> SignedStatement:
    try:
        row = json.loads(content)
        statement, signature, key = row["receipt"], row["signature"], row["public_key"]
        signed = SignedStatement(
            str(statement), base64.b64decode(signature, validate=True), base64.b64decode(key, validate=True)
        )
    except (ValueError, KeyError, TypeError, binascii.Error) as error:
        raise BrokenReceiptError("这个文件不是回执文件：从回执页重新下载“回执文件”。") from error
    if len(signed.public_key) != 32:
        raise BrokenReceiptError("这个文件不是回执文件：从回执页重新下载“回执文件”。")
    return signed
