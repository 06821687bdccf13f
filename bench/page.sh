#!/usr/bin/env bash
# Measures everything anew, the year's replay included, keeps the lines in bench/latest.jsonl and writes the table of docs/performance.md from them.
# Run it on a quiet machine. With --table-only the lines that are there are written into the page again.
set -euo pipefail
cd "$(dirname "$0")/.."
export ASPNETCORE_ENVIRONMENT=${ASPNETCORE_ENVIRONMENT:-Development}
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
portal=(dotnet artifacts/bin/Portal/release/AidWorkflow.Portal.dll)
lines=bench/latest.jsonl

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ "${1:-}" = --table-only ]; then
  dotnet build src/Portal -c Release -v q -clp:NoSummary >&2
else
  processor=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
  printf '{"bench":"machine","processor":"%s","cores":%s,"system":"%s","date":"%s","commit":"%s","load":%s}\n' \
    "${processor:-$(uname -m)}" "$(nproc)" "$(uname -s)" "$(date -u +%F)" "$(git rev-parse --short HEAD)" "$(cut -d' ' -f1 /proc/loadavg)" | tee "$work/lines"
  bench/run.sh --suspended 1000000 "$@" | tee -a "$work/lines"
  "${portal[@]}" replay samples/zaozhuang-2022-relief.json --json --database "$work/replay.db" | tee -a "$work/lines"
  mv "$work/lines" "$lines"
fi

"${portal[@]}" bench --page "$lines" >"$work/table"
awk -v table="$work/table" '
  /^<!-- figures/ { print; while ((getline line < table) > 0) print line; skip = 1; next }
  /^<!-- end of figures/ { skip = 0 }
  !skip { print }' docs/performance.md >"$work/page"
cp "$work/page" docs/performance.md
