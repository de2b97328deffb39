"""The zip container of an Office file, read within a budget: nothing is inflated before it is judged."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Generator
from pathlib import Path

from xiangchuang.documents.intake.limits import MEBIBYTE, UploadLimits
from xiangchuang.documents.intake.refusal import RefusedFile

CHUNK = 64 * 1024
END_RECORD = b"PK\x05\x06"
# A central-directory record is 46 bytes and a name; Office names stay far below this.
BYTES_PER_ENTRY = 512


class Container:
    """An open zip whose directory has been judged; `stream` inflates one part within the budget."""

    def __init__(self, archive: zipfile.ZipFile, limits: UploadLimits) -> None:
        self._archive = archive
        self._limits = limits
        self._spent = 0
        self.infos = tuple(info for info in archive.infolist() if not info.is_dir())
        self.names = frozenset(info.filename for info in self.infos)

    def stream(self, info: zipfile.ZipInfo) -> Generator[bytes]:
        """Inflated bytes of one part, in chunks; `RefusedFile` when a budget is passed or data is bad."""
        read = 0
        try:
            with self._archive.open(info) as part:
                while chunk := part.read(CHUNK):
                    read += len(chunk)
                    self._spent += len(chunk)
                    self._refuse_overspent(read, info.compress_size)
                    yield chunk
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise broken() from error

    def read(self, name: str) -> bytes:
        """One whole part by name, within the same budget."""
        return b"".join(self.stream(self._archive.getinfo(name)))

    def _refuse_overspent(self, read: int, stored: int) -> None:
        limits = self._limits
        packed = read > limits.ratio_from_bytes and read > stored * limits.max_ratio
        if packed or read > limits.max_part_bytes or self._spent > limits.max_total_bytes:
            raise bomb()

    def close(self) -> None:
        """Close the file underneath."""
        self._archive.close()


def open_container(path: Path, limits: UploadLimits) -> Container:
    """Judge the zip directory of `path` by what it declares, then hand out the container.

    Raises `RefusedFile` for a broken zip, too many entries, declared sizes beyond the limits, duplicate or
    escaping names, links, and zip-level encryption.
    """
    _refuse_crowded_directory(path, limits)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, struct.error, UnicodeDecodeError) as error:
        raise broken() from error
    try:
        _refuse_bad_entries(archive.infolist(), limits)
    except RefusedFile:
        archive.close()
        raise
    return Container(archive, limits)


def _refuse_crowded_directory(path: Path, limits: UploadLimits) -> None:
    # zipfile builds an object for each record before anyone can count them, so the end record is read first.
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 66_000))
        tail = file.read()
    at = tail.rfind(END_RECORD)
    if at < 0 or len(tail) - at < 22:
        raise broken()
    entries, directory_size = struct.unpack_from("<HI", tail, at + 10)
    if entries > limits.max_entries or directory_size > limits.max_entries * BYTES_PER_ENTRY:
        raise crowded(limits)


def _refuse_bad_entries(infos: list[zipfile.ZipInfo], limits: UploadLimits) -> None:
    if len(infos) > limits.max_entries:
        raise crowded(limits)
    seen: set[str] = set()
    total = 0
    for info in infos:
        _refuse_bad_name(info)
        # Readers disagree which of two equal names counts, so one could be shown and the other opened.
        key = info.filename.lower()
        if key in seen:
            raise RefusedFile(
                "duplicate_part",
                f"文件内部有重名部件“{info.filename}”，可能被改动过。在 Word 或 WPS 中打开，"
                "另存为新的文件后再上传。",
            )
        seen.add(key)
        if info.flag_bits & 0x1:
            raise encrypted()
        total += info.file_size
        _refuse_declared_size(info, total, limits)


def _refuse_declared_size(info: zipfile.ZipInfo, total: int, limits: UploadLimits) -> None:
    if info.file_size > limits.max_part_bytes or total > limits.max_total_bytes:
        raise bomb()
    if info.file_size > limits.ratio_from_bytes and info.file_size > info.compress_size * limits.max_ratio:
        raise bomb()


def _refuse_bad_name(info: zipfile.ZipInfo) -> None:
    # orig_filename still holds what zipfile cleans away: backslashes and whatever follows a NUL.
    name = info.orig_filename.replace("\\", "/")
    escapes = name.startswith("/") or ".." in name.split("/") or ":" in name.split("/")[0] or "\x00" in name
    link = stat.S_ISLNK(info.external_attr >> 16)
    if escapes or link:
        raise RefusedFile(
            "bad_name",
            "文件内部的部件名指向文件之外，这类文件可能用于攻击，系统不打开。"
            "用 Word 或 WPS 重新另存后再上传。",
        )


def broken() -> RefusedFile:
    """The refusal of a container that cannot be read to its end."""
    return RefusedFile(
        "broken", "文件不完整或已损坏，无法读到结尾。在 Word 或 WPS 中确认能打开，另存为新的文件后重新上传。"
    )


def bomb() -> RefusedFile:
    """The refusal of content that would inflate beyond all measure."""
    return RefusedFile(
        "bomb", "文件解压后的内容远超正常大小，系统已停止读取。压缩图片、删去多余的嵌入内容，另存后重新上传。"
    )


def crowded(limits: UploadLimits) -> RefusedFile:
    """The refusal of a container with too many parts."""
    return RefusedFile(
        "too_many_parts",
        f"文件内部的部件超过 {limits.max_entries} 个，系统已停止读取。删去多余的嵌入内容，另存后重新上传。",
    )


def encrypted() -> RefusedFile:
    """The refusal of a file under a password."""
    return RefusedFile(
        "encrypted",
        "文件设有打开密码，系统无法读取。在 Word 或 WPS 中取消密码（文件→信息→保护文档），保存后重新上传。",
    )


def too_big(limits: UploadLimits) -> RefusedFile:
    """The refusal of an upload above the size limit."""
    return RefusedFile(
        "too_big",
        f"文件超过 {limits.max_bytes // MEBIBYTE} MB 的上限。压缩图片（图片格式→压缩图片）后重新上传。",
    )
