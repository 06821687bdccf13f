using System.Diagnostics;
using System.IO.Compression;
using AidWorkflow.Designer.Managing;

namespace AidWorkflow.Designer.Tests;

/// <summary>The editor's own tests, which Node runs, and its size.</summary>
[TestFixture]
internal sealed class EditorTests
{
    private const int MostBytes = 250_000;

    [Test]
    [CancelAfter(120_000)]
    public async Task What_the_editor_does_with_definitions_is_right_by_its_own_tests(CancellationToken cancellation)
    {
        var (web, folder) = (Path.Combine(Repository.Root, "src", "Designer", "Web"), Directory.CreateTempSubdirectory("editor-tests-").FullName);
        try
        {
            var packed = await RunAsync(web, ["build.mjs", folder, "tests"], cancellation);
            Assert.That(packed.Status, Is.Zero, packed.Text);
            var tests = Directory.GetFiles(folder, "*.test.mjs");
            var run = await RunAsync(web, ["--test", "--test-reporter=tap", .. tests], cancellation);

            Assert.That(tests, Is.Not.Empty);
            Assert.That(run.Status, Is.Zero, run.Text);
            Assert.That(run.Text, Does.Contain("# fail 0").And.Not.Contain("# tests 0"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void Each_editor_is_under_250_kB_compressed()
    {
        var assembly = typeof(ManagementApi).Assembly;
        var sizes = assembly.GetManifestResourceNames().Where(name => name.StartsWith("web/", StringComparison.Ordinal)).ToDictionary(name => name, name =>
        {
            using var plain = assembly.GetManifestResourceStream(name)!;
            using var packed = new MemoryStream();
            using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true))
                plain.CopyTo(brotli);
            return packed.Length;
        });
        foreach (var (name, size) in sizes)
            TestContext.Out.WriteLine($"{name}: {size:N0} bytes compressed");

        // Pages of their own: opening one loads nothing of the others.
        Assert.That(sizes.Keys, Is.EquivalentTo(new[] { "web/designer.js", "web/designer.css", "web/forms.js", "web/forms.css", "web/versions.js", "web/versions.css" }));
        foreach (var page in (string[])["designer", "forms", "versions"])
            Assert.That(sizes[$"web/{page}.js"] + sizes[$"web/{page}.css"], Is.LessThan(MostBytes), page);
    }

    private static async Task<(int Status, string Text)> RunAsync(string folder, string[] arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("node", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        start.Environment["DEFINITIONS"] = string.Join(':', new[] { Repository.Workflows, Repository.Conformance }.OfType<string>());
        using var node = Process.Start(start)!;
        var (output, errors) = (node.StandardOutput.ReadToEndAsync(cancellation), node.StandardError.ReadToEndAsync(cancellation));
        await node.WaitForExitAsync(cancellation);
        return (node.ExitCode, await output + await errors);
    }
}
