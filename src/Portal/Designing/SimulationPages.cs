using System.Globalization;
using System.Text.Json;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Rehearsing;
using AidWorkflow.Cases.Services;
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
        designer.MapGet("/{service}/simulation", async (string service, string? days, string? fund, string? done, IActs acts, HttpContext http) =>
        {
            var said = Read(http.Request.Query["said"]);
            if (http.Request.Query["next"].ToString() is { Length: > 0 } next)
                said = [.. said, Read(new StringValues(next), said.Count)[0] with { Days = DaysOf(days) }];
            return await ShownAsync(service, said, fund, Faults.None, done, acts, http);
        });
        designer.MapPost("/{service}/simulation", SentAsync);
    }

    /// <summary>Where a case stands after these answers.</summary>
    /// <param name="fund">Whose money it is; empty for that of the service.</param>
    internal static string Address(string service, IEnumerable<TrialAnswer> said, string fund, string more = "") =>
        $"/admin/designer/{Uri.EscapeDataString(service)}/simulation?{string.Join('&', said.Select(answer => $"said={Uri.EscapeDataString(Write(answer))}").Append(fund.Length > 0 ? $"fund={Uri.EscapeDataString(fund)}" : "").Append(more).Where(part => part.Length > 0))}";

    internal static string Write(TrialAnswer answer) => JsonSerializer.Serialize<object?[]>([answer.Step, answer.Way, answer.BackTo, answer.Days], Plain);

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static async Task<IResult> SentAsync(string service, IActs acts, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (said, fund, name, stamp) = (Read(form["said"]), form["fund"].ToString(), form["name"].ToString(), form["stamp"].ToString());
        var isDropped = form["do"] == "drop";
        return await Trying.RunAsync(
            () => acts.RunAsync<SimulateDraft, EditedService>((act, token) => isDropped ? act.DropAsync(http.Visitor().Actor, service, name, stamp, token) : act.KeepAsync(http.Visitor().Actor, service, name, said, FundOf(fund), stamp, token), http.RequestAborted),
            _ => Page.SeeOther(Address(service, said, fund, isDropped ? "done=dropped" : "done=kept")),
            faults => ShownAsync(service, said, fund, faults, null, acts, http));
    }

    private static async Task<IResult> ShownAsync(string service, IReadOnlyList<TrialAnswer> said, string? fund, Faults faults, string? done, IActs acts, HttpContext http)
    {
        var simulated = await acts.RunAsync<SimulateDraft, Simulation>((act, token) => act.RunAsync(http.Visitor().Actor, service, said, FundOf(fund), token), http.RequestAborted);
        var parameters = ((string, object?)[])[(nameof(SimulationPage.Simulated), simulated), (nameof(SimulationPage.Said), said), (nameof(SimulationPage.Asked), $"{FundOf(fund)}"), (nameof(SimulationPage.Faults), faults), (nameof(SimulationPage.Done), done)];
        return faults.Any ? Page.Faulty<SimulationPage>(parameters) : Page.Of<SimulationPage>(parameters);
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
