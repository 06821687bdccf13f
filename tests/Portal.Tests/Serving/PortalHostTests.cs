using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Serving;

[TestFixture]
internal sealed class PortalHostTests
{
    private string folder = null!;
    private WebApplication portal = null!;
    private HttpClient browser = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        folder = Directory.CreateTempSubdirectory("portal-test-").FullName;
        var settings = Installation.Settings(folder) with { Demo = new DemoSettings { Enabled = true } };
        portal = PortalHost.Build(settings, "Development", port: 0);
        portal.MapGet("/refuse/state", void () => throw new RefusedException("act.contended"));
        portal.MapGet("/refuse/field", void () => throw new RefusedException("act.contended", "amount"));
        portal.MapGet("/break", void () => throw new InvalidOperationException("a secret of the house"));
        await portal.Services.GetRequiredService<Preparation>().RunAsync(CancellationToken.None);
        await portal.StartAsync();
        browser = new HttpClient { BaseAddress = new Uri(portal.Urls.Single()) };
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        browser.Dispose();
        await portal.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public void It_listens_on_loopback_only() => Assert.That(new Uri(portal.Urls.Single()).Host, Is.EqualTo("127.0.0.1"));

    [TestCase("zh-CN,zh;q=0.9", "<html lang=\"zh-CN\">", "流程实例")]
    [TestCase("en-GB,en;q=0.8", "<html lang=\"en\">", "Workflow instances")]
    [TestCase("fr", "<html lang=\"zh-CN\">", "流程实例")]
    public async Task The_status_page_speaks_the_browsers_language(string accepted, string html, string words)
    {
        var page = await GetAsync("/status", accepted);

        Assert.That(await page.Content.ReadAsStringAsync(), Does.Contain(html).And.Contain(words));
    }

    [Test]
    public async Task Every_answer_carries_the_security_headers([Values("/", "/status", "/sign-in", "/services", "/notices", "/notices/nonsense", "/health/live", "/nowhere", "/refuse/state", "/break")] string path)
    {
        var answer = await GetAsync(path, "en");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Headers.GetValues("Content-Security-Policy").Single(), Does.Contain("default-src 'self'").And.Contain("frame-ancestors 'none'"));
            Assert.That(answer.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(new[] { "nosniff" }));
            Assert.That(answer.Headers.Contains("Server"), Is.False);
        }
    }

    [Test]
    public async Task The_process_is_alive_and_ready()
    {
        var live = await GetAsync("/health/live", "en");
        var ready = await GetAsync("/health/ready", "en");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(live.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(ready.StatusCode, Is.EqualTo(HttpStatusCode.OK), await ready.Content.ReadAsStringAsync());
        }
    }

    [TestCase("/refuse/state", 409, null)]
    [TestCase("/refuse/field", 400, "amount")]
    public async Task A_refusal_says_its_code_for_machines_and_its_words_for_the_person(string path, int status, string? field)
    {
        var chinese = await ProblemAsync(path, "zh-CN", status);
        var english = await ProblemAsync(path, "en", status);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)english["code"], Is.EqualTo("act.contended"));
            Assert.That((string?)english["field"], Is.EqualTo(field));
            Assert.That((string?)english["title"], Does.StartWith("Several people"));
            Assert.That((string?)chinese["title"], Does.StartWith("同一事项"));
        }
    }

    [Test]
    public async Task A_bug_says_nothing_about_the_house()
    {
        var answer = await GetAsync("/break", "en");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
            Assert.That(await answer.Content.ReadAsStringAsync(), Does.Not.Contain("secret"));
        }
    }

    private async Task<JsonNode> ProblemAsync(string path, string language, int status)
    {
        var answer = await GetAsync(path, language);
        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
        Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    private Task<HttpResponseMessage> GetAsync(string path, string language)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptLanguage.ParseAdd(language);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*"));
        return browser.SendAsync(request);
    }
}
