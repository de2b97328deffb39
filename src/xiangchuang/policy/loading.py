"""Reading a pack's directory: each file into its model, then the checks that span files."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeVar

from pydantic import BaseModel

from xiangchuang.policy import checks, condition_checks
from xiangchuang.policy.benefits.rules import BenefitRules
from xiangchuang.policy.changes import ChangeRules
from xiangchuang.policy.citations import Citation, citations_in
from xiangchuang.policy.clauses import ClauseStanding, ClauseText, join, parse_text
from xiangchuang.policy.concentration import ConcentrationRule
from xiangchuang.policy.conditions import ConditionsFile, FactsFile, ParametersFile
from xiangchuang.policy.content import Pack
from xiangchuang.policy.duties import Governance, Reporting
from xiangchuang.policy.funding import FundingRules
from xiangchuang.policy.identity import Identity
from xiangchuang.policy.layout import Addressees, Layout, RecommendationRule
from xiangchuang.policy.outline import Outline
from xiangchuang.policy.panel import IntegrityRule, PanelRule, ReviewRule, VisitRule
from xiangchuang.policy.positioning import PositioningRules
from xiangchuang.policy.problems import PackError, Problem
from xiangchuang.policy.reading import read_model
from xiangchuang.policy.register import RegisterRule
from xiangchuang.policy.research import ResearchRule
from xiangchuang.policy.source import SourceFile, read_yaml
from xiangchuang.policy.stages import Procedure
from xiangchuang.policy.support import SupportRule
from xiangchuang.policy.terms import Model, StageKind

TEXT: Final = "text.md"
M = TypeVar("M", bound=BaseModel)


class Standings(Model):
    """clauses.yaml."""

    clauses: dict[str, ClauseStanding]


class Procedures(Model):
    """procedure.yaml."""

    procedures: dict[str, Procedure]


FILES: Final[dict[str, type[BaseModel]]] = {
    "pack.yaml": Identity,
    "clauses.yaml": Standings,
    "layout.yaml": Layout,
    "procedure.yaml": Procedures,
    "outline.yaml": Outline,
    "panel.yaml": PanelRule,
    "review.yaml": ReviewRule,
    "visit.yaml": VisitRule,
    "integrity.yaml": IntegrityRule,
    "reporting.yaml": Reporting,
    "governance.yaml": Governance,
    "recommendation.yaml": RecommendationRule,
    "addressees.yaml": Addressees,
    "facts.yaml": FactsFile,
    "parameters.yaml": ParametersFile,
    "conditions.yaml": ConditionsFile,
    "concentration.yaml": ConcentrationRule,
    "benefits.yaml": BenefitRules,
    "register.yaml": RegisterRule,
    "support.yaml": SupportRule,
    "research.yaml": ResearchRule,
    "positioning.yaml": PositioningRules,
    "funding.yaml": FundingRules,
    "changes.yaml": ChangeRules,
}

OPTIONAL: Final = frozenset(
    {
        "visit.yaml",
        "integrity.yaml",
        "concentration.yaml",
        "register.yaml",
        "benefits.yaml",
        "research.yaml",
        "positioning.yaml",
        "funding.yaml",
        "changes.yaml",
        "support.yaml",
    }
)
"""Files that a pack without such a stage or advice leaves out."""


@dataclass(slots=True)
class _Reading:
    """What has been read so far: sources, models and the faults of both."""

    directory: Path
    sources: dict[str, SourceFile] = field(default_factory=dict)
    models: dict[type[BaseModel], BaseModel] = field(default_factory=dict)
    texts: dict[str, ClauseText] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def get(self, model: type[M]) -> M | None:
        """The model, when its file could be read."""
        found = self.models.get(model)
        return found if isinstance(found, model) else None

    def need(self, model: type[M]) -> M:
        """The model, once no problem is left."""
        found = self.get(model)
        if found is None:
            raise PackError(self.problems)
        return found


def load_pack(directory: Path, *, guard_names: Collection[str] | None = None) -> Pack:
    """The pack in ``directory``. Raises ``PackError`` with all faults found.

    ``guard_names`` are the guards that code knows; where given, a pack that names another is refused.
    """
    reading = _Reading(directory)
    _read_files(reading)
    _read_text(reading)
    reading.problems.extend(_faults_between(reading, guard_names))
    if reading.problems:
        raise PackError(reading.problems)
    return _pack(reading)


def pack_sha256(directory: Path) -> str:
    """Hexadecimal hash over every YAML and Markdown file, by name, whatever the line ends on disk."""
    digest = hashlib.sha256()
    for path in sorted(p for p in directory.rglob("*") if p.suffix in {".yaml", ".md"}):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.relative_to(directory).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _read_files(reading: _Reading) -> None:
    if not reading.directory.is_dir():
        raise PackError([Problem(reading.directory.name, 1, "", "没有这个政策包目录")])
    for path in sorted(reading.directory.glob("*.y*ml")):
        if path.name not in FILES:
            reading.problems.append(Problem(path.name, 1, "", "政策包中没有这种文件，改正文件名或移走"))
    for name, model in FILES.items():
        path = reading.directory / name
        if not path.is_file():
            if name in OPTIONAL:
                reading.models[model] = model()
            else:
                reading.problems.append(Problem(name, 1, "", "政策包缺少这个文件"))
            continue
        source = reading.sources[name] = read_yaml(path, name)
        reading.problems.extend(source.problems)
        _give_procedures_their_code(source)
        if not source.problems:
            found, problems = read_model(source, model)
            reading.problems.extend(problems)
            if found is not None:
                reading.models[model] = found


def _give_procedures_their_code(source: SourceFile) -> None:
    procedures = source.data.get("procedures") if isinstance(source.data, dict) else None
    for code, procedure in procedures.items() if isinstance(procedures, dict) else ():
        if isinstance(procedure, dict):
            procedure.setdefault("code", code)


def _read_text(reading: _Reading) -> None:
    path = reading.directory / TEXT
    if not path.is_file():
        reading.problems.append(Problem(TEXT, 1, "", "政策包缺少条文"))
        return
    reading.texts, problems = parse_text(path.read_text(encoding="utf-8"), TEXT)
    reading.problems.extend(problems)


def _faults_between(reading: _Reading, guard_names: Collection[str] | None) -> Iterator[Problem]:
    for source in reading.sources.values():
        yield from checks.unknown_clauses(source, reading.texts)
        yield from checks.doubled_codes(source)
    if standings := reading.get(Standings):
        lines = {anchor: text.line for anchor, text in reading.texts.items()}
        yield from checks.unclassed_clauses(reading.sources["clauses.yaml"], lines, standings.clauses)
    if procedures := reading.get(Procedures):
        source, prepared = reading.sources["procedure.yaml"], _prepared(reading)
        for procedure in procedures.procedures.values():
            yield from checks.procedure_faults(source, procedure, guard_names)
            yield from checks.unprepared_stages(source, procedure, prepared)
    if reading.get(Layout):
        yield from checks.doubled_across(reading.sources["layout.yaml"], "orientations", "fields")
    if outline := reading.get(Outline):
        codes = {section.code for section in outline.sections}
        yield from checks.doubled_across(reading.sources["outline.yaml"], "chapters", "sections")
        for name in ("panel.yaml", "review.yaml", "visit.yaml"):
            if name in reading.sources:
                yield from checks.unknown_sections(reading.sources[name], codes)
    if (changes := reading.get(ChangeRules)) and "changes.yaml" in reading.sources:
        yield from checks.lanes_against_the_charter(reading.sources["changes.yaml"], changes)
    yield from _condition_faults(reading)


def _prepared(reading: _Reading) -> dict[StageKind, tuple[str, bool]]:
    visit, integrity = reading.get(VisitRule), reading.get(IntegrityRule)
    recommendation = reading.get(RecommendationRule)
    return {
        "visit": ("visit.yaml 的 checklist", visit is None or bool(visit.checklist)),
        "integrity": ("integrity.yaml 的 items", integrity is None or bool(integrity.items)),
        "recommendation": (
            "recommendation.yaml 的 recommenders",
            recommendation is None or bool(recommendation.recommenders),
        ),
    }


def _condition_faults(reading: _Reading) -> Iterator[Problem]:
    facts, parameters = reading.get(FactsFile), reading.get(ParametersFile)
    if parameters and (identity := reading.get(Identity)):
        source = reading.sources["parameters.yaml"]
        yield from condition_checks.early_values(source, parameters, identity.issued_on)
    if facts:
        yield from condition_checks.fact_faults(reading.sources["facts.yaml"], facts)
    if not (facts and parameters):
        return
    names = {parameter.name for parameter in parameters.parameters}
    if governance := reading.get(Governance):
        yield from checks.unknown_parameter(reading.sources["governance.yaml"], governance, names)
        yield from _governance_faults(reading, governance, facts, names)
    if conditions := reading.get(ConditionsFile):
        yield from condition_checks.condition_faults(
            reading.sources["conditions.yaml"],
            conditions,
            {fact.name: fact for fact in facts.facts},
            names,
            reading.texts,
        )


def _governance_faults(
    reading: _Reading, governance: Governance, facts: FactsFile, parameters: Collection[str]
) -> Iterator[Problem]:
    source, conditions = reading.sources["governance.yaml"], reading.get(ConditionsFile)
    if governance.conditions:
        known = {fact.name: fact for fact in (*facts.facts, *governance.facts)}
        watched = ConditionsFile(conditions=governance.conditions)
        yield from condition_checks.condition_faults(source, watched, known, parameters, reading.texts)
    if conditions:
        rules = (*conditions.conditions, *governance.conditions)
        yield from checks.unknown_duties(source, governance, {rule.code for rule in rules})


def _pack(reading: _Reading) -> Pack:
    clauses = join(reading.texts, reading.need(Standings).clauses)
    cited: dict[str, list[Citation]] = {anchor: [] for anchor in clauses}
    for source in reading.sources.values():
        for anchor, citation in citations_in(source):
            cited[anchor].append(citation)
    return Pack(
        identity=reading.need(Identity),
        sha256=pack_sha256(reading.directory),
        clauses=MappingProxyType(clauses),
        layout=reading.need(Layout),
        procedures=MappingProxyType(reading.need(Procedures).procedures),
        outline=reading.need(Outline),
        panel=reading.need(PanelRule),
        review=reading.need(ReviewRule),
        visit=reading.need(VisitRule),
        integrity=reading.need(IntegrityRule),
        reporting=reading.need(Reporting),
        governance=reading.need(Governance),
        recommendation=reading.need(RecommendationRule),
        addressees=reading.need(Addressees).addressees,
        facts=MappingProxyType({fact.name: fact for fact in reading.need(FactsFile).facts}),
        case_facts=reading.need(FactsFile).case_facts,
        parameters=MappingProxyType({p.name: p for p in reading.need(ParametersFile).parameters}),
        conditions=reading.need(ConditionsFile).conditions,
        concentration=reading.need(ConcentrationRule),
        benefits=reading.need(BenefitRules),
        register=reading.need(RegisterRule),
        support=reading.need(SupportRule),
        research=reading.need(ResearchRule),
        positioning=reading.need(PositioningRules).with_words(reading.need(Governance).scope_words),
        funding=reading.need(FundingRules),
        changes=reading.need(ChangeRules),
        cited=MappingProxyType({anchor: tuple(found) for anchor, found in cited.items()}),
    )
