using System.Net;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Handling;

namespace AidWorkflow.Portal.Tests.Following;

/// <summary>Whoever goes on for a dead applicant follows the case under their own account; what was over before is none of theirs.</summary>
[TestFixture]
internal sealed class SuccessorTests
{
    private readonly SyntheticPeople others = new(77);
    private Hall hall = null!;

    private Office Office => hall.Office;

    [OneTimeSetUp]
    public async Task OpenAsync() => hall = await Hall.OpenAsync();

    [OneTimeTearDown]
    public async Task CloseAsync() => await hall.DisposeAsync();

    [Test]
    public async Task A_successor_follows_what_was_open_and_acts_for_it_and_a_stranger_does_not()
    {
        var answers = Office.Answers();
        var before = await Office.SubmitAsync(answers, "hardship-aid", "identityCard");
        await Office.DecideAsync("station1", new((await Office.TasksAsync(before.Id)).Single().Id, Verdict.NotAccept, "户籍不在本区。"));
        Office.Clock.Advance(TimeSpan.FromDays(1));
        var open = await Office.CaseAsync(await Office.ApplyAsync("hardship-aid", answers, "identityCard"));
        await Office.AsAsync("station1", (RecordDeath act, Actor actor, CancellationToken token) => act.RecordAsync(new(open.Id, LocalDay.Today(Office.Clock), "死亡医学证明"), actor, token));
        var wife = others.Next("370402", LocalDay.Today(Office.Clock));
        var paper = await Office.PaperAsync();
        var successor = await Office.AsAsync("station1", (TakeOverCase act, Actor actor, CancellationToken token) => act.TakeOverAsync(
            new(open.Id, new(wife.Name.Value, wife.CitizenId.Value, Kinship.Spouse, "户口簿") { ProofFile = paper }, new PayeeReport(wife.Name.Value, wife.Account.Number, wife.BankName, "核对存折")), actor, token));
        var (own, strange) = (await hall.HireAsync("the-successor", Role.Applicant, UnitLevel.Village, "370402001001", successor), await hall.HireAsync("a-stranger", Role.Applicant, UnitLevel.Village, "370402001001"));

        var (_, list) = await own.GetAsync("/applications");
        var (_, page) = await own.GetAsync($"/applications/{open.Id}");
        var (earlier, _) = await own.GetAsync($"/applications/{before.Id}");
        var (foreign, _) = await strange.GetAsync($"/applications/{open.Id}");
        var (withdrawn, _) = await own.PostAsync($"/applications/{open.Id}/withdraw", $"/applications/{open.Id}/withdraw", ("reasons", "不再需要"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(list, Does.Contain(open.ReceiptNumber!).And.Not.Contain(before.ReceiptNumber!));
            Assert.That(page, Does.Contain(open.ReceiptNumber!));
            Assert.That((earlier, foreign), Is.EqualTo((HttpStatusCode.NotFound, HttpStatusCode.NotFound)));
            Assert.That(withdrawn, Is.EqualTo(HttpStatusCode.SeeOther));
            Assert.That((await Office.CaseAsync(open.Id)).Outcome, Is.EqualTo(CaseOutcome.Withdrawn));
        }
    }
}
