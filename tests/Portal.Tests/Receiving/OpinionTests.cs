using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Cases.Receiving;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Receiving;

/// <summary>What is said among people is for the section and whoever wrote it down, and is reported upward with a day and a name.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class OpinionTests(Provider provider)
{
    private Office office = null!;
    private Actor desk = null!;
    private Actor rights = null!;

    private DateOnly Today => LocalDay.Today(office.Clock);

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        (desk, rights) = (await office.AsAsync("desk1"), await office.AsAsync("rights1"));
    }

    [OneTimeTearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task It_exists_for_the_section_and_its_writer_alone_also_where_it_is_urgent()
    {
        var head = await office.HireAsync("opinion-head", Role.UnitHead, UnitLevel.District, "370402");
        var colleague = await office.HireAsync("opinion-desk", Role.DeskClerk, UnitLevel.District, "370402");
        var id = await EnterAsync(urgent: true);

        async Task<bool> SeesAsync(Actor actor) => await office.AskAsync(async all => await (await all.GetRequiredService<MatterSight>().OfAsync(actor, [], CancellationToken.None)).AnyAsync(matter => matter.Id == id));
        var told = await office.ReadAsync(db => db.Set<Notification>().Where(one => one.IdempotencyKey.Contains(id.ToString())).Select(one => one.Account).ToListAsync());
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await SeesAsync(desk), await SeesAsync(rights), await SeesAsync(await office.AsAsync("cityrights1"))), Is.EqualTo((true, true, true)));
            foreach (var other in new[] { head, colleague, await office.AsAsync("leader1"), await office.AsAsync("auditor1"), await office.AsAsync("rights-370403") })
                Assert.That(await SeesAsync(other), Is.False, other.Name);
            Assert.That(told, Does.Contain(rights.Account).And.Not.Contain(head.Account));
        }
    }

    [Test]
    public async Task Each_report_upward_is_kept_and_the_first_ends_it()
    {
        var id = await EnterAsync();
        var wrong = (await Assert.ThrowsAsync<RefusedException>(() => ReportAsync(id, Today.AddDays(1), " ", rights)))!;
        var first = await ReportAsync(id, Today, "市退役军人事务局", rights);
        var second = await ReportAsync(id, Today, "市委信访局", desk);
        var question = (await Assert.ThrowsAsync<RefusedException>(async () => await ReportAsync(await EnterAsync(kind: MatterKind.HelpRequest), Today, "市局", rights)))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(wrong.Others.Prepend(wrong).Select(one => one.Field), Is.EquivalentTo(new[] { "on", "toWhom" }));
            Assert.That((first.Number, second.Number), Is.EqualTo((1, 2)));
            Assert.That(await office.ReadAsync(db => db.Set<MatterEnd>().Where(one => one.MatterId == id).Select(one => one.Ending).ToListAsync()), Is.EqualTo(new[] { MatterEnding.Reported }));
            Assert.That(question.Code, Is.EqualTo("opinion.kind"));
        }
    }

    private async Task<MatterId> EnterAsync(bool urgent = false, MatterKind kind = MatterKind.OpinionNote) => (await office.DoAsync((RegisterVisit act, CancellationToken token) => act.RunAsync(
        new(MatterChannel.Visit, Today) { Name = "王大山", Matters = [new(kind, "other", "微信群里议论") { IsUrgent = urgent }] }, desk, token))).Single().Id;

    private Task<OpinionReport> ReportAsync(MatterId id, DateOnly on, string toWhom, Actor by) => office.DoAsync((ReportUpward act, CancellationToken token) => act.RunAsync(id, on, toWhom, by, token));
}
