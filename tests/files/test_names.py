"""A file name is shown and downloaded as it was meant, and leads nowhere."""

import pytest

from xiangchuang.files.names import safe_name


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("建设方案.docx", "建设方案.docx"),
        ("../../etc/passwd", "passwd"),
        (r"C:\Users\示例\方案.docx", "方案.docx"),
        ("方案\u202excod.exe", "方案xcod.exe"),
        ("a\x00b\r\nSet-Cookie: x.pdf", "ab Set-Cookie_ x.pdf"),
        ("２０２５.ｐｄｆ", "2025.pdf"),
        ("..", "未命名"),
        ("", "未命名"),
    ],
)
def test_paths_controls_and_tricks_leave_the_name(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_a_very_long_name_keeps_its_extension_and_whole_characters() -> None:
    name = safe_name("长" * 300 + ".docx")
    assert name.endswith("长.docx")
    assert len(name.encode()) <= 180
