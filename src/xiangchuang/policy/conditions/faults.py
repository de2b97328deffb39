"""What can go wrong with a condition, as typed errors whose words are shown to people."""


class ConditionError(ValueError):
    """Base of the faults of conditions, facts and parameters."""


class ConditionSyntaxError(ConditionError):
    """The expression lies outside the grammar. ``line`` and ``column`` count from 1."""

    def __init__(self, line: int, column: int, reason: str) -> None:
        self.line, self.column, self.reason = line, column, reason
        super().__init__(f"条件表达式第 {line} 行第 {column} 列：{reason}")


class FactValueError(ConditionError):
    """A fact is not an exact integer, a flag or absent: NaN, infinity, a fraction, text, or out of range."""


class ParameterUnknownError(ConditionError):
    """A parameter has no value in force on that day, or none was given."""


class FactUnknownError(ConditionError):
    """An expression names a fact that no reading was given for, not even an empty one."""


class KindNotCoveredError(ConditionError):
    """The organisation is of a kind that may not lead (3.3-1), so no condition says anything about it."""
