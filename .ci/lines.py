"""Runs the lines that results/README.md gives to analysts, as they stand there, over a results folder with its tables as CSV: what they say is what summary.json says, and R says what pandas says.

Where there is no R its lines are not run, and that is said."""

import contextlib
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import duckdb
import pandas as pd

folder = pathlib.Path(sys.argv[1]).resolve()
found = re.findall(r"^```(sql|python|r)\n(.*?)^```", pathlib.Path("results/README.md").read_text(), re.M | re.S)
lines = dict(found)
assert len(found) == 3 and set(lines) == {"sql", "python", "r"}, found
summary = json.loads((folder / "summary.json").read_text())
with tempfile.TemporaryDirectory() as place:
    os.chdir(place)
    pathlib.Path("results").mkdir()
    pathlib.Path("results/ransomware").symlink_to(folder)

    rows = duckdb.sql(lines["sql"]).fetchall()
    assert {row[0]: row[1] for row in rows} == {system: of["outages"] for system, of in summary["systems"].items() if of["outages"]}
    for system, _, _, kept in rows:
        promised = summary["systems"][system].get("rto", {}).get("met")
        assert promised is None or abs(kept - promised) < 1e-6, (system, kept, promised)

    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(lines["python"], {})
    hours = dict(re.findall(r"^(\w+)_s\s+([\d.]+)$", said.getvalue(), re.M))
    assert set(hours) == set(pd.read_parquet("results/ransomware/ledger.parquet").columns.str.removesuffix("_s")) - {"replication", "incident"}, hours
    assert sum(map(float, hours.values())) * 3600 > sum(summary["ledger"].values()), "the slowest tenth takes longer than all do on average"

    ran = ["DuckDB", "pandas"]
    if shutil.which("Rscript"):
        told = subprocess.run(["Rscript", "-e", lines["r"]], check=True, capture_output=True, text=True).stdout
        shares = [float(share) for share in re.sub(r"\[\d+\]", "", told).split()]
        times = pd.read_parquet("results/ransomware/incidents.parquet")
        censored = times["time_to_recover_censored"].fillna(False).astype(bool)
        # What did no harm has no time to recover.
        days = (times["time_to_recover_s"] / 86400).mask(censored, float("inf")).dropna()
        expected = [(days > day).mean() for day in range(15)]
        assert len(shares) == 15 and all(abs(a - b) < 1e-6 for a, b in zip(shares, expected)), (shares, expected)
        ran.append("R")
    else:
        print("there is no R: its lines are not run", file=sys.stderr)
    print(f"the lines of results/README.md run and are right: {', '.join(ran)}")
