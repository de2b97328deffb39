"""From text to tree: SQLGlot reads the SQL, a closed grammar decides what of it a condition may say."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.tokens import Token, TokenType  # type: ignore[attr-defined]  # public, re-exported unmarked

from xiangchuang.policy.conditions.faults import ConditionSyntaxError
from xiangchuang.policy.conditions.quantities import (
    LARGEST_FACT,
    LARGEST_RESULT,
    Arithmetic,
    ArithmeticSign,
    FactRef,
    Number,
    NumberNode,
    ParameterRef,
)
from xiangchuang.policy.conditions.tree import (
    Absent,
    Compare,
    ComparisonSign,
    FlagRef,
    Junction,
    Not,
    TruthNode,
    Within,
)

# SQLGlot's plain SQL, whose AND, OR, NOT, comparisons and signs are every engine's. DuckDB's own reading
# takes a leading ":p" for the start of a prefix alias ("name: expression").
_PLAIN_SQL: Final = None
_LONGEST: Final = 2000
_MOST_TOKENS: Final = 300
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")

_WORDS: Final[dict[TokenType, tuple[str, ...]]] = {
    TokenType.L_PAREN: ("(",),
    TokenType.R_PAREN: (")",),
    TokenType.COMMA: (",",),
    TokenType.COLON: (":",),
    TokenType.PLUS: ("+",),
    TokenType.DASH: ("-",),
    TokenType.STAR: ("*",),
    TokenType.EQ: ("=",),
    TokenType.NEQ: ("<>", "!="),
    TokenType.LT: ("<",),
    TokenType.LTE: ("<=",),
    TokenType.GT: (">",),
    TokenType.GTE: (">=",),
    TokenType.AND: ("and",),
    TokenType.OR: ("or",),
    TokenType.NOT: ("not",),
    TokenType.BETWEEN: ("between",),
    TokenType.IN: ("in",),
    TokenType.IS: ("is",),
    TokenType.NULL: ("null",),
}
_REFUSED: Final[dict[TokenType, str]] = {
    TokenType.SLASH: "不允许除法：占比改写成乘法比较，如 service_income * 100 >= income * 30",
    TokenType.DIV: "不允许除法：占比改写成乘法比较",
    TokenType.MOD: "不允许取余",
    TokenType.STRING: "不允许文字，条件只比较整数和是否",
    TokenType.IDENTIFIER: "名称不加引号",
    TokenType.SELECT: "不允许子查询",
    TokenType.CASE: "不允许 CASE，改用 AND、OR",
    TokenType.SEMICOLON: "只写一个表达式，不加分号",
    TokenType.PLACEHOLDER: "参数要写名称，如 :rd_floor",
    TokenType.TRUE: "不写 TRUE：是否类事实直接写名称",
    TokenType.FALSE: "不写 FALSE：是否类事实写 NOT 名称",
}

_ARITHMETIC: Final[dict[type[exp.Expr], ArithmeticSign]] = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*"}
_COMPARISON: Final[dict[type[exp.Expr], ComparisonSign]] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
}


def read_tree(expression: str) -> TruthNode:
    """The tree of ``expression``; raises ConditionSyntaxError with the place of the first fault."""
    if len(expression) > _LONGEST:
        raise ConditionSyntaxError(1, 1, f"表达式超过 {_LONGEST} 字符，拆成几个条件")
    _check_tokens(expression, _tokens(expression))
    try:
        parsed = sqlglot.parse_one(expression, read=_PLAIN_SQL)
        return _Reader(expression).truth(parsed)
    except SqlglotError as error:
        raise _syntax_error(error) from error
    except RecursionError as error:
        raise ConditionSyntaxError(1, 1, "嵌套过深，拆成几个条件") from error


def place_of(expression: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of a character offset."""
    before = expression[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def _tokens(expression: str) -> list[Token]:
    for mark in ("--", "/*"):
        if mark in expression:
            line, column = place_of(expression, expression.index(mark))
            raise ConditionSyntaxError(line, column, "表达式内不写注释，说明写在 interpretation 中")
    try:
        tokens = sqlglot.tokenize(expression, read=_PLAIN_SQL)
    except SqlglotError as error:
        raise ConditionSyntaxError(1, 1, "读不懂的字符，只用 ASCII 的名称、整数和运算符") from error
    if not tokens:
        raise ConditionSyntaxError(1, 1, "表达式为空；由人认定的条件不写 expression，写 judgement")
    if len(tokens) > _MOST_TOKENS:
        raise ConditionSyntaxError(1, 1, f"表达式超过 {_MOST_TOKENS} 个词，拆成几个条件")
    return tokens


def _check_tokens(expression: str, tokens: list[Token]) -> None:
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        # A token's text drops digit separators and quotes, so the source itself is read.
        written = expression[token.start : token.end + 1]
        reason = _fault_of(token, written)
        if reason is None and following is not None and _NAME.fullmatch(written):
            reason = "不允许函数" if following.token_type is TokenType.L_PAREN and _is_name(token) else None
        if reason:
            raise ConditionSyntaxError(*place_of(expression, token.start), reason)


def _is_name(token: Token) -> bool:
    return token.token_type not in _WORDS


def _fault_of(token: Token, written: str) -> str | None:
    if token.token_type in _WORDS:
        if written.lower() in _WORDS[token.token_type]:
            return None
        return f"写法 {written} 不属于条件语言"
    if token.token_type in _REFUSED:
        return _REFUSED[token.token_type]
    if token.token_type is TokenType.NUMBER:
        if not (written.isascii() and written.isdigit()):
            return f"{written} 不是整数：金额写成分，比例乘到整数再比较"
        return None if int(written) <= LARGEST_FACT else f"{written} 超出 64 位整数"
    if _NAME.fullmatch(written):
        return None
    return f"{written} 不属于条件语言：名称用小写英文字母、数字和下划线"


def _syntax_error(error: SqlglotError) -> ConditionSyntaxError:
    found = getattr(error, "errors", None) or [{}]
    first = found[0]
    shown = first.get("highlight") or ""
    # SQLGlot gives the column of a token's last character.
    column = max((first.get("col") or 1) - max(len(shown) - 1, 0), 1)
    reason = f"{shown or '此处'} 附近语法不完整或多余，检查括号和运算符"
    return ConditionSyntaxError(first.get("line") or 1, column, reason)


class _Reader:
    """Turns SQLGlot's nodes into ours, refusing each node that the grammar does not name."""

    def __init__(self, expression: str) -> None:
        self.expression = expression

    def fail(self, node: exp.Expr, reason: str) -> ConditionSyntaxError:
        starts = [n.meta["start"] for n in node.walk() if isinstance(n.meta.get("start"), int)]
        return ConditionSyntaxError(*place_of(self.expression, min(starts, default=0)), reason)

    def truth(self, node: exp.Expr) -> TruthNode:
        """A node in the place of a truth value."""
        if type(node) in _COMPARISON:
            return self.comparison(_COMPARISON[type(node)], node.this, node.expression)
        reader = self._TRUTHS.get(type(node))
        if reader is None:
            raise self.fail(node, "这里要写一个比较或是否类事实")
        return reader(self, node)

    def number(self, node: exp.Expr) -> NumberNode:
        """A node in the place of a number."""
        if type(node) in _ARITHMETIC:
            made: NumberNode = Arithmetic(
                _ARITHMETIC[type(node)], self.number(node.this), self.number(node.expression)
            )
            if made.bound() > LARGEST_RESULT:
                raise self.fail(node, "结果可能超出 38 位整数，无法保证精确，减少相乘的项")
            return made
        reader = self._NUMBERS.get(type(node))
        if reader is None:
            raise self.fail(node, "这里要写整数、事实名或 :参数，可用 + - *")
        return reader(self, node)

    def comparison(self, sign: ComparisonSign, left: exp.Expr, right: exp.Expr) -> Compare:
        sides = self.number(left), self.number(right)
        return Compare(sign, *sides, f"{sides[0]} {sign} {sides[1]}")

    def _paren(self, node: exp.Expr) -> TruthNode:
        return self.truth(node.this)

    def _not(self, node: exp.Expr) -> TruthNode:
        return Not(self.truth(node.this))

    def _junction(self, node: exp.Expr) -> TruthNode:
        parts: list[TruthNode] = []
        for side in (node.this, node.expression):
            if type(side) is type(node):
                inner = self._junction(side)
                parts.extend(inner.parts if isinstance(inner, Junction) else (inner,))
            else:
                parts.append(self.truth(side))
        return Junction(isinstance(node, exp.Or), tuple(parts))

    def _between(self, node: exp.Expr) -> TruthNode:
        if node.args.get("symmetric"):
            raise self.fail(node, "不允许 BETWEEN SYMMETRIC")
        low = self.comparison(">=", node.this, node.args["low"])
        return Junction(False, (low, self.comparison("<=", node.this, node.args["high"])))

    def _within(self, node: exp.Expr) -> TruthNode:
        listed = [self.number(item) for item in node.expressions]
        numbers = tuple(item.number for item in listed if isinstance(item, Number))
        if not listed or len(numbers) != len(listed):
            raise self.fail(node, "IN 的括号内只写整数，至少一个")
        left = self.number(node.this)
        return Within(left, numbers, f"{left} IN ({', '.join(map(str, numbers))})")

    def _flag(self, node: exp.Expr) -> TruthNode:
        return FlagRef(self.name(node))

    def _absent(self, node: exp.Expr) -> TruthNode:
        if not isinstance(node.expression, exp.Null) or not isinstance(node.this, exp.Column):
            raise self.fail(node, "IS 只用于“事实名 IS NULL”或“事实名 IS NOT NULL”")
        return Absent(self.name(node.this))

    def name(self, node: exp.Expr) -> str:
        if not isinstance(node, exp.Column) or len(node.parts) > 1:
            raise self.fail(node, "事实名不带前缀")
        return str(node.name)

    def _fact(self, node: exp.Expr) -> NumberNode:
        return FactRef(self.name(node))

    def _parameter(self, node: exp.Expr) -> NumberNode:
        return ParameterRef(str(node.name))

    def _literal(self, node: exp.Expr) -> NumberNode:
        return Number(int(node.name))

    def _negative(self, node: exp.Expr) -> NumberNode:
        inner = self.number(node.this)
        return Number(-inner.number) if isinstance(inner, Number) else Arithmetic("-", Number(0), inner)

    def _number_paren(self, node: exp.Expr) -> NumberNode:
        return self.number(node.this)

    _TRUTHS: Final[dict[type[exp.Expr], Callable[[_Reader, exp.Expr], TruthNode]]] = {
        exp.Paren: _paren,
        exp.Not: _not,
        exp.And: _junction,
        exp.Or: _junction,
        exp.Between: _between,
        exp.In: _within,
        exp.Column: _flag,
        exp.Is: _absent,
    }
    _NUMBERS: Final[dict[type[exp.Expr], Callable[[_Reader, exp.Expr], NumberNode]]] = {
        exp.Paren: _number_paren,
        exp.Column: _fact,
        exp.Placeholder: _parameter,
        exp.Literal: _literal,
        exp.Neg: _negative,
    }
