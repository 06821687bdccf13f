using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Portal.Loading;

/// <summary>What of a copy differs from its model.</summary>
/// <param name="Ids">The copy's, in the order of the mould's.</param>
/// <param name="Later">By how many ticks everything happened later in the day.</param>
/// <param name="DaysEarlier">And by how many days earlier.</param>
internal sealed record Casting(Guid[] Ids, LoadedPerson Person, LoadedPlace Place, string Receipt, string Key, long Later, int DaysEarlier)
{
    public Guid Case => Ids[0];
}

/// <summary>All the rows of one case that went through the acts, ready for others like it to be cast from them: ids, people, places and hours are other ones, everything else is as the acts left it.</summary>
internal sealed class CaseMould
{
    /// <summary>What happened to a case happened later in the day in its copy; the engine's own moments stay those of its packed state.</summary>
    private static readonly HashSet<string> Shifted = ["cases", "case_runs", "rounds", "tasks", "decisions", "audit_entries", "home_visits"];

    private readonly List<MouldTable> tables;
    private readonly FieldProtector protector;
    private readonly Dictionary<Guid, int> index;
    private readonly Dictionary<(string Table, string Column, int Row), Mould> packed = [];
    private readonly JsonObject answers;

    private CaseMould(ModelCase model, List<MouldTable> tables, Guid[] own, Guid[] theirs, FieldProtector protector)
    {
        (Model, this.tables, this.protector) = (model, tables, protector);
        (Own, All) = (own, [.. own, .. theirs]);
        index = All.Index().ToDictionary(one => one.Item, one => one.Index);
        answers = (JsonObject)JsonNode.Parse(protector.Open((byte[])Value("cases", "answers")!, $"case.answers:{model.Id}"))!;
        AppliedAt = (long)Value("cases", "applied_at")!;
        AppliedOn = (DateOnly)Value("cases", "applied_on")!;
        OpenTasks = Count("Assigned") + Count("InProgress");
        FinishedTasks = Count("Completed");
        foreach (var (table, column) in new[] { ("instances", "state"), ("journal", "events") })
        {
            if (tables.Find(one => one.Name == table) is not { } found)
                continue;
            var at = found.At(column);
            foreach (var (number, row) in found.Rows.Index())
                packed[(table, column, number)] = table == "instances" ? Mould.OfState((byte[])row[at]!, All) : Mould.OfStep((byte[])row[at]!, All);
        }
    }

    public ModelCase Model { get; }

    /// <summary>The model's ids that a copy has of its own; the case's first.</summary>
    public Guid[] Own { get; }

    public Guid[] All { get; }

    public long AppliedAt { get; }

    public DateOnly AppliedOn { get; }

    public int OpenTasks { get; }

    public int FinishedTasks { get; }

    public IEnumerable<MouldTable> Tables => tables;

    /// <param name="theirs">Ids of units and accounts that a copy has others for.</param>
    public static CaseMould Of(ModelCase model, List<MouldTable> tables, IReadOnlyList<Guid> theirs, FieldProtector protector)
    {
        var own = new List<Guid> { model.Id.Value };
        foreach (var table in tables)
        {
            if (table.Columns.Contains("id"))
                own.AddRange(table.Rows.Select(row => row[table.At("id")]).OfType<Guid>());
        }

        return new(model, tables, [.. own.Distinct()], [.. theirs], protector);
    }

    public void Cast(Casting to, Func<string, IReadOnlyList<string>, List<object?[]>> rowsOf)
    {
        foreach (var table in tables)
        {
            var rows = rowsOf(table.Name, table.Columns);
            var hash = "";
            foreach (var (number, row) in table.Rows.Index())
            {
                var cast = new object?[row.Length];
                for (var at = 0; at < row.Length; at++)
                    cast[at] = Cell(table, at, number, row[at], to);
                if (table.Name == "audit_entries")
                    hash = Chain(table, cast, hash, to);
                rows.Add(cast);
                if (table.Name == "people")
                    rowsOf("name_ends", ["text", "person_id"]).AddRange(NameEnd.TextsOf(to.Person.Name).Select(text => new object?[] { text, cast[table.At("id")] }));
            }
        }
    }

    private object? Cell(MouldTable table, int at, int row, object? value, Casting to)
    {
        var column = table.Columns[at];
        return (table.Name, column, value) switch
        {
            (_, _, null) => null,
            ("cases", "receipt_number", _) => to.Receipt,
            ("cases", "submission_key", _) => to.Key,
            ("people", "name", _) or ("payee_accounts", "holder_name", _) => to.Person.Name,
            ("people", "birth_date", _) => to.Person.Born,
            ("people", "sex", _) => to.Person.Sex.ToString(),
            (_, _, Guid id) => index.TryGetValue(id, out var own) ? to.Ids[own] : id,
            (_, _, byte[] bytes) => Bytes(table.Name, column, row, bytes, to),
            (_, _, string text) => Text(table, at, row, text, to),
            (_, _, long ticks) when Shifted.Contains(table.Name) && (column == "at" || column.EndsWith("_at", StringComparison.Ordinal)) =>
                ticks + to.Later - (to.DaysEarlier * TimeSpan.TicksPerDay),
            (_, _, DateOnly day) when to.DaysEarlier > 0 && column.EndsWith("_on", StringComparison.Ordinal) => day.AddDays(-to.DaysEarlier),
            _ => value,
        };
    }

    private byte[] Bytes(string table, string column, int row, byte[] bytes, Casting to) => (table, column) switch
    {
        ("instances", "state") or ("journal", "events") => packed[(table, column, row)].Cast(to.Ids),
        ("cases", "answers") => protector.Seal(AnswersOf(to.Person), $"case.answers:{to.Case}"),
        ("people", "citizen_id_sealed") => protector.Seal(to.Person.CitizenId, $"person.citizen-id:{IdIn(table, row, to)}"),
        ("people", "citizen_id_index") => protector.Index(to.Person.CitizenId, "person.citizen-id"),
        ("people", "phone_sealed") => protector.Seal(to.Person.Phone, $"person.phone:{IdIn(table, row, to)}"),
        ("people", "phone_index") => protector.Index(to.Person.Phone, "person.phone"),
        ("payee_accounts", "number_sealed") => protector.Seal(to.Person.AccountNumber, $"payee-account.number:{IdIn(table, row, to)}"),
        ("payee_accounts", "number_index") => protector.Index(to.Person.AccountNumber, "payee-account.number"),
        ("home_visits", "findings") => protector.Seal(protector.Open(bytes, $"visit.findings:{IdIn(table, row)}"), $"visit.findings:{IdIn(table, row, to)}"),
        _ => throw new InvalidOperationException($"{table}.{column} is sealed or packed, and nobody has said how it is made anew."),
    };

    private string AnswersOf(LoadedPerson person)
    {
        var said = (JsonObject)answers.DeepClone();
        said[FormKeys.ApplicantName] = person.Name;
        said[FormKeys.CitizenId] = person.CitizenId;
        said[FormKeys.Mobile] = person.Phone;
        said[FormKeys.AccountName] = person.Name;
        said[FormKeys.AccountNumber] = person.AccountNumber;
        return said.ToJsonString();
    }

    /// <summary>Wherever a text names one of the ids: a stream, a correlation, a fact.</summary>
    private string Text(MouldTable table, int at, int row, string text, Casting to)
    {
        foreach (var (place, id) in table.Named(at, row, text, All))
            text = string.Concat(text.AsSpan(0, place), to.Ids[id].ToString(), text.AsSpan(place + 36));
        return text;
    }

    /// <summary>The actor is another one, and the entry is chained to the one before it.</summary>
    private static string Chain(MouldTable table, object?[] row, string previous, Casting to)
    {
        var account = (Guid?)row[table.At("actor_account")];
        if (account is { } who && to.Place.People.Values.FirstOrDefault(one => one.Account.Value == who) is { } staff)
            row[table.At("actor_name")] = staff.UserName;
        row[table.At("previous_hash")] = previous;
        var hash = AuditEntry.HashOf(previous, (string)row[table.At("stream")]!, (long)row[table.At("number")]!, new DateTimeOffset((long)row[table.At("at")]!, TimeSpan.Zero),
            (string)row[table.At("act")]!, account is { } actor ? new AccountId(actor) : null, (string)row[table.At("actor_name")]!, (string?)row[table.At("subject")], (string)row[table.At("facts")]!);
        row[table.At("hash")] = hash;
        return hash;
    }

    private Guid IdIn(string table, int row) => (Guid)Table(table).Rows[row][Table(table).At("id")]!;

    private Guid IdIn(string table, int row, Casting to) => to.Ids[index[IdIn(table, row)]];

    private MouldTable Table(string name) => tables.Find(table => table.Name == name) ?? throw new InvalidOperationException($"The model has no rows in {name}.");

    private object? Value(string table, string column) => Table(table).Rows[0][Table(table).At(column)];

    private int Count(string state) => Table("tasks").Rows.Count(row => (string?)row[Table("tasks").At("state")] == state);
}

/// <summary>A model's rows in one table.</summary>
internal sealed record MouldTable(string Name, IReadOnlyList<string> Columns, IReadOnlyList<object?[]> Rows)
{
    private readonly Dictionary<(int Column, int Row), List<(int Place, int Id)>> named = [];

    private readonly Dictionary<string, int> places = Columns.Index().ToDictionary(one => one.Item, one => one.Index, StringComparer.Ordinal);

    public int At(string column) => places[column];

    /// <summary>Where a text names an id; looked for once, as all copies are as long.</summary>
    public List<(int Place, int Id)> Named(int column, int row, string text, Guid[] ids)
    {
        if (named.TryGetValue((column, row), out var known))
            return known;
        var found = new List<(int, int)>();
        if (text.Length >= 36)
        {
            foreach (var (number, id) in ids.Index())
            {
                var words = id.ToString();
                for (var at = text.IndexOf(words, StringComparison.Ordinal); at >= 0; at = text.IndexOf(words, at + 36, StringComparison.Ordinal))
                    found.Add((at, number));
            }
        }

        return named[(column, row)] = found;
    }
}
