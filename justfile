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
