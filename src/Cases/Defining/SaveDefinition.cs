using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Approving;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Ports;

namespace AidWorkflow.Cases.Defining;

/// <param name="Json">Elsa 3 JSON.</param>
/// <param name="Stamp">Of the version that the writer had before them; null where nobody else writes.</param>
public sealed record DefinitionText(string Json, string? Stamp = null);

/// <summary>
/// Writes the draft of a definition: the first version of a new one, the draft there is, or the next version behind a published one, which stays published.
/// A draft may be wrong; only publishing asks. What a writer without a stamp writes over is kept (<see cref="OverwrittenDraft"/>).
/// </summary>
public sealed class SaveDefinition(IUnitOfWork work, DefinitionRights rights, DefinitionLibrary library, Overwriting overwriting, FourEyes fourEyes, AuditTrail audit, IIds ids, TimeProvider time)
{
    /// <exception cref="DefinitionException">It is not JSON, or no workflow definition.</exception>
    /// <exception cref="RefusedException">definition.not-yours, definition.id-unfit, definition.name-too-long, definition.changed-meanwhile</exception>
    public async Task<DefinitionVersion> RunAsync(Actor actor, DefinitionText text, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        return await SaveAsync(actor, WorkflowDefinition.Parse(text.Json), text.Stamp, cancellation);
    }

    internal async Task<DefinitionVersion> SaveAsync(Actor actor, WorkflowDefinition content, string? stamp, CancellationToken cancellation)
    {
        var definitionId = content.DefinitionId is { Length: > 0 } said ? said : NewId();
        RequireFit(definitionId, content);
        var latest = await library.LatestAsync(definitionId, cancellation);
        RequireUnchanged(latest, stamp);
        var (now, stood) = (time.GetUtcNow(), latest?.Stamp);
        if (latest is { State: DefinitionState.Draft })
        {
            var before = DraftBefore.Of(latest);
            latest.Write(content, actor, now);
            if (stamp is null && before.Stamp != latest.Stamp)
                await overwriting.KeepAsync(before, actor, latest.Stamp, cancellation);
        }
        else
        {
            var id = latest is null ? await FreeIdAsync(content.Id, cancellation) : NewId();
            latest = new DefinitionVersion(id, definitionId, (latest?.Version ?? 0) + 1, content, actor, now);
            work.Db.Add(latest);
        }

        if (latest.Stamp != stood)
            await fourEyes.WrittenAsync($"definition:{definitionId}", actor, cancellation);
        audit.Record($"definition:{definitionId}", "definition.saved", actor, ("version", $"{latest.Version}"));
        return latest;
    }

    /// <param name="latest">The newest version; null where there is none yet.</param>
    /// <param name="stamp">Of the version that the caller has before them; null where they do not know of stamps.</param>
    /// <exception cref="RefusedException">definition.changed-meanwhile</exception>
    internal static void RequireUnchanged(DefinitionVersion? latest, string? stamp)
    {
        if (stamp is not null && latest is not null && latest.Stamp != stamp)
            throw new RefusedException("definition.changed-meanwhile", null, ("by", latest.ChangedBy), ("at", latest.ChangedAt));
    }

    /// <exception cref="RefusedException">definition.id-unfit, definition.name-too-long</exception>
    internal static void RequireFit(string definitionId, WorkflowDefinition content)
    {
        if (definitionId.Length > DefinitionVersion.LongestId || definitionId.Contains('/', StringComparison.Ordinal))
            throw new RefusedException("definition.id-unfit", "definitionId", ("most", DefinitionVersion.LongestId));
        if ((content.Name?.Length ?? 0) > DefinitionVersion.LongestName)
            throw new RefusedException("definition.name-too-long", "name", ("most", DefinitionVersion.LongestName));
    }

    /// <summary>A file brings the id of its version along; where it is free it stays, so that whoever names it finds it.</summary>
    internal async Task<string> FreeIdAsync(string id, CancellationToken cancellation) =>
        id.Length is > 0 and <= DefinitionVersion.LongestId && !id.Contains('/', StringComparison.Ordinal) && await work.Db.FindAsync<DefinitionVersion>([id], cancellation) is null ? id : NewId();

    private string NewId() => ids.Next().ToString("N");
}
