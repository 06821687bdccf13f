using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Designer.Managing;

/// <summary>Somebody whom a rule may name.</summary>
/// <param name="Roles">What they do today, with where.</param>
public sealed record NamedPerson(string UserName, LocalText Name, IReadOnlyList<LocalText> Roles);

/// <summary>A unit for which a rule may be tried.</summary>
public sealed record NamedUnit(UnitId Id, LocalText Name, UnitLevel Level);

/// <summary>What an author chooses among beside activities: the questions, papers and messages of the service, and the people, groups and units of the house.</summary>
public sealed class Choices(IUnitOfWork work, DefinitionShelf shelf, DefinitionRights rights, TimeProvider time)
{
    /// <summary>More are found by a longer word.</summary>
    private const int Most = 20;

    /// <exception cref="RefusedException">definition.not-yours, definition.unknown</exception>
    public async Task<JsonObject> OfAsync(Actor actor, string definitionId, string language, CancellationToken cancellation)
    {
        var latest = await shelf.GetAsync(actor, definitionId, VersionWish.Latest, cancellation);
        var files = latest.Service?.Files;
        var groups = await work.Db.Set<Group>().AsNoTracking().OrderBy(group => group.Key).ToListAsync(cancellation);
        return new()
        {
            ["fields"] = new JsonArray([.. Within(Read(files?.GetValueOrDefault("form.json")), "sections").SelectMany(section => Within(section, "fields")).Select(field => Question(field, language))]),
            ["papers"] = new JsonArray([.. Within(Read(files?.GetValueOrDefault("documents.json")), "documents").Select(paper => Named(paper, "name", language))]),
            ["events"] = new JsonArray([.. Occasions.All.Where(occasion => occasion.Else is null).Select(occasion => new JsonObject
            {
                ["key"] = occasion.Name,
                ["words"] = Heading(files?.GetValueOrDefault(TemplateBook.PathOf(occasion.Name, occasion.Audiences[0], Channel.InApp, language))) ?? occasion.Name,
                ["audiences"] = new JsonArray([.. occasion.Audiences.Select(audience => (JsonNode)audience)]),
            })]),
            ["groups"] = new JsonArray([.. groups.Select(group => new JsonObject { ["key"] = group.Key, ["words"] = language == "en" ? group.NameEn : group.NameZh })]),
        };
    }

    /// <param name="search">Part of a name, in either language, or of a user name.</param>
    /// <exception cref="RefusedException">definition.not-yours</exception>
    public async Task<IReadOnlyList<NamedPerson>> PeopleAsync(Actor actor, string search, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        var (words, lower, today) = (search.Trim(), search.Trim().ToLowerInvariant(), LocalDay.Today(time));
        var reviewing = Enum.GetValues<Role>().Where(Duties.IsOpenToOthers).ToArray();
        var held = work.Db.Set<RoleAssignment>().Where(one => reviewing.Contains(one.Role) && one.ValidFrom <= today && (one.ValidTo == null || today < one.ValidTo));
        var accounts = await work.Db.Set<Account>().AsNoTracking()
            .Where(account => account.Active && (account.UserName.Contains(lower) || account.NameZh.Contains(words) || account.NameEn.Contains(words)) && held.Any(one => one.AccountId == account.Id))
            .OrderBy(account => account.UserName).Take(Most).ToListAsync(cancellation);
        var ids = accounts.Select(account => account.Id).ToArray();
        var roles = await held.Where(one => ids.Contains(one.AccountId)).Join(work.Db.Set<Unit>(), one => one.UnitId, unit => unit.Id, (one, unit) => new { one.AccountId, one.Role, unit.NameZh, unit.NameEn }).ToListAsync(cancellation);
        return [.. accounts.Select(account => new NamedPerson(account.UserName, new(account.NameZh, account.NameEn),
            [.. roles.Where(role => role.AccountId == account.Id).OrderBy(role => role.Role).Select(role => LocalText.Of($"{role.NameZh}{role.Role.Words().Zh}", $"{role.Role.Words().En}, {role.NameEn}"))]))];
    }

    /// <param name="search">Part of a name, in either language.</param>
    /// <exception cref="RefusedException">definition.not-yours</exception>
    public async Task<IReadOnlyList<NamedUnit>> UnitsAsync(Actor actor, string search, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        var (words, today) = (search.Trim(), LocalDay.Today(time));
        var units = await work.Db.Set<Unit>().AsNoTracking()
            .Where(unit => (unit.NameZh.Contains(words) || unit.NameEn.Contains(words)) && unit.ValidFrom <= today && (unit.ValidTo == null || today < unit.ValidTo))
            .OrderBy(unit => unit.DivisionCode).Take(Most).ToListAsync(cancellation);
        return [.. units.Select(unit => new NamedUnit(unit.Id, new(unit.NameZh, unit.NameEn), unit.Level))];
    }

    /// <summary>The names of units, for showing who was found.</summary>
    public async Task<IReadOnlyDictionary<UnitId, LocalText>> UnitNamesAsync(IEnumerable<UnitId> units, CancellationToken cancellation)
    {
        var ids = units.Distinct().ToArray();
        return await work.Db.Set<Unit>().AsNoTracking().Where(unit => ids.Contains(unit.Id)).ToDictionaryAsync(unit => unit.Id, unit => new LocalText(unit.NameZh, unit.NameEn), cancellation);
    }

    /// <summary>The first line of a message, without what is filled in.</summary>
    private static string? Heading(string? template)
    {
        if (template is null)
            return null;
        var line = template.AsSpan(0, template.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end ? end : template.Length).ToString();
        while (line.IndexOf("{{", StringComparison.Ordinal) is >= 0 and var from && line.IndexOf("}}", from, StringComparison.Ordinal) is >= 0 and var to)
            line = line.Remove(from, to + 2 - from);
        return line.Trim(' ', '：', ':', '（', '）', '(', ')', '\r') is { Length: > 0 } words ? words : null;
    }

    private static JsonObject Question(JsonObject field, string language)
    {
        var question = Named(field, "label", language, ("type", Text(field, "type")));
        question["options"] = new JsonArray([.. Within(field, "options").Select(option => new JsonObject { ["key"] = Text(option, "value"), ["words"] = option["label"] is JsonObject both && Text(both, language) is { Length: > 0 } words ? words : Text(option, "value") })]);
        return question;
    }

    private static JsonObject Named(JsonObject json, string name, string language, params (string Key, string Value)[] more)
    {
        var words = json[name] is JsonObject both ? Text(both, language) : "";
        var named = new JsonObject { ["key"] = Text(json, "key"), ["words"] = words.Length > 0 ? words : Text(json, "key") };
        foreach (var (key, value) in more)
            named[key] = value;
        return named;
    }

    /// <summary>A draft may be anything.</summary>
    private static JsonObject? Read(string? text)
    {
        try
        {
            return text is null ? null : JsonNode.Parse(text) as JsonObject;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<JsonObject> Within(JsonObject? json, string list) => json?[list] is JsonArray items ? items.OfType<JsonObject>() : [];

    private static string Text(JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
