using System.Buffers.Binary;
using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace AidWorkflow.Harness;

/// <summary>Every row of every table, so that a test can say "nothing changed" and "nowhere in clear".</summary>
public static class DatabaseState
{
    /// <summary>
    /// Rows and a digest of what is in them, by table; the order of rows does not count. Made where the rows are, or from the bytes as they lie there:
    /// a definition or a page of text is no string here, which would cost more than the act that is tested.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, string>> DigestAsync(DbContext db)
    {
        var digests = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await db.Database.OpenConnectionAsync();
        try
        {
            foreach (var table in Tables(db))
                digests[table] = db.Database.GetDbConnection() is SqliteConnection sqlite ? Digest(sqlite, table) : await DigestAsync(db.Database.GetDbConnection(), table);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }

        return digests;
    }

    private static async Task<string> DigestAsync(DbConnection postgres, string table)
    {
        await using var command = postgres.CreateCommand();
#pragma warning disable CA2100 // a table of our own model
        command.CommandText = $"""SELECT count(*) || ' ' || coalesce(sum(hashtextextended(ROW(line.*)::text, 0)), 0) FROM "{table}" AS line""";
#pragma warning restore CA2100
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static string Digest(SqliteConnection sqlite, string table)
    {
        using var command = sqlite.CreateCommand();
#pragma warning disable CA2100 // a table of our own model
        command.CommandText = $"SELECT * FROM \"{table}\"";
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> head = stackalloc byte[12], sum = stackalloc byte[32], one = stackalloc byte[32];
        var rows = 0;
        for (; reader.Read(); rows++)
        {
            for (var column = 0; column < reader.FieldCount; column++)
            {
                // Kind and length stand before each value, so that no two rows look alike by what runs together.
                var kind = raw.sqlite3_column_type(reader.Handle, column);
                var bytes = kind is raw.SQLITE_TEXT or raw.SQLITE_BLOB ? raw.sqlite3_column_blob(reader.Handle, column) : [];
                BinaryPrimitives.WriteInt32LittleEndian(head, kind);
                BinaryPrimitives.WriteInt64LittleEndian(head[4..], kind switch
                {
                    raw.SQLITE_INTEGER => raw.sqlite3_column_int64(reader.Handle, column),
                    raw.SQLITE_FLOAT => BitConverter.DoubleToInt64Bits(raw.sqlite3_column_double(reader.Handle, column)),
                    _ => bytes.Length,
                });
                hash.AppendData(head);
                hash.AppendData(bytes);
            }

            hash.GetHashAndReset(one);
            for (var place = 0; place < sum.Length; place++)
                sum[place] += one[place];
        }

        return $"{rows} {Convert.ToHexString(sum)}";
    }

    public static IEnumerable<string> Tables(DbContext db) => db.Model.GetEntityTypes().Select(type => type.GetTableName()).OfType<string>().Distinct().Order(StringComparer.Ordinal);

    public static async Task<IReadOnlyList<object[]>> RowsAsync(DbContext db, string table)
    {
        var rows = new List<object[]>();
        await db.Database.OpenConnectionAsync();
        try
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // a table of our own model
            command.CommandText = $"SELECT * FROM \"{table}\"";
#pragma warning restore CA2100
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                var row = new object[reader.FieldCount];
                reader.GetValues(row);
                rows.Add(row);
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync(); // the context goes back to its pool
        }

        return rows;
    }
}
