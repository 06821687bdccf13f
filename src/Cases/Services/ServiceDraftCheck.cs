using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Branching;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Rehearsing;
using AidWorkflow.Engine.Authoring;

namespace AidWorkflow.Cases.Services;

/// <summary>What would forbid publishing a service as it is edited: all its files, with each other and with the house as it is today; and what is worth knowing besides.</summary>
public sealed class ServiceDraftCheck(IUnitOfWork work, EditedServices services, ServiceCatalogue catalogue, PublishCheck check, HouseCheck house, Calendars calendars, ActivityCatalog catalog, TimeProvider time)
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
        ImmutableArray<FileFault> ofHouse =
        [
            .. await house.RunAsync(files, reading.Package?.Description.Deadlines ?? TermsOf(serviceId, files), cancellation),
            .. BranchFaults.Of([.. files.Where(file => ServiceParsing.IsOfCases(file.Key)).SelectMany(file => DrawnStep.In(file.Key, file.Value))], FormIn(files)),
        ];
        if (reading.Package is not { } package)
            return (null, [.. reading.Faults, .. check.Definitions(files), .. ofHouse]);
        var told = ofHouse.SelectMany(fault => fault.Values).Where(value => value.Name == "file").Select(value => value.Value).ToHashSet(); // beside the steps that need them
        var faults = check.Run(package, await catalogue.ValuesAsync(work.Db, serviceId, LocalDay.Today(time), cancellation)).Where(fault => fault.Code != "template.missing" || !told.Contains(fault.File)).Concat(ofHouse).ToList();
        return (package, faults.TrueForAll(fault => fault.IsHint) ? [.. faults, .. await TriedAsync(package, cancellation)] : [.. faults]); // what is wrong already is not played
    }

    /// <summary>Those that can be read where something else is wrong.</summary>
    private static ImmutableDictionary<string, ServiceTerm> TermsOf(string serviceId, ImmutableSortedDictionary<string, string> files) =>
        files.TryGetValue("service.json", out var text) && JsonSpot.Parse(text, "service.json", []) is { } root ? DescriptionReading.Read(root, serviceId).Deadlines : ImmutableDictionary<string, ServiceTerm>.Empty;

    /// <summary>Null where it cannot be read.</summary>
    private static FormDefinition? FormIn(ImmutableSortedDictionary<string, string> files) =>
        files.TryGetValue("form.json", out var text) && (List<FileFault>)[] is var faults && JsonSpot.Parse(text, "form.json", faults) is { } root && FormReading.Read(root) is var form && faults.Count == 0 ? form : null;

    /// <summary>What of the trials that were kept comes out otherwise.</summary>
    private async Task<IReadOnlyList<FileFault>> TriedAsync(ServicePackage package, CancellationToken cancellation)
    {
        var faults = new List<FileFault>();
        var trials = package.Trials.IsEmpty ? null : new Trials(catalog, package, await calendars.CurrentAsync(cancellation));
        for (var index = 0; index < package.Trials.Length; index++)
            if (await trials!.FaultAsync(package.Trials[index], index, time.GetUtcNow(), cancellation) is { } fault)
                faults.Add(fault);
        return faults;
    }
}
