#!/usr/bin/env bash
# usage: src/Storage/add-migration.sh NAME
# Writes the migration NAME for every provider, and the script for SQL Server anew. NAME "Initial" replaces what is there,
# which is right only until a first release.
#
# What a migration's Designer.cs repeats of the whole model is compiled at every build. On SQLite and PostgreSQL it is taken out where
# no operation rebuilds a table, which alone looks at it. "db script --provider sqlite|postgres" must print the same before and after.
# SQL Server keeps it: whether a unique index needs a filter is read from it.
set -euo pipefail
name=${1:?usage: add-migration.sh NAME}
cd "$(dirname "$0")"

dotnet tool restore --verbosity quiet >/dev/null
if [[ $name == Initial ]]; then
  rm -rf Migrations
fi
dotnet build --nologo -v quiet -p:RunAnalyzers=false

for provider in Sqlite Postgres SqlServer; do
  dotnet ef migrations add "$name" --no-build --context "${provider}AidContext" --output-dir "Migrations/$provider"
done

dotnet build --nologo -v quiet -p:RunAnalyzers=false
dotnet ef migrations script --no-build --idempotent --context SqlServerAidContext --output Migrations/sqlserver.sql
