using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Approving;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Engine.Definitions;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Defining;

/// <summary>What of that which is taken in is published with it.</summary>
public enum Publishing
{
    Nothing,

    /// <summary>The newest version of each definition.</summary>
    Newest,

    /// <summary>What its file calls published, unless a newer version is published here.</summary>
    AsMarked,
}

/// <param name="Version">As it stands here now.</param>
/// <param name="Faults">What is wrong in it; an error where another version stands here under its number, which stays as it is.</param>
public sealed record KeptVersion(DefinitionVersion Version, ImmutableArray<DefinitionFault> Faults);

/// <summary>
/// Takes several versions of one definition in, each under its number and its id: the newest as the draft, those before it as what was once published and never
/// changes again. A version that is here already stays; taking the same history in again changes nothing.
/// </summary>
public sealed class ImportHistory(IUnitOfWork work, DefinitionRights rights, DefinitionCheck check, SaveDefinition save, PublishDefinition publish, FourEyes fourEyes, AuditTrail audit, TimeProvider time)
{
    /// <param name="versions">In any order.</param>
    /// <returns>Oldest first.</returns>
    /// <exception cref="RefusedException">
    /// definition.not-yours, definition.several, definition.repeated-version, definition.version-unfit, definition.id-unfit, definition.name-too-long, definition.draft-in-the-way, publishing.history
    /// </exception>
    public async Task<ImmutableArray<KeptVersion>> RunAsync(Actor actor, IReadOnlyList<WorkflowDefinition> versions, Publishing publishing, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        var definitionId = OneOf(versions);
        var here = await work.Db.Set<DefinitionVersion>().Where(version => version.DefinitionId == definitionId).ToDictionaryAsync(version => version.Version, cancellation);
        var newest = versions.Select(version => version.Version).Concat(here.Keys).Max();
        if (here.Values.FirstOrDefault(version => version.State == DefinitionState.Draft) is { } draft && draft.Version < newest && versions.All(version => version.Version != draft.Version))
            throw new RefusedException("definition.draft-in-the-way", "version", ("definition", definitionId), ("version", draft.Version));

        if (fourEyes.IsRequired && versions.Any(version => version.Version < newest && (!here.TryGetValue(version.Version, out var known) || known.State == DefinitionState.Draft)))
            throw new RefusedException("publishing.history"); // it would stand here as if it had been published, and running instances could be moved to it

        var toPublish = fourEyes.IsRequired ? null : ToPublish(versions, here, publishing, newest);
        var (kept, written) = (ImmutableArray.CreateBuilder<KeptVersion>(), new List<int>());
        foreach (var content in versions.OrderBy(version => version.Version))
        {
            if (here.TryGetValue(content.Version, out var known) && known.State != DefinitionState.Draft)
            {
                kept.Add(new(known, AreSame(known.Read(isLatest: false), content) ? [] : [Differs(known)]));
            }
            else
            {
                known = await WriteAsync(actor, known, content, cancellation);
                written.Add(content.Version);
                kept.Add(new(known, await FaultsAsync(actor, known, isLast: content.Version == newest, content.Version == toPublish, cancellation)));
            }

            if (content.Version == toPublish && kept[^1].Faults.All(fault => fault.Severity != Severity.Error))
                kept[^1] = kept[^1] with { Faults = (await publish.PublishAsync(actor, known, cancellation)).Warnings };
        }

        if (written.Contains(newest))
            await fourEyes.WrittenAsync($"definition:{definitionId}", actor, cancellation);
        if (written.Count > 0)
            audit.Record($"definition:{definitionId}", "definition.history-imported", actor, ("versions", string.Join(", ", written)));
        return kept.ToImmutable();
    }

    private static string OneOf(IReadOnlyList<WorkflowDefinition> versions)
    {
        if (versions.Select(version => version.DefinitionId).Distinct(StringComparer.Ordinal).Take(2).ToList() is not [{ Length: > 0 } definitionId])
            throw new RefusedException("definition.several", "versions");
        if (versions.GroupBy(version => version.Version).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new RefusedException("definition.repeated-version", "versions", ("version", twice.Key));
        foreach (var version in versions)
        {
            SaveDefinition.RequireFit(definitionId, version);
            if (version.Version < 1)
                throw new RefusedException("definition.version-unfit", "version", ("version", version.Version));
        }

        return definitionId;
    }

    private static int? ToPublish(IReadOnlyList<WorkflowDefinition> versions, Dictionary<int, DefinitionVersion> here, Publishing publishing, int newest) => publishing switch
    {
        Publishing.Newest => versions.Any(version => version.Version == newest) ? newest : null,
        Publishing.AsMarked when versions.Where(version => version.IsPublished).MaxBy(version => version.Version) is { Version: var marked }
            && !here.Values.Any(version => version.State == DefinitionState.Published && version.Version > marked) => marked,
        _ => null,
    };

    private async Task<DefinitionVersion> WriteAsync(Actor actor, DefinitionVersion? draft, WorkflowDefinition content, CancellationToken cancellation)
    {
        if (draft is not null)
        {
            draft.Write(content, actor, time.GetUtcNow());
            return draft;
        }

        var version = new DefinitionVersion(await save.FreeIdAsync(content.Id, cancellation), content.DefinitionId, content.Version, content, actor, time.GetUtcNow());
        work.Db.Add(version);
        return version;
    }

    /// <summary>What is wrong in a version that was just written; unless it stays a draft or is to be published, it never changes from here on.</summary>
    private async Task<ImmutableArray<DefinitionFault>> FaultsAsync(Actor actor, DefinitionVersion version, bool isLast, bool isToPublish, CancellationToken cancellation)
    {
        if (isLast && !isToPublish)
            return await check.RunAsync(version.Read(isLatest: true), cancellation);
        var (pinned, faults, used) = await check.PinAsync(version.Read(isLatest: isLast), cancellation);
        if (isLast || (isToPublish && faults.All(fault => fault.Severity != Severity.Error)))
            return faults;
        version.Write(pinned, actor, time.GetUtcNow());
        version.Retire();
        work.Db.AddRange(used.All.Where(one => one.Id != version.Id).Select(one => new DefinitionUse { VersionId = version.Id, UsedVersionId = one.Id, UsedDefinitionId = one.DefinitionId }));
        return faults;
    }

    /// <summary>The same but for what a house that keeps versions says of them.</summary>
    private static bool AreSame(WorkflowDefinition one, WorkflowDefinition other) => JsonNode.DeepEquals(one.As("", "", 0, false, false).Json, other.As("", "", 0, false, false).Json);

    private static DefinitionFault Differs(DefinitionVersion known) => new(Severity.Error, "$.version", "version-differs",
        new($"这里已有内容不同的第 {known.Version} 版，没有改动", $"another version {known.Version} is here already, and stays as it is"));
}
