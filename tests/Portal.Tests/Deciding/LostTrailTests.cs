using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>A stream that is taken away with everything in the trail that knows of it is missed by what its case still says.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class LostTrailTests(Provider provider)
{
    private Office office = null!;
    private AidCase opened = null!;

    [SetUp]
    public async Task Open()
    {
        office = await Office.OpenAsync(provider);
        opened = await office.SubmitCompleteAsync();
        await office.AgreeAsync((await office.TasksAsync(opened.Id)).Single());
    }

    [TearDown]
    public async Task Close() => await office.DisposeAsync();

    [Test]
    public async Task What_really_happened_leaves_as_many_entries_as_it_must() =>
        Assert.That((await VerifyAsync()).Problems, Is.Empty);

    [Test]
    public async Task A_case_whose_whole_stream_is_gone_is_named()
    {
        await SqlAsync("DELETE FROM audit_entries WHERE stream LIKE 'case:%'; DELETE FROM audit_heads WHERE stream LIKE 'case:%'");

        Assert.That((await VerifyAsync()).Problems, Is.EqualTo(new[] { new AuditProblem(AuditFault.Unrecorded, $"case:{opened.Id}", null) }));
    }

    [Test]
    public async Task A_case_whose_last_entries_are_gone_is_named()
    {
        await SqlAsync("DELETE FROM audit_entries WHERE stream LIKE 'case:%' AND number > 1; UPDATE audit_heads SET number = 1, sealed_number = 0 WHERE stream LIKE 'case:%'");

        Assert.That((await VerifyAsync()).Problems, Is.EqualTo(new[] { new AuditProblem(AuditFault.TooFewEntries, $"case:{opened.Id}", 1) }));
    }

    [Test]
    public async Task A_trail_without_any_entry_is_not_sound()
    {
        await SqlAsync("DELETE FROM audit_entries; DELETE FROM audit_heads; DELETE FROM audit_seals");

        var problems = (await VerifyAsync()).Problems;

        Assert.That(problems.Select(problem => problem.Stream), Has.Member($"case:{opened.Id}").And.Member("service:hardship-aid"));
    }

    private Task<AuditReport> VerifyAsync() => office.ReadAsync(db => AuditVerifier.VerifyAsync(db, CancellationToken.None));

    private Task<int> SqlAsync(string sql) => office.ReadAsync(db => db.Database.ExecuteSqlRawAsync(sql));
}
