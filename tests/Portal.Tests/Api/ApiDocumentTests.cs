using System.Text.Json;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;

namespace AidWorkflow.Portal.Tests.Api;

/// <summary>What the API promises stands in docs/api/openapi.json: whoever changes a shape sees it there. UPDATE_SNAPSHOTS=1 writes it anew.</summary>
[TestFixture]
internal sealed class ApiDocumentTests
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Test]
    public async Task The_document_is_the_one_that_was_promised()
    {
        await using var office = await Office.OpenAsync(Provider.Sqlite);
        await using var site = await Website.OpenAsync(office);
        using var anybody = new Caller(new Uri(site.Address), null);
        var document = (await anybody.GetAsync("/openapi/v1.json")).Ok();
        var text = document.ToJsonString(Readable).ReplaceLineEndings("\n") + "\n";
        var file = Path.Combine(Office.Root(), "docs", "api", "openapi.json");
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
            await File.WriteAllTextAsync(file, text);

        var operations = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => (Name: $"{operation.Key} {path.Key}", Operation: operation.Value!))).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(text, Is.EqualTo(await File.ReadAllTextAsync(file)));
            Assert.That(operations.Where(one => string.IsNullOrWhiteSpace((string?)one.Operation["summary"])).Select(one => one.Name), Is.Empty, "without a summary");
            Assert.That(operations.Where(one => one.Operation["responses"]!["400"] is null || one.Operation["responses"]!["404"] is null).Select(one => one.Name), Is.Empty, "without its problems");
            Assert.That(operations.Select(one => (string?)one.Operation["operationId"]), Is.Unique);
            Assert.That((string?)document["components"]!["securitySchemes"]!["Bearer"]!["scheme"], Is.EqualTo("bearer"));
            Assert.That(document["paths"]!["/api/tasks/{id}/decision"]!["post"]!["parameters"]!.ToJsonString(), Does.Contain("Idempotency-Key"));
        }
    }
}
