using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Designing;

/// <summary>What a service says, as it is edited: previews of a made-up case, versions, and messages that wait.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class TemplateEditingTests(Provider provider)
{
    private const string Service = "hardship-aid";

    private static readonly string[] Languages = ["zh-CN", "en"];

    private Office office = null!;

    [OneTimeSetUp]
    public async Task OpenAsync() => office = await Office.OpenAsync(provider);

    [OneTimeTearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task Every_text_of_a_service_is_shown_for_a_made_up_case_and_every_variable_is_explained()
    {
        var files = (await office.DoAsync((EditedServices services, CancellationToken token) => services.GetAsync(Service, token))).Files;
        var shown = 0;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(EditedTemplate.All.SelectMany(template => template.Variables).Select(variable => variable.Name).Distinct().Where(name => !VariableWords.Has(name)), Is.Empty, "a variable that nobody explained");
            foreach (var template in EditedTemplate.All)
                foreach (var language in Languages.Where(language => files.ContainsKey(template.File(language))))
                    foreach (var isSparse in (bool[])[true, false])
                    {
                        shown++;
                        Assert.That(template.Preview(language, files[template.File(language)], isSparse)?.Body, Is.Not.Null.And.Not.Empty, template.File(language));
                    }

            Assert.That(files.Keys.Where(file => file.EndsWith(".hbs", StringComparison.Ordinal)), Is.SubsetOf(EditedTemplate.All.SelectMany(template => Languages.Select(template.File))), "a text that cannot be edited");
            Assert.That(shown, Is.GreaterThan(300));
        }
    }

    [Test]
    public async Task A_preview_for_a_real_case_names_its_own_offices_and_nothing_of_a_made_up_one()
    {
        await using var site = await Serving.Website.OpenAsync(office);
        var id = (await office.SubmitCompleteAsync()).Id;
        var number = (await office.CaseAsync(id)).ReceiptNumber!;
        var browser = await site.SignedInAsync("admin1");
        var shown = new List<string>();
        foreach (var (key, text) in ((string, string)[])[("non-acceptance.applicant.in-app", "{{serviceName}}\n{{unitName}} {{unitPhone}} {{reason}}"), ("documents.approval", "<p>{{unitName}} {{unitPhone}}</p>")])
        {
            var page = await browser.GetAsync($"/admin/designer/{Service}/templates/{key}");
            var stamp = System.Text.RegularExpressions.Regex.Match(page.Html, "name=\"stamp\" value=\"(?<stamp>[^\"]+)\"", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["stamp"].Value;
            shown.Add((await page.PostAsync($"/admin/designer/{Service}/templates/{key}", ("do", "show"), ("case", number), ("stamp", stamp), ("zh-CN", text), ("en", text))).Html);
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(shown, Has.All.Contain(number));
            Assert.That(shown, Has.None.Contain("永安镇").And.None.Contain("0632-5550100"));
        }
    }

    [Test]
    public void What_is_wrong_and_what_is_not_said_is_told()
    {
        var template = EditedTemplate.Find("approved.applicant.sms")!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(template.Faults("en", "{{amount}} for {{unitName}}").Single() is { Code: "template.unknown-variable", Place: "line 1" }, Is.True, "an amount is not for a locked screen");
            Assert.That(template.Preview("en", "{{amount}}", sparse: false), Is.Null);
            Assert.That(template.Unsaid("{{receiptNumber}}").Select(variable => variable.Name), Is.EqualTo(new[] { "unitName" }));
            Assert.That(EditedTemplate.Find("approved.applicant.letter"), Is.Null);
        }
    }

    [TestCase("", 0, 0)]
    [TestCase("【站】好", 4, 1)]
    public void A_text_message_is_counted_as_networks_do(string text, int characters, int parts) => Assert.That(SmsLength.Of(text), Is.EqualTo((characters, parts)));

    [Test]
    public void A_long_text_message_goes_in_parts() =>
        Assert.That(((int[])[70, 71, 134, 135]).Select(length => SmsLength.Of(new string('好', length)).Parts).Concat(((int[])[160, 161, 306, 307]).Select(length => SmsLength.Of(new string('a', length)).Parts)), Is.EqualTo(new[] { 1, 2, 2, 3, 1, 2, 2, 3 }));

    [Test]
    public async Task A_message_that_waits_keeps_its_words_a_running_case_those_of_its_version_and_the_history_says_who_and_why()
    {
        var admin = await office.AsAsync("admin1");
        var (file, template) = ("templates/application-received.applicant.in-app.zh-CN.hbs", EditedTemplate.Find("application-received.applicant.in-app")!);
        var running = (await office.SubmitCompleteAsync()).Id;
        async Task<string[]> WaitingAsync() => [.. (await office.ReadAsync(db => db.Set<OutboxRow>().AsNoTracking().OrderBy(row => row.Id).Select(row => row.Payload).ToListAsync()))];
        var before = await WaitingAsync();

        await office.DoAsync((SaveServiceDraft act, CancellationToken token) => act.RunAsync(admin, Service, new(new Dictionary<string, string?> { [file] = "收到了\n{{receiptNumber}} 已收到，请等通知。" }), token));
        await office.DoAsync((PublishServiceDraft act, CancellationToken token) => act.RunAsync(admin, Service, new("短一些"), token));
        var young = (await office.SubmitCompleteAsync()).Id;
        var history = await office.DoAsync((TemplateHistory reading, CancellationToken token) => reading.OfAsync(Service, template, token));

        async Task<string> ToldAsync(CaseId id) => (await office.ReadAsync(db => db.Set<Notification>().AsNoTracking().Where(one => one.Case == id && one.Occasion == "application-received").SingleAsync())).In("zh-CN").Title;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await WaitingAsync()).Take(before.Length), Is.EqualTo(before));
            Assert.That(await ToldAsync(young), Is.EqualTo("收到了"));
            Assert.That(await ToldAsync(running), Is.Not.EqualTo("收到了"));
            Assert.That(history.Select(version => (version.Number, version.By, version.Reason)), Is.EqualTo(new[] { (2, admin.Name, "短一些"), (1, (string?)null, (string?)null) }));
        }
    }
}
