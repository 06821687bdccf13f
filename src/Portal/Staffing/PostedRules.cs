using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Portal.Staffing;

/// <summary>Rules of who decides as the form's rows have them, written as an author would write them into a definition.</summary>
internal static class PostedRules
{
    public const int Rows = 4;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether whoever posted asked for the JSON to be tried, and not the rows.</summary>
    public static bool AreJson(IFormCollection form) => form["by"] != "fields" && form.ContainsKey("rules");

    /// <exception cref="RefusedException">who.from-unreadable</exception>
    public static string Read(IFormCollection form)
    {
        var rules = Enumerable.Range(1, Rows).Select(row => Rule(form, $"rule{row}")).OfType<JsonObject>().Select(rule => rule.ToJsonString(Readable)).ToList();
        return rules.Count == 0 ? "[]" : $"[\n  {string.Join(",\n  ", rules)}\n]";
    }

    /// <summary>The step of "hardship-aid/DistrictReview", as the list of steps gives it, or as it is written.</summary>
    public static string Step(string chosen) => chosen[(chosen.LastIndexOf('/') + 1)..].Trim();

    /// <summary>What the kind of rule has no use for is left out, so that changing the kind does not leave something behind.</summary>
    private static JsonObject? Rule(IFormCollection form, string row)
    {
        string Of(string name) => form[$"{row}.{name}"].ToString().Trim();
        if (!Enum.TryParse<WhoOf>(Of("of"), out var of))
            return null;
        var rule = new JsonObject { ["of"] = Written(of.ToString()) };
        if (of is WhoOf.Role && Of("role") is { Length: > 0 } role)
            rule["role"] = role;
        if (of is WhoOf.Role or WhoOf.Head && Of("level") is { Length: > 0 } level)
            rule["level"] = level;
        if (of == WhoOf.People)
            rule["people"] = new JsonArray([.. Of("people").Split([' ', ',', '，', '、', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries).Select(name => JsonValue.Create(name))]);
        if (of == WhoOf.Group && Of("group") is { Length: > 0 } group)
            rule["group"] = group;
        if (of == WhoOf.Applicant && Of("answer") is { Length: > 0 } answer)
            rule["answer"] = answer;
        if (Of("take") is { Length: > 0 } take)
            rule["take"] = Written(take);
        if (Of("from") is { Length: > 0 } from)
            rule["fromCents"] = Yuan.Read(from) is > 0 and var cents ? cents : throw new RefusedException("who.from-unreadable", $"{row}.from", ("text", from));
        return rule;
    }

    private static string Written(string name) => $"{char.ToLowerInvariant(name[0])}{name[1..]}";
}
