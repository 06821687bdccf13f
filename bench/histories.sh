#!/usr/bin/env bash
# Plays histories by chance against the store, with faults at every commit, for longer than ./test.sh does. Prints one JSON line a database.
# Usage: bench/histories.sh [SECONDS]            so long on each database; 60 unless told
#        bench/histories.sh --count COUNT        so many on each database
#        HISTORIES_SEED=n bench/histories.sh     that one alone, to look at a failure
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_TieredPGO=0
if [ "${1:-}" = --count ]; then
  export HISTORIES_COUNT=${2:?how many}
else
  export HISTORIES_SECONDS=${1:-60}
fi
dotnet build tests/Storage.Tests -c Release -v q -clp:NoSummary >&2

figures=$(mktemp)
trap 'rm -rf "$figures" ${memory:+"$memory"}' EXIT
# Databases in memory, where there is room, as in ./test.sh. PostgreSQL runs as another user, who must be able to enter.
memory=
if [ "$(df --output=avail -k /dev/shm 2>/dev/null | tail -n 1)" -ge 2000000 ] 2>/dev/null; then
  memory=$(mktemp -d -p /dev/shm)
  chmod 755 "$memory"
  export TMPDIR=$memory
fi
status=0
HISTORIES_FIGURES=$figures dotnet test tests/Storage.Tests -c Release --no-build --filter "Name~Nothing_is_lost_and_nothing_done_twice_whatever" >&2 || status=$?
cat "$figures"
exit "$status"
