using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Services;

/// <summary>What would forbid publishing a service as it is edited: all its files, with each other.</summary>
public sealed class ServiceDraftCheck(IUnitOfWork work, EditedServices services, ServiceCatalogue catalogue, PublishCheck check, TimeProvider time)
{
    /// <param name="over">Files as somebody has them before them and has not saved; they stand in for those of the draft.</param>
    /// <exception cref="RefusedException">service.unknown</exception>
    public async Task<ImmutableArray<FileFault>> RunAsync(string serviceId, IReadOnlyDictionary<string, string> over, CancellationToken cancellation)
    {
        var edited = await services.GetAsync(serviceId, cancellation);
        return (await ReadAsync(serviceId, edited.Files.SetItems(over), cancellation)).Faults;
    }

    /// <returns>The package, and every fault: where a file cannot be read, those of the others besides.</returns>
    internal async Task<(ServicePackage? Package, ImmutableArray<FileFault> Faults)> ReadAsync(string serviceId, ImmutableSortedDictionary<string, string> files, CancellationToken cancellation)
    {
        var reading = ServicePackage.Parse(serviceId, files);
        return reading.Package is { } package
            ? (package, check.Run(package, await catalogue.ValuesAsync(work.Db, serviceId, LocalDay.Today(time), cancellation)))
            : (null, [.. reading.Faults, .. check.Definitions(files)]);
    }
}
