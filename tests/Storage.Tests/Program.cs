using AidWorkflow.Storage.Tests.Writing;

namespace AidWorkflow.Storage.Tests;

/// <summary>Run by itself, this assembly is the process that <see cref="CrashTests"/> kills.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is not [CrashTests.Child, var provider, var connection])
            return 2;
        await CrashTests.WriteForEverAsync(new StorageOptions(StorageOptions.Named(provider)!.Value, connection));
        return 0;
    }
}
