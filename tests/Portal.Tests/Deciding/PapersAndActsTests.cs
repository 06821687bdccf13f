using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>What a paper offers its reader is what the house then does.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class PapersAndActsTests(Provider provider)
{
    private Office office = null!;

    [OneTimeSetUp]
    public async Task Open() => office = await Office.OpenAsync(provider);

    [OneTimeTearDown]
    public async Task Close() => await office.DisposeAsync();

    [Test]
    public async Task A_paper_offers_reconsideration_where_it_can_be_asked_for_and_nowhere_else([Values] DocumentKind kind)
    {
        var paper = await IssueAsync(kind);

        await DeliverAsync(paper);

        var (zh, en, refusal) = (await TextAsync(paper, "zh-CN"), await TextAsync(paper, "en"), await AskAsync(paper.CaseId));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(zh, IsAdverse(kind) ? Does.Contain("申请复核") : Does.Not.Contain("复核").And.Not.Contains("异议"));
            Assert.That(en, IsAdverse(kind) ? Does.Contain("reconsideration") : Does.Not.Contain("reconsider").And.Not.Contains("disagree"));
            Assert.That(refusal, IsAdverse(kind) ? Is.Null : Is.EqualTo("reconsideration.not-refused"));
        }
    }

    private static bool IsAdverse(DocumentKind kind) => kind is DocumentKind.Refusal or DocumentKind.NonAcceptance;

    [Test]
    public async Task A_refusal_names_the_office_that_looks_again_and_the_time_that_runs()
    {
        var paper = await IssueAsync(DocumentKind.Refusal);
        await DeliverAsync(paper);

        var clock = await office.ReadAsync(db => db.Set<CaseClock>().AsNoTracking().SingleAsync(clock => clock.CaseId == paper.CaseId && clock.Kind == ConfirmDelivery.ReconsiderationClock));
        var text = await TextAsync(paper, "zh-CN");
        await AskAsync(paper.CaseId);
        var again = (await office.TasksAsync(paper.CaseId)).Single();
        var seat = await office.ReadAsync(db => db.Set<Cases.Organisation.Unit>().AsNoTracking().SingleAsync(unit => unit.Id == again.UnitId));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(text, Does.Contain($"向{seat.NameZh}退役军人事务局申请复核").And.Contain($"{clock.Count}"));
            Assert.That(await TextAsync(paper, "en"), Does.Contain($"ask {seat.NameEn} Veterans Affairs Bureau for reconsideration"));
        }
    }

    [Test]
    public async Task A_refusal_upheld_on_reconsideration_offers_no_second_one_and_none_is_accepted()
    {
        var first = await IssueAsync(DocumentKind.Refusal);
        await DeliverAsync(first);
        await AskAsync(first.CaseId);
        foreach (var userName in new[] { "city1", "citydecider1" })
            await office.DecideAsync(userName, new((await office.TasksAsync(first.CaseId)).Single().Id, Verdict.Refuse, "维持原决定。"));
        var upheld = await office.ReadAsync(db => db.Set<IssuedDocument>().AsNoTracking().SingleAsync(paper => paper.CaseId == first.CaseId && paper.Id != first.Id));

        await DeliverAsync(upheld);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await TextAsync(upheld, "zh-CN"), Does.Contain("不再复核").And.Not.Contains("申请复核"));
            Assert.That(await TextAsync(upheld, "en"), Does.Contain("not reconsidered again"));
            Assert.That(await AskAsync(first.CaseId), Is.EqualTo("reconsideration.already"));
            Assert.That(await office.ReadAsync(db => db.Set<CaseClock>().CountAsync(clock => clock.CaseId == first.CaseId && clock.Kind == ConfirmDelivery.ReconsiderationClock)), Is.EqualTo(1));
        }
    }

    private async Task<IssuedDocument> IssueAsync(DocumentKind kind)
    {
        var opened = await office.SubmitCompleteAsync();
        switch (kind)
        {
            case DocumentKind.Approval:
                await office.UntilAsync(opened.Id, "Payout");
                break;
            case DocumentKind.Refusal:
                await office.UntilAsync(opened.Id, "DistrictDecision");
                await office.DecideAsync("decider1", new((await office.TasksAsync(opened.Id)).Single().Id, Verdict.Refuse, "未达到标准。"));
                break;
            case DocumentKind.CompletionNotice:
                await office.DecideAsync("station1", new((await office.TasksAsync(opened.Id)).Single().Id, Verdict.Incomplete) { Missing = [new("bankCard", "看不清")] });
                break;
            case DocumentKind.NonAcceptance:
                await office.DecideAsync("station1", new((await office.TasksAsync(opened.Id)).Single().Id, Verdict.NotAccept, "户籍不在本区。"));
                break;
            case DocumentKind.Ending:
                await office.UntilAsync(opened.Id, "VillageOpinion");
                await office.AsAsync("station1", (RecordMove act, Actor station, CancellationToken token) => act.RecordAsync(new(opened.Id, LocalDay.Today(office.Clock), null, "济宁市任城区"), station, token));
                await office.AsAsync("station1", (EndApplication act, Actor station, CancellationToken token) => act.EndAsync(opened.Id, EndReason.MovedAway, "济宁市任城区", station, token));
                break;
            default:
                throw new InvalidOperationException($"Nobody knows here how {kind} is issued.");
        }

        return await office.ReadAsync(db => db.Set<IssuedDocument>().AsNoTracking().SingleAsync(paper => paper.CaseId == opened.Id && paper.Kind == kind));
    }

    private Task<CaseId> DeliverAsync(IssuedDocument paper) => office.AsAsync("station1", (ConfirmDelivery act, Actor station, CancellationToken token) =>
        act.ConfirmAsync(paper.Id, LocalDay.Today(office.Clock), DeliveryMethod.InPerson, station, token));

    private Task<string> TextAsync(IssuedDocument paper, string language) => office.AsAsync("station1", async (ReadIssuedDocument act, Actor station, CancellationToken token) =>
        (await act.ReadAsync(paper.Id, language, "test", station, token)).Html);

    /// <returns>What it is refused with; null when it is accepted.</returns>
    private async Task<string?> AskAsync(CaseId id)
    {
        try
        {
            await office.AsAsync("station1", (RequestReconsideration act, Actor station, CancellationToken token) => act.RequestAsync(id, "有新单据。", station, token));
            return null;
        }
        catch (RefusedException refused)
        {
            return refused.Code;
        }
    }
}
