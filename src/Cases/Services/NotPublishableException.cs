using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Services;

/// <summary>The publish check found faults; nothing was published.</summary>
public sealed class NotPublishableException(IReadOnlyList<FileFault> faults) : Exception(string.Join("; ", faults))
{
    public IReadOnlyList<FileFault> Faults { get; } = faults;
}
