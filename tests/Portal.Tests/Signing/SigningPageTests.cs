using System.Net;
using System.Text.RegularExpressions;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Signing;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Signing;

/// <summary>A decision that is signed by hand, from the task's page to the approval form.</summary>
[TestFixture]
internal sealed partial class SigningPageTests
{
    private Office office = null!;
    private Website site = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(Provider.Sqlite);
        site = await Website.OpenAsync(office);
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await site.DisposeAsync();
        await office.DisposeAsync();
    }

    [TestCase("zh-CN", "手写签名", "请在框内签名", "所签即所存")]
    [TestCase("en", "Sign by hand", "sign in the box", "on record as signed")]
    public async Task What_is_signed_is_shown_sentence_by_sentence_and_goes_up_with_its_picture(string language, string legend, string missing, string verified)
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        var task = await office.ReachAsync(id, "TownshipReview");
        await office.AskForSignaturesAsync(task.RoundId);
        var reader = await site.SignedInAsync("township1", language);
        var page = await reader.GetAsync($"/tasks/{task.Id}");

        var check = await page.PostAsync($"/tasks/{task.Id}/decision", ("verdict", "Approve"), ("opinion", "同意上报。"));
        Assert.That(check.Words, Does.Contain(legend).And.Contain("同意上报。"));
        Assert.That(await office.ReadAsync(db => db.Set<Decision>().AnyAsync(decision => decision.TaskId == task.Id)), Is.False, "only shown so far");

        var unsigned = await check.PostHiddenAsync($"/tasks/{task.Id}/decision", ("sure", "yes"));
        Assert.That((unsigned.Status, unsigned.Words), Is.EqualTo((HttpStatusCode.UnprocessableEntity, unsigned.Words)));
        Assert.That(unsigned.Words, Does.Contain(missing).And.Contain(legend));

        var signed = await unsigned.PostHiddenWithAsync($"/tasks/{task.Id}/decision", "signature", SignatureTests.Picture, ("sure", "yes"));
        Assert.That(signed.Status, Is.EqualTo(HttpStatusCode.SeeOther), signed.Words);
        var desk = await reader.GetAsync($"/cases/{id}");
        Assert.That(desk.Words, Does.Contain(verified));
        var form = await reader.GetAsync($"/cases/{id}/approval-form");
        var signature = await office.ReadAsync(db => db.Set<HandSignature>().Select(one => one.Id).SingleAsync());
        Assert.That(form.Html, Does.Contain($"/cases/{id}/signatures/{signature}").And.Contain("watermark").And.Contain("同意上报。"));
        Assert.That((await reader.GetAsync($"/cases/{id}/signatures/{signature}")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task An_opinion_that_was_changed_under_its_signature_is_signed_anew()
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        var task = await office.ReachAsync(id, "TownshipReview");
        await office.AskForSignaturesAsync(task.RoundId);
        var check = await (await (await site.SignedInAsync("township1")).GetAsync($"/tasks/{task.Id}")).PostAsync($"/tasks/{task.Id}/decision", ("verdict", "Approve"), ("opinion", "同意上报。"));
        var digest = Digest().Match(check.Html).Groups["digest"].Value;
        var at = Moment().Match(check.Html).Groups["at"].Value;

        var changed = await check.PostWithAsync($"/tasks/{task.Id}/decision", "signature", SignatureTests.Picture,
            ("verdict", "Approve"), ("opinion", "不宜上报。"), ("signature.digest", digest), ("signature.at", WebUtility.HtmlDecode(at)), ("sure", "yes"));

        Assert.That(changed.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity), changed.Words);
        Assert.That(changed.Words, Does.Contain("签名之后内容有变化").And.Contain("不宜上报。"));
        Assert.That(await office.ReadAsync(db => db.Set<Decision>().AnyAsync(decision => decision.TaskId == task.Id)), Is.False);
    }

    [GeneratedRegex("name=\"signature.digest\" value=\"(?<digest>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digest();

    [GeneratedRegex("name=\"signature.at\" value=\"(?<at>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Moment();
}
