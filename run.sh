#!/usr/bin/env bash
# Starts the portal with demo data on SQLite in ./.data, on loopback: http://127.0.0.1:5080, or the port in PORT.
# With --studio administrators find Elsa Studio at /studio too; it is installed the first time, and needs no network after that.
set -euo pipefail
cd "$(dirname "$0")"
export ASPNETCORE_ENVIRONMENT=${ASPNETCORE_ENVIRONMENT:-Development}
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
case "${1:-}" in
  "") ;;
  --studio)
    studio=src/Portal/Web/studio
    if [ ! -e $studio/node_modules/.package-lock.json ] || [ $studio/package-lock.json -nt $studio/node_modules/.package-lock.json ]; then
      command -v npm >/dev/null || { echo "Elsa Studio comes from npm: please install Node.js 20 or newer first."; exit 1; }
      echo "installing Elsa Studio…"
      installed=$(cd $studio && npm ci --no-audit --no-fund 2>&1) || { printf '%s\n' "$installed"; exit 1; }
    fi
    export AidWorkflow__Studio__Enabled=true AidWorkflow__Studio__Files=$PWD/$studio/node_modules/@elsa-workflows/elsa-studio-wasm
    ;;
  *)
    echo "usage: ./run.sh [--studio]"
    exit 2
    ;;
esac
echo "building…"
build=$(dotnet build src/Portal -c Release -v q 2>&1) || { printf '%s\n' "$build"; exit 1; }
exec dotnet artifacts/bin/Portal/release/AidWorkflow.Portal.dll serve --demo --database .data/aidworkflow.db --port "${PORT:-5080}"
