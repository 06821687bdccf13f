using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Authoring;

namespace AidWorkflow.Activities;

/// <summary>Posts what the village may read and waits for the period's end; an objection leaves by the other port.</summary>
public sealed class PublicNotice : Activity
{
    private const string RoundKey = "round";

    private static readonly Input<bool> OnlyWhereNone = new("onlyWhereNone", false)
    {
        DisplayName = ("仅限尚未公示的", "Only where none was"),
        Description = ("本案已公示期满的直接通过", "A case whose notice has ended without objection passes"),
    };

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Aid.PublicNotice",
        Category = "Aid",
        DisplayName = ("公示", "Public notice"),
        Description = ("按服务的设定公示；有异议则须重新提出意见", "Posted as the service says; an objection asks for a new opinion"),
        Inputs = [OnlyWhereNone],
        Ports = [new("Ended") { DisplayName = ("期满无异议", "Ended") }, new("Objected") { DisplayName = ("有异议", "Objected") }],
        CanWait = true,
    };

    protected override async ValueTask<Outcome> ExecuteAsync(ActivityContext context)
    {
        var atHand = context.Subject<CaseAtHand>();
        if (context.Get(OnlyWhereNone) && await atHand.Notices.HasEndedAsync(atHand.File, context.Cancellation))
            return Outcome.With("Ended");
        var period = await atHand.Notices.PeriodAsync(atHand.File, context.Cancellation);
        var bookmark = context.NewBookmark(dueAt: period.EndsAt);
        var round = await atHand.Rounds.OpenAsync(atHand.File, new(RoundKind.Notice, ReviewPlan.Nobody, CaseStage.Publicising),
            new(context.InstanceId, bookmark.Id, context.ActivityId, context.ActivityName), context.Cancellation);
        await atHand.Notices.PostAsync(atHand.File, round, period, context.Cancellation);
        context.State[RoundKey] = round.Id.ToString();
        return Outcome.Wait(bookmark);
    }

    protected override async ValueTask<Outcome> ResumeAsync(ActivityContext context, Stimulus stimulus)
    {
        if (stimulus.Input?["outcome"]?.GetValue<string>() is { } outcome)
            return Outcome.With(outcome); // an objection: the act has settled the round

        var atHand = context.Subject<CaseAtHand>();
        if (await atHand.Notices.ProlongAsync(atHand.File, Id(context), context.Cancellation) is { } later)
        {
            var bookmark = context.NewBookmark(dueAt: later);
            atHand.File.OpenRound(Id(context)).WaitOn(bookmark.Id);
            return Outcome.Wait(bookmark);
        }

        atHand.Notices.Expire(atHand.File, Id(context));
        return Outcome.With("Ended");
    }

    protected override void OnCancelled(ActivityContext context, CancelReason reason)
    {
        if (context.State[RoundKey] is null)
            return;
        var atHand = context.Subject<CaseAtHand>();
        atHand.Notices.Withdraw(atHand.File, Id(context), reason == CancelReason.Rewound ? RoundState.Returned : RoundState.Cancelled);
    }

    private static Cases.Acting.RoundId Id(ActivityContext context) => new(Guid.Parse(context.State[RoundKey]!.GetValue<string>()));
}
