using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Petitioning;

namespace AidWorkflow.Portal.Api.Petitioning;

/// <param name="Kind">Forwarded or assigned.</param>
/// <param name="Why">Owed where it goes elsewhere than is suggested.</param>
/// <param name="ReplyBy">By when the body reports back; owed of an assignment.</param>
/// <param name="Seen">How many events were read; where there are more, nothing is entered.</param>
internal sealed record SendAsked(PetitionEventKind Kind, DateOnly On, string Body, string? Why = null, DateOnly? ReplyBy = null, string? Words = null, int? Seen = null) : IAsked;

internal sealed record SuperviseAsked(string Why, DateOnly? ReplyBy = null) : IAsked;

/// <param name="Whom">To whom it was reported; of an assignment, who reported.</param>
/// <param name="Last">Nothing more is owed after it.</param>
internal sealed record ReplyAsked(DateOnly On, string Words, string? Whom = null, bool Last = false) : IAsked;

internal sealed record EndDutyAsked(string Words) : IAsked;

/// <param name="Lead">The number of the leading matter.</param>
internal sealed record MergeAsked(string Lead, string Why) : IAsked;

internal sealed record SplitAsked(MatterAsked Matter, string Why) : IAsked;

/// <param name="Person">The user name of whom it is ordered; the caller where it is left out.</param>
internal sealed record RecusalAsked(string Why, string? Person = null) : IAsked;

/// <param name="Words">The answer, whom it was referred to, their reply, or why it ends.</param>
internal sealed record VisitStepAsked(VisitEventKind Kind, DateOnly On, string Words) : IAsked;

internal sealed record VisitMoved(MatterId Matter, DateOnly? ClosedOn);

internal sealed record MatterLinked(MatterId Matter, MatterId Other);

internal sealed record RecusalEntered(MatterRecusalId Recusal);

internal sealed record DutyEntered(ReplyDutyId Duty, DateOnly? EndedOn);

/// <param name="Subject">Every subject where it is left out; so for class, way and place.</param>
/// <param name="BodyUnit">The unit of the house in charge; else <paramref name="Body"/> names a body outside.</param>
/// <param name="Follows">The rule whose place it takes.</param>
internal sealed record RouteAsked(string Basis, DateOnly From, string? Subject = null, PetitionClass? Class = null, ClaimBranch? Branch = null, UnitId? Place = null, UnitId? BodyUnit = null, string? Body = null, DateOnly? To = null, RouteRuleId? Follows = null) : IAsked;

/// <param name="To">The last day on which it holds.</param>
internal sealed record RouteEndAsked(DateOnly To) : IAsked;

internal sealed record RouteWritten(RouteRuleId Route);

/// <summary>What is done about matters beside the steps of the law, and the rules by which they are sent on.</summary>
internal static class MatterWorkApi
{
    /// <param name="matters">The register, for those who read it.</param>
    public static void MapMatterWork(this RouteGroupBuilder matters)
    {
        matters.MapGet("/replies", async (int? page, OwedReading reading, Asking asking) =>
        {
            var rows = await reading.OfAsync(asking.Visitor, asking.Cancellation);
            await asking.ListedAsync("matters", "replies owed", rows.Length);
            return Paging.Of(rows, page);
        }).Called("repliesOwed", "Replies that are owed about matters of my area, by the day.");
        matters.MapGet("/{id:guid}/work", async (Guid id, MatterReading reading, MatterWorkReading work, Asking asking) =>
        {
            var view = await reading.ReadAsync(new(id), asking.Visitor, asking.Cancellation);
            await asking.LookedAsync($"matter:{id}", "work");
            return await work.OfAsync(view, asking.Visitor, asking.Cancellation);
        }).Called("matterWork", "To where a petition is suggested to go and why, where it went, and replies that are owed. The look is recorded.");
        matters.MapPost("/{id:guid}/send", async (Guid id, SendAsked asked, Asking asking) => new PetitionMoved(new(id), await asking.OnceAsync<SendPetitionOn, PetitionStatus>(asked, (act, actor, token) =>
            act.RunAsync(new(new(id), asked.Kind, asked.On, asked.Body, asked.Why ?? "", asked.ReplyBy, asked.Words ?? "", asked.Seen), actor, token))))
            .TakesKey().Called("sendPetitionOn", "Send a petition to the body in charge, as suggested or elsewhere for a reason.");
        matters.MapPost("/{id:guid}/supervise", async (Guid id, SuperviseAsked asked, Asking asking) => await DutyAsync<SuperviseMatter>(asked, asking, (act, actor, token) => act.RunAsync(new(id), asked.ReplyBy, asked.Why, actor, token)))
            .TakesKey().Called("superviseMatter", "Put a matter under supervision; whoever handles it is told.");
        matters.MapPost("/{id:guid}/duties/{duty:guid}/replies", async (Guid id, Guid duty, ReplyAsked asked, Asking asking) =>
            await DutyAsync<AnswerDuty>(asked, asking, (act, actor, token) => act.RunAsync(new(new(id), new(duty), asked.On, asked.Whom ?? "", asked.Words, asked.Last), actor, token)))
            .TakesKey().Called("recordReply", "Record what was reported about a matter, when and to whom.");
        matters.MapPost("/{id:guid}/duties/{duty:guid}/end", async (Guid id, Guid duty, EndDutyAsked asked, Asking asking) => await DutyAsync<AnswerDuty>(asked, asking, (act, actor, token) => act.EndAsync(new(id), new(duty), asked.Words, actor, token)))
            .TakesKey().Called("endReplyDuty", "End a supervision, or take back what was given to another body.");
    }

    public static void MapMatterLinks(this RouteGroupBuilder matters)
    {
        matters.MapPost("/{id:guid}/merge", async (Guid id, MergeAsked asked, Asking asking) => await asking.OnceAsync<MergeMatters, MatterLinked>(asked, async (act, actor, token) => Of(await act.RunAsync(new(id), asked.Lead, asked.Why, actor, token))))
            .TakesKey().Called("mergeMatter", "Let a matter go on in another of the same people about the same facts.");
        matters.MapPost("/{id:guid}/merge/undo", async (Guid id, Asking asking) => await asking.OnceAsync<MergeMatters, MatterLinked>(null, async (act, actor, token) => Of(await act.UndoAsync(new(id), actor, token))))
            .TakesKey().Called("undoMergeMatter", "Undo a merge, while nothing happened in the leading matter.");
        matters.MapPost("/{id:guid}/split", async (Guid id, SplitAsked asked, Asking asking) => await asking.OnceAsync<SplitMatter, MatterLinked>(asked, async (act, actor, token) => new((await act.RunAsync(new(id), asked.Matter.Command(), asked.Why, actor, token)).Id, new(id))))
            .TakesKey().Called("splitMatter", "Split a request off into a matter of its own, whose limits run from the same receipt.");
        matters.MapPost("/{id:guid}/visit", async (Guid id, VisitStepAsked asked, Asking asking) => await asking.OnceAsync<RecordVisitStep, VisitMoved>(asked, async (act, actor, token) => new(new(id), (await act.RunAsync(new(new(id), asked.Kind, asked.On, asked.Words), actor, token)).ClosedOn)))
            .TakesKey().Called("recordVisitStep", "Enter what happened to a matter that is no petition.");
        matters.MapPost("/{id:guid}/petition", async (Guid id, SplitAsked asked, Asking asking) => await asking.OnceAsync<RecordVisitStep, MatterLinked>(asked, async (act, actor, token) => new((await act.BeginPetitionAsync(new(id), asked.Matter.Command(), asked.Why, actor, token)).Id, new(id))))
            .TakesKey().Called("beginPetition", "Begin a petition from a matter that was entered as something else; its limits run from the same receipt.");
        matters.MapPost("/{id:guid}/recusals", async (Guid id, RecusalAsked asked, Asking asking) => await asking.OnceAsync<RecuseFromMatter, RecusalEntered>(asked, async (act, actor, token) => new((await act.RunAsync(new(id), asked.Person ?? "", asked.Why, actor, token)).Id)))
            .TakesKey().Called("recuseFromMatter", "Stand aside from a matter, or, as the head, order somebody to.");
        matters.MapPost("/{id:guid}/recusals/{recusal:guid}/end", async (Guid id, Guid recusal, Asking asking) => await asking.OnceAsync<RecuseFromMatter, RecusalEntered>(null, async (act, actor, token) => new((await act.EndAsync(new(id), new(recusal), actor, token)).Id)))
            .TakesKey().Called("endMatterRecusal", "End a recusal, as whoever orders them.");
    }

    private static MatterLinked Of(MatterLink link) => new(link.MatterId, link.OtherId);

    public static void MapRoutes(this RouteGroupBuilder api)
    {
        var routes = api.Room("/routes", "Petitioning").RequireAuthorization().ForHolders([.. MatterSight.Readers, Role.Administrator]);
        routes.MapGet("", async (bool? all, int? page, RouteReading reading, Asking asking) => Paging.Of((await reading.ReadAsync(asking.Visitor, all == true, asking.Cancellation)).Rows, page))
            .Called("routes", "Rules of where petitions go, as they hold or will hold for my units; with all, also those that ended.");
        routes.MapPost("", async (RouteAsked asked, Asking asking) => new RouteWritten(RouteRuleId.Of(await asking.OnceAsync<WriteRouteRule, Guid>(asked, async (act, actor, token) => (await act.RunAsync(
            new(asked.Subject, asked.Class, asked.Branch, asked.Place, asked.BodyUnit, asked.Body ?? "", asked.Basis, asked.From, asked.To, asked.Follows), actor, token)).Id.Value))))
            .TakesKey().Called("writeRoute", "Write a rule, or one that takes the place of another.");
        routes.MapPost("/{id:guid}/end", async (Guid id, RouteEndAsked asked, Asking asking) => new RouteWritten(RouteRuleId.Of(await asking.OnceAsync<WriteRouteRule, Guid>(asked, async (act, actor, token) =>
        {
            await act.EndAsync(new(id), asked.To, actor, token);
            return id;
        })))).TakesKey().Called("endRoute", "End a rule on a day.");
    }

    private static Task<DutyEntered> DutyAsync<TAct>(IAsked asked, Asking asking, Func<TAct, Actor, CancellationToken, Task<ReplyDuty>> act)
        where TAct : notnull => asking.OnceAsync<TAct, DutyEntered>(asked, async (ready, actor, token) => await act(ready, actor, token) is var duty ? new(duty.Id, duty.EndedOn) : null!);
}
