using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Cases.Forms;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Services;

public enum FileChange
{
    Added,
    Removed,
    Changed,
}

/// <summary>What taking a service in would do to its draft.</summary>
/// <param name="Number">Of the version that the file was taken from.</param>
/// <param name="Changes">By file; none where the draft says the same already.</param>
/// <param name="Faults">What would then forbid publishing.</param>
/// <param name="Stamp">Of what stands here now: whoever takes it in has seen this against exactly that.</param>
public sealed record ServiceImport(string ServiceId, int Number, ImmutableArray<(string File, FileChange Change)> Changes, ImmutableArray<FileFault> Faults, string Stamp);

/// <summary>Writes a service as one file, and takes one in as the draft of that service.</summary>
public sealed class ImportService(IUnitOfWork work, DefinitionRights rights, EditedServices services, SaveServiceDraft save, ServiceDraftCheck check)
{
    /// <param name="number">Of a version; null for what is edited now: the draft, or the version in force.</param>
    /// <exception cref="RefusedException">definition.not-yours, service.unknown, service.unknown-version</exception>
    public async Task<ServiceFile> ExportAsync(Actor actor, string serviceId, int? number, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        var edited = await services.GetAsync(serviceId, cancellation);
        if (number is null || (edited.IsDraft && number == edited.Number))
            return new(serviceId, edited.Number, edited.Files);
        var version = await work.Db.Set<ServiceVersion>().AsNoTracking().FirstOrDefaultAsync(one => one.ServiceId == serviceId && one.Number == number, cancellation)
            ?? throw new RefusedException("service.unknown-version", null, ("version", number));
        return new(serviceId, version.Number, EditedService.Of(version).Files);
    }

    /// <summary>Says what taking it in would do; nothing is changed.</summary>
    /// <exception cref="RefusedException">definition.not-yours, service.unknown, service-import.other-service, and what the file cannot be read for</exception>
    public async Task<ServiceImport> PlanAsync(Actor actor, string serviceId, string content, CancellationToken cancellation)
    {
        var (file, edited) = await ReadAsync(actor, serviceId, content, cancellation);
        var faults = (await check.ReadAsync(serviceId, file.Files, cancellation)).Faults;
        return new(serviceId, file.Number, [.. Changes(edited.Files, file.Files)], faults, edited.Stamp);
    }

    /// <param name="stamp">Of the plan.</param>
    /// <exception cref="RefusedException">What the plan is refused for, and service.draft-changed-meanwhile</exception>
    public async Task<EditedService> RunAsync(Actor actor, string serviceId, string content, string stamp, CancellationToken cancellation)
    {
        var (file, edited) = await ReadAsync(actor, serviceId, content, cancellation);
        var written = Changes(edited.Files, file.Files).ToDictionary(change => change.File, change => file.Files.GetValueOrDefault(change.File), StringComparer.Ordinal);
        return await save.RunAsync(actor, serviceId, new(written, stamp), cancellation);
    }

    private async Task<(ServiceFile File, EditedService Edited)> ReadAsync(Actor actor, string serviceId, string content, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        var file = ServiceFile.Read(content);
        return file.ServiceId == serviceId ? (file, await services.GetAsync(serviceId, cancellation)) : throw new RefusedException("service-import.other-service", "content", ("service", file.ServiceId), ("here", serviceId));
    }

    private static IEnumerable<(string File, FileChange Change)> Changes(ImmutableSortedDictionary<string, string> before, ImmutableSortedDictionary<string, string> after) =>
        from path in before.Keys.Union(after.Keys).Order(StringComparer.Ordinal)
        let old = before.GetValueOrDefault(path)
        let now = after.GetValueOrDefault(path)
        where old != now
        select (path, old is null ? FileChange.Added : now is null ? FileChange.Removed : FileChange.Changed);
}
