using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Rehearsing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;
using Microsoft.Extensions.Primitives;

namespace AidWorkflow.Portal.Designing;

/// <summary>
/// A case played on a draft, step by step. Everything said so far stands in the address, so that the way back is the browser's own and a case can be passed on as a
/// link.
/// </summary>
internal static class SimulationPages
{
    public static void MapSimulations(this IEndpointRouteBuilder designer)
    {
        designer.MapGet("/{service}/simulation", async (string service, string? days, string? done, IActs acts, HttpContext http) =>
        {
            var so = Read(http.Request.Query);
            if (http.Request.Query["next"].ToString() is { Length: > 0 } next)
                so = so with { Answers = [.. so.Answers, Read(new StringValues(next), so.Answers.Count)[0] with { Days = DaysOf(days) }] };
            return await ShownAsync(service, so, Faults.None, done, acts, http);
        });
        designer.MapPost("/{service}/simulation", SentAsync);
    }

    /// <summary>Where a case stands of which this is said.</summary>
    internal static string Address(string service, Tried so, string more = "") =>
        $"/admin/designer/{Uri.EscapeDataString(service)}/simulation?{string.Join('&', Fields(so).Select(field => $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value)}").Append(more).Where(part => part.Length > 0))}";

    /// <summary>All that is said of a case, as fields of a form or of an address.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> Fields(Tried so) =>
    [
        .. so.Answers.Select(answer => KeyValuePair.Create("said", Write(answer))),
        .. so.Fund is { } fund ? [KeyValuePair.Create("fund", $"{fund}")] : Array.Empty<KeyValuePair<string, string>>(),
        .. so.Facts.Select(fact => KeyValuePair.Create(FactField + fact.Key, fact.Value)),
    ];

    internal const string FactField = "fact.";
    private const int LongestFact = 200;

    internal static string Write(TrialAnswer answer) => JsonSerializer.Serialize<object?[]>([answer.Step, answer.Way, answer.BackTo, answer.Days], Plain);

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static async Task<IResult> SentAsync(string service, IActs acts, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (so, name, stamp) = (Read(form), form["name"].ToString(), form["stamp"].ToString());
        var isDropped = form["do"] == "drop";
        return await Trying.RunAsync(
            () => acts.RunAsync<SimulateDraft, EditedService>((act, token) => isDropped ? act.DropAsync(http.Visitor().Actor, service, name, stamp, token) : act.KeepAsync(http.Visitor().Actor, service, name, so, stamp, token), http.RequestAborted),
            _ => Page.SeeOther(Address(service, so, isDropped ? "done=dropped" : "done=kept")),
            faults => ShownAsync(service, so, faults, null, acts, http));
    }

    /// <summary>What cannot be read of what is known of the case is said at its field, and the case played without it; what the draft itself has wrong is said with the way to it.</summary>
    private static async Task<IResult> ShownAsync(string service, Tried so, Faults faults, string? done, IActs acts, HttpContext http)
    {
        try
        {
            Simulation simulated;
            try
            {
                simulated = await PlayAsync(so);
            }
            catch (RefusedException unreadable) when (unreadable.Field is { } key && so.Facts.ContainsKey(key))
            {
                faults = new([new Fault(FactField + key, Texts.Say(unreadable, Speech.Of(CultureInfo.CurrentUICulture)))]);
                simulated = await PlayAsync(so with { Facts = so.Facts.Remove(key) });
            }

            var parameters = ((string, object?)[])[(nameof(SimulationPage.Simulated), simulated), (nameof(SimulationPage.So), so), (nameof(SimulationPage.Faults), faults), (nameof(SimulationPage.Done), done)];
            return faults.Any ? Page.Faulty<SimulationPage>(parameters) : Page.Of<SimulationPage>(parameters);
        }
        catch (RefusedException wrong) when (wrong.Code == "simulation.draft-wrong")
        {
            return Page.Of<SimulationRefusedPage>((nameof(SimulationRefusedPage.Service), service), (nameof(SimulationRefusedPage.Refusal), wrong));
        }

        Task<Simulation> PlayAsync(Tried what) => acts.RunAsync<SimulateDraft, Simulation>((act, token) => act.RunAsync(http.Visitor().Actor, service, what, token), http.RequestAborted);
    }

    private static Tried Read(IEnumerable<KeyValuePair<string, StringValues>> sent)
    {
        var fields = sent.ToDictionary(field => field.Key, field => field.Value, StringComparer.Ordinal);
        return new(Read(fields.GetValueOrDefault("said")), FundOf(fields.GetValueOrDefault("fund")),
            fields.Where(field => field.Key.StartsWith(FactField, StringComparison.Ordinal) && !string.IsNullOrWhiteSpace(field.Value) && field.Value.ToString().Length <= LongestFact)
                .ToImmutableSortedDictionary(field => field.Key[FactField.Length..], field => field.Value.ToString().Trim(), StringComparer.Ordinal));
    }

    private static FundRoute? FundOf(string? said) => Enum.TryParse<FundRoute>(said, out var fund) && Enum.IsDefined(fund) ? fund : null;

    private static int DaysOf(string? days) => int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var said) ? Math.Min(said, TrialAnswer.MostDays) : 1;

    /// <exception cref="RefusedException">simulation.answer-unfit: the address was changed by hand</exception>
    private static List<TrialAnswer> Read(StringValues said, int before = 0)
    {
        var answers = new List<TrialAnswer>();
        foreach (var text in said)
        {
            try
            {
                if (JsonSerializer.Deserialize<JsonElement[]>(text ?? "") is not [{ ValueKind: JsonValueKind.String } step, var way, var back, { ValueKind: JsonValueKind.Number } days]
                    || way.ValueKind == JsonValueKind.String == (back.ValueKind == JsonValueKind.String) || !days.TryGetInt32(out var number) || number is < 0 or > TrialAnswer.MostDays)
                    throw new JsonException();
                answers.Add(new(step.GetString()!, way.ValueKind == JsonValueKind.String ? way.GetString() : null, back.ValueKind == JsonValueKind.String ? back.GetString() : null, number));
            }
            catch (JsonException)
            {
                throw new RefusedException("simulation.answer-unfit", null, ("number", before + answers.Count + 1));
            }
        }

        return answers;
    }
}
