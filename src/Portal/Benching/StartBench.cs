using System.Diagnostics;

namespace AidWorkflow.Portal.Benching;

/// <summary>How long it takes from the start of the program to the end of its first workflow.</summary>
internal static class StartBench
{
    public static async Task RunAsync(BenchPlan plan, Figures figures, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("aidworkflow-bench-");
        try
        {
            var file = Path.Combine(folder.FullName, "bench-simple.json");
            await File.WriteAllTextAsync(file, BenchDefinitions.Text("bench-simple.json"), cancellation);
            var seconds = new List<double>();
            for (var round = 0; round <= plan.Rounds; round++)
            {
                var took = await OnceAsync(file, cancellation);
                if (round > 0) // the first reads the program from the disk
                    seconds.Add(took);
            }

            await figures.SayAsync(new { bench = "start to first finished workflow", rounds = plan.Rounds, seconds = Figures.Rounded(Figures.Median(seconds)) });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<double> OnceAsync(string file, CancellationToken cancellation)
    {
        var program = typeof(StartBench).Assembly.Location;
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, "workflow", "run", file]) { RedirectStandardOutput = true, UseShellExecute = false })
            ?? throw new InvalidOperationException("The program could not be started.");
        await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0 ? watch.Elapsed.TotalSeconds : throw new InvalidOperationException($"The program ended with status {process.ExitCode}.");
    }
}
