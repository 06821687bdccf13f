using System.Text.Json;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Cases.Visiting;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>What a decision comes to.</summary>
/// <param name="Outcome">The port by which the flow goes on; null while others have still to decide.</param>
public sealed record Conclusion(string? Outcome)
{
    /// <summary>What the decision rests on, as JSON, for the record.</summary>
    public string? Detail { get; init; }

    public long? Cents { get; init; }

    /// <summary>What a body outside the system decided, where that was recorded.</summary>
    public ExternalDecision? External { get; init; }

    /// <summary>The step that the flow goes back to instead.</summary>
    public string? ReturnTo { get; init; }

    /// <summary>How the seats of the round stand now, where others have still to decide.</summary>
    internal Tally? Tally { get; init; }

    /// <summary>Why the task is cancelled instead of done.</summary>
    internal string? Cancels { get; init; }

    /// <summary>Asks somebody else once the task is off the table.</summary>
    internal Func<Task>? AsksAnew { get; init; }
}

/// <summary>What each kind of round makes of a decision.</summary>
public sealed class Conclusions(Completing completing, VisitRecording visits, AmountDeciding amounts, ExternalRecording external, PayeeCorrecting payees, SupplementDeciding supplements, ObjectionAnswers objections, ReturnTargets returns)
{
    public Task<Conclusion> ConcludeAsync(CaseFile file, Round round, DecideCommand command, CancellationToken cancellation) => round.Kind switch
    {
        RoundKind.Completeness => completing.ConcludeAsync(file, round, command, cancellation),
        RoundKind.HomeVisit => visits.ConcludeAsync(file, round, command, cancellation),
        RoundKind.ExternalDecision => external.ConcludeAsync(file, round, command, cancellation),
        RoundKind.Supplement => supplements.ConcludeAsync(file, round, command, cancellation),
        RoundKind.Payout => payees.NameAsync(file, round, command, cancellation),
        RoundKind.Correction => payees.ConcludeAsync(file, round, command, cancellation),
        _ => throw new RefusedException("decision.verdict-not-possible", "verdict", ("verdict", command.Verdict)),
    };

    /// <summary>What one of several makes of the round; what follows from its outcome is done only by the decision that settles it.</summary>
    /// <param name="tally">With this decision.</param>
    /// <param name="earlier">The decisions before it.</param>
    internal async Task<Conclusion> ConcludeAsync(CaseFile file, Round round, DecideCommand command, Tally tally, IReadOnlyList<Cast> earlier, CancellationToken cancellation) =>
        (round.Kind == RoundKind.Decision
            ? await amounts.ConcludeAsync(file, round, command, tally.State, earlier, cancellation)
            : await OpinionAsync(file, round, command, tally.State, cancellation)) with
        { Tally = tally };

    /// <summary>The port of a round in which people agree or refuse; null while it is open.</summary>
    internal static string? Port(TallyState standing) => standing switch
    {
        TallyState.Passed => "Approve",
        TallyState.Refused => "Refuse",
        _ => null,
    };

    /// <summary>Back to an earlier step; to the applicant only with the list of what is missing.</summary>
    public async Task<Conclusion> ReturnAsync(CaseFile file, Round round, DecideCommand command, CancellationToken cancellation)
    {
        if (command.ReturnTo is { Length: > 0 } named)
            returns.RequireBefore(file, round, named);
        if (round.Plan.ReturnTo.IsEmpty)
            throw new RefusedException("return.not-possible", "verdict", ("step", SpokenSteps.Of(round.Step)));
        if (command.ReturnTo is not { Length: > 0 } target)
            throw new RefusedException("return.step-missing", "returnTo", ("steps", SpokenSteps.Of(round.Plan.ReturnTo)));
        if (!round.Plan.ReturnTo.Contains(target))
            throw new RefusedException("return.step-not-possible", "returnTo", ("step", SpokenSteps.Of(target)), ("steps", SpokenSteps.Of(round.Plan.ReturnTo)));
        if (string.IsNullOrWhiteSpace(command.Opinion))
            throw new RefusedException("opinion.missing", "opinion");
        if (target == StepNames.Supplement)
            await completing.AskAsync(file, round, command.Missing, cancellation);
        return new(null) { ReturnTo = target, Detail = JsonSerializer.Serialize(new { target, command.Missing }) };
    }

    /// <summary>A village knows the family: its opinion is what it says, and not a tick (the approval form has its words, name and seal).</summary>
    private async Task<Conclusion> OpinionAsync(CaseFile file, Round round, DecideCommand command, TallyState standing, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(command.Opinion) && file.Tasks.Any(task => task.Id == command.Task && task.Role == Role.VillageHelper))
            throw new RefusedException("opinion.village-missing", "opinion");
        if (standing != TallyState.Open)
            await objections.AnswerAsync(file, round, command.Opinion, cancellation);
        return new(Port(standing));
    }
}

/// <summary>Names of steps that acts look for in a definition; they are part of the contract with whoever draws it.</summary>
public static class StepNames
{
    public const string Supplement = "Supplement";

    /// <summary>The district's own visit to a relative of staff.</summary>
    public const string DistrictVisit = "DistrictVisit";
}
