using System.Net;
using System.Net.Sockets;
using System.Text;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Portal.Petitioning;

namespace AidWorkflow.Portal.Tests.Petitioning;

/// <summary>PDFs of documents, made by a browser that the deployment names.</summary>
[TestFixture]
internal sealed class PaperPdfTests
{
    private const string Chromium = "/usr/bin/chromium";

    [Test]
    public async Task Where_no_browser_is_named_the_reader_is_told_to_print()
    {
        using var pdf = new PaperPdf(new());

        Assert.That((pdf.IsThere, (await Assert.ThrowsAsync<RefusedException>(() => pdf.OfAsync("<p>x</p>", CancellationToken.None)))!.Code), Is.EqualTo((false, "petition-document.no-pdf")));
    }

    [TestCase("/bin/false")]
    [TestCase("/no/such/program")]
    public async Task A_browser_that_does_not_do_it_is_told_of_and_leaves_nothing_behind(string program)
    {
        var before = Left();
        using var pdf = new PaperPdf(new() { Documents = new() { Chromium = program } });

        var refusal = (await Assert.ThrowsAsync<RefusedException>(() => pdf.OfAsync("<p>x</p>", CancellationToken.None)))!;

        Assert.That((refusal.Code, Left()), Is.EqualTo(("petition-document.pdf-failed", before)));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task A_page_becomes_a_paper_without_scripts_and_without_a_word_to_the_network(CancellationToken cancellation)
    {
        if (!File.Exists(Chromium))
            Assert.Ignore($"{Chromium} is not there.");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var before = Left();
        using var pdf = new PaperPdf(new() { Documents = new() { Chromium = Chromium } });

        var paper = await pdf.OfAsync($"<!DOCTYPE html><meta charset=utf-8><title>信访处理意见书</title><style>@page {{ size: A4 }}</style><p>正文<img src=\"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/x.png\"><script>document.body.innerHTML = '<div style=\"height:9000px\"></div>'</script>", cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Encoding.ASCII.GetString(paper, 0, 5), Is.EqualTo("%PDF-"));
            Assert.That(Encoding.Latin1.GetString(paper), Does.Contain("/Count 1"), "one page: no script made it longer");
            Assert.That(listener.Pending(), Is.False, "nobody asked for the picture");
            Assert.That(Left(), Is.EqualTo(before));
        }
    }

    private static int Left() => Directory.GetDirectories(Path.GetTempPath(), "aidworkflow-pdf-*").Length;
}
