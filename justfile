# Everything CI does.
check: fmt clippy test docs

# Formatting.
fmt:
    cargo fmt --check

# Lints, warnings denied.
clippy:
    cargo clippy --locked --all-targets -- -D warnings

# All tests.
test:
    cargo test --locked

# Documentation, warnings denied.
docs:
    RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps

# The engine against a hand-written loop on the same model, side by side.
bench:
    cargo bench --locked --bench engine

# The laws over 10,000 random scenarios instead of 256.
long:
    SCENARIOS=10000 cargo test --release --locked --test laws

# firedrill and its peers on the same models, interleaved in one go, and all that is asked of its speed.
race:
    cargo bench --locked --bench race

# Instructions a happening under callgrind against benches/instructions.baseline; fails when one grows by more than 3 %.
instructions:
    cargo bench --locked --bench instructions

# Moves the baseline of the instruction counts, with the reason, which is kept.
instructions-rebase reason:
    cargo bench --locked --bench instructions -- rebase "{{ reason }}"

# Time and memory against people, systems, incidents, horizon, replications and cores: benches/growth/.
growth:
    cargo bench --locked --bench growth

# How long a release build takes from nothing.
cold-build:
    bash -c 'dir=$(mktemp -d) && time cargo build --release --locked --quiet --target-dir "$dir"; rm -rf "$dir"'

# The results that are kept to be looked at: results/harbour-mutual. Their changes are read in the diff.
results:
    cargo run --release --locked --quiet -- run scenarios/harbour-mutual/ransomware.ron -n 400 --quiet --out results/harbour-mutual > /dev/null || [ $? -eq 3 ]
    rm -f results/harbour-mutual/*.parquet results/harbour-mutual/trace.jsonl results/harbour-mutual/scenario.ron

# That they are those of this version.
results-current: results
    git diff --exit-code --stat -- results || (echo "results/ is not current: run just results and commit it" >&2; exit 1)
