using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Approving;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Engine.Instances;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Defining;

/// <summary>Takes a published definition back: nothing starts it any more. Its instances go on.</summary>
public sealed class RetractDefinition(IUnitOfWork work, DefinitionRights rights, DefinitionLibrary library, AuditTrail audit)
{
    /// <exception cref="RefusedException">definition.not-yours, definition.leads-petitions, definition.unknown, definition.not-published</exception>
    public async Task<DefinitionVersion> RunAsync(Actor actor, string definitionId, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        if (definitionId == PetitionRuns.DefinitionId)
            throw new RefusedException("definition.leads-petitions");
        await library.RequireLatestAsync(definitionId, cancellation);
        var published = await work.Db.Set<DefinitionVersion>().FirstOrDefaultAsync(one => one.DefinitionId == definitionId && one.State == DefinitionState.Published, cancellation)
            ?? throw new RefusedException("definition.not-published", "definitionId", ("definition", definitionId));
        published.Retire();
        work.Db.RemoveRange(await work.Db.Set<WorkflowTrigger>().Where(trigger => trigger.DefinitionId == definitionId).ToListAsync(cancellation));
        audit.Record($"definition:{definitionId}", "definition.retracted", actor, ("version", $"{published.Version}"));
        return published;
    }
}

/// <summary>Brings an older version back as the newest: a draft with its content, for a person to publish.</summary>
public sealed class RevertDefinition(IUnitOfWork work, DefinitionRights rights, SaveDefinition save)
{
    /// <exception cref="RefusedException">definition.not-yours, definition.version-unknown</exception>
    public async Task<DefinitionVersion> RunAsync(Actor actor, string definitionId, int version, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        var old = await work.Db.Set<DefinitionVersion>().AsNoTracking().FirstOrDefaultAsync(one => one.DefinitionId == definitionId && one.Version == version, cancellation)
            ?? throw new RefusedException("definition.version-unknown", "version", ("definition", definitionId), ("version", version));
        return await save.SaveAsync(actor, old.Read(isLatest: false), stamp: null, cancellation);
    }
}

/// <summary>
/// Removes a version that nothing rests on: no instance ran it, and no other workflow uses it. What a draft said is kept like one that was written over, so that it
/// can be brought back.
/// </summary>
public sealed class DeleteDefinition(IUnitOfWork work, DefinitionRights rights, Overwriting overwriting, FourEyes fourEyes, AuditTrail audit)
{
    /// <exception cref="RefusedException">definition.not-yours, definition.version-unknown, definition.published, definition.has-instances, definition.in-use</exception>
    public async Task RunAsync(Actor actor, string definitionId, int version, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        var found = await work.Db.Set<DefinitionVersion>().FirstOrDefaultAsync(one => one.DefinitionId == definitionId && one.Version == version, cancellation)
            ?? throw new RefusedException("definition.version-unknown", "version", ("definition", definitionId), ("version", version));
        await DeleteAsync(actor, found, cancellation);
    }

    internal async Task DeleteAsync(Actor actor, DefinitionVersion found, CancellationToken cancellation)
    {
        var (db, definitionId, version) = (work.Db, found.DefinitionId, found.Version);
        if (found.State == DefinitionState.Published)
            throw new RefusedException("definition.published", "version", ("definition", definitionId), ("version", version));
        if (await db.Set<InstanceRow>().AnyAsync(instance => instance.DefinitionVersionId == found.Id, cancellation))
            throw new RefusedException("definition.has-instances", "version", ("definition", definitionId), ("version", version));
        if (await db.Set<DefinitionUse>().Where(use => use.UsedVersionId == found.Id).Select(use => use.VersionId).FirstOrDefaultAsync(cancellation) is { } by)
            throw new RefusedException("definition.in-use", "version", ("by", by), ("version", version));
        db.RemoveRange(await db.Set<DefinitionUse>().Where(use => use.VersionId == found.Id).ToListAsync(cancellation));
        if (found.State == DefinitionState.Draft)
        {
            await overwriting.KeepNewAsync(DraftBefore.Of(found), actor, stamp: "", cancellation);
            await fourEyes.GivenUpAsync($"definition:{definitionId}", actor, cancellation);
        }

        db.Remove(found);
        audit.Record($"definition:{definitionId}", "definition.deleted", actor, ("version", $"{version}"));
    }
}

/// <summary>Gives the draft of a definition up; the version before it is the newest again.</summary>
public sealed class DiscardDefinitionDraft(DefinitionRights rights, DefinitionLibrary library, DeleteDefinition delete)
{
    /// <param name="stamp">Of the draft as whoever discards it has it before them; null where they do not know of stamps.</param>
    /// <exception cref="RefusedException">
    /// definition.not-yours, definition.unknown, definition.changed-meanwhile, definition.no-draft, definition.has-instances, definition.in-use
    /// </exception>
    public async Task<bool> RunAsync(Actor actor, string definitionId, string? stamp, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        var latest = await library.RequireLatestAsync(definitionId, cancellation);
        SaveDefinition.RequireUnchanged(latest, stamp);
        if (latest.State != DefinitionState.Draft)
            throw new RefusedException("definition.no-draft", null, ("definition", definitionId));
        await delete.DeleteAsync(actor, latest, cancellation);
        return true;
    }
}
