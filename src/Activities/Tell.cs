using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Authoring;

namespace AidWorkflow.Activities;

/// <summary>Tells somebody, by the service's templates and through the outbox.</summary>
public sealed class Notify : Activity
{
    private static readonly Input<string> Event = new("event")
    {
        Required = true,
        DisplayName = ("事件", "Event"),
        Description = ("模板按事件选用", "Templates are chosen by event"),
    };

    private static readonly Input<string> Audience = new("audience", "applicant")
    {
        DisplayName = ("对象", "Audience"),
        Description = ("告知谁", "Who is told"),
    };

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Aid.Notify",
        Category = "Aid",
        DisplayName = ("告知", "Notify"),
        Description = ("按模板发送站内信、短信或邮件", "Sends in-app, text or e-mail messages from templates"),
        Inputs = [Event, Audience],
    };

    protected override async ValueTask<Outcome> ExecuteAsync(ActivityContext context)
    {
        var atHand = context.Subject<CaseAtHand>();
        await atHand.Telling.TellAsync(atHand.File, context.Get(Event), context.Get(Audience), context.ExecutionKey, context.Cancellation);
        return Outcome.Done;
    }
}

/// <summary>Issues a numbered document; recording its delivery starts the applicant's time.</summary>
public sealed class IssueDocument : Activity
{
    private static readonly Input<DocumentKind> Document = new("document")
    {
        Required = true,
        DisplayName = ("文书", "Document"),
        Description = ("文书种类", "Which document"),
        Options = [.. Enum.GetNames<DocumentKind>()],
        UiHint = "dropdown",
    };

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Aid.IssueDocument",
        Category = "Aid",
        DisplayName = ("制发文书", "Issue document"),
        Description = ("编号制发文书，送达后起算申请人期限", "Issues a numbered document; its delivery starts the applicant's time"),
        Inputs = [Document],
    };

    protected override async ValueTask<Outcome> ExecuteAsync(ActivityContext context)
    {
        var atHand = context.Subject<CaseAtHand>();
        await atHand.Documents.IssueAsync(atHand.File, context.Get(Document), context.Cancellation);
        return Outcome.Done;
    }
}

/// <summary>Ends the case with its outcome.</summary>
public sealed class Close : Activity
{
    private static readonly Input<CaseOutcome> OutcomeInput = new("outcome")
    {
        Required = true,
        DisplayName = ("结果", "Outcome"),
        Description = ("结案结果", "How the case ended"),
        Options = [.. Enum.GetNames<CaseOutcome>()],
        UiHint = "dropdown",
    };

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Aid.Close",
        Category = "Aid",
        DisplayName = ("结案", "Close"),
        Description = ("以所选结果结案并停止全部时限", "Closes the case with its outcome and stops every clock"),
        Inputs = [OutcomeInput],
    };

    protected override ValueTask<Outcome> ExecuteAsync(ActivityContext context)
    {
        var atHand = context.Subject<CaseAtHand>();
        atHand.Closing.EndRun(atHand.File, context.Get(OutcomeInput), context.InstanceId);
        return new(Outcome.Done);
    }
}
