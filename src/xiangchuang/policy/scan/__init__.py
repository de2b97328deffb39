"""A scan of the whole country: a national table, its facts, and the conditions of a policy run over them.

In order: ``read_headers`` and ``suggest_mapping``, ``read_table`` into a ``Release``, ``build_facts`` once
for a day, then ``scan`` for each policy; ``concentration`` and ``advise`` read the same release.
"""

from xiangchuang.policy.scan.cells import REASONS
from xiangchuang.policy.scan.concentration import Advice, Concentration, Share, advise, concentration
from xiangchuang.policy.scan.facts import FactsTable, build_facts
from xiangchuang.policy.scan.faults import ConcentrationUnknownError, TableError
from xiangchuang.policy.scan.intake import Intake, SetAside, read_table, set_aside_rows
from xiangchuang.policy.scan.mapping import Column, MoneyUnit, TableMapping, suggest_mapping
from xiangchuang.policy.scan.release import Release, figures
from xiangchuang.policy.scan.scanning import STANDINGS, Filters, Found, ScanResult, Standing, explain, scan
from xiangchuang.policy.scan.table_files import read_headers

__all__ = [
    "REASONS",
    "STANDINGS",
    "Advice",
    "Column",
    "Concentration",
    "ConcentrationUnknownError",
    "FactsTable",
    "Filters",
    "Found",
    "Intake",
    "MoneyUnit",
    "Release",
    "ScanResult",
    "SetAside",
    "Share",
    "Standing",
    "TableError",
    "TableMapping",
    "advise",
    "build_facts",
    "concentration",
    "explain",
    "figures",
    "read_headers",
    "read_table",
    "scan",
    "set_aside_rows",
    "suggest_mapping",
]
