#!/usr/bin/env bash
# Fills a database to the size of a city (seed-load) and measures inbox, search, task page and decisions over HTTP with 50 people: one JSON line a figure.
# usage: bench/inbox.sh FOLDER [seed-load options]     A SQLite file in FOLDER; it is filled once and used again.
# PostgreSQL is measured too where its programs are installed: on a private cluster in FOLDER, on loopback, ended afterwards.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:?usage: bench/inbox.sh FOLDER [seed-load options]}
shift
export ASPNETCORE_ENVIRONMENT=${ASPNETCORE_ENVIRONMENT:-Development}
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet build src/Portal -c Release -v q -clp:NoSummary >&2
portal=(dotnet artifacts/bin/Portal/release/AidWorkflow.Portal.dll)
mkdir -p "$folder"

if [ ! -e "$folder/city.db" ]; then
  "${portal[@]}" seed-load --database "$folder/city.db" --json "$@" >&2
else
  "${portal[@]}" db migrate --database "$folder/city.db" >&2
fi
"${portal[@]}" bench --inbox --seconds 3 --database "$folder/city.db"

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
[ -n "$bin" ] || exit 0
# PostgreSQL refuses to run as root.
as=()
if [ "$(id -u)" -eq 0 ]; then
  as=(runuser -u postgres --)
  mkdir -p "$folder/postgres"
  chown postgres "$folder/postgres"
fi
port=$((20000 + RANDOM % 20000))
filled=yes
if [ ! -e "$folder/postgres/data" ]; then
  filled=
  "${as[@]}" "$bin/initdb" -D "$folder/postgres/data" -U postgres -A trust --no-sync >/dev/null
fi
"${as[@]}" "$bin/pg_ctl" -D "$folder/postgres/data" -s -w -l "$folder/postgres/log" \
  -o "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$folder/postgres -c shared_buffers=512MB -c max_connections=100" start
trap '"${as[@]}" "$bin/pg_ctl" -D "$folder/postgres/data" -s -m fast stop' EXIT
connection="Host=127.0.0.1;Port=$port;Username=postgres;Database=city"
if [ -z "$filled" ]; then
  "$bin/createdb" -h 127.0.0.1 -p "$port" -U postgres city
  "${portal[@]}" seed-load --provider postgres --connection "$connection" --json "$@" >&2
else
  "${portal[@]}" db migrate --provider postgres --connection "$connection" >&2
fi
"${portal[@]}" bench --inbox --seconds 3 --provider postgres --connection "$connection"
