using System.Net;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;

namespace AidWorkflow.Portal.Tests.Serving;

/// <summary>HEAD is answered wherever GET is, with the headers alone.</summary>
[TestFixture]
[CancelAfter(60_000)]
internal sealed class HeadTests
{
    [Test]
    public async Task Whatever_answers_GET_answers_HEAD_without_a_body(CancellationToken cancellation)
    {
        await using var office = await Office.OpenAsync(Provider.Sqlite);
        await using var site = await Website.OpenAsync(office);
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(site.Address) };

        using (Assert.EnterMultipleScope())
        {
            foreach (var path in (string[])["/services", "/notices", "/sign-in", "/health/live", "/api/notices", "/api/me", "/tasks", "/tasks/news", "/openapi/v1.json", "/nowhere"])
            {
                using var read = await http.GetAsync(path, cancellation);
                using var asked = await http.SendAsync(new(HttpMethod.Head, path), cancellation);
                Assert.That(asked.StatusCode, Is.EqualTo(read.StatusCode), path);
                Assert.That(asked.Content.Headers.ContentType?.MediaType, Is.EqualTo(read.Content.Headers.ContentType?.MediaType), path);
                Assert.That(await asked.Content.ReadAsByteArrayAsync(cancellation), Is.Empty, path);
            }

            using var written = await http.SendAsync(new(HttpMethod.Head, "/sign-out"), cancellation);
            Assert.That(written.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed), "what is only posted to");
        }
    }
}
