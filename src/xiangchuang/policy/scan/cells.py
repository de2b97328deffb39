"""What a cell of a national table may hold, as DuckDB macros: its value, or why its row is set aside."""

from __future__ import annotations

from typing import Final

from xiangchuang.policy.conditions.tree import LARGEST_FACT
from xiangchuang.policy.scan.release import Release, text

REASONS: Final[dict[str, str]] = {
    "columns": "单元格比表头多或少",
    "uscc": "统一社会信用代码缺失或校验不符",
    "kind": "单位性质缺失，或不属于企业、高校、科研院所、新型研发机构",
    "industry": "行业代码不是国民经济行业分类（GB/T 4754）的代码",
    "year": "年度缺失、不是四位年份或晚于本年度",
    "formula": "单元格是公式，没有计算结果",
    "not_a_number": "应为数字的单元格写有文字",
    "not_a_flag": "应为是或否的单元格写有其他内容",
    "negative": "数字为负",
    "too_large": "数字过大，核对单位",
    "too_fine": "金额不足一分或计数带有小数",
    "repeated": "与前面一行完全相同",
    "contradicting": "同一机构同一年度有几行不同的数据",
}
"""Why a row is set aside, in the words shown to people."""

KIND_WORDS: Final[dict[str, str]] = {
    "企业": "enterprise",
    "高校": "university",
    "高等学校": "university",
    "大学": "university",
    "科研院所": "institute",
    "科研机构": "institute",
    "科研事业单位": "institute",
    "新型研发机构": "new_rd_institution",
    "enterprise": "enterprise",
    "university": "university",
    "institute": "institute",
    "new_rd_institution": "new_rd_institution",
}
_YES: Final = ("是", "有", "1", "TRUE", "YES", "Y")
_NO: Final = ("否", "无", "0", "FALSE", "NO", "N")
_ASCII: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.,-+="
_FULL_WIDTH: Final = "".join(chr(ord(mark) + 0xFEE0) for mark in _ASCII)
# GB 32100-2015: the alphabet leaves out I, O, S, V, Z; the weight of place i is 3^i modulo 31.
_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_LARGEST: Final = LARGEST_FACT // 100
"""A hundred years of a figure still sum within a BIGINT."""
_FIRST_YEAR: Final = 1949


def prepare(release: Release) -> None:
    """Defines the macros on the release's connection, until it is closed."""
    for macro in _MACROS:
        release.run(f"CREATE OR REPLACE TEMP MACRO {macro}")


def _words(words: tuple[str, ...]) -> str:
    return ", ".join(text(word) for word in words)


def _checksum(code: str) -> str:
    parts = (f"(strpos('{_ALPHABET}', substr({code}, {i + 1}, 1)) - 1) * {pow(3, i, 31)}" for i in range(17))
    return " + ".join(parts)


_KINDS: Final = " ".join(f"WHEN {text(word)} THEN {text(kind)}" for word, kind in KIND_WORDS.items())
_MACROS: Final = (
    # As many bytes as characters: nothing to normalise, which costs more than all the rest.
    "tidy(x) AS CASE WHEN strlen(x) = length(x) THEN nullif(trim(x, ' ' || chr(9) || chr(10)), '') "
    "ELSE nullif(trim(nfc_normalize(x), ' ' || chr(9) || chr(10) || chr(160) || chr(12288)), '') END",
    f"plain(x) AS CASE WHEN strlen(x) = length(x) THEN nullif(trim(x, ' ' || chr(9) || chr(10)), '') "
    f"ELSE tidy(translate(x, '{_FULL_WIDTH}' || chr(12288) || chr(160), '{_ASCII}  ')) END",
    # 1,234,567.8 is a number; 1,23 is not.
    r"number_of(x) AS CASE WHEN contains(x, ',') AND regexp_full_match(x, '[-+]?\d{1,3}(,\d{3})+(\.\d*)?') "
    "THEN replace(x, ',', '') ELSE x END",
    f"uscc_fault(x) AS CASE WHEN x IS NULL OR NOT regexp_full_match(x, '[{_ALPHABET}]{{18}}') "
    f"OR (31 - ({_checksum('x')}) % 31) % 31 <> strpos('{_ALPHABET}', substr(x, 18, 1)) - 1 THEN 'uscc' END",
    r"year_of(x, latest) AS CASE WHEN regexp_full_match(x, '\d{4}(\.0+)?年?') "
    f"AND substr(x, 1, 4)::INTEGER BETWEEN {_FIRST_YEAR} AND latest THEN substr(x, 1, 4)::SMALLINT END",
    f"kind_of(x) AS CASE x {_KINDS} END",
    r"industry_of(x) AS CASE WHEN regexp_full_match(upper(x), '[A-T]?\d{2,4}') "
    r"THEN regexp_extract(x, '\d+') END",
    f"flag_of(x) AS CASE WHEN upper(x) IN ({_words(_YES)}) THEN TRUE WHEN upper(x) IN ({_words(_NO)}) "
    "THEN FALSE END",
    "flag_fault(x) AS CASE WHEN x LIKE '=%' THEN 'formula' "
    "WHEN x IS NOT NULL AND flag_of(x) IS NULL THEN 'not_a_flag' END",
    # Seventeen digits before the point and ten behind it, times at most 10^10, fill DECIMAL(38, 10) exactly.
    "scaled(x, fen) AS TRY_CAST(x AS DECIMAL(27, 10)) * fen::DECIMAL(11, 0)",
    r"figure_fault(x, fen) AS CASE WHEN x IS NULL THEN NULL WHEN x LIKE '=%' THEN 'formula' "
    r"WHEN NOT regexp_full_match(x, '[-+]?\d+(\.\d*)?') THEN 'not_a_number' "
    r"WHEN x LIKE '-%' AND regexp_matches(x, '[1-9]') THEN 'negative' "
    "WHEN length(split_part(ltrim(x, '+-0'), '.', 1)) > 17 THEN 'too_large' "
    "WHEN length(rtrim(split_part(x, '.', 2), '0')) > 10 THEN 'too_fine' "
    f"WHEN scaled(x, fen) > {_LARGEST} THEN 'too_large' "
    "WHEN scaled(x, fen) <> trunc(scaled(x, fen)) THEN 'too_fine' END",
    "figure_of(x, fen) AS CASE WHEN figure_fault(x, fen) IS NULL THEN trunc(scaled(x, fen))::BIGINT END",
)
