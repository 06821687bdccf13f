using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>What was granted in one year and ended by mistake is granted anew in the next, and from the purse of the next.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class OverNewYearTests(Provider provider)
{
    private const long Budget = 100_000_00;
    private Office office = null!;

    [OneTimeSetUp]
    public async Task Open() => office = await Office.OpenAsync(provider, Budget);

    [OneTimeTearDown]
    public async Task Close() => await office.DisposeAsync();

    [Test]
    public async Task A_case_ended_by_mistake_and_taken_up_again_over_new_year_is_paid_from_the_purse_of_the_new_year()
    {
        office.Clock.MoveTo(LocalDay.At(new DateOnly(2022, 12, 1), new TimeOnly(9, 0)));
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "Payout");
        var old = await office.CaseAsync(opened.Id);
        await office.AsAsync("station1", (RecordDeath act, Actor actor, CancellationToken token) => act.RecordAsync(new(opened.Id, LocalDay.Today(office.Clock), "死亡医学证明"), actor, token));
        await office.AsAsync("station1", (EndApplication act, Actor actor, CancellationToken token) => act.EndAsync(opened.Id, EndReason.Died, "误登记", actor, token));
        office.Clock.MoveTo(LocalDay.At(new DateOnly(2023, 1, 4), new TimeOnly(9, 0)));
        await office.AsAsync("township1", async (UndoLifeEvent act, Actor actor, CancellationToken token) => await act.DeathAsync(new(opened.Id, "同名同姓，误登记", await office.PaperAsync()), actor, token));

        var task = await office.ReachAsync(opened.Id, "DistrictDecision");
        await Casework.RefusedAsync("fund.none-for-year", () => office.AgreeAsync(task));
        var city = await office.ReadAsync(db => db.Set<Unit>().Where(unit => unit.Level == UnitLevel.City).Select(unit => unit.Id).SingleAsync());
        await office.DoAsync((OpenFund act, CancellationToken token) => act.OpenAsync(
            new NewFund("shandong-hardship-aid-2023", "演示", "demo", 2023, FundSource.Provincial, city, Budget, IsDemo: true), Actor.System, token));
        await office.UntilAsync(opened.Id, "Payout");
        await office.PayAsync(opened.Id);

        var paid = await office.CaseAsync(opened.Id);
        var left = await office.ReadAsync(db => db.Set<FundBalance>().AsNoTracking().ToDictionaryAsync(balance => balance.Fund, balance => balance.Available));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((paid.Outcome, paid.PaidCents, paid.AppliedOn), Is.EqualTo((CaseOutcome.Paid, old.ApprovedCents!.Value, opened.AppliedOn)), "by the rules of its day of application");
            Assert.That(await office.ReadAsync(db => db.Set<Fund>().Where(fund => fund.Id == paid.FundId).Select(fund => fund.Code).SingleAsync()), Is.EqualTo("shandong-hardship-aid-2023"));
            Assert.That((left[old.FundId!.Value], left[paid.FundId!.Value]), Is.EqualTo((Budget, Budget - paid.PaidCents)), "nothing of the old year is held any more");
        }

        await office.BooksAgreeAsync();
    }
}
