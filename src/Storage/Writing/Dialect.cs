using System.Collections.Concurrent;
using System.Data.Common;

namespace AidWorkflow.Storage.Writing;

/// <summary>Where the SQL of the providers differs.</summary>
internal abstract class Dialect
{
    public static readonly Dialect Sqlite = new SqliteDialect();
    public static readonly Dialect Postgres = new PostgresDialect();
    public static readonly Dialect SqlServer = new SqlServerDialect();

    /// <summary>PostgreSQL takes parameters by position, which spares Npgsql from parsing the statement; the others by name.</summary>
    protected virtual bool NamesParameters => true;

    /// <summary>How the first rows are taken, after ORDER BY.</summary>
    public virtual string Most(string parameter) => $"LIMIT {parameter}";

    /// <summary>
    /// Takes due messages in one statement: until @p1, due at @p2, at most @p3. Servers pass over rows that another node is claiming at this moment.
    /// </summary>
    /// <param name="due">What a row must meet.</param>
    /// <param name="columns">What comes back of each.</param>
    public abstract string Claim(string due, IReadOnlyList<string> columns);

    /// <summary>The statement as this provider wants its parameters written.</summary>
    public virtual string Sql(Statement statement) => statement.Sql;

    public void Bind(DbParameterCollection parameters, Func<DbParameter> create, Statement statement, ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = create();
            if (NamesParameters)
                parameter.ParameterName = $"@p{i + 1}";
            parameter.DbType = statement.Parameters[i]; // also for a null, so that the server keeps one plan
            parameter.Value = values[i] ?? DBNull.Value;
            parameters.Add(parameter);
        }
    }

    private sealed class SqliteDialect : Dialect
    {
        public override string Claim(string due, IReadOnlyList<string> columns) =>
            "UPDATE outbox SET claimed_until = @p1, next_attempt_at = @p1, attempts = attempts + 1 "
            + $"WHERE id IN (SELECT id FROM outbox WHERE {due} ORDER BY next_attempt_at LIMIT @p3) RETURNING {string.Join(", ", columns)}";
    }

    private sealed class PostgresDialect : Dialect
    {
        private readonly ConcurrentDictionary<Statement, string> rewritten = new(ReferenceEqualityComparer.Instance);

        protected override bool NamesParameters => false;

        public override string Sql(Statement statement) =>
            rewritten.GetOrAdd(statement, static original => original.Sql.Replace("@p", "$", StringComparison.Ordinal));

        // MATERIALIZED: a sub-query that the planner ran twice would lock more rows than asked for.
        public override string Claim(string due, IReadOnlyList<string> columns) =>
            $"WITH due AS MATERIALIZED (SELECT id FROM outbox WHERE {due} ORDER BY next_attempt_at LIMIT @p3 FOR UPDATE SKIP LOCKED) "
            + "UPDATE outbox SET claimed_until = @p1, next_attempt_at = @p1, attempts = attempts + 1 FROM due WHERE outbox.id = due.id "
            + $"RETURNING {string.Join(", ", columns.Select(column => $"outbox.{column}"))}";
    }

    private sealed class SqlServerDialect : Dialect
    {
        public override string Most(string parameter) => $"OFFSET 0 ROWS FETCH NEXT {parameter} ROWS ONLY";

        public override string Claim(string due, IReadOnlyList<string> columns) =>
            $"WITH due AS (SELECT TOP (@p3) * FROM outbox WITH (UPDLOCK, READPAST, ROWLOCK) WHERE {due} ORDER BY next_attempt_at) "
            + $"UPDATE due SET claimed_until = @p1, next_attempt_at = @p1, attempts = attempts + 1 OUTPUT {string.Join(", ", columns.Select(column => $"inserted.{column}"))}";
    }
}
