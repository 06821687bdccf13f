#!/usr/bin/env bash
# Measures the editor of workflows with 300 steps in Chromium (/usr/bin/chromium): the longest frame and the 95th of a hundred while it is opened, a step is dragged, put in, and that is undone; and what
# each editor takes compressed. One JSON line a figure, on the standard output. Two cores that do nothing else are assumed; the load stands in the line.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
BENCH_LINES=$(mktemp)
export BENCH_LINES
trap 'rm -f "$BENCH_LINES"' EXIT
dotnet build tests/Portal.Tests -c Release -v q -clp:NoSummary >&2
dotnet test tests/Portal.Tests -c Release --no-build -v q --filter FullyQualifiedName~EditorBench >&2
cat "$BENCH_LINES"
