using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using Microsoft.AspNetCore.Http;

namespace AidWorkflow.Designer.Managing;

/// <summary>Calls behind the fields of a step: what to choose among, whom a rule finds, how a message reads. Elsa knows no such thing.</summary>
internal static class ChoiceCalls
{
    private const string One = "/workflow-definitions/{definitionId}";

    internal static IEnumerable<Call> All =>
    [
        ManagementApi.Get(One + "/choices", (http, caller) => caller.DoAsync<Choices, JsonObject>((choices, actor, token) => choices.OfAsync(actor, http.Named("definitionId"), caller.Language, token))) with { IsForAuditors = true },
        ManagementApi.Get(One + "/words", WordsAsync),
        ManagementApi.Get("/people", async (http, caller) => Answers.Items(
            await caller.DoAsync<Choices, IReadOnlyList<NamedPerson>>((choices, actor, token) => choices.PeopleAsync(actor, http.Asked("search") ?? "", token)),
            person => new() { ["userName"] = person.UserName, ["name"] = person.Name.In(caller.Language), ["roles"] = new JsonArray([.. person.Roles.Select(role => (JsonNode)role.In(caller.Language))]) })),
        ManagementApi.Get("/units", async (http, caller) => Answers.Items(
            await caller.DoAsync<Choices, IReadOnlyList<NamedUnit>>((choices, actor, token) => choices.UnitsAsync(actor, http.Asked("search") ?? "", token)),
            unit => new() { ["id"] = unit.Id.Value, ["name"] = unit.Name.In(caller.Language), ["level"] = OptionWords.Of("level", unit.Level.ToString()).In(caller.Language) })),
        ManagementApi.Post("/rules/try", TryAsync),
    ];

    /// <summary>Whom rules find for a case, by its number, or for any case of a unit.</summary>
    private static async Task<JsonObject> TryAsync(HttpContext http, ICaller caller)
    {
        var asked = await http.BodyAsync();
        string Said(string name) => asked[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
        T Chosen<T>(string name)
            where T : struct, Enum => Enum.TryParse<T>(Said(name), out var chosen) && Enum.IsDefined(chosen) ? chosen : default;
        var rules = asked["rules"]?.ToJsonString() ?? "";
        var (role, level) = (Chosen<Role>("role"), Chosen<UnitLevel>("level"));
        var tried = Guid.TryParse(Said("unit"), out var unit)
            ? await caller.DoAsync<TestRuleInUnit, ImmutableArray<RuleTried>>((act, actor, token) => act.RunAsync(new(unit), rules, role, level, actor, token))
            : await caller.DoAsync<TestRule, ImmutableArray<RuleTried>>((act, actor, token) => act.RunAsync(
                new(Said("number"), rules, Said("step"), role, level, Chosen<Otherwise>("nobodyFound"), Chosen<Otherwise>("applicantFound"), [.. asked["notDecidersOf"] is JsonArray names ? names.Select(name => name?.ToString() ?? "") : []]), actor, token));
        var found = tried.SelectMany(one => one.Found?.Candidates ?? []).Select(one => one.Unit).OfType<UnitId>();
        var units = await caller.DoAsync<Choices, IReadOnlyDictionary<UnitId, LocalText>>((choices, _, token) => choices.UnitNamesAsync(found, token));
        return Answers.Items(tried, one => Of(one, units, caller.Language));
    }

    private static JsonObject Of(RuleTried tried, IReadOnlyDictionary<UnitId, LocalText> units, string language) => new()
    {
        ["applies"] = tried.Applies,
        ["rests"] = tried is { Applies: true, Found: null },
        ["superior"] = tried.Found?.Superior == true,
        ["nobody"] = tried.Found?.Nobody == true,
        ["people"] = new JsonArray([.. (tried.Found?.Candidates ?? []).Select(one => new JsonObject
        {
            ["userName"] = one.UserName,
            ["name"] = one.Name.In(language),
            ["role"] = one.Role?.Words().In(language),
            ["unit"] = one.Unit is { } at && units.TryGetValue(at, out var name) ? name.In(language) : null,
            ["taken"] = one.Taken,
            ["out"] = one.Out is null ? null : Texts.Say(new RefusedException(one.Out, null, ("step", language == "en" ? "an earlier step" : "前面环节")), language),
            ["covers"] = one.Covers,
            ["load"] = one.Load,
            ["turn"] = one.Turn,
        })]),
    };

    /// <summary>How a message or document of the service reads, for a made-up case.</summary>
    private static async Task<JsonObject> WordsAsync(HttpContext http, ICaller caller)
    {
        var latest = await caller.DoAsync<DefinitionShelf, ManagedVersion>((shelf, actor, token) => shelf.GetAsync(actor, http.Named("definitionId"), VersionWish.Latest, token));
        var (about, audience) = (http.Asked("event"), http.Asked("audience") ?? Audience.Applicant);
        var isDocument = Enum.TryParse<DocumentKind>(http.Asked("document"), out var kind);
        var templates = EditedTemplate.All.Where(template => isDocument ? template.IsDocument && template.About == System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString()) : !template.IsDocument && template.About == about && template.Audience == audience).ToList();
        return Answers.Items(templates.SelectMany(template => Texts.Languages.Select(language => (Template: template, Language: language))), one => Shown(one.Template, one.Language, latest.Service?.Files.GetValueOrDefault(one.Template.File(one.Language)), caller.Language));
    }

    private static JsonObject Shown(EditedTemplate template, string language, string? text, string reader)
    {
        var shown = text is null ? null : template.Preview(language, text, sparse: false);
        return new()
        {
            ["language"] = language,
            ["channel"] = template.Channel,
            ["key"] = template.Key,
            ["title"] = shown?.Title,
            ["body"] = shown is null || template.IsSheet ? null : shown.Body,
            ["wrong"] = text is null ? (reader == "en" ? "There is no such text." : "没有这份模板。") : shown is null ? string.Join(" ", template.Faults(language, text).Select(fault => fault.Reason(reader))) : null,
        };
    }
}
