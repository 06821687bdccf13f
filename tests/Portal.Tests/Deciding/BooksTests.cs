using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.Reporting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>What is changed beside the program, in money or in decisions, does not agree with what the other books say.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class BooksTests(Provider provider)
{
    private Office office = null!;
    private CaseId id;

    [OneTimeSetUp]
    public async Task Open()
    {
        office = await Office.OpenAsync(provider);
        id = (await office.SubmitCompleteAsync()).Id;
        await office.UntilAsync(id, "Payout");
        await office.PayAsync(id);
    }

    [OneTimeTearDown]
    public async Task Close() => await office.DisposeAsync();

    [Test]
    public async Task What_really_happened_agrees()
    {
        var books = await CheckAsync();

        Assert.That(books.Differences, Is.Empty);
        Assert.That((books.Cases, books.Payments, books.BankFiles, books.Decisions > 5, books.Postings > 3), Is.EqualTo((1, 1, 1, true, true)));
    }

    [TestCase("verdict")]
    [TestCase("words")]
    [TestCase("cents")]
    public async Task A_decision_that_was_changed_differs_from_its_entry(string what)
    {
        var decision = await DecisionAsync();
        await office.ReadAsync(db => what switch
        {
            "verdict" => Of(db, decision.Id).ExecuteUpdateAsync(set => set.SetProperty(one => one.Verdict, Verdict.Refuse)),
            "words" => Of(db, decision.Id).ExecuteUpdateAsync(set => set.SetProperty(one => one.Opinion, "改写")),
            _ => Of(db, decision.Id).ExecuteUpdateAsync(set => set.SetProperty(one => one.Cents, 1L)),
        });

        var differences = (await CheckAsync()).Differences;
        await office.ReadAsync(db => Of(db, decision.Id).ExecuteUpdateAsync(set => set
            .SetProperty(one => one.Verdict, decision.Verdict).SetProperty(one => one.Opinion, decision.Opinion).SetProperty(one => one.Cents, decision.Cents)));

        Assert.That(differences.Select(one => (one.Where, one.What)), Is.EqualTo(new[] { ($"case:{id}", $"decision {decision.Id}: {what}") }));
    }

    [Test]
    public async Task In_whose_place_somebody_decided_and_what_the_province_did_are_held_against_the_entry_too()
    {
        var (decision, deputy) = (await DecisionAsync(), (await office.AsAsync("decider1")).Account);
        await office.ReadAsync(db => Of(db, decision.Id).ExecuteUpdateAsync(set => set.SetProperty(one => one.OnBehalfOfId, deputy)));
        var paper = await office.ReadAsync(db => db.Set<ExternalDecision>().AsNoTracking().SingleAsync(one => one.CaseId == id));
        await office.ReadAsync(db => Papers(db).ExecuteUpdateAsync(set => set.SetProperty(one => one.Cents, paper.Cents + 1).SetProperty(one => one.DocumentNumber, "鲁〔2022〕99号")));
        var differences = (await CheckAsync()).Differences;
        await office.ReadAsync(db => Of(db, decision.Id).ExecuteUpdateAsync(set => set.SetProperty(one => one.OnBehalfOfId, (AccountId?)null)));
        await office.ReadAsync(db => Papers(db).ExecuteUpdateAsync(set => set.SetProperty(one => one.Cents, paper.Cents).SetProperty(one => one.DocumentNumber, paper.DocumentNumber)));

        var by = await office.ReadAsync(db => db.Set<Decision>().Where(one => one.RoundId == paper.RoundId).Select(one => one.Id).SingleAsync());
        Assert.That(differences.Select(one => one.What), Is.EquivalentTo(new[]
        {
            $"decision {decision.Id}: on behalf of", $"decision {by}: external cents", $"decision {by}: external paper",
        }));

        IQueryable<ExternalDecision> Papers(DbContext db) => db.Set<ExternalDecision>().Where(one => one.CaseId == id);
    }

    [Test]
    public async Task An_entry_of_an_older_version_that_tells_less_is_no_difference()
    {
        var facts = await office.ReadAsync(db => db.Set<AuditEntry>().AsNoTracking().Where(entry => entry.Act == "task.decided").ToDictionaryAsync(entry => (entry.Stream, entry.Number), entry => entry.Facts));
        foreach (var ((stream, number), told) in facts)
        {
            var older = (JsonObject)JsonNode.Parse(told)!;
            foreach (var later in (string[])["digest", "onBehalfOf", "externalCents", "externalDigest"])
                older.Remove(later);
            await RewriteAsync(stream, number, older.ToJsonString());
        }

        var books = await CheckAsync();
        foreach (var ((stream, number), told) in facts)
            await RewriteAsync(stream, number, told);

        Assert.That((books.Differences, books.Words), Is.EqualTo((Array.Empty<BooksDifference>(), 0)));

        Task<int> RewriteAsync(string stream, long number, string told) => office.ReadAsync(db =>
            db.Set<AuditEntry>().Where(entry => entry.Stream == stream && entry.Number == number).ExecuteUpdateAsync(set => set.SetProperty(entry => entry.Facts, told)));
    }

    [Test]
    public async Task A_decision_put_in_the_place_of_another_leaves_both_without_their_counterpart()
    {
        var decision = await DecisionAsync();
        var forged = decision with { Id = DecisionId.Of(Guid.CreateVersion7(office.Clock.GetUtcNow())) };
        await ReplaceAsync(decision, forged);

        var differences = (await CheckAsync()).Differences;
        await ReplaceAsync(forged, decision);

        Assert.That(differences.Select(one => (one.What, one.One, one.Other)), Is.EquivalentTo(new[]
        {
            ($"decision {decision.Id}", "trail", "no decision"), ($"decision {forged.Id}", "no entry", "decision"),
        }));
    }

    [Test]
    public async Task Money_that_was_moved_beside_the_ledger_is_named_at_its_case_and_its_fund()
    {
        var hash = await office.ReadAsync(db => db.Set<StoredBankFile>().Select(file => file.Hash).SingleAsync());
        await ForgeAsync(1_00, "sha256:00");

        var named = (await CheckAsync()).Differences.Select(one => one.What).ToList();
        await ForgeAsync(-1_00, hash);

        Assert.That(named, Does.Contain("ledger against case: paid").And.Contain("ledger against balance: Available").And.Contain("digest against the trail"));
    }

    [Test]
    public async Task How_a_case_ended_what_was_granted_and_who_signed_are_held_against_the_trail()
    {
        var (ended, signed) = (await office.CaseAsync(id), await office.ReadAsync(db => db.Set<BatchSignature>().AsNoTracking().FirstAsync(one => one.Role == Role.FinanceChecker)));
        await EndAsync(CaseOutcome.Refused, ended.ApprovedCents, signed, default);
        var refused = (await CheckAsync()).Differences.Select(one => one.What).ToList();
        await EndAsync(CaseOutcome.Paid, ended.ApprovedCents + 1_00, signed, signed.Account);
        var raised = (await CheckAsync()).Differences.Select(one => one.What).ToList();
        await EndAsync(CaseOutcome.Paid, ended.ApprovedCents, signed, signed.Account);

        Assert.That(refused, Is.EqualTo(new[] { "trail against case: outcome", "signature of the FinanceChecker against the trail" }));
        Assert.That(raised, Is.EqualTo(new[] { "granted against paid, and closed as paid" }));
    }

    private async Task EndAsync(CaseOutcome outcome, long? approved, BatchSignature signature, AccountId account)
    {
        await office.ReadAsync(db => db.Set<AidCase>().Where(one => one.Id == id).ExecuteUpdateAsync(set => set.SetProperty(one => one.Outcome, outcome).SetProperty(one => one.ApprovedCents, approved)));
        await office.ReadAsync(db => db.Set<BatchSignature>().Where(one => one.Batch == signature.Batch && one.Role == signature.Role).ExecuteUpdateAsync(set => set.SetProperty(one => one.Account, account)));
    }

    private async Task ForgeAsync(long cents, string hash)
    {
        await office.ReadAsync(db => db.Set<AidCase>().Where(one => one.Id == id).ExecuteUpdateAsync(set => set.SetProperty(one => one.PaidCents, one => one.PaidCents + cents)));
        await office.ReadAsync(db => db.Set<FundBalance>().ExecuteUpdateAsync(set => set.SetProperty(one => one.Available, one => one.Available - cents)));
        await office.ReadAsync(db => db.Set<StoredBankFile>().ExecuteUpdateAsync(set => set.SetProperty(one => one.Hash, hash)));
    }

    private async Task ReplaceAsync(Decision one, Decision other)
    {
        await office.ReadAsync(db => Of(db, one.Id).ExecuteDeleteAsync());
        await office.ReadAsync(async db =>
        {
            db.Add(other);
            return await db.SaveChangesAsync();
        });
    }

    private Task<Decision> DecisionAsync() => office.ReadAsync(db => db.Set<Decision>().AsNoTracking().FirstAsync(one => one.CaseId == id && one.Step == "DistrictDecision"));

    private static IQueryable<Decision> Of(DbContext db, DecisionId decision) => db.Set<Decision>().Where(one => one.Id == decision);

    private Task<BooksReport> CheckAsync() => office.DoAsync((BooksCheck check, CancellationToken token) => check.RunAsync(token));
}
