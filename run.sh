#!/usr/bin/env bash
# Starts the portal with demo data on SQLite in ./.data, on loopback: http://127.0.0.1:5080, or the port in PORT.
set -euo pipefail
cd "$(dirname "$0")"
export ASPNETCORE_ENVIRONMENT=${ASPNETCORE_ENVIRONMENT:-Development}
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
echo "building…"
build=$(dotnet build src/Portal -c Release -v q 2>&1) || { printf '%s\n' "$build"; exit 1; }
exec dotnet artifacts/bin/Portal/release/AidWorkflow.Portal.dll serve --demo --database .data/aidworkflow.db --port "${PORT:-5080}"
