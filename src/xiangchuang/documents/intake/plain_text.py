"""Whether a file that calls itself .csv is text at all; what the text says is its reader's matter."""

import codecs
from pathlib import Path

from xiangchuang.documents.intake.refusal import RefusedFile

CHUNK = 1024 * 1024
# No text holds these; tab, line feed, carriage return and form feed are left.
CONTROL = bytes([*range(9), 11, *range(14, 27), *range(28, 32)])


def check_text(path: Path) -> None:
    """Refuse bytes that no table of text holds; UTF-16 is known by its mark and left to the reader."""
    with path.open("rb") as file:
        if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return
        file.seek(0)
        while chunk := file.read(CHUNK):
            if len(chunk.translate(None, CONTROL)) != len(chunk):
                raise RefusedFile(
                    "wrong_type",
                    "文件名以 .csv 结尾，内容却不是文字，只改扩展名不会转换格式。"
                    "在 Excel 或 WPS 中打开原表，另存为 .xlsx 或 CSV 后再上传。",
                )
