using System.Net;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;

namespace AidWorkflow.Portal.Tests.SigningIn;

/// <summary>Two nodes on one database count the text messages that one address asks for together.</summary>
[TestFixture]
internal sealed class CodePaceTests
{
    [Test]
    public async Task What_was_asked_of_one_node_counts_on_the_other_until_the_hour_is_over()
    {
        await using var office = await Office.OpenAsync(Provider.Postgres);
        static PortalSettings Three(PortalSettings settings) => settings with { SignIn = settings.SignIn with { CodesAnHour = 3 } };
        await using var first = await Website.OpenAsync(office, Three);
        await using var second = await Website.OpenAsync(office, Three);

        Assert.That(await AskAsync(first, "13900000101"), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await AskAsync(second, "13900000102"), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await AskAsync(first, "13900000103"), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await AskAsync(second, "13900000104"), Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(await AskAsync(first, "13900000105"), Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        office.Clock.Advance(TimeSpan.FromHours(1));
        Assert.That(await AskAsync(second, "13900000104"), Is.EqualTo(HttpStatusCode.OK));
    }

    private static async Task<HttpStatusCode> AskAsync(Website site, string mobile)
    {
        var page = await new Reader(new Uri(site.Address), "zh-CN").GetAsync("/sign-in/mobile");
        return (await page.PostAsync("/sign-in/mobile", ("mobile", mobile))).Status;
    }
}
