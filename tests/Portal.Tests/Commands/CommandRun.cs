using AidWorkflow.Portal.Commands;

namespace AidWorkflow.Portal.Tests.Commands;

/// <summary>A command as somebody types it, with what it says and how it ends.</summary>
internal static class CommandRun
{
    public static async Task<(int Status, string Output, string Error)> RunAsync(string[] args)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var status = await CommandLine.RunAsync(args, output, error, CancellationToken.None);
        return (status, output.ToString(), error.ToString());
    }
}
