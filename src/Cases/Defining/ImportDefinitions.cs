using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Approving;
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
/// file says and keeps its ids; one that is known becomes the draft, or the next version behind a published one. Where publishing takes two, all stay drafts. Several versions of one are its history
/// (<see cref="ImportHistory"/>) and keep their numbers.
/// </summary>
public sealed class ImportDefinitions(IActs acts, ActivityCatalog catalog, PublishingHouse house)
{
    private static readonly HashSet<string> OfTheFile = new(["definition.id-unfit", "definition.name-too-long", "definition.version-unfit", "definition.draft-in-the-way", "publishing.history"], StringComparer.Ordinal);

    /// <param name="publishing">Only what has no errors is published: what a definition uses before itself.</param>
    /// <exception cref="RefusedException">definition.not-yours</exception>
    public async Task<ImmutableArray<Imported>> RunAsync(Actor actor, IReadOnlyList<DefinitionUpload> uploads, Publishing publishing, CancellationToken cancellation)
    {
        var imported = uploads.Select(upload => new Imported(upload.Name, null, Published: false, [])).ToArray();
        var definitions = Read(uploads, imported).GroupBy(one => one.Content.DefinitionId, StringComparer.Ordinal).Select(group => group.OrderBy(one => one.Content.Version).ToList()).ToList();

        // All single ones first, so that those that stay drafts find each other.
        foreach (var one in definitions.Where(versions => versions.Count == 1).Select(versions => versions[0]))
        {
            await TellingAsync(imported, [one], async () =>
            {
                var draft = await acts.RunAsync<SaveDefinition, DefinitionVersion>((act, token) => act.RunAsync(actor, new(uploads[one.Place].Json), token), cancellation);
                imported[one.Place] = imported[one.Place] with { Version = draft };
            });
        }

        foreach (var versions in UsedFirst(definitions))
        {
            if (versions.Count > 1)
            {
                await TellingAsync(imported, versions, async () =>
                {
                    var kept = await acts.RunAsync<ImportHistory, ImmutableArray<KeptVersion>>((act, token) => act.RunAsync(actor, [.. versions.Select(one => one.Content)], publishing, token), cancellation);
                    foreach (var (one, version) in versions.Zip(kept))
                        imported[one.Place] = imported[one.Place] with { Version = version.Version, Published = version.Version.State == DefinitionState.Published, Faults = version.Faults };
                });
            }
            else if (imported[versions[0].Place] is { Version: { } draft } single)
            {
                var faults = await acts.RunAsync<DefinitionCheck, ImmutableArray<DefinitionFault>>((check, token) => check.RunAsync(draft.Read(isLatest: true), token), cancellation);
                var isMeant = !house.FourEyes && (publishing == Publishing.Newest || (publishing == Publishing.AsMarked && versions[0].Content.IsPublished));
                if (isMeant && faults.All(fault => fault.Severity != Severity.Error))
                    single = single with { Published = true, Version = (await acts.RunAsync<PublishDefinition, Publication>((act, token) => act.RunAsync(actor, draft.DefinitionId, draft.Stamp, token), cancellation)).Version };
                imported[versions[0].Place] = single with { Faults = faults };
            }
        }

        return [.. imported];
    }

    private static List<Upload> Read(IReadOnlyList<DefinitionUpload> uploads, Imported[] imported)
    {
        var read = new List<Upload>();
        for (var place = 0; place < uploads.Count; place++)
        {
            try
            {
                var content = WorkflowDefinition.Parse(uploads[place].Json);
                if (read.FirstOrDefault(other => other.Content.DefinitionId == content.DefinitionId && other.Content.Version == content.Version) is { } twin)
                    imported[place] = imported[place] with { Faults = [Twice(uploads[twin.Place].Name, content.Version)] };
                else
                    read.Add(new(place, content));
            }
            catch (DefinitionException broken)
            {
                imported[place] = imported[place] with { Faults = [broken.Fault] };
            }
        }

        return read;
    }

    /// <summary>What is refused because of what stands in a file is told of the file; the others go on.</summary>
    private static async Task TellingAsync(Imported[] imported, List<Upload> files, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (RefusedException refused) when (OfTheFile.Contains(refused.Code))
        {
            foreach (var file in files)
                imported[file.Place] = imported[file.Place] with { Faults = [new(Severity.Error, $"$.{refused.Field}", refused.Code, new(Texts.Say(refused, "zh-CN"), Texts.Say(refused, "en")))] };
        }
    }

    /// <summary>Which of two would be the version is nobody's guess to make.</summary>
    private static DefinitionFault Twice(string other, int version) => new(Severity.Error, "$.definitionId", "repeated-definition",
        new($"{other} 已有同一个 definitionId 的第 {version} 版；请更正编号或版本，或分两次导入", $"{other} has version {version} of the same definitionId; correct the id or the version, or import them one after the other"));

    private List<List<Upload>> UsedFirst(List<List<Upload>> definitions)
    {
        var (ordered, met) = (new List<List<Upload>>(), new HashSet<List<Upload>>());
        foreach (var versions in definitions)
            Visit(versions);
        return ordered;

        void Visit(List<Upload> versions)
        {
            if (!met.Add(versions))
                return;
            foreach (var use in versions.SelectMany(one => WorkflowUses.Of(one.Content, catalog)))
            {
                if (definitions.Find(others => others.Exists(other => IsMeant(use, other.Content))) is { } used)
                    Visit(used);
            }

            ordered.Add(versions);
        }
    }

    private static bool IsMeant(WorkflowUse use, WorkflowDefinition other) =>
        other.Id == use.VersionId || (other.UsableAsActivity && other.ActivityTypeName == use.TypeName) || other.DefinitionId == use.DefinitionId;

    private sealed record Upload(int Place, WorkflowDefinition Content);
}
