"""Reads the tables of a results folder with DuckDB and pandas: counts and sums are those of summary.json."""

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
print("DuckDB and pandas agree with summary.json")
