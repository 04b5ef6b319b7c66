"""Reads the tables of a results folder, and of the folders of other studies, with DuckDB and pandas: counts and sums are those of summary.json."""

import json
import sys

import duckdb
import pandas as pd

folder = sys.argv[1]
summary = json.load(open(f"{folder}/summary.json"))
incidents = pd.read_parquet(f"{folder}/incidents.parquet")
recover = summary["measures"]["time_to_recover"]
assert len(incidents) == summary["incidents"]
assert incidents["time_to_recover_censored"].sum() == recover["censored"]
assert incidents["time_to_recover_s"].notna().sum() + recover["censored"] == recover["count"]
assert abs(incidents["cost"].mean() - summary["measures"]["cost"]["mean"]) < 1e-3
ledger = pd.read_parquet(f"{folder}/ledger.parquet").drop(columns=["replication", "incident"])
harmed = incidents["occurred_s"].notna().sum()
for state, mean in summary["ledger"].items():
    assert abs(ledger[f"{state}_s"].sum() / harmed - mean) < 1e-3, state

one = lambda question: duckdb.sql(question).fetchall()[0][0]
assert one(f"SELECT count(*) FROM '{folder}/incidents.parquet'") == summary["incidents"]
assert abs(one(f"SELECT avg(cost) FROM '{folder}/incidents.parquet'") - summary["measures"]["cost"]["mean"]) < 1e-3
for system, promises in summary["systems"].items():
    outages = one(f"SELECT count(*) FROM '{folder}/systems.parquet' WHERE system = '{system}'")
    assert outages == promises["outages"], system
    if "rto" in promises and promises["rto"]["met"] is not None:
        met = one(f"SELECT avg(rto_met::INT) FROM '{folder}/systems.parquet' WHERE system = '{system}'")
        assert abs(met - promises["rto"]["met"]) < 1e-6, system


def near(a, b):
    assert (a is None) == (b is None) and (a is None or abs(a - b) <= 1e-6 * max(1.0, abs(b))), (a, b)


def study(folder):
    summary = json.load(open(f"{folder}/summary.json"))
    rows = lambda table: one(f"SELECT count(*) FROM '{folder}/{table}.parquet'")
    total = lambda table, column: one(f"SELECT sum(\"{column}\") FROM '{folder}/{table}.parquet'")
    read = lambda table: pd.read_parquet(f"{folder}/{table}.parquet")
    added = lambda values: sum(value for value in values if value is not None)
    if "absences" in summary:
        absences = summary["absences"]
        assert rows("absences") == len(absences) and list(read("absences")["who"]) == [of["who"] for of in absences]
        near(total("absences", "mean_change_s"), added(of["time_to_recover"]["change"]["mean"]["value"] for of in absences))
        assert rows("unrecoverable") == sum(len(of["sets"]) for of in summary["unrecoverable"])
        assert rows("holders") == sum(len(of["people"]) for of in summary["holders"])
        assert rows("truck_factor") == 168 * len(summary["truck_factor_by_hour"])
    elif "gaps" in summary:
        assert rows("gaps") == len(summary["gaps"]) and rows("gap_hours") == 168 * len(summary["gaps"])
        near(total("gaps", "effective_gap_h"), added(of["effective_gap_hours"] for of in summary["gaps"]))
        hours = summary["incident"]["hours"]
        assert rows("hours") == sum(len(of["measures"]) for of in hours)
        near(total("hours", "p50_s"), added(of["p50"] for hour in hours for of in hour["measures"].values()))
        assert rows("rotas") == sum(len(of["hours_a_week"]) for of in summary["rotas"])
    elif "remedies" in summary:
        assert list(read("remedies")["name"]) == [of["name"] for of in summary["remedies"]]
        near(total("remedies", "hours_saved"), added(of["effect"]["hours_saved"]["mean"] for of in summary["remedies"]))
    elif "staffings" in summary:
        assert rows("staffings") == len(summary["staffings"])
        near(total("staffings", "cost_per_year"), added(of["cost_per_year"] for of in summary["staffings"]))
    else:
        points = summary["points"] + (summary.get("ranking") or {}).get("points", []) + (summary.get("not_knowing") or {}).get("points", [])
        assert rows("responses") == len(points)
        near(total("responses", "mean"), added(of["mean"]["value"] for of in points))
        assert read("responses")["count"].sum() == sum(of["count"] for of in points)


for other in sys.argv[2:]:
    study(other)
print("DuckDB and pandas agree with summary.json")
