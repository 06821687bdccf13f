using System.Diagnostics;
using System.Text.Json;

namespace AidWorkflow.Engine.Tests.Expressions;

/// <summary>Node as the judge of what a program means. One process runs a batch.</summary>
internal static class Node
{
    // A process that has compiled many programs becomes slow.
    private const int Batch = 1_000;

    private const string Runner = """
        let text = '';
        process.stdin.on('data', d => text += d).on('end', () => {
          const vm = require('vm');
          const results = JSON.parse(text).map(source => {
            try { return vm.runInThisContext('(function () {' + source + '\n})', { timeout: 2000 })(); }
            catch (e) { return 'fails ' + e.name; }
          });
          process.stdout.write(JSON.stringify(results));
        });
        """;

    /// <summary>What each program returns; skips the test, saying so, where there is no Node.</summary>
    public static string[] Run(IReadOnlyCollection<string> programs) => [.. programs.Chunk(Batch).SelectMany(RunOnce)];

    private static string[] RunOnce(string[] programs)
    {
        var start = new ProcessStartInfo("node", ["-e", Runner]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TZ"] = "Asia/Shanghai";
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Ignore("Node is not installed here: nothing was compared with it.");
            return [];
        }
        using (process)
        {
            var answer = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            process.StandardInput.Write(JsonSerializer.Serialize(programs));
            process.StandardInput.Close();
            process.WaitForExit();
            var text = answer.GetAwaiter().GetResult();
            Assert.That(process.ExitCode, Is.Zero, () => errors.GetAwaiter().GetResult());
            return JsonSerializer.Deserialize<string[]>(text)!;
        }
    }
}
