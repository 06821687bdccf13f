using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Petitioning;

namespace AidWorkflow.Portal.Api.Petitioning;

/// <param name="People">How many raise it together; one where it is left out.</param>
internal sealed record VisitAsked(MatterChannel Channel, DateOnly ReceivedOn, ImmutableArray<MatterAsked> Matters, bool Anonymous = false, string? Name = null, string? CitizenId = null, string? Phone = null, string? Address = null, int People = 1,
    ImmutableArray<string>? Representatives = null) : IAsked
{
    public VisitCommand Command() => new(Channel, ReceivedOn)
    {
        IsAnonymous = Anonymous,
        Name = Name ?? "",
        CitizenId = CitizenId ?? "",
        Phone = Phone ?? "",
        Address = Address ?? "",
        People = People,
        Representatives = Representatives ?? [],
        Matters = Matters.IsDefault ? [] : [.. Matters.Select(matter => matter.Command())],
    };
}

/// <param name="Accused">User names of the staff whom an accusation names.</param>
/// <param name="Policy">The answer of the policy library that was given, where no result is written.</param>
/// <param name="Source">Which higher body gave it, of a task from above.</param>
/// <param name="ReplyBy">By when that body wants to hear.</param>
internal sealed record MatterAsked(MatterKind Kind, string Subject, string Summary, PetitionClass? Class = null, ClaimBranch? Branch = null, bool Urgent = false, ImmutableArray<string>? Accused = null, string? Result = null, string? NewFacts = null, PolicyAnswerId? Policy = null, string? Source = null, DateOnly? ReplyBy = null)
{
    public MatterCommand Command() => new(Kind, Subject, Summary) { Class = Class, Branch = Branch, IsUrgent = Urgent, Accused = Accused ?? [], Result = Result ?? "", NewFacts = NewFacts ?? "", Policy = Policy, Source = Source ?? "", ReplyBy = ReplyBy };
}

/// <param name="Days">Of an extension, in calendar days.</param>
/// <param name="Seen">How many events were read; where there are more, nothing is entered.</param>
internal sealed record PetitionStepAsked(PetitionEventKind Kind, DateOnly On, int Days = 0, string? Words = null, int? Seen = null) : IAsked;

internal sealed record RegisterDayAsked(DateOnly Day, string? Note = null) : IAsked;

/// <param name="To">The last day.</param>
/// <param name="NameEn">The Chinese one where it is left out.</param>
internal sealed record DutyPeriodAsked(UnitId Unit, DateOnly From, DateOnly To, string Name, string? NameEn = null) : IAsked;

internal sealed record DutyTurnAsked(DateOnly Day, AccountId Person) : IAsked;

/// <param name="To">The last day; none where it holds on.</param>
/// <param name="Follows">The answer whose place it takes.</param>
internal sealed record PolicyAnswerAsked(string Subject, string Title, string Text, string Source, DateOnly From, DateOnly? To = null, string? TitleEn = null, string? TextEn = null, PolicyAnswerId? Follows = null) : IAsked;

/// <param name="To">The last day on which it holds.</param>
internal sealed record PolicyEndAsked(DateOnly To) : IAsked;

internal sealed record PolicyAnswerWritten(PolicyAnswerId Policy);

internal sealed record PolicyAnswerTold(PolicyAnswerId Id, string Subject, LocalText Title, LocalText Text, string Source, DateOnly From, DateOnly? To);

internal sealed record DutyPeriodPlanned(DutyPeriodId Period);

/// <param name="OnDuty">False where they were taken off it.</param>
internal sealed record DutyTurned(bool OnDuty);

internal sealed record MattersEntered(ImmutableArray<MatterId> Matters);

internal sealed record PetitionMoved(MatterId Matter, PetitionStatus Status);

internal sealed record RegisterDayClosed(RegisterDayId Day);

/// <summary>The visit desk.</summary>
internal static class MattersApi
{
    public static void MapMatters(this RouteGroupBuilder api)
    {
        var matters = api.Room("/matters", "Petitioning").RequireAuthorization().ForHolders([.. MatterSight.Readers]);
        matters.MapGet("", async (DateOnly? day, string? q, int? page, MatterReading reading, Asking asking) =>
        {
            var view = string.IsNullOrWhiteSpace(q) ? await reading.RegisterAsync(asking.Visitor, day, asking.Cancellation) : await reading.FindAsync(asking.Visitor, q, asking.Cancellation);
            await asking.ListedAsync("matters", view.Asked is null ? $"{view.Day:yyyy-MM-dd}" : "search", view.Rows.Length);
            return Paging.Of(view.Rows, page);
        }).Called("matters", "The register of a day, today where none is named; or what is found by a number or its end, an identity number, or name and mobile number (q).");
        matters.MapGet("/open", async (int? page, MatterReading reading, Asking asking) =>
        {
            var rows = await reading.OpenAsync(asking.Visitor, asking.Cancellation);
            await asking.ListedAsync("matters", "open petitions", rows.Length);
            return Paging.Of(rows, page);
        }).Called("openPetitions", "Petitions that are not over, by what is due first.");
        matters.MapGet("/{id:guid}", async (Guid id, MatterReading reading, Asking asking) =>
        {
            var view = await reading.ReadAsync(new(id), asking.Visitor, asking.Cancellation);
            await asking.LookedAsync($"matter:{id}", $"matter {view.Row.Number}");
            return view;
        }).Called("matter", "A matter; of a petition also its limits, each with how its date was found. The look is recorded.");
        matters.MapPost("", async (VisitAsked asked, Asking asking) => TypedResults.Ok(new MattersEntered([.. (await asking.OnceAsync<RegisterVisit, string>(asked, async (act, actor, token) =>
            string.Join(',', (await act.RunAsync(asked.Command(), actor, token)).Select(matter => matter.Id)))).Split(',').Select(id => MatterId.Of(Guid.Parse(id)))])))
            .TakesKey().Called("registerVisit", "Enter a visit, letter or call with everything that was raised. Only petitions start the clocks of their law.");
        matters.MapPost("/{id:guid}/steps", async (Guid id, PetitionStepAsked asked, Asking asking) => new PetitionMoved(new(id), await asking.OnceAsync<RecordPetitionStep, PetitionStatus>(asked, (act, actor, token) =>
            act.RunAsync(new(new(id), asked.Kind, asked.On, asked.Days, asked.Words ?? "", asked.Seen), actor, token))))
            .TakesKey().Called("recordPetitionStep", "Enter what happened to a petition.");
        matters.MapMatterDocuments();
        matters.MapMatterWork();
        matters.MapMatterLinks();
        api.MapRoutes();
        var policies = api.Room("/policies", "Petitioning").RequireAuthorization().ForHolders([.. MatterSight.Readers]);
        policies.MapGet("", async (string? q, string? about, DateOnly? day, int? page, PolicyLibrary library, TimeProvider time, Asking asking) => Paging.Of(
            [.. (await library.FindAsync(asking.Visitor.Actor, q ?? "", about, day ?? LocalDay.Today(time), asking.Cancellation)).Select(one => new PolicyAnswerTold(one.Id, one.Subject, one.Title, one.Text, one.Source, one.From, one.To))], page))
            .Called("policies", "Answers of the policy library that hold on a day, today where none is named.");
        policies.MapPost("", async (PolicyAnswerAsked asked, Asking asking) => new PolicyAnswerWritten(PolicyAnswerId.Of(await asking.OnceAsync<WritePolicyAnswer, Guid>(asked, async (act, actor, token) => (await act.RunAsync(
            new(asked.Subject, new(asked.Title, asked.TitleEn ?? ""), new(asked.Text, asked.TextEn ?? ""), asked.Source, asked.From, asked.To, asked.Follows), actor, token)).Id.Value))))
            .TakesKey().Called("writePolicy", "Write an answer, or one that takes the place of another.");
        policies.MapPost("/{id:guid}/end", async (Guid id, PolicyEndAsked asked, Asking asking) => new PolicyAnswerWritten(PolicyAnswerId.Of(await asking.OnceAsync<WritePolicyAnswer, Guid>(asked, async (act, actor, token) =>
        {
            await act.EndAsync(new(id), asked.To, actor, token);
            return id;
        })))).TakesKey().Called("endPolicy", "End an answer on a day.");
        var duty = api.Room("/duty", "Petitioning").RequireAuthorization().ForHolders([.. MatterSight.Readers]);
        duty.MapGet("", (DutyReading reading, Asking asking) => reading.ReadAsync(asking.Visitor, asking.Cancellation)).Called("duty", "Periods of duty and the rota, from today on.");
        duty.MapPost("", async (DutyPeriodAsked asked, Asking asking) => new DutyPeriodPlanned(DutyPeriodId.Of(await asking.OnceAsync<PlanDuty, Guid>(asked, async (act, actor, token) =>
            (await act.OpenAsync(new(asked.Unit, asked.From, asked.To, new(asked.Name, asked.NameEn ?? asked.Name)), actor, token)).Id.Value)))).TakesKey().Called("planDuty", "Plan days of rest on which the desks of a unit and below it are open.");
        duty.MapPost("/{id:guid}/close", async (Guid id, Asking asking) => new DutyPeriodPlanned(DutyPeriodId.Of(await asking.OnceAsync<PlanDuty, Guid>(null, async (act, actor, token) =>
        {
            await act.CloseAsync(new(id), actor, token);
            return id;
        })))).TakesKey().Called("closeDuty", "Take back a period that has not begun.");
        duty.MapPost("/turns", async (DutyTurnAsked asked, Asking asking) => new DutyTurned(await asking.OnceAsync<PlanDuty, bool>(asked, (act, actor, token) => act.TurnAsync(asked.Day, asked.Person, actor, token))))
            .TakesKey().Called("turnDuty", "Put somebody on duty on a day, or take them off it.");
        var days = api.Room("/register-days", "Petitioning").RequireAuthorization().ForHolders([.. MatterSight.Readers]);
        days.MapGet("", async (int? page, MatterReading reading, Asking asking) => Paging.Of((await reading.DaysAsync(asking.Visitor, asking.Cancellation)).Rows, page)).Called("registerDays", "The days of the last two weeks: of my desk, closed and open; of my area, closed.");
        days.MapPost("", async (RegisterDayAsked asked, Asking asking) => new RegisterDayClosed(RegisterDayId.Of(await asking.OnceAsync<CloseRegisterDay, Guid>(asked, async (act, actor, token) =>
            (await act.RunAsync(asked.Day, asked.Note, actor, token)).Id.Value)))).TakesKey().Called("closeRegisterDay", "Close a day of my desk, also where nobody came.");
        days.MapPost("/{id:guid}/sign", async (Guid id, Asking asking) => new RegisterDayClosed(RegisterDayId.Of(await asking.OnceAsync<SignRegisterDay, Guid>(null, async (act, actor, token) =>
            (await act.RunAsync(new(id), actor, token)).Id.Value)))).TakesKey().Called("signRegisterDay", "Sign a closed day, as the head and after them as the leader in charge.");
    }
}
