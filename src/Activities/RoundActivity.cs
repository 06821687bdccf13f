using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Authoring;

namespace AidWorkflow.Activities;

/// <summary>A step that opens one round and waits until the act that settles it says by which port the flow goes on.</summary>
public abstract class RoundActivity : Activity
{
    private const string RoundKey = "round";

    protected override async ValueTask<Outcome> ExecuteAsync(ActivityContext context)
    {
        var atHand = context.Subject<CaseAtHand>();
        var opening = Opening(context);
        if (opening.Plan.Seats.Any(seat => seat.Rule?.FromCents is not null))
            await atHand.Proposals.ProposeAsync(atHand.File, context.Cancellation); // who is asked rests on the amount
        var bookmark = context.NewBookmark();
        var round = await atHand.Rounds.OpenAsync(atHand.File, opening, new(context.InstanceId, bookmark.Id, context.ActivityId, context.ActivityName), context.Cancellation);
        context.State[RoundKey] = round.Id.ToString();
        await OpenedAsync(context, atHand, round);
        if (round is { State: RoundState.Settled, Outcome: { } settled }) // earlier words, carried over
            return Outcome.With(settled);
        return Outcome.Wait(bookmark);
    }

    protected override ValueTask<Outcome> ResumeAsync(ActivityContext context, Stimulus stimulus) =>
        stimulus.Input?["outcome"]?.GetValue<string>() is { } outcome
            ? new(Outcome.With(outcome))
            : throw new InvalidOperationException($"{context.ActivityName} was resumed without an outcome");

    protected override void OnCancelled(ActivityContext context, CancelReason reason)
    {
        var atHand = context.Subject<CaseAtHand>();
        if (context.State[RoundKey]?.GetValue<string>() is { } id)
            atHand.Rounds.End(atHand.File, RoundId.Of(Guid.Parse(id)), reason == CancelReason.Rewound ? RoundState.Returned : RoundState.Cancelled);
    }

    protected abstract RoundOpening Opening(ActivityContext context);

    /// <summary>What belongs to the step beside its round.</summary>
    protected virtual ValueTask OpenedAsync(ActivityContext context, CaseAtHand atHand, Round round) => ValueTask.CompletedTask;

    /// <summary>The input that every resuming act brings.</summary>
    internal static JsonObject Settled(string outcome) => new() { ["outcome"] = outcome };
}
