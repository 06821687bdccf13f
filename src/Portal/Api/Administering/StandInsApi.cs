using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.StandingIn;
using AidWorkflow.Portal.Dossiers;
using AidWorkflow.Portal.Staffing;

namespace AidWorkflow.Portal.Api.Administering;

/// <summary>Somebody who is to stand in.</summary>
/// <param name="Deputy">A user name, or a name as `GET /api/people` writes it.</param>
/// <param name="Services">Ids; none for all of them.</param>
internal sealed record DeputySaid(string Deputy, DateOnly From, DateOnly LastDay, string Reason, ImmutableArray<string>? Services = null) : IAsked
{
    public static readonly (string From, string To)[] Fields = [("to", "lastDay")];

    public NewDeputy Of(AccountId principal) => new(principal, Deputy, From, LastDay, Services ?? [], Reason);
}

/// <summary>As above, for somebody else.</summary>
internal sealed record DeputyArranged(AccountId Principal, string Deputy, DateOnly From, DateOnly LastDay, string Reason, ImmutableArray<string>? Services = null) : IAsked;

internal sealed record DeputyNamed(DeputyId Id);

/// <summary>A unit whose work another is to do.</summary>
internal sealed record CoverSaid(Role Role, UnitId Unit, Role ByRole, UnitId ByUnit, DateOnly From, DateOnly LastDay, string Reason) : IAsked;

internal sealed record CoverArranged(CoverId Id);

/// <param name="Members">User names.</param>
internal sealed record GroupSaid(string Key, string NameZh, string NameEn, UnitId Unit, ImmutableArray<string>? Members = null) : IAsked;

internal sealed record GroupSaved(string Key);

/// <summary>Rules to try on a case, as a list in JSON like in a workflow.</summary>
internal sealed record RuleSaid(string Number, string Rules, string Step, Role Role, UnitLevel Level, Otherwise NobodyFound = default, Otherwise ApplicantFound = default, ImmutableArray<string>? NotDecidersOf = null) : IAsked;

/// <summary>Somebody whom a rule looked at.</summary>
/// <param name="Out">The code of what keeps them out.</param>
internal sealed record CandidateTold(string UserName, LocalText Name, Role? Role, UnitId? Unit, string? Out, bool Taken, bool Covers, int? Load, long? Turn, AccountId? Deputy);

/// <param name="Asks">The role of the seats that the rule comes to.</param>
internal sealed record RuleTold(string Rule, bool Applies, bool Superior, bool Nobody, ImmutableArray<CandidateTold> Candidates, ImmutableArray<Role> Asks, ImmutableArray<string> Unknown);

/// <param name="To">The user name of the successor, or their name as `GET /api/people` writes it; left out to give all back to the role.</param>
/// <param name="Reason">Why; looking at what would be needs none.</param>
internal sealed record HandOverSaid(string? To = null, string? Reason = null) : IAsked;

/// <summary>A task that was handed over.</summary>
/// <param name="To">Left out where it went back to the role.</param>
/// <param name="Refused">The code of why the successor cannot have it, so that it went back.</param>
internal sealed record HandedOver(TaskId Task, TaskId? New, AccountId? To, string? Refused, string? Reason);

/// <summary>A task that would be handed over.</summary>
/// <param name="Refused">The code of why the successor cannot have it, so that it goes back to the role.</param>
/// <param name="CouldTake">Who could have it, as long as no successor is named; nobody where it goes back to whom it belongs.</param>
internal sealed record HeldTask(TaskId Task, string? Number, string Step, LocalText StepName, Role Role, LocalText Unit, HeldAs As, string? Refused, string? Reason, ImmutableArray<Taker> CouldTake);

internal sealed record HeldSo(HeldAs As, LocalText Words, int Count);

internal sealed record HeldAtStep(string Step, LocalText StepName, int Count);

/// <param name="Count">How many of the tasks they could have.</param>
internal sealed record HeldForTaker(string UserName, LocalText Name, int Count);

/// <summary>What somebody who leaves has open.</summary>
/// <param name="Takers">Who could have how many of them, the most first; as long as no successor is named.</param>
internal sealed record HandOverLook(int Count, ImmutableArray<HeldSo> As, ImmutableArray<HeldAtStep> Steps, ImmutableArray<HeldForTaker> Takers, ImmutableArray<HeldTask> Tasks);

internal sealed record People(ImmutableArray<StaffChoice> Items);

internal sealed record UnitNamed(UnitId Id, string Code, LocalText Name);

internal sealed record UnitsNamed(ImmutableArray<UnitNamed> Items);

/// <summary>Deputies, covers, groups of reviewers, rules tried on a case, and hand-over.</summary>
internal static class StandInsApi
{
    public static void MapDeputies(this RouteGroupBuilder api)
    {
        var own = api.Room("/deputies", "Deputies").RequireAuthorization();
        own.MapGet("", async (int? page, StandInsReading reading, Asking asking) => Paging.Of(await reading.OwnAsync(asking.Visitor.Account!.Id, asking.Cancellation), page))
            .Called("deputies", "Who stands in for me, and for whom I do.");
        own.MapPost("", async (DeputySaid said, Asking asking) => await Told.Async(DeputySaid.Fields, () =>
                asking.OnceAsync<NameDeputy, DeputyNamed>(said, async (act, actor, token) => new(await act.RunAsync(said.Of(asking.Visitor.Account!.Id), actor, token))))).TakesKey()
            .Called("nameDeputy", "Name somebody who stands in for me.");
        own.MapPost("/{id:guid}/end", async (Guid id, Asking asking) => await asking.OnceAsync<EndDeputy, DeputyNamed>(null, async (act, actor, token) => new((await act.RunAsync(new(id), actor, token)).Id))).TakesKey()
            .Called("endDeputy", "A deputy stands in no longer; what they have not decided goes back.");
    }

    public static void MapPeople(this RouteGroupBuilder api) => api.Room("/people", "Deputies").RequireAuthorization()
        .MapGet("", async (string? q, WhoIsMeant people, Asking asking) => new People(await people.SuggestAsync(q, asking.Actor, asking.Cancellation)))
        .Called("people", "Staff whose name, user name or unit has these words in it, of those whom I may see; at most twenty, by the sound of their names.");

    public static void MapStandIns(this RouteGroupBuilder admin)
    {
        admin.MapGet("/units/named", async (string? q, Units units, Scopes scopes, TimeProvider time, Asking asking) => new UnitsNamed(
                [.. (await units.SuggestAsync(q, await scopes.OfAsync(asking.Actor, [Role.Administrator], asking.Cancellation), Cases.Clocks.LocalDay.Today(time), asking.Cancellation)).Select(unit => new UnitNamed(unit.Id, unit.DivisionCode, new(unit.NameZh, unit.NameEn)))]))
            .Called("unitsNamed", "Open units of my area with these words in their name or code; at most twenty.");
        admin.MapGet("/deputies", async (int? page, StandInsReading reading, Asking asking) => Paging.Of(await reading.DeputiesAsync(asking.Actor, asking.Cancellation), page))
            .Called("allDeputies", "Deputies of people in my area.");
        admin.MapPost("/deputies", async (DeputyArranged said, Asking asking) => await Told.Async(DeputySaid.Fields, () => asking.OnceAsync<NameDeputy, DeputyNamed>(said, async (act, actor, token) =>
                new(await act.RunAsync(new(said.Principal, said.Deputy, said.From, said.LastDay, said.Services ?? [], said.Reason), actor, token))))).TakesKey()
            .Called("arrangeDeputy", "Name a deputy for somebody in my area.");
        admin.MapGet("/covers", async (int? page, StandInsReading reading, Asking asking) => Paging.Of(await reading.CoversAsync(asking.Actor, asking.Cancellation), page))
            .Called("covers", "Units of my area whose work another does for a time.");
        admin.MapPost("/covers", async (CoverSaid said, Asking asking) => await Told.Async(DeputySaid.Fields, () => asking.OnceAsync<ArrangeCover, CoverArranged>(said, async (act, actor, token) =>
                new(await act.RunAsync(new(said.Role, said.Unit, said.ByRole, said.ByUnit, said.From, said.LastDay.AddDays(1), said.Reason), actor, token))))).TakesKey()
            .Called("arrangeCover", "Let another unit do the work of a role for a time.");
        admin.MapPost("/covers/{id:guid}/end", async (Guid id, Asking asking) => await asking.OnceAsync<EndCover, CoverArranged>(null, async (act, actor, token) => new((await act.RunAsync(new(id), actor, token)).Id))).TakesKey()
            .Called("endCover", "The unit does its own work again.");
        admin.MapGet("/groups", async (int? page, StandInsReading reading, Asking asking) => Paging.Of(await reading.GroupsAsync(asking.Actor, asking.Cancellation), page))
            .Called("groups", "Groups of reviewers that rules name by their key.");
        admin.MapPost("/groups", async (GroupSaid said, Asking asking) => await asking.OnceAsync<SaveGroup, GroupSaved>(said, async (act, actor, token) =>
        {
            await act.RunAsync(new(said.Key, said.NameZh, said.NameEn, said.Unit, said.Members ?? []), actor, token);
            return new(said.Key.Trim());
        })).TakesKey().Called("saveGroup", "Set up a group of reviewers, or change its name and members.");
        admin.MapPost("/rules/try", async (RuleSaid said, TestRule rule, Asking asking) =>
                (await rule.RunAsync(new(said.Number, said.Rules, said.Step, said.Role, said.Level, said.NobodyFound, said.ApplicantFound, said.NotDecidersOf ?? []), asking.Actor, asking.Cancellation)).Select(Of).ToList())
            .Called("tryRules", "Whom rules of who decides would find for a case, and why each is in or out. Nothing is changed.");
        admin.MapPost("/accounts/{id:guid}/hand-over/check", async (Guid id, HandOverSaid? said, HandOverReading reading, Asking asking) =>
                Of(await reading.ReadAsync(new(id), said?.To, asking.Actor, asking.Cancellation)))
            .Called("checkHandingOverTasks", "What somebody who leaves has open, with counts, and why a successor cannot have one; with no successor, or no body at all, who could have each. Nothing is changed.");
        admin.MapPost("/accounts/{id:guid}/hand-over", async (Guid id, HandOverSaid said, HandOver act, Asking asking) =>
                (await act.RunAsync(new(id), said.To, said.Reason, asking.Actor, asking.Cancellation)).Select(one => new HandedOver(one.Task, one.New, one.To, one.Refused?.Code, Say(one.Refused))).ToList())
            .Called("handOverTasks", "Hand over everything that somebody has open, each in its own commit. Again, it finds nothing left.");
    }

    internal static RuleTold Of(RuleTried tried) => new(tried.Rule.ToString(), tried.Applies, tried.Found?.Superior == true, tried.Found?.Nobody == true,
        [.. (tried.Found?.Candidates ?? []).Select(one => new CandidateTold(one.UserName, one.Name, one.Role, one.Unit, one.Out, one.Taken, one.Covers, one.Load, one.Turn, one.Deputy))],
        [.. (tried.Found?.Seats ?? []).Select(seat => seat.Role)], tried.Unknown);

    private static HandOverLook Of(ImmutableArray<HandOverItem> items) => new(
        items.Length,
        [.. items.GroupBy(item => item.As).OrderBy(held => held.Key).Select(held => new HeldSo(held.Key, held.Key.Words(), held.Count()))],
        [.. items.GroupBy(item => item.Step, StringComparer.Ordinal).OrderByDescending(at => at.Count()).ThenBy(at => at.Key, StringComparer.Ordinal).Select(at => new HeldAtStep(at.Key, StepWords.Of(at.Key), at.Count()))],
        [.. items.SelectMany(item => item.CouldTake).GroupBy(taker => taker.UserName, StringComparer.Ordinal).OrderByDescending(taker => taker.Count()).ThenBy(taker => taker.Key, StringComparer.Ordinal).Select(taker => new HeldForTaker(taker.Key, taker.First().Name, taker.Count()))],
        [.. items.Select(item => new HeldTask(item.Task, item.Number, item.Step, StepWords.Of(item.Step), item.Role, item.Unit, item.As, item.WhyNot?.Code, Say(item.WhyNot), item.CouldTake))]);

    private static string? Say(RefusedException? refused) => refused is null ? null : Texts.Say(refused, Serving.Speech.Of(System.Globalization.CultureInfo.CurrentUICulture));
}
