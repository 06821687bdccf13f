using System.Data.Common;
using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace AidWorkflow.Portal.Loading;

/// <summary>Reads all the rows of a case as they are kept, by the columns that the model of the database knows.</summary>
internal sealed class ModelRows(IUnitOfWork work)
{
    /// <summary>The tables of an open case, and by what its rows are found. Its papers are shared by its copies; messages are not copied.</summary>
    private static readonly (string Table, string Where)[] Whole =
    [
        ("people", "id = (SELECT applicant_id FROM cases WHERE id = @case)"),
        ("households", "id = (SELECT household_id FROM cases WHERE id = @case)"),
        ("household_members", "person_id = (SELECT applicant_id FROM cases WHERE id = @case)"),
        ("payee_accounts", "id = (SELECT payee_account_id FROM cases WHERE id = @case)"),
        ("cases", "id = @case"),
        ("case_runs", "case_id = @case"),
        ("case_marks", "case_id = @case"),
        ("case_documents", "case_id = @case"),
        ("rounds", "case_id = @case"),
        ("tasks", "case_id = @case"),
        ("decisions", "case_id = @case"),
        ("home_visits", "case_id = @case"),
        ("public_notices", "case_id = @case"),
        ("clocks", "case_id = @case"),
        ("reminders", "case_id = @case"),
        ("instances", "correlation_id = @text"),
        ("bookmarks", "correlation_id = @text"),
        ("journal", "instance_id IN (SELECT id FROM case_runs WHERE case_id = @case)"),
        ("audit_entries", "stream = @stream"),
        ("audit_heads", "stream = @stream"),
    ];

    /// <summary>Of a finished case only what lists, search and its own page show.</summary>
    private static readonly HashSet<string> Lean = ["people", "cases", "case_runs", "case_marks", "rounds", "tasks", "decisions"];

    public async Task<List<MouldTable>> OfAsync(ModelCase model, CancellationToken cancellation)
    {
        await work.Db.Database.OpenConnectionAsync(cancellation);
        var tables = new List<MouldTable>();
        foreach (var (table, where) in Whole.Where(one => model.Until is not null || Lean.Contains(one.Table)))
            tables.Add(await ReadAsync(table, where, model.Id, cancellation));
        return [.. tables.Where(table => table.Rows.Count > 0)];
    }

    private async Task<MouldTable> ReadAsync(string table, string where, CaseId id, CancellationToken cancellation)
    {
        var columns = ColumnsOf(table);
        await using var command = work.Db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"SELECT {string.Join(", ", columns.Select(column => $"\"{column.Name}\""))} FROM {table} WHERE {where}{(table == "audit_entries" ? " ORDER BY number" : "")}";
        foreach (var (name, value) in new (string, object)[] { ("@case", id.Value), ("@text", id.ToString()), ("@stream", $"case:{id}") })
        {
            if (!where.Contains(name, StringComparison.Ordinal))
                continue;
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        var rows = new List<object?[]>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            rows.Add([.. columns.Select((column, at) => reader.IsDBNull(at) ? null : Read(reader, at, column.Kept))]);
        return new(table, [.. columns.Select(column => column.Name)], rows);
    }

    private List<(string Name, Type Kept)> ColumnsOf(string table)
    {
        var entity = work.Db.Model.GetEntityTypes().First(type => type.GetTableName() == table);
        var place = StoreObjectIdentifier.Table(table);
        return [.. entity.GetProperties().Select(property => (property.GetColumnName(place)!, Kept(property)))];
    }

    private static Type Kept(IProperty property)
    {
        var kept = property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType;
        return Nullable.GetUnderlyingType(kept) ?? kept;
    }

    private static object Read(DbDataReader reader, int at, Type kept) =>
        kept == typeof(Guid) ? reader.GetGuid(at)
        : kept == typeof(DateOnly) ? reader.GetFieldValue<DateOnly>(at)
        : kept == typeof(long) ? reader.GetInt64(at)
        : kept == typeof(int) ? reader.GetInt32(at)
        : kept == typeof(bool) ? reader.GetBoolean(at)
        : kept == typeof(byte[]) ? reader.GetFieldValue<byte[]>(at)
        : reader.GetString(at);
}
