#!/usr/bin/env bash
# Load on loopback: iamsh serve, a bare server of the same HTTP crate, and moto_server, in one run.
# Needs wrk, and a Python with boto3 and moto[server]: benches/serve/run.sh FOLDER_OF_THE_PYTHON
set -euo pipefail
cd "$(dirname "$0")/../.."
python=$1/bin
work=$(mktemp -d)
started=()
trap 'kill "${started[@]}" 2>/dev/null; rm -rf "$work"' EXIT

cargo build --release --quiet
cargo build --release --quiet --manifest-path benches/serve/Cargo.toml
target/release/iamsh serve --listen 127.0.0.1:4596 --quiet --admin --access-key bench --secret-key bench > "$work/out" & started+=($!)
benches/serve/target/release/iamsh-serve-bench 127.0.0.1:4597 & started+=($!)
"$python/moto_server" -p 4598 > "$work/moto" 2>&1 & started+=($!)
sleep 3

# One signed request as a script of wrk.
"$python/python" benches/serve/signed.py > "$work/signed.lua"
for port in 4596 4597 4598 4596 4597 4598; do
    printf '%s ' "$port"
    wrk -t1 -c"$([ "$port" = 4598 ] && echo 8 || echo 64)" -d5 -s "$work/signed.lua" "http://127.0.0.1:$port/" | grep -E 'Requests/sec|Non-2xx' | tr '\n' ' '
    echo
done
"$python/python" benches/serve/clients.py 4596 4597
grep -E 'VmRSS' "/proc/${started[0]}/status"
# Nobody asked the same before: the header is not signed, and policies see it.
cat "$work/signed.lua" - > "$work/fresh.lua" << 'LUA'
local asked = 0
function request()
    asked = asked + 1
    wrk.headers["User-Agent"] = "bench/" .. asked
    return wrk.format()
end
LUA
for port in 4597 4596 4597 4596; do
    printf '%s, never asked before ' "$port"
    wrk -t1 -c64 -d5 -s "$work/fresh.lua" "http://127.0.0.1:$port/" | grep -E 'Requests/sec|Non-2xx' | tr '\n' ' '
    echo
done
