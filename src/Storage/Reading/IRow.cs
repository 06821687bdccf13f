using System.Data.Common;

namespace AidWorkflow.Storage.Reading;

/// <summary>The row that an answer stands on.</summary>
internal interface IRow
{
    bool IsNull(int column);

    Guid Guid(int column);

    string Text(int column);

    long Number(int column);

    byte[] Bytes(int column);
}

internal sealed class DbRow(DbDataReader reader) : IRow
{
    public bool IsNull(int column) => reader.IsDBNull(column);

    public Guid Guid(int column) => reader.GetGuid(column);

    public string Text(int column) => reader.GetString(column);

    public long Number(int column) => reader.GetInt64(column);

    public byte[] Bytes(int column) => reader.GetFieldValue<byte[]>(column);
}

internal static class Rows
{
    public static string? TextOrNull(this IRow row, int column) => row.IsNull(column) ? null : row.Text(column);

    public static DateTimeOffset Moment(this IRow row, int column) => new(row.Number(column), TimeSpan.Zero);

    public static DateTimeOffset? MomentOrNull(this IRow row, int column) => row.IsNull(column) ? null : row.Moment(column);
}
