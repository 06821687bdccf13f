using System.Collections.Immutable;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Dossiers;

/// <summary>A step on the way of a case, as the band above it shows it.</summary>
/// <param name="On">The day on which it was done; of a step that is open, the day on which it began.</param>
public sealed record Passage(string Step, RoundState State, DateOnly On)
{
    /// <summary>In the order of the way. What was taken back was never left, and what had opened behind it stands on record alone.</summary>
    internal static async Task<ImmutableArray<Passage>> OfAsync(DbContext db, CaseFile file, CancellationToken cancellation)
    {
        var retaken = await Retaken.OfAsync(db, file.Case.Id, file.Rounds, cancellation);
        return [.. file.Rounds.Where(round => !retaken.Undone.Contains(round.Id))
            .Select(round => new Passage(round.Step, round.State, LocalDay.Of(round.ClosedAt ?? retaken.Since.GetValueOrDefault(round.Id, round.OpenedAt))))];
    }
}
