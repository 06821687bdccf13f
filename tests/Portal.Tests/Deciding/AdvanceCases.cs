using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>An office with cases that are paid before formalities (先行救助). After each test its books must agree.</summary>
internal abstract class AdvanceCases(Provider provider)
{
    protected const string Accident = "sudden-accident-relief";

    protected Office Office { get; private set; } = null!;

    [SetUp]
    public async Task Open() => Office = await Office.OpenAsync(provider);

    [TearDown]
    public async Task TheBooksAgree()
    {
        await Office.BooksAgreeAsync();
        await Office.DisposeAsync();
    }

    protected async Task RefuseAsync(CaseId id)
    {
        await Office.UntilAsync(id, "DistrictDecision");
        var task = (await Office.TasksAsync(id)).Single(task => task.Step == "DistrictDecision");
        await Office.DecideAsync("decider1", new(task.Id, Verdict.Refuse, "核查不实"));
    }

    protected async Task AskAgainAsync(CaseId id)
    {
        var letter = await Office.ReadAsync(db => db.Set<IssuedDocument>().Where(document => document.CaseId == id && document.Kind == DocumentKind.Refusal).Select(document => document.Id).SingleAsync());
        await Office.AsAsync("station1", (ConfirmDelivery act, Actor actor, CancellationToken token) => act.ConfirmAsync(letter, LocalDay.Today(Office.Clock), DeliveryMethod.InPerson, actor, token));
        await Office.DoAsync((RequestReconsideration act, CancellationToken token) => act.RequestAsync(id, "有新单据。", Actor.System, token));
    }

    protected async Task ProvinceAsync(CaseId id)
    {
        await Office.UntilAsync(id, "ProvincialDecision");
        await Office.StepAsync(id);
    }

    protected async Task<long?> OwedAsync(CaseId id) =>
        (await Office.AsAsync("auditor1", (Recoveries query, Actor actor, CancellationToken token) => query.OwedAsync(actor, token))).SingleOrDefault(owed => owed.Case == id)?.OwedCents;

    protected Task<long> RecoverAsync(CaseId id, long cents, string slip, string userName = "maker1") => Office.AsAsync(userName, (RecordRecovery act, Actor actor, CancellationToken token) =>
        act.RecordAsync(new(id, cents, slip, LocalDay.Today(Office.Clock)), actor, token));
}
