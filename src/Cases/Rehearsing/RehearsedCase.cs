using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Rehearsing;

/// <summary>How a case ended, or would have.</summary>
/// <param name="Outcome">Null where no step would close it.</param>
/// <param name="Cents">What was granted, or would be; nought where nothing is.</param>
/// <param name="WorkingDays">From the application's day to the last one.</param>
public sealed record CaseEnd(CaseOutcome? Outcome, long Cents, int WorkingDays);

/// <summary>A closed case as it was, and as the draft would have had it. Nothing of its people.</summary>
/// <param name="Added">Steps that it would have come to besides.</param>
/// <param name="Dropped">Steps that it would not have come to any more.</param>
/// <param name="NotComparable">Why the two cannot be compared; null where they can.</param>
public sealed record RehearsedCase(CaseId Id, string? Number, CaseEnd Before, CaseEnd? After, IReadOnlyList<string> Added, IReadOnlyList<string> Dropped, bool RouteChanged, LocalText? NotComparable)
{
    public bool Changed => After is not null && (After != Before || RouteChanged);
}

/// <summary>What a draft would have made of the newest closed cases of its service.</summary>
/// <param name="Cases">Newest first.</param>
/// <param name="Labels">What the authors of the steps wrote at them, by name: of the draft, and of what is not in it any more.</param>
public sealed record RehearsedDraft(string ServiceId, LocalText Name, int Version, bool IsDraft, IReadOnlyList<RehearsedCase> Cases, IReadOnlyDictionary<string, string> Labels)
{
    /// <summary>Steps that were not there when the cases were decided: each was taken to agree, after all the time that it has.</summary>
    public IReadOnlyList<LocalText> Assumed { get; init; } = [];

    public int Unchanged => Cases.Count(one => one is { NotComparable: null, Changed: false });

    public int Changed => Cases.Count(one => one.Changed);

    public int NotComparable => Cases.Count(one => one.NotComparable is not null);

    /// <summary>Of the cases that can be compared, in cents.</summary>
    public long CentsBefore => Cases.Where(one => one.NotComparable is null).Sum(one => one.Before.Cents);

    public long CentsAfter => Cases.Sum(one => one.After?.Cents ?? 0);
}
