using System.Globalization;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reporting;

/// <summary>Holds every stored decision against its entry in the trail: who, where, which verdict, how much, in whose place, and by their digest the words it was given with and the paper it records.</summary>
public sealed class DecisionCheck(IUnitOfWork work)
{
    public async Task<IReadOnlyList<BooksDifference>> DifferencesAsync(CancellationToken cancellation)
    {
        var decisions = await work.Db.Set<Decision>().AsNoTracking().ToDictionaryAsync(decision => decision.Id.ToString(), cancellation);
        var papers = await work.Db.Set<ExternalDecision>().AsNoTracking().ToDictionaryAsync(paper => paper.RoundId, cancellation);
        var differences = new List<BooksDifference>();
        await foreach (var entry in work.Db.Set<AuditEntry>().AsNoTracking().Where(entry => entry.Act == "task.decided").AsAsyncEnumerable().WithCancellation(cancellation))
        {
            var facts = (JsonObject)JsonNode.Parse(entry.Facts)!;
            if ((string?)facts["decision"] is not { } id || !decisions.Remove(id, out var decision))
            {
                differences.Add(new(entry.Stream, $"decision {facts["decision"]}", "trail", "no decision"));
                continue;
            }

            Compare("case", entry.Stream, $"case:{decision.CaseId}");
            Compare("account", $"{entry.ActorAccount}", $"{decision.AccountId}");
            Compare("task", Fact("task"), $"{decision.TaskId}");
            Compare("round", Fact("round"), $"{decision.RoundId}");
            Compare("step", Fact("step"), decision.Step);
            Compare("verdict", Fact("verdict"), $"{decision.Verdict}");
            Compare("cents", Fact("cents"), decision.Cents?.ToString(CultureInfo.InvariantCulture));
            if (Fact("digest") is { } digest) // entries of older versions carry none
                Compare("words", digest, decision.WordsDigest());
            if (facts.ContainsKey("onBehalfOf"))
                Compare("on behalf of", Fact("onBehalfOf"), decision.OnBehalfOfId?.ToString());
            if (facts.ContainsKey("externalCents"))
            {
                papers.Remove(decision.RoundId, out var paper);
                Compare("external cents", Fact("externalCents"), paper?.Cents.ToString(CultureInfo.InvariantCulture));
                Compare("external paper", Fact("externalDigest"), paper?.PaperDigest());
            }

            string? Fact(string name) => (string?)facts[name];

            void Compare(string what, string? trail, string? stored)
            {
                if (trail != stored)
                    differences.Add(new(entry.Stream, $"decision {id}: {what}", trail ?? "", stored ?? ""));
            }
        }

        differences.AddRange(decisions.Values.Select(unknown => new BooksDifference($"case:{unknown.CaseId}", $"decision {unknown.Id}", "no entry", "decision")));
        return differences;
    }
}
