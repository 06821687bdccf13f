using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Api;

/// <summary>What the section does with documents of petitions on pages, a program does too.</summary>
[TestFixture]
internal sealed class MatterDocumentsApiTests
{
    private Office office = null!;
    private Website site = null!;
    private Caller rights = null!;
    private MatterId matter;

    private DateOnly Today => LocalDay.Today(office.Clock);

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(Provider.Sqlite);
        site = await Website.OpenAsync(office, File.Exists("/usr/bin/chromium") ? settings => settings with { Documents = new() { Chromium = "/usr/bin/chromium" } } : null);
        rights = await site.CallerAsync(office, "rights1");
        var (desk, section) = (await office.AsAsync("desk1"), await office.AsAsync("rights1"));
        matter = (await office.DoAsync((RegisterVisit act, CancellationToken token) => act.RunAsync(new(MatterChannel.Letter, Today)
        {
            Name = "王大山",
            Matters = [new(MatterKind.Petition, "pension", "要求补发补助。") { Class = PetitionClass.Claim, Branch = ClaimBranch.PetitionHandling }],
        }, desk, token))).Single().Id;
        foreach (var kind in (PetitionEventKind[])[PetitionEventKind.Arrived, PetitionEventKind.Accepted, PetitionEventKind.Answered])
            await office.DoAsync((RecordPetitionStep act, CancellationToken token) => act.RunAsync(new(matter, kind, Today, 0, "已作解释。"), section, token));
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        rights.Dispose();
        await site.DisposeAsync();
        await office.DisposeAsync();
    }

    [Test]
    [CancelAfter(90_000)]
    public async Task A_letter_is_begun_looked_at_issued_once_read_as_a_file_and_delivered(CancellationToken cancellation)
    {
        var begun = (await rights.GetAsync($"/api/matters/{matter}/documents/new?kind=DispositionLetter")).Ok();
        var fields = begun["fields"]!.AsArray().ToDictionary(field => (string)field!["name"]!, field => (string?)begun["written"]![(string)field!["name"]!] is { Length: > 0 } known ? known : (string)field["name"]! == "result" ? "Explain" : "写明");
        var faulty = await rights.PostAsync($"/api/matters/{matter}/documents", new { kind = "DispositionLetter", fields = new Dictionary<string, string>(fields) { ["facts"] = " ", ["result"] = "Perhaps" } });
        var preview = (await rights.PostAsync($"/api/matters/{matter}/documents/preview", new { kind = "DispositionLetter", fields })).Ok();
        var issued = (await rights.PostAsync($"/api/matters/{matter}/documents", new { kind = "DispositionLetter", fields, seen = 0 }, "letter")).Ok();
        var again = (await rights.PostAsync($"/api/matters/{matter}/documents", new { kind = "DispositionLetter", fields, seen = 0 }, "letter")).Ok();
        var address = $"/api/matters/{matter}/documents/{issued["document"]}";
        var (read, pdf) = ((await rights.GetAsync($"{address}?language=en")).Ok(), await rights.GetAsync($"{address}/pdf"));
        var undated = await rights.PostAsync($"{address}/delivery", new { method = "Post", to = "EMS 1" });
        var delivered = await rights.PostAsync($"{address}/delivery", new { method = "Post", on = $"{Today:yyyy-MM-dd}", to = "EMS 1" });
        var list = (await rights.GetAsync($"/api/matters/{matter}/documents")).Ok();

        using (Assert.EnterMultipleScope())
        {
            faulty.ShouldBe(400);
            Assert.That(faulty.Body!["errors"]!["facts"]![0]!["code"]!.GetValue<string>(), Is.EqualTo("petition-document.missing"));
            Assert.That(faulty.Body!["errors"]!["result"]![0]!["code"]!.GetValue<string>(), Is.EqualTo("petition-document.unreadable"));
            Assert.That((string)preview["zh"]!, Does.Contain("信访处理意见书"));
            Assert.That((string?)again["document"], Is.EqualTo((string?)issued["document"]), "the same key issues one");
            Assert.That((string)read["html"]!, Does.Contain("Disposition letter"));
            Assert.That(pdf.Text, File.Exists("/usr/bin/chromium") ? Does.StartWith("%PDF-") : Does.Contain("petition-document.no-pdf"));
            undated.ShouldBe(400);
            Assert.That(undated.Body!["errors"]!["on"]![0]!["code"]!.GetValue<string>(), Is.EqualTo("petition-delivery.day-missing"));
            delivered.ShouldBe(200);
            Assert.That((string?)list["rows"]![0]!["deliveredTo"], Is.EqualTo("EMS 1"));
            Assert.That(await office.ReadAsync(db => db.Set<Petition>().Where(petition => petition.Id == matter).Select(petition => petition.Status).SingleAsync(cancellation)), Is.EqualTo(PetitionStatus.MayAskReview));
        }
    }
}
