using System.CommandLine;
using AidWorkflow.Portal.Commands;

namespace AidWorkflow.Portal.Benching;

/// <summary><c>bench</c>: measures this machine and the engine on it; one JSON line a figure.</summary>
internal static class BenchVerb
{
    public static Command Command(SharedOptions shared)
    {
        var command = new Command("bench", shared.Say(("性能测试，每项输出一行 JSON。", "Benchmarks; each prints one line of JSON.")));
        command.SetAction(_ => Task.FromResult(1));
        return command;
    }
}
