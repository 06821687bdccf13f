
namespace AidWorkflow.Cases.Services;

internal static class ServiceParsing
{
    public static ServiceReading Parse(string name, IReadOnlyDictionary<string, string> files) => throw new NotSupportedException();
}
