#!/usr/bin/env bash
# Builds in Release and runs the benchmarks; each prints one JSON line. Arguments go to "bench" (see bench --help).
# PostgreSQL is measured too where its programs are installed: on a private cluster in a temporary folder, on loopback, ended afterwards.
set -euo pipefail
cd "$(dirname "$0")/.."
export ASPNETCORE_ENVIRONMENT=${ASPNETCORE_ENVIRONMENT:-Development}
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet build src/Portal -c Release -v q -clp:NoSummary >&2
portal=(dotnet artifacts/bin/Portal/release/AidWorkflow.Portal.dll bench)

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
if [ -z "$bin" ] || [[ " $* " == *" --connection "* ]]; then
  exec "${portal[@]}" "$@"
fi

# PostgreSQL refuses to run as root.
as=()
[ "$(id -u)" -ne 0 ] || as=(runuser -u postgres --)
folder=$("${as[@]}" mktemp -d)
port=$((20000 + RANDOM % 20000))
"${as[@]}" "$bin/initdb" -D "$folder/data" -U postgres -A trust --no-sync >/dev/null
"${as[@]}" "$bin/pg_ctl" -D "$folder/data" -s -w -l "$folder/log" \
  -o "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$folder -c max_connections=50" start
trap '"${as[@]}" "$bin/pg_ctl" -D "$folder/data" -s -m immediate stop; rm -rf "$folder"' EXIT
"$bin/createdb" -h 127.0.0.1 -p "$port" -U postgres bench
"${portal[@]}" "$@" --connection "Host=127.0.0.1;Port=$port;Username=postgres;Database=bench"
