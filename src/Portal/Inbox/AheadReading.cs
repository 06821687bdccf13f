using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Running;
using AidWorkflow.Portal.Dossiers;

namespace AidWorkflow.Portal.Inbox;

/// <summary>A choice with what would come of it.</summary>
/// <param name="Foreseen">Null where it cannot be told, or the case stays where it is; the words say which.</param>
public sealed record Ahead(Choice Choice, LocalText Words, Foreseen? Foreseen, LocalText Then);

/// <summary>Says of every choice at a task who is next, before one is made. Each is gone through on a scope of its own, and nothing of it is kept.</summary>
internal sealed class AheadReading(IServiceScopeFactory scopes)
{
    public async Task<ImmutableArray<Ahead>> ReadAsync(TaskView view, Actor actor, CancellationToken cancellation)
    {
        if (view.StoodAside || view.KeptAway is not null)
            return []; // they have no choice left in it
        var told = ImmutableArray.CreateBuilder<Ahead>();
        foreach (var (choice, words) in ChoicesOf(view))
            told.Add(await OneAsync(view, choice, words, actor, cancellation));
        return told.ToImmutable();
    }

    public async Task<Ahead> OneAsync(TaskView view, Choice choice, LocalText words, Actor actor, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            var foreseen = await scope.ServiceProvider.GetRequiredService<Foresight>().AfterAsync(view.Task.Id, choice, actor, cancellation);
            return new(choice, words, foreseen, foreseen is null ? Staying(view.Task.Kind, choice.Verdict) : NextWords.Of(foreseen));
        }
        catch (RefusedException refused)
        {
            return new(choice, words, null, Unknown(new(Texts.Say(refused, "zh-CN"), Texts.Say(refused, "en"))));
        }
        catch (Exception exception) when (exception is ActivityThrewException or Engine.Ports.LostRaceException)
        {
            return new(choice, words, null, Unknown(new("接下来的步骤现在会出错，须由系统管理员先处理。", "The step behind it would fail now; an administrator must mend it first.")));
        }
    }

    /// <summary>
    /// Of a step behind a public notice the decision itself cannot tell who may be named for it, since it opens only when the notice has hung: it is looked ahead to here. Called within the act, whose own
    /// refusals come first.
    /// </summary>
    /// <exception cref="RefusedException">decision.next-cannot; decision.next-not-left: wherever the case goes, the flow says who is asked</exception>
    public async Task RequireNameableAsync(DecideCommand command, Actor actor, CancellationToken cancellation)
    {
        if (command.Next.IsDefaultOrEmpty)
            return;
        await using var scope = scopes.CreateAsyncScope();
        Foreseen? foreseen;
        try
        {
            foreseen = await scope.ServiceProvider.GetRequiredService<Foresight>().AfterAsync(command.Task, new(command.Verdict, command.ReturnTo, command.Cents), actor, cancellation, asIfSettled: true);
        }
        catch (Exception exception) when (exception is RefusedException or ActivityThrewException or Engine.Ports.LostRaceException)
        {
            return; // what cannot be foreseen is asked when the step comes
        }

        if (foreseen is null)
            return;
        var steps = foreseen.Next.SelectMany(step => step.Then.Prepend(step)).ToArray();
        var isKnown = foreseen.Ends is not null || (foreseen.Next.Length > 0 && foreseen.Next.All(step => step.Notice is null || !step.Then.IsEmpty)); // else it waits for a branch beside it, or for what stands in the way
        if (isKnown && Array.TrueForAll(steps, step => step.Nameable is null))
            throw new RefusedException("decision.next-not-left", "next");
        var may = steps.SelectMany(step => step.Nameable ?? []).Select(one => one.UserName).ToHashSet(StringComparer.Ordinal);
        var cannot = command.Next.Select(name => name.Trim().ToLowerInvariant()).Where(name => name.Length > 0 && !may.Contains(name)).ToArray();
        if (may.Count > 0 && cannot.Length > 0)
            throw new RefusedException("decision.next-cannot", "next", ("names", string.Join(", ", cannot)));
    }

    private static IEnumerable<(Choice, LocalText)> ChoicesOf(TaskView view)
    {
        foreach (var button in Choices.Of(view))
            yield return (new(button.Verdict), button.Words);
        if (view.Task.Kind == RoundKind.Completeness)
            yield return (new(Verdict.Incomplete), new("要求补正", "Ask for what is missing"));
        else
        {
            foreach (var step in view.Round.Plan.ReturnTo)
                yield return (new(Verdict.Return, step), new($"退回到“{StepWords.Of(step).Zh}”", $"Return to “{StepWords.Of(step).En}”"));
        }
    }

    /// <summary>The flow does not go on.</summary>
    private static LocalText Staying(RoundKind kind, Verdict verdict) => (kind, verdict) switch
    {
        (RoundKind.Supplement, Verdict.Extend) => new("申请人继续补正", "the applicant goes on supplying"),
        (RoundKind.Payout, _) => new("由财务向新的领取人发放", "finance pays the new payee"),
        (RoundKind.Decision, Verdict.Approve) => new("现在没有可以批准的金额", "there is no amount to grant now"),
        _ => new("要看同时进行的其他步骤", "it depends on the steps beside this one"),
    };

    private static LocalText Unknown(LocalText why) => new($"现在说不准：{why.Zh}", $"cannot be told now: {why.En}");
}
