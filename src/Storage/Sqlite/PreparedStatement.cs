using System.Buffers;
using System.Text;
using AidWorkflow.Storage.Reading;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AidWorkflow.Storage.Sqlite;

/// <summary>
/// A statement that SQLite compiled once, run without ADO.NET between: on the lane every microsecond of one step is waited for by all.
/// Values are stored as EF stores them: a GUID as upper-case text.
/// </summary>
internal sealed class PreparedStatement : IRow, IDisposable
{
    private const int GuidLength = 36;

    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;

    public PreparedStatement(SqliteConnection connection, string sql, int parameters = 0)
    {
        database = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out statement));
        for (var i = 1; i <= parameters; i++)
        {
            if (raw.sqlite3_bind_parameter_name(statement, i).utf8_to_string() != $"@p{i}")
                throw new ArgumentException($"Parameters are bound in the order in which they first appear: {sql}", nameof(sql));
        }
    }

    /// <summary>Runs it to its end and says how many rows it changed.</summary>
    public int Run(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        var result = raw.sqlite3_step(statement);
        raw.sqlite3_reset(statement);
        if (result != raw.SQLITE_DONE)
            Check(result);
        return raw.sqlite3_changes(database);
    }

    /// <summary>Begins to ask; <see cref="Next"/> moves to each row, and <see cref="End"/> lets go of what is read.</summary>
    public void Ask(ReadOnlySpan<object?> values) => Bind(values);

    public bool Next()
    {
        var result = raw.sqlite3_step(statement);
        if (result is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
            Check(result);
        return result == raw.SQLITE_ROW;
    }

    public void End() => raw.sqlite3_reset(statement);

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public Guid Guid(int column) => System.Guid.ParseExact(Text(column), "D");

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    public long Number(int column) => raw.sqlite3_column_int64(statement, column);

    public byte[] Bytes(int column) => raw.sqlite3_column_blob(statement, column).ToArray();

    public void Dispose() => statement.Dispose();

    private void Bind(ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            Check(values[i] switch
            {
                null => raw.sqlite3_bind_null(statement, i + 1),
                Guid id => BindGuid(i + 1, id),
                string text => BindText(i + 1, text),
                long number => raw.sqlite3_bind_int64(statement, i + 1, number),
                int number => raw.sqlite3_bind_int64(statement, i + 1, number),
                byte[] { Length: 0 } => raw.sqlite3_bind_zeroblob(statement, i + 1, 0),
                byte[] bytes => raw.sqlite3_bind_blob(statement, i + 1, bytes),
                var other => throw new ArgumentException($"Engine rows hold no {other.GetType().Name}.", nameof(values)),
            });
        }
    }

    private int BindGuid(int parameter, Guid id)
    {
        Span<byte> text = stackalloc byte[GuidLength];
        id.TryFormat(text, out _, "D");
        Ascii.ToUpperInPlace(text, out _);
        return raw.sqlite3_bind_text(statement, parameter, text);
    }

    private int BindText(int parameter, string text)
    {
        if (text.Length == 0)
            return raw.sqlite3_bind_text(statement, parameter, text); // an empty span would be bound as NULL
        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            return raw.sqlite3_bind_text(statement, parameter, rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
            SqliteException.ThrowExceptionForRC(result, database);
    }
}
