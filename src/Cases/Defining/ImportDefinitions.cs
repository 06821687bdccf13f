using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;

namespace AidWorkflow.Cases.Defining;

/// <param name="Name">As the person knows it: a file's name.</param>
public sealed record DefinitionUpload(string Name, string Json);

/// <param name="Version">Null where it could not be read as a definition at all; nothing of it was kept.</param>
/// <param name="Published">False also where it has errors: it is kept as a draft.</param>
public sealed record Imported(string Name, DefinitionVersion? Version, bool Published, ImmutableArray<DefinitionFault> Faults);

/// <summary>
/// Takes definitions in, in any order, each in a commit of its own: each is kept, with the list of what is wrong in it. A new one becomes version 1 whatever its
/// file says and keeps its ids; one that is known becomes the draft, or the next version behind a published one.
/// </summary>
public sealed class ImportDefinitions(IActs acts, ActivityCatalog catalog)
{
    /// <param name="andPublish">Publish those that have no errors: what a definition uses before itself.</param>
    /// <exception cref="RefusedException">definition.not-yours</exception>
    public async Task<ImmutableArray<Imported>> RunAsync(Actor actor, IReadOnlyList<DefinitionUpload> uploads, bool andPublish, CancellationToken cancellation)
    {
        var imported = new List<Imported>();
        var drafts = new List<(int Place, DefinitionVersion Version)>();
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var upload in uploads)
        {
            try
            {
                var content = WorkflowDefinition.Parse(upload.Json);
                if (!taken.TryAdd(content.DefinitionId, upload.Name))
                {
                    imported.Add(new(upload.Name, null, Published: false, [Twice(taken[content.DefinitionId])]));
                    continue;
                }

                var version = await acts.RunAsync<SaveDefinition, DefinitionVersion>((act, token) => act.RunAsync(actor, new(upload.Json), token), cancellation);
                drafts.Add((imported.Count, version));
                imported.Add(new(upload.Name, version, Published: false, []));
            }
            catch (DefinitionException broken)
            {
                imported.Add(new(upload.Name, null, Published: false, [broken.Fault]));
            }
            catch (RefusedException refused) when (refused.Code is "definition.id-unfit" or "definition.name-too-long")
            {
                imported.Add(new(upload.Name, null, Published: false, [new(Severity.Error, $"$.{refused.Field}", refused.Code, new(Texts.Say(refused, "zh-CN"), Texts.Say(refused, "en")))]));
            }
        }

        foreach (var (place, version) in UsedFirst(drafts))
        {
            imported[place] = imported[place] with { Faults = await acts.RunAsync<DefinitionCheck, ImmutableArray<DefinitionFault>>((check, token) => check.RunAsync(version.Read(isLatest: true), token), cancellation) };
            if (andPublish && imported[place].Faults.All(fault => fault.Severity != Severity.Error))
                imported[place] = imported[place] with { Published = true, Version = (await acts.RunAsync<PublishDefinition, Publication>((act, token) => act.RunAsync(actor, version.DefinitionId, token), cancellation)).Version };
        }

        return [.. imported];
    }

    /// <summary>Which of two would be the draft is nobody's guess to make.</summary>
    private static DefinitionFault Twice(string other) => new(Severity.Error, "$.definitionId", "repeated-definition",
        new($"{other} 已有同一个 definitionId；请分两次导入，或更正编号", $"{other} has the same definitionId; import them one after the other, or correct the id"));

    private List<(int Place, DefinitionVersion Version)> UsedFirst(List<(int Place, DefinitionVersion Version)> drafts)
    {
        var read = drafts.Select(draft => (draft.Place, draft.Version, Content: draft.Version.Read(isLatest: true))).ToList();
        var (ordered, met) = (new List<(int, DefinitionVersion)>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var one in read)
            Visit(one.Content);
        return ordered;

        void Visit(WorkflowDefinition content)
        {
            if (!met.Add(content.Id))
                return;
            foreach (var use in WorkflowUses.Of(content, catalog))
            {
                if (read.FirstOrDefault(other => other.Content.Id == use.VersionId || other.Version.ActivityType == use.TypeName || other.Content.DefinitionId == use.DefinitionId) is { Content: { } used })
                    Visit(used);
            }

            var mine = read.First(one => one.Content.Id == content.Id);
            ordered.Add((mine.Place, mine.Version));
        }
    }
}
