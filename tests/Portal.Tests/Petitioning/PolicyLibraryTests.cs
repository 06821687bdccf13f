using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Petitioning;

/// <summary>What a desk may answer: by words and day, of its own area and those above, and kept as it was.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class PolicyLibraryTests(Provider provider)
{
    private Office office = null!;
    private Actor desk = null!;
    private Actor rights = null!;

    private DateOnly Today => LocalDay.Today(office.Clock);

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        office.Clock.MoveTo(LocalDay.At(new DateOnly(2022, 5, 9), new TimeOnly(9, 0)));
        (desk, rights) = (await office.AsAsync("desk1"), await office.AsAsync("rights1"));
    }

    [OneTimeTearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task An_answer_is_found_by_its_words_on_the_days_on_which_it_holds_and_a_newer_one_takes_its_place()
    {
        var old = await WriteAsync(new("card", new("优待证遗失怎么补办", ""), new("到银行挂失后来站补办", ""), "鲁退役军人〔2022〕1号", new(2022, 1, 1)));
        var anew = await WriteAsync(new("card", new("优待证遗失怎么补办", ""), new("网上申请补办", ""), "鲁退役军人〔2022〕9号", new(2022, 6, 1), Follows: old.Id));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await FindAsync(desk, "遗失 银行", new(2022, 5, 31)), Is.EqualTo(new[] { old.Id }));
            Assert.That(await FindAsync(desk, "遗失", new(2022, 6, 1)), Is.EqualTo(new[] { anew.Id }));
            Assert.That(await FindAsync(desk, "抚恤", new(2022, 6, 1)), Is.Empty);
            Assert.That(await FindAsync(desk, "1号", new(2022, 5, 31)), Is.EqualTo(new[] { old.Id }), "by its document");
            Assert.That(await FindAsync(await office.AsAsync("desk-370403"), "遗失", new(2022, 5, 31)), Is.Empty, "of another district");
            Assert.That(await FindAsync(await office.AsAsync("cityrights1"), "遗失", new(2022, 5, 31)), Is.EqualTo(new[] { old.Id }), "over the district");
        }
    }

    [Test]
    public async Task What_the_city_writes_every_desk_gives_and_the_register_keeps_its_words_and_its_source()
    {
        var city = await office.AsAsync("cityrights1");
        var answer = await office.DoAsync((WritePolicyAnswer act, CancellationToken token) => act.RunAsync(new("pension", new("标准何时调整", "When rates change"), new("每年10月", "Each October"), "民发〔2022〕3号", new(2022, 1, 1)), city, token));
        var visit = new VisitCommand(MatterChannel.Phone, Today) { Name = "王大山", Matters = [new(MatterKind.Consultation, "pension", "问标准") { Policy = answer.Id }] };

        var entered = (await office.DoAsync((RegisterVisit act, CancellationToken token) => act.RunAsync(visit, desk, token))).Single();
        var ended = (await Assert.ThrowsAsync<RefusedException>(async () =>
        {
            await office.DoAsync(async (WritePolicyAnswer act, CancellationToken token) =>
            {
                await act.EndAsync(answer.Id, Today.AddDays(-1), city, token);
                return true;
            });
            await office.DoAsync((RegisterVisit act, CancellationToken token) => act.RunAsync(visit, desk, token));
        }))!;

        var words = await office.AskAsync(all => Task.FromResult(all.GetRequiredService<Cases.Applying.Vault>().Open(entered.Words, entered.Place)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(entered.ClosedOn, Is.EqualTo(Today));
            Assert.That(System.Text.Json.JsonSerializer.Deserialize<MatterWords>(words)!.Result, Is.EqualTo("每年10月（依据：民发〔2022〕3号）"));
            Assert.That((ended.Code, ended.Field), Is.EqualTo(("policy.unknown", "matters[0].policy")));
        }
    }

    [Test]
    public async Task The_section_alone_writes_and_everything_that_is_missing_is_named()
    {
        var clerk = (await Assert.ThrowsAsync<RefusedException>(() => office.DoAsync((WritePolicyAnswer act, CancellationToken token) => act.RunAsync(new("card", new("问", ""), new("答", ""), "文", Today), desk, token))))!;
        var empty = (await Assert.ThrowsAsync<RefusedException>(() => WriteAsync(new("nothing", new("", ""), new(" ", ""), "", Today, Today.AddDays(-1)))))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(clerk.Code, Is.EqualTo("policy.not-yours"));
            Assert.That(empty.Others.Prepend(empty).Select(one => one.Field), Is.EqualTo(new[] { "subject", "title", "text", "source", "to" }));
        }
    }

    private Task<PolicyAnswer> WriteAsync(PolicyAnswerCommand said) => office.DoAsync((WritePolicyAnswer act, CancellationToken token) => act.RunAsync(said, rights, token));

    private Task<PolicyAnswerId[]> FindAsync(Actor actor, string words, DateOnly day) =>
        office.AskAsync(async all => (await all.GetRequiredService<PolicyLibrary>().FindAsync(actor, words, null, day, CancellationToken.None)).Select(answer => answer.Id).ToArray());
}
