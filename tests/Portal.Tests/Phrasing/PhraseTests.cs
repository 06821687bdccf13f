using System.Net;
using System.Text.RegularExpressions;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Phrasing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Intervening;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Phrasing;

/// <summary>常用意见: the service's words, filled, and one's own; nothing written is lost for them.</summary>
[TestFixture]
internal sealed partial class PhraseTests
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

    [Test]
    public async Task A_task_offers_the_service_s_words_for_its_step_with_the_amount_filled_in()
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        var task = await office.ReachAsync(id, "TownshipReview");

        var chinese = await (await site.SignedInAsync("township1")).GetAsync($"/tasks/{task.Id}");
        var english = await (await site.SignedInAsync("township1", "en")).GetAsync($"/tasks/{task.Id}");

        Assert.That(chinese.Words, Does.Match(@"建议给予 [\d,.]+ 元。").And.Not.Contain("{amount}").And.Not.Contain("予以受理。"));
        Assert.That(english.Words, Does.Match(@"[\d,.]+ yuan is proposed\."));
        Assert.That(Put().Matches(english.Html).Select(match => match.Groups["words"].Value), Is.EqualTo(Put().Matches(chinese.Html).Select(match => match.Groups["words"].Value)).And.Not.Empty, "what is put on record is in Chinese, whatever the page speaks");
    }

    [Test]
    public async Task Whoever_keeps_a_phrase_loses_nothing_that_is_written_and_nobody_else_sees_it()
    {
        var task = (await office.TasksAsync((await office.SubmitCompleteAsync()).Id)).Single();
        var page = await (await site.SignedInAsync("station1")).GetAsync($"/tasks/{task.Id}");

        var kept = await page.PostAsync($"/tasks/{task.Id}/phrases", ("opinion", "材料已核对原件。"), ("missing", "identityCard"));
        Assert.That(kept.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(kept.Html, Does.Match(@"<textarea[^>]*name=""opinion""[^>]*>材料已核对原件。</textarea>").And.Contain("data-phrase=\"材料已核对原件。\""));

        var again = await kept.PostAsync($"/tasks/{task.Id}/phrases", ("opinion", " 材料已核对原件。 "));
        Assert.That((again.Status, again.Words), Is.EqualTo((HttpStatusCode.UnprocessableEntity, again.Words)));
        Assert.That(again.Words, Does.Contain("这条意见已在您的常用意见中"));

        var phrase = await office.ReadAsync(db => db.Set<OpinionPhrase>().Select(one => one.Id).SingleAsync());
        await Casework.RefusedAsync("phrase.unknown", async () => await office.AsAsync("decider1", (KeepPhrase act, Actor actor, CancellationToken token) => act.ForgetAsync(phrase, actor.Account!.Value, token)));
        var gone = await kept.PostAsync($"/tasks/{task.Id}/phrases/{phrase}/forget", ("opinion", "写了一半"));
        Assert.That(gone.Html, Does.Contain(">写了一半</textarea>").And.Not.Contain("data-phrase=\"材料已核对原件。\""));
    }

    [Test]
    public async Task A_person_keeps_no_more_phrases_than_can_be_looked_through()
    {
        var actor = await office.AsAsync("station1");
        Task<PhraseId> Keep(string text) => office.DoAsync((KeepPhrase act, CancellationToken token) => act.KeepAsync(text, actor.Account!.Value, token));
        for (var number = 0; number < OpinionPhrase.MostOfOne; number++)
            await Keep($"意见{number}");

        await Casework.RefusedAsync("phrase.too-many", () => Keep("再一条"));
        await Casework.RefusedAsync("phrase.empty", () => Keep("  "));
        await Casework.RefusedAsync("phrase.too-long", () => Keep(new string('长', OpinionPhrase.MostCharacters + 1)));
    }

    [Test]
    public void A_phrase_that_names_a_variable_which_there_is_not_is_not_published()
    {
        var files = Flows.Hardship().Files.ToDictionary(file => file.Key, file => file.Value, StringComparer.Ordinal);
        files[ServicePhrase.File] = """{ "opinions": [ { "text": { "zh-CN": "同意{applicant}。", "en": "Agreed for {applicant}." } } ] }""";

        Assert.That(ServicePackage.Parse("hardship-aid", files).Faults.Select(fault => fault.Code), Is.EqualTo(new[] { "opinions.unknown-variable" }));
    }

    [GeneratedRegex("data-phrase=\"(?<words>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Put();
}
