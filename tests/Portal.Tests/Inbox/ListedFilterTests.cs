using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Inbox;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Meetings;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Inbox;

/// <summary>The inbox can be narrowed to what lies on a meeting's list, or on none.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class ListedFilterTests(Provider provider)
{
    [Test]
    public async Task What_lies_on_a_list_and_what_does_not_are_all_there_is_in_rows_and_numbers()
    {
        await using var office = await Office.OpenAsync(provider);
        await office.WaitingAsync(2);
        await office.GatherAsync(await office.OpenListAsync());
        await office.WaitingAsync(1);

        var (all, on, off) = (await LookAsync(null), await LookAsync(true), await LookAsync(false));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((all.Counts[InboxTab.Team], on.Counts[InboxTab.Team], off.Counts[InboxTab.Team]), Is.EqualTo((3, 2, 1)));
            Assert.That(on.Rows.Select(row => row.List), Is.Not.Empty.And.All.Not.Null);
            Assert.That(off.Rows.Select(row => row.List), Is.Not.Empty.And.All.Null);
            Assert.That(on.Rows.Concat(off.Rows).Select(row => row.Id), Is.EquivalentTo(all.Rows.Select(row => row.Id)));
        }

        Task<InboxPage> LookAsync(bool? listed) => office.AskAsync(async services =>
        {
            var account = await services.GetRequiredService<IUnitOfWork>().Db.Set<Account>().SingleAsync(one => one.UserName == "decider1");
            return await ActivatorUtilities.CreateInstance<InboxReading>(services).ReadAsync(account, InboxTab.Team, InboxFilter.None with { Listed = listed }, 1, [Role.DistrictDecider], CancellationToken.None);
        });
    }

    [TestCase("zh-CN", "已列入名单")]
    [TestCase("en", "On a list")]
    public async Task The_page_keeps_it_in_its_address_and_in_a_saved_view_and_says_what_cannot_be_read(string language, string words)
    {
        Assume.That(provider, Is.EqualTo(Provider.Sqlite), "pages are the same on both");
        await using var office = await Office.OpenAsync(provider);
        await office.WaitingAsync(1);
        await office.GatherAsync(await office.OpenListAsync());
        await using var site = await Website.OpenAsync(office);
        var decider = await site.SignedInAsync("decider1", language);

        var page = await decider.GetAsync("/tasks?tab=Team&listed=true");
        Assert.That(page.Words, Does.Contain(words));
        Assert.That(page.Html, Does.Match("value=\"true\" selected").And.Contain("data-count=\"Team\">1<").And.Contain("tab=Mine&amp;listed=true"));
        Assert.That((await decider.GetAsync("/tasks?tab=Team&listed=false")).Html, Does.Contain("data-count=\"Team\">0<"));
        await page.PostAsync("/tasks/views", ("name", "上会"), ("query", "tab=Team&listed=true"));
        Assert.That((await decider.GetAsync("/tasks?tab=Mine")).Html, Does.Contain("/tasks?tab=Team&amp;listed=true"));
        Assert.That((await decider.GetAsync("/tasks?tab=Team&listed=maybe")).Html, Does.Contain("listed"));
    }
}
