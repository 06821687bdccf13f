using System.Diagnostics;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Portal.Hosting;

namespace AidWorkflow.Portal.Petitioning;

/// <summary>
/// Makes a PDF of an issued document by the headless Chromium that the deployment names (Documents:Chromium): a process of its own for each, in a folder of its own, without scripts and without network, ended when
/// it takes too long. Where none is named, people print from their browser.
/// </summary>
internal sealed class PaperPdf(PortalSettings settings) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Nothing but its own style: no script, no picture, nothing from elsewhere. Chromium itself needs scripts to print, so they cannot be turned off as a whole.</summary>
    private const string Guard = "<!DOCTYPE html><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">";

    /// <summary>Each takes a processor for a second and a hundred megabytes.</summary>
    private readonly SemaphoreSlim atOnce = new(2);

    public bool IsThere => settings.Documents.Chromium is { Length: > 0 };

    /// <param name="html">A whole page with its print style.</param>
    /// <exception cref="RefusedException">petition-document.no-pdf, petition-document.pdf-failed</exception>
    public async Task<byte[]> OfAsync(string html, CancellationToken cancellation)
    {
        if (!IsThere)
            throw new RefusedException("petition-document.no-pdf");
        await atOnce.WaitAsync(cancellation);
        try
        {
            return await InFolderAsync(settings.Documents.Chromium!, html, cancellation);
        }
        finally
        {
            atOnce.Release();
        }
    }

    public void Dispose() => atOnce.Dispose();

    private static async Task<byte[]> InFolderAsync(string program, string html, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("aidworkflow-pdf-"); // for this user alone
        var (page, paper) = (Path.Combine(folder.FullName, "paper.html"), Path.Combine(folder.FullName, "paper.pdf"));
        try
        {
            await File.WriteAllTextAsync(page, Guard + html, cancellation);
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            ended.CancelAfter(Patience);
            var code = await PrintAsync(program, folder.FullName, page, paper, ended.Token);
            return code == 0 && File.Exists(paper) ? await File.ReadAllBytesAsync(paper, cancellation) : throw new RefusedException("petition-document.pdf-failed");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new RefusedException("petition-document.pdf-failed");
        }
        finally
        {
            File.Delete(page);
            File.Delete(paper);
            Clear(folder);
        }
    }

    /// <summary>A child of the browser may outlive it by a moment and still write into its profile, in which nothing of the document is.</summary>
    private static void Clear(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // the system clears its folder of temporary files
        }
    }

    private static async Task<int> PrintAsync(string program, string folder, string page, string paper, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program,
        [
            "--headless", "--disable-gpu", "--disable-extensions", "--disable-background-networking", "--disable-dev-shm-usage", "--no-first-run", "--no-pdf-header-footer",
            "--proxy-server=127.0.0.1:9", "--proxy-bypass-list=<-loopback>", "--host-resolver-rules=MAP * ~NOTFOUND", $"--user-data-dir={Path.Combine(folder, "profile")}", $"--print-to-pdf={paper}",
        ])
        { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        if (Environment.UserName == "root") // Chromium has no sandbox for root and does not start with one
            start.ArgumentList.Add("--no-sandbox");
        start.ArgumentList.Add(new Uri(page).AbsoluteUri);
        var path = start.Environment["PATH"];
        start.Environment.Clear(); // settings come by environment, secrets among them
        start.Environment["PATH"] = path;
        foreach (var name in (string[])["HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"])
            start.Environment[name] = folder;
        using var process = Start(start);
        try
        {
            var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation)); // a full pipe would stop it
            await process.WaitForExitAsync(cancellation);
            await said;
            return process.ExitCode;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new RefusedException("petition-document.pdf-failed"); // there is no such program any more
        }
    }
}
