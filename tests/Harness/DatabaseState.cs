using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Harness;

/// <summary>Every row of every table, so that a test can say "nothing changed" and "nowhere in clear".</summary>
public static class DatabaseState
{
    /// <summary>Rows and a digest of what is in them, by table.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> DigestAsync(DbContext db)
    {
        var digests = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in Tables(db))
        {
            var rows = await RowsAsync(db, table);
            var lines = rows.Select(row => string.Join('|', row.Select(value => value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture))));
            digests[table] = $"{rows.Count} {Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines.Order(StringComparer.Ordinal)))))}";
        }

        return digests;
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
