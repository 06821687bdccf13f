using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Harness;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Deciding;

[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class ReadIssuedDocumentTests(Provider provider)
{
    private Office office = null!;
    private IssuedDocument document = null!;
    private PersonId applicant;

    [OneTimeSetUp]
    public async Task Open()
    {
        office = await Office.OpenAsync(provider);
        var opened = await office.SubmitCompleteAsync();
        applicant = opened.ApplicantId;
        var task = (await office.TasksAsync(opened.Id)).Single();
        await office.DecideAsync("station1", new(task.Id, Verdict.NotAccept, "户籍不在本区。"));
        document = await office.ReadAsync(db => db.Set<IssuedDocument>().AsNoTracking().SingleAsync());
    }

    [OneTimeTearDown]
    public async Task Close() => await office.DisposeAsync();

    [TestCase("zh-CN", "不予受理")]
    [TestCase("en", "cannot be accepted")]
    public async Task Staff_of_the_place_read_it_in_either_language_and_the_access_log_says_so(string language, string words)
    {
        var before = await LoggedAsync("station1");

        var read = await ReadAsync(await office.AsAsync("station1"), language);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(read.Html, Does.Contain(words).IgnoreCase.And.Contain(document.Number));
            Assert.That((read.Kind, read.Case), Is.EqualTo((DocumentKind.NonAcceptance, document.CaseId)));
            Assert.That(await LoggedAsync("station1"), Has.Count.EqualTo(before.Count + 1).And.All.Contains($"issued-document:{document.Id}"));
        }
    }

    [Test]
    public async Task The_applicant_reads_it_and_no_other_applicant_does()
    {
        var other = (await office.SubmitCompleteAsync()).ApplicantId;
        var mine = await office.HireAsync("applicant-of-it", Role.Applicant, UnitLevel.Village, "370402001001", applicant);
        var theirs = await office.HireAsync("applicant-next-door", Role.Applicant, UnitLevel.Village, "370402001001", other);

        Assert.That((await ReadAsync(mine, "zh-CN")).Number, Is.EqualTo(document.Number));
        await RefusedAsync(theirs);
    }

    [TestCase("village1")]
    [TestCase("district1")]
    [TestCase("city1")]
    [TestCase("auditor1")]
    public async Task Whoever_has_the_village_in_their_area_reads_it(string userName) =>
        Assert.That((await ReadAsync(await office.AsAsync(userName), "zh-CN")).Number, Is.EqualTo(document.Number));

    [TestCase("station-370402-002", Description = "the township next door")]
    [TestCase("village-370402-001-002", Description = "the village next door, whose code differs in its last digit")]
    [TestCase("village-370402-001-099", Description = "a village whose code begins as this township's, and which belongs to the next")]
    [TestCase("district-370403", Description = "the district next door")]
    [TestCase("admin1", Description = "an administrator mends workflows and reads no papers")]
    [TestCase("leader1", Description = "a leader reads figures")]
    [TestCase("maker1", Description = "finance pays")]
    public async Task Others_are_told_that_there_is_none_and_nothing_is_logged(string userName) => await RefusedAsync(await office.AsAsync(userName));

    [Test]
    public async Task A_sibling_unit_cannot_read_even_where_it_has_the_same_role_above_its_own_area()
    {
        var sibling = await office.HireAsync("clerk-of-the-sibling", Role.StationClerk, UnitLevel.Township, "370402002");

        await RefusedAsync(sibling);
    }

    [Test]
    public async Task Nobody_signed_in_reads_nothing() => await RefusedAsync(Actor.System);

    private async Task RefusedAsync(Actor actor)
    {
        var before = await office.ReadAsync(DatabaseState.DigestAsync);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => ReadAsync(actor, "zh-CN"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused!.Code, Is.EqualTo("document.unknown-issued"));
            Assert.That(await office.ReadAsync(DatabaseState.DigestAsync), Is.EqualTo(before));
        }
    }

    private Task<DocumentText> ReadAsync(Actor actor, string language) =>
        office.DoAsync((ReadIssuedDocument act, CancellationToken token) => act.ReadAsync(document.Id, language, "test", actor, token));

    private async Task<List<string>> LoggedAsync(string userName)
    {
        var account = (await office.AsAsync(userName)).Account;
        return await office.ReadAsync(db => db.Set<AuditEntry>().Where(entry => entry.Stream == $"access:{account}" && entry.Act == "personal.viewed").Select(entry => entry.Facts).ToListAsync());
    }
}
