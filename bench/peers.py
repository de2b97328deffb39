"""The same work in other engines, written by hand: run by .tools/peers/bin/python, which has none of ours.

`peers.py STEP FOLDER [--repeat N]` prints one JSON object, as bench/scan_steps.py does; `peers.py zen` reads
its decision and facts from standard input.
"""

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

FRONT = "(({name}_rank_in_industry - 1) * 100 <= {percent} * ({name}_peers_in_industry - 1))"
FOR_ALL = ("platform_in_field", "rd_input_in_front", "patents_in_front", "major_project_experience",
           "innovation_rules")  # fmt: skip
FOR_ENTERPRISES = (*FOR_ALL, "rd_mean_of_three_years")
FOR_RESEARCH = (*FOR_ALL, "ip_rules", "outside_income_share", "transfer_cases")


class Polars:
    """The scan in Polars' own expressions, from facts or from the table itself."""

    def __init__(self, folder: Path) -> None:
        import polars

        self.pl, self.folder = polars, folder
        self.values = json.loads((folder / "parameters.json").read_text())
        self.held: Any = None

    def policy_of_parquet(self) -> Any:
        """Facts read from Parquet as part of the step."""
        return self._policy(self.pl.scan_parquet(self.folder / "facts.parquet"))

    def policy(self) -> Any:
        """Facts held in memory before the step."""
        return self._policy(self.held.lazy())

    def hold(self) -> None:
        self.held = self.pl.read_parquet(self.folder / "facts.parquet")

    def end(self) -> Any:
        """From the two tables: facts, then the policy over them."""
        return self._policy(self._facts().collect(engine="streaming").lazy())

    def _facts(self) -> Any:
        pl = self.pl
        organisations = pl.scan_parquet(self.folder / "organisations.parquet").select(
            "org_id", "kind", "industry"
        )
        yearly = pl.scan_parquet(self.folder / "yearly.parquet")
        standing = ["transfer_cases_in_field", "platforms_in_field", "major_projects"]
        rules = ["rules_in_force", "ip_rules_in_force"]
        latest = ["income", "service_income", "invention_patents", "pct_applications", "leading_talents"]
        of = {}
        for year, taken in (
            (2025, [*standing, *rules, *latest]),
            (2024, [*standing, *rules]),
            (2023, standing),
        ):
            names = {name: f"{name}_{year}" for name in (*taken, "rd_expenditure")}
            of[year] = yearly.filter(pl.col("year") == year).select(
                "org_id", *(pl.col(name).alias(new) for name, new in names.items())
            )
        joined = organisations
        for frame in of.values():
            joined = joined.join(frame, on="org_id", how="left")
        rd = [pl.col(f"rd_expenditure_{year}") for year in (2023, 2024, 2025)]
        income, service = pl.col("income_2025"), pl.col("service_income_2025")
        ranked = {"rd": "rd_expenditure", "patent": "invention_patents", "pct": "pct_applications"}
        windows = []
        for name, figure in ranked.items():
            column = pl.col(f"{figure}_2025")
            peers = column.count().over("industry")
            windows += [
                column.rank("min", descending=True)
                .over("industry")
                .cast(pl.Int64)
                .alias(f"{name}_rank_in_industry"),
                pl.when(column.is_not_null() & (peers > 1))
                .then(peers.cast(pl.Int64))
                .alias(f"{name}_peers_in_industry"),
            ]
        return joined.select(
            "org_id", "kind",
            (rd[0] + rd[1] + rd[2]).alias("rd_sum_3y"),
            pl.when(income > 0).then(income).alias("income_latest"),
            pl.when(service <= pl.coalesce(income, service)).then(service).alias("service_income_latest"),
            *(pl.col(f"{name}_2025").alias(name) for name in latest[2:]),
            *(pl.coalesce(f"{n}_2025", f"{n}_2024", f"{n}_2023").alias(n) for n in standing),
            *(pl.coalesce(f"{n}_2025", f"{n}_2024").alias(n) for n in rules),
            *windows,
        )  # fmt: skip

    def _truths(self) -> dict[str, Any]:
        pl, value = self.pl, self.values
        front = {
            name: (pl.col(f"{name}_rank_in_industry") - 1) * 100
            <= value["front_percent"] * (pl.col(f"{name}_peers_in_industry") - 1)
            for name in ("rd", "patent", "pct")
        }
        return {
            "platform_in_field": pl.col("platforms_in_field") >= value["platforms_floor"],
            "rd_input_in_front": front["rd"],
            "patents_in_front": ((pl.col("invention_patents") >= 1) & front["patent"])
            | ((pl.col("pct_applications") >= 1) & front["pct"]),
            "major_project_experience": pl.col("major_projects") >= value["major_projects_floor"],
            "innovation_rules": pl.col("rules_in_force"),
            "rd_mean_of_three_years": pl.col("rd_sum_3y") >= 3 * value["rd_mean_floor"],
            "ip_rules": pl.col("ip_rules_in_force"),
            "outside_income_share": pl.col("service_income_latest") * 100
            >= value["service_share_floor"] * pl.col("income_latest"),
            "transfer_cases": pl.col("transfer_cases_in_field") >= value["transfer_cases_floor"],
        }

    def _policy(self, facts: Any) -> Any:
        pl, truths = self.pl, self._truths()
        judged = facts.select("org_id", "kind", **truths)
        met = [pl.col(code).sum().alias(f"{code} met") for code in truths]
        unmet = [(~pl.col(code)).sum().alias(f"{code} unmet") for code in truths]
        counting = judged.group_by("kind").agg(pl.len(), *met, *unmet)

        def away(codes: tuple[str, ...]) -> Any:
            return pl.sum_horizontal((~pl.col(c).fill_null(False)).cast(pl.UInt8) for c in codes)

        enterprise = pl.col("kind").cast(pl.String) == "enterprise"
        near = judged.filter(
            pl.when(enterprise).then(away(FOR_ENTERPRISES)).otherwise(away(FOR_RESEARCH)) <= 1
        )
        counted, found = pl.collect_all([counting, near], engine="streaming")
        return {"near": found.height, "counts": self._by_code(counted)}

    def _by_code(self, counted: Any) -> dict[str, list[int]]:
        wanted = {code: {"enterprise", "university"} for code in FOR_ALL}
        wanted |= {c: {"enterprise"} for c in FOR_ENTERPRISES[5:]} | {
            c: {"university"} for c in FOR_RESEARCH[5:]
        }
        rows = {str(row["kind"]): row for row in counted.to_dicts()}
        return {
            code: [
                sum(rows[kind][f"{code} {side}"] for kind in kinds if kind in rows)
                for side in ("met", "unmet")
            ]
            for code, kinds in wanted.items()
        }


class OpenFisca:
    """The thresholds alone: it has no ranks, and takes what is missing for zero."""

    def __init__(self, folder: Path) -> None:
        import polars

        self.values = json.loads((folder / "parameters.json").read_text())
        names = ["platforms_in_field", "major_projects", "rd_sum_3y", "service_income_latest"]
        names += ["income_latest", "transfer_cases_in_field"]
        frame = polars.read_parquet(folder / "facts.parquet", columns=names)
        self.inputs = {name: frame[name].fill_null(0).to_numpy() for name in names}

    def thresholds(self) -> dict[str, int]:
        from openfisca_core.simulations import SimulationBuilder

        system, conditions = self._system()
        size = len(next(iter(self.inputs.values())))
        simulation = SimulationBuilder().build_default_simulation(system, size)
        for name, values in self.inputs.items():
            simulation.set_input(name, "2025", values)
        return {code: int(simulation.calculate(code, "2025").sum()) for code in conditions}

    def _system(self) -> tuple[Any, list[str]]:
        from openfisca_core.entities import build_entity
        from openfisca_core.periods import DateUnit
        from openfisca_core.taxbenefitsystems import TaxBenefitSystem
        from openfisca_core.variables import Variable

        organisation = build_entity("organisation", "organisations", "", is_person=True)
        system = TaxBenefitSystem([organisation])

        def add(name: str, kind: type, formula: Callable[..., Any] | None) -> None:
            members = {
                "value_type": kind,
                "entity": organisation,
                "definition_period": DateUnit.YEAR,
                "label": name,
            }
            system.add_variable(type(name, (Variable,), members | ({"formula": formula} if formula else {})))

        for name in self.inputs:
            # Its whole numbers have 32 bits, too few for fen; its floats, of 32 bits too, lose digits.
            add(name, float, None)
        value = self.values
        formulas = {
            "platform_in_field": lambda o, p: o("platforms_in_field", p) >= value["platforms_floor"],
            "major_project_experience": lambda o, p: o("major_projects", p) >= value["major_projects_floor"],
            "rd_mean_of_three_years": lambda o, p: o("rd_sum_3y", p) >= 3 * value["rd_mean_floor"],
            "outside_income_share": lambda o, p: (
                o("service_income_latest", p) * 100 >= value["service_share_floor"] * o("income_latest", p)
            ),
            "transfer_cases": lambda o, p: o("transfer_cases_in_field", p) >= value["transfer_cases_floor"],
        }
        for code, formula in formulas.items():
            add(code, bool, formula)
        return system, list(formulas)


def zen(asked: dict[str, Any]) -> dict[str, float]:
    """Median microseconds of one evaluation with trace, in the given number of rounds."""
    from zen import ZenEngine

    decision = ZenEngine().create_decision(json.dumps(asked["decision"]))
    took = []
    for _ in range(asked["rounds"]):
        began = time.perf_counter_ns()
        found = decision.evaluate(asked["facts"], {"trace": True})
        took.append(time.perf_counter_ns() - began)
    return {"p50": sorted(took)[len(took) // 2] / 1000, "found": found["result"]}


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("step")
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--repeat", type=int, default=1)
    given = parser.parse_args()
    if given.step == "zen":
        json.dump(zen(json.load(sys.stdin)), sys.stdout)
        return
    engine: Any = OpenFisca(given.folder) if given.step == "thresholds" else Polars(given.folder)
    if given.step == "policy":
        engine.hold()
    runs = []
    for _ in range(given.repeat):
        before, began = _cpu(), time.perf_counter()
        found = getattr(engine, given.step)()
        runs.append({"wall": time.perf_counter() - began, "cpu": _cpu() - before, "found": found})
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    json.dump({"runs": runs, "peak_mb": peak}, sys.stdout)


if __name__ == "__main__":
    main()
