using System.Globalization;
using AidWorkflow.Storage.Tests.Histories;
using AidWorkflow.Storage.Tests.Processes;
using AidWorkflow.Storage.Tests.Writing;

namespace AidWorkflow.Storage.Tests;

/// <summary>Run by itself, this assembly is the process that <see cref="CrashTests"/>, <see cref="KilledHistoryTests"/> and <see cref="TwoNodeTests"/> kill.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is not [var what, var provider, var connection, .. var more])
            return 2;
        var options = new StorageOptions(StorageOptions.Named(provider)!.Value, connection);
        switch (what, more)
        {
            case (CrashTests.Child, []):
                await CrashTests.WriteForEverAsync(options);
                return 0;
            case (KilledHistoryTests.Child, [var seed, var run]):
                await KilledHistoryTests.PlayForEverAsync(options, int.Parse(seed, CultureInfo.InvariantCulture), int.Parse(run, CultureInfo.InvariantCulture));
                return 0;
            case (TwoNodeTests.Child, [var number]):
                await TwoNodeTests.WorkAsync(options, int.Parse(number, CultureInfo.InvariantCulture));
                return 0;
            default:
                return 2;
        }
    }
}
