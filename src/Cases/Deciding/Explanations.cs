using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Deciding;

/// <summary>
/// A grant line by line as it was decided: what changed since in rules or in other cases does not rewrite it. Where the decider or a body
/// above set another amount than was proposed, a line says so, so that the last line is what is granted.
/// </summary>
public static class Explanations
{
    public static async Task<ImmutableArray<AmountLine>> OfAsync(DbContext db, CaseId id, CancellationToken cancellation)
    {
        var decision = db.Set<Decision>().Local.Where(decision => decision.CaseId == id && RestsOnProposal(decision)).MaxBy(decision => decision.At)
            ?? await db.Set<Decision>().AsNoTracking().Where(decision => decision.CaseId == id && decision.Detail != null && decision.Detail.Contains("\"proposal\""))
                .OrderByDescending(decision => decision.At).FirstOrDefaultAsync(cancellation);
        if (decision?.Detail is not { } detail || JsonNode.Parse(detail)?["proposal"]?["Lines"] is not JsonArray frozen)
            return [];
        var lines = frozen.Deserialize<List<AmountLine>>()!;
        var stands = lines.LastOrDefault(line => line.Code == "amount")?.Cents;
        if (decision.Cents is { } decided && decided != stands)
        {
            lines.Add(new("decided", new("审定金额", "Amount decided"), new($"由审定人核定：{decision.Opinion}", $"set by the decider: {decision.Opinion}"), decided));
            stands = decided;
        }

        var above = db.Set<ExternalDecision>().Local.Where(external => external.CaseId == id).MaxBy(external => external.RecordedAt)
            ?? await db.Set<ExternalDecision>().AsNoTracking().Where(external => external.CaseId == id).OrderByDescending(external => external.RecordedAt).FirstOrDefaultAsync(cancellation);
        if (above is { Approved: true } && above.RecordedAt >= decision.At && above.Cents != stands)
            lines.Add(new("external", new("上级批复金额", "Amount granted above"), new($"批复文号 {above.DocumentNumber}", $"document {above.DocumentNumber}"), above.Cents));
        return [.. lines];
    }

    private static bool RestsOnProposal(Decision decision) => decision.Detail?.Contains("\"proposal\"", StringComparison.Ordinal) == true;
}
