#!/usr/bin/env bash
# Runs everything that guards the project: locked restore, build with analyzers, formatting, every test.
# Installs what is missing where it can; works offline once installed; safe to run again.
# The last line is always "N passed, N failed, N skipped"; the exit status is 1 when anything failed.
set -uo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_UI_LANGUAGE=en DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1
export DOTNET_TieredPGO=0 # a test process is over before what the runtime would learn of it pays: a third less work
# Three lanes share two cores: threads that spin before they sleep, or collect in the background, take the core from another lane. 64 MiB of young objects.
export DOTNET_ThreadPool_UnfairSemaphoreSpinLimit=0 DOTNET_gcConcurrent=0 DOTNET_GCgen0size=4000000
export DOTNET_EnableWriteXorExecute=0 # pages of compiled code are not mapped twice: much is compiled in a test process, for a short life
configuration=${CONFIGURATION:-Debug}

passed=0 failed=0 skipped=0
finish() {
  printf '\n%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  [ "$failed" -eq 0 ]
  exit
}
fail() {
  failed=$((failed + 1))
  printf '\nFAILED: %s\n' "$1"
}
step() {
  printf '\n== %s (%ds)\n' "$1" "$SECONDS"
}

# Tests start a PostgreSQL and a browser of their own, and pages need a Chinese font.
missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v chromium-headless-shell >/dev/null || missing+=(chromium-headless-shell) # tests look through it where it is there: a third of the work
ls -d /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing+=(postgresql)
[ -d /usr/share/fonts/opentype/noto ] || missing+=(fonts-noto-cjk)
if [ ${#missing[@]} -gt 0 ]; then
  step "install ${missing[*]}"
  as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo -n)
  # A package that starts a server would do so on installation; ours are started by the tests, on loopback.
  if command -v apt-get >/dev/null; then
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 sh -c \
      'apt-get install -y --no-install-recommends "$@" || { apt-get update && apt-get install -y --no-install-recommends "$@"; }' \
      apt "${missing[@]}" >/dev/null || echo "Could not install ${missing[*]}: the tests that need them will say so."
  else
    echo "No apt-get here. Please install: ${missing[*]}"
  fi
fi

while IFS= read -r package; do
  folder=$(dirname "$package")
  [ -e "$folder/node_modules/.package-lock.json" ] && [ ! "$folder/package-lock.json" -nt "$folder/node_modules/.package-lock.json" ] && continue
  step "npm ci in $folder"
  (cd "$folder" && npm ci --no-audit --no-fund) && continue
  [ "$folder" = src/Portal/Web/studio ] && { echo "Could not install Elsa Studio: the tests that need it will say so."; continue; }
  fail "npm ci in $folder"
  finish
done < <(find src tests -name package.json -not -path '*/node_modules/*')

before=$(git status --porcelain 2>/dev/null)

step "restore"
dotnet restore AidWorkflow.sln --locked-mode -v q || { fail "restore"; finish; }

step "build"
# One compiler for all projects instead of a cold one each, ended with the build.
dotnet build AidWorkflow.sln -c "$configuration" --no-restore -v q -clp:NoSummary -p:UseSharedCompilation=true || { fail "build"; finish; }
dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1

logs=$(mktemp -d)
trap 'rm -rf "$logs" ${memory:+"$memory"}' EXIT

# Databases of tests lie in memory where there is room: a tenth less work. What survives a loss of power is a setting that a test reads; nobody pulls
# the plug here. PostgreSQL runs as another user, who must be able to enter.
memory=
if [ "$(df --output=avail -k /dev/shm 2>/dev/null | tail -n 1)" -ge 8000000 ] 2>/dev/null; then
  memory=$(mktemp -d -p /dev/shm)
  chmod 755 "$memory"
  export TMPDIR=$memory
fi

# Runs a test project, or the part of it that a filter names. A test that says nothing for twenty minutes is named and ends its run: without
# that a hang would only be a run that took too long. A part that goes on may take an hour and a quarter: on a slow machine the longest takes half of that.
run() {
  local name=$1 project=$2
  shift 2
  timeout --kill-after=10 4500 dotnet test "$project" -c "$configuration" --no-build --no-restore --results-directory "$logs/$name" \
    --blame-hang --blame-hang-timeout 20m --blame-hang-dump-type none "$@" >"$logs/$name.log" 2>&1
  echo $? >"$logs/$name.status"
  echo "$SECONDS" >"$logs/$name.took"
}

count() {
  local name=$1 status f p s
  printf '\n== %s (took %ss)\n' "$name" "$(cat "$logs/$name.took")"
  cat "$logs/$name.log"
  status=$(cat "$logs/$name.status")
  # Passed!  - Failed:     0, Passed:     8, Skipped:     0, Total:     8, Duration: 1 s - AidWorkflow.X.Tests.dll (net10.0)
  read -r f p s < <(sed -nE 's/^(Passed|Failed|Skipped)! +- Failed: +([0-9]+), Passed: +([0-9]+), Skipped: +([0-9]+),.*/\2 \3 \4/p' "$logs/$name.log" |
    awk '{ f += $1; p += $2; s += $3 } END { print f + 0, p + 0, s + 0 }')
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  # A host that crashed or hung reports no failed test; it must not pass for that.
  [ "$status" != 0 ] && [ "$f" -eq 0 ] && fail "$name ended with status $status"
  if grep -qsr 'Completed="False"' "$logs/$name" --include='Sequence_*.xml'; then
    echo "Running when it ended:"
    grep -hr 'Completed="False"' "$logs/$name" --include='Sequence_*.xml'
  fi
}

# Blanks and lines only: the rules of style are errors of the build, which has just been done. By folder it need not load the projects again.
formatted() {
  dotnet format whitespace --folder --include src/ tests/ --verify-no-changes >"$logs/format.log" 2>&1
  echo $? >"$logs/format.status"
}

# Three at a time, the longest first: browsers mostly wait, so two cores carry three. A year of cases on each database is a job of its own. What a
# job prints is kept until it can be read in one piece.
# Fixtures run one after another; deciding and reviewing are half of the tests of the portal, so they are a job beside the rest of it.
review=(Deciding Intervening Meetings Reviewing StandingIn)
year='Name~A_year_ends_with_the_citys_true_totals'
jobs=(
  "Portal.Tests|tests/Portal.Tests|FullyQualifiedName!~.Replaying.&FullyQualifiedName!~.Browsing.$(printf '&FullyQualifiedName!~Portal.Tests.%s.' "${review[@]}")"
  "Browsing|tests/Portal.Tests|FullyQualifiedName~.Browsing."
  "Review|tests/Portal.Tests|$(printf '|FullyQualifiedName~Portal.Tests.%s.' "${review[@]}" | cut -c2-)"
  "Year.Postgres|tests/Portal.Tests|$year&Name~Postgres"
  "Replaying|tests/Portal.Tests|FullyQualifiedName~.Replaying.&Name!~A_year_ends_with_the_citys_true_totals"
  "Year.Sqlite|tests/Portal.Tests|$year&Name~Sqlite"
)
for project in tests/Cases.Tests tests/Storage.Tests tests/*.Tests; do
  case $project:${jobs[*]} in tests/Portal.Tests:* | *"|$project|"*) ;; *) jobs+=("$(basename "$project")|$project|") ;; esac
done

step "format and tests"
export -f run formatted
export logs configuration
printf '%s\0' "${jobs[@]}" format | xargs -0 -n 1 -P 3 bash -c '
  [ "$0" = format ] && { formatted; exit; }
  IFS="|" read -r name project filter <<<"$0"
  run "$name" "$project" ${filter:+--filter "$filter"}'
cat "$logs/format.log"
[ "$(cat "$logs/format.status")" = 0 ] || fail "dotnet format would change files (run: dotnet format)"
for job in "${jobs[@]}"; do
  count "${job%%|*}"
done

if [ "$(git status --porcelain 2>/dev/null)" != "$before" ]; then
  git status --porcelain
  fail "the run changed files (generated drawings, migrations or texts are not what is committed)"
fi

finish
