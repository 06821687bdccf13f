using System.Collections.Immutable;
using System.CommandLine;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Portal.Commands;

/// <summary><c>definition list|import|export|publish|…</c>: workflow definitions that belong to no service, over their whole life.</summary>
internal static class DefinitionVerb
{
    public static Command Command(SharedOptions shared) => new("definition", shared.Say(("不属于任何服务的流程定义：导入、发布、撤回、版本。", "Workflow definitions that belong to no service: import, publish, retract, versions.")))
    {
        List(shared), Import(shared), Export(shared), Publish(shared), Retract(shared), Revert(shared), Delete(shared), Consumers(shared), Start(shared),
    };

    private static Command List(SharedOptions shared)
    {
        var id = new Argument<string?>("id") { Description = shared.Say(("只列出该定义的各版本。", "The versions of this definition only.")), Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("list", shared.Say(("列出流程定义，或某一定义的版本。", "List definitions, or the versions of one."))) { id };
        command.SetAction((parsed, cancellation) => parsed.GetValue(id) is { } one ? VersionsAsync(shared, parsed, one, cancellation) : ListAsync(shared, parsed, cancellation));
        return command;
    }

    private static async Task<int> ListAsync(SharedOptions shared, ParseResult parsed, CancellationToken cancellation)
    {
        var found = await MendingSession.RunAsync<DefinitionReading, IReadOnlyList<DefinitionRow>>(shared, parsed, (reading, token) => reading.ListAsync(MendingSession.Actor, token), cancellation);
        return await TellAsync(shared, parsed, new { definitions = found }, found.Select(row =>
            $"{row.DefinitionId}  {shared.Say(($"第 {row.LatestVersion} 版", $"version {row.LatestVersion}"))}  {StateOf(shared, row.State)}{Published(shared, row)}  {row.Name}"));
    }

    private static async Task<int> VersionsAsync(SharedOptions shared, ParseResult parsed, string id, CancellationToken cancellation)
    {
        var found = await MendingSession.RunAsync<DefinitionReading, IReadOnlyList<DefinitionVersion>>(shared, parsed, (reading, token) => reading.VersionsAsync(MendingSession.Actor, id, token), cancellation);
        return await TellAsync(shared, parsed, new { versions = found.Select(Shape) }, found.Select(version => Said(shared, version)));
    }

    private static Command Import(SharedOptions shared)
    {
        var paths = new Argument<string[]>("paths") { Description = shared.Say(("文件、文件夹或 zip 包，次序不限。", "Files, folders or zip files, in any order.")), Arity = ArgumentArity.OneOrMore };
        var publish = new Option<bool>("--publish") { Description = shared.Say(("没有错误的随即发布；同一定义有多版的，发布最新一版。", "Publish those that have no errors; of several versions of one definition the newest.")) };
        var asMarked = new Option<bool>("--as-marked") { Description = shared.Say(("只发布文件中标为已发布（isPublished）且没有错误的。", "Publish only what its file calls published (isPublished), where it has no errors.")) };
        var command = new Command("import", shared.Say(("导入流程定义；有错误的存为草稿。同一定义的多个版本保留各自的编号。", "Import definitions; one with errors is kept as a draft. Several versions of one keep their numbers."))) { paths, publish, asMarked };
        command.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(publish) && parsed.GetValue(asMarked))
                throw new WrongInputException(("--publish 与 --as-marked 只能用一个。", "Say either --publish or --as-marked."));
            var publishing = parsed.GetValue(asMarked) ? Publishing.AsMarked : parsed.GetValue(publish) ? Publishing.Newest : Publishing.Nothing;
            var uploads = await DefinitionFiles.ReadAsync(parsed.GetRequiredValue(paths), cancellation);
            var imported = await MendingSession.RunAsync<ImportDefinitions, ImmutableArray<Imported>>(
                shared, parsed, (import, token) => import.RunAsync(MendingSession.Actor, uploads, publishing, token), cancellation);
            await TellAsync(shared, parsed,
                new { imported = imported.Select(one => new { file = one.Name, version = one.Version is null ? null : Shape(one.Version), one.Published, faults = one.Faults.Select(fault => Shape(shared, fault)) }) },
                imported.SelectMany(one => one.Faults.Select(fault => Said(shared, one.Name, fault))
                    .Append(one.Version is { } version ? $"{one.Name}: {Said(shared, version)}" : $"{one.Name}: {shared.Say(("没有导入。", "not imported."))}")));
            return imported.Any(one => one.Version is null || one.Faults.Any(fault => fault.Severity == Severity.Error)) ? 1 : 0;
        });
        return command;
    }

    private static Command Export(SharedOptions shared)
    {
        var ids = new Argument<string[]>("ids") { Description = shared.Say(("定义编号；不写则导出全部。", "Definition ids; all of them where none is named.")), Arity = ArgumentArity.ZeroOrMore };
        var version = new Option<int?>("--version") { Description = shared.Say(("哪一版，默认最新；只用于一个定义。", "Which version, the newest by default; for one definition only.")) };
        var to = new Option<string?>("--to") { Description = shared.Say(("写入文件；多个定义写入 .zip。", "The file to write; several go into a .zip.")) };
        var all = new Option<bool>("--all-versions") { Description = shared.Say(("每个定义的全部版本，可用 import --as-marked 移到另一套系统。", "Every version of each definition; import --as-marked takes them in elsewhere.")) };
        var command = new Command("export", shared.Say(("导出为 Elsa 3 JSON。", "Export as Elsa 3 JSON."))) { ids, version, all, to };
        command.SetAction(async (parsed, cancellation) =>
        {
            var wanted = parsed.GetValue(ids) is { Length: > 0 } named
                ? named
                : [.. (await MendingSession.RunAsync<DefinitionReading, IReadOnlyList<DefinitionRow>>(shared, parsed, (reading, token) => reading.ListAsync(MendingSession.Actor, token), cancellation)).Select(row => row.DefinitionId)];
            var (file, which, whole) = (parsed.GetValue(to), parsed.GetValue(version), parsed.GetValue(all));
            if ((wanted.Length != 1 || whole) && (which is not null || file is null || !DefinitionFiles.IsBundle(file)))
                throw new WrongInputException(($"有 {wanted.Length} 个流程或多个版本：请用 --to 指定 .zip 文件，不要用 --version。", $"There are {wanted.Length} workflows, or all versions: name a .zip file by --to, and no --version."));
            var definitions = new List<WorkflowDefinition>();
            foreach (var id in wanted.Where(_ => whole))
                definitions.AddRange(await MendingSession.RunAsync<DefinitionReading, IReadOnlyList<WorkflowDefinition>>(shared, parsed, (reading, token) => reading.HistoryAsync(MendingSession.Actor, id, token), cancellation));
            foreach (var id in wanted.Where(_ => !whole))
                definitions.Add(await MendingSession.RunAsync<DefinitionReading, WorkflowDefinition>(shared, parsed, (reading, token) => reading.ExportAsync(MendingSession.Actor, id, which, token), cancellation));
            if (file is null)
            {
                await parsed.InvocationConfiguration.Output.WriteLineAsync(definitions[0].ToJson());
                return 0;
            }

            await DefinitionFiles.WriteAsync(file, definitions, cancellation);
            return await TellAsync(shared, parsed, new { file, definitions = definitions.Count }, [shared.Say(($"已写入 {file}（{definitions.Count} 份定义）。", $"{file} was written ({definitions.Count} {(definitions.Count == 1 ? "document" : "documents")})."))]);
        });
        return command;
    }

    private static Command Publish(SharedOptions shared)
    {
        var id = IdOf(shared);
        var command = new Command("publish", shared.Say(("发布最新版本；有错误则不发布。", "Publish the newest version; refused where it has errors."))) { id };
        command.SetAction(async (parsed, cancellation) =>
        {
            var published = await PublishAsync(shared, parsed, parsed.GetRequiredValue(id), cancellation);
            return await TellAsync(shared, parsed, new { version = Shape(published.Version), warnings = published.Warnings.Select(fault => Shape(shared, fault)) },
                [.. published.Warnings.Select(fault => Said(shared, published.Version.DefinitionId, fault)), Said(shared, published.Version)]);
        });
        return command;
    }

    private static Command Retract(SharedOptions shared)
    {
        var id = IdOf(shared);
        var command = new Command("retract", shared.Say(("撤回已发布的版本，不再启动新实例。", "Take the published version back; nothing starts it any more."))) { id };
        command.SetAction((parsed, cancellation) => ChangeAsync<RetractDefinition>(shared, parsed, (act, token) => act.RunAsync(MendingSession.Actor, parsed.GetRequiredValue(id), token), cancellation));
        return command;
    }

    private static Command Revert(SharedOptions shared)
    {
        var (id, version) = (IdOf(shared), VersionOf(shared));
        var command = new Command("revert", shared.Say(("以旧版本的内容另存为最新草稿。", "Bring an older version back as the newest draft."))) { id, version };
        command.SetAction((parsed, cancellation) => ChangeAsync<RevertDefinition>(
            shared, parsed, (act, token) => act.RunAsync(MendingSession.Actor, parsed.GetRequiredValue(id), parsed.GetRequiredValue(version), token), cancellation));
        return command;
    }

    private static Command Delete(SharedOptions shared)
    {
        var (id, version) = (IdOf(shared), VersionOf(shared));
        var command = new Command("delete", shared.Say(("删除没有实例、也没有被引用的版本。", "Delete a version that has no instances and that nothing uses."))) { id, version };
        command.SetAction(async (parsed, cancellation) =>
        {
            var (definition, number) = (parsed.GetRequiredValue(id), parsed.GetRequiredValue(version));
            await MendingSession.RunAsync<DeleteDefinition, bool>(shared, parsed, async (act, token) =>
            {
                await act.RunAsync(MendingSession.Actor, definition, number, token);
                return true;
            }, cancellation);
            return await TellAsync(shared, parsed, new { definitionId = definition, version = number, deleted = true }, [shared.Say(("已删除。", "It is deleted."))]);
        });
        return command;
    }

    private static Command Consumers(SharedOptions shared)
    {
        var id = IdOf(shared);
        var update = new Option<bool>("--update") { Description = shared.Say(("让它们改用该流程的已发布版本，并重新发布。", "Bring them up to its published version, and publish them anew.")) };
        var command = new Command("consumers", shared.Say(("列出把该流程当作活动使用的流程。", "List the workflows that use it like an activity."))) { id, update };
        command.SetAction(async (parsed, cancellation) =>
        {
            var used = parsed.GetRequiredValue(id);
            var found = await ConsumersAsync(shared, parsed, used, cancellation);
            if (parsed.GetValue(update))
            {
                foreach (var consumer in found)
                {
                    var toPublish = await MendingSession.RunAsync<UpdateConsumer, string?>(shared, parsed, (act, token) => act.RunAsync(MendingSession.Actor, consumer.DefinitionId, used, token), cancellation);
                    if (toPublish is not null)
                        await PublishAsync(shared, parsed, toPublish, cancellation);
                }

                found = await ConsumersAsync(shared, parsed, used, cancellation);
            }

            return await TellAsync(shared, parsed, new { consumers = found.Select(Shape) }, found.Select(version => Said(shared, version)));
        });
        return command;
    }

    private static Command Start(SharedOptions shared)
    {
        var id = IdOf(shared);
        var input = new Option<string?>("--input") { Description = shared.Say(("流程输入（JSON 对象）。", "The workflow's inputs, a JSON object.")) };
        var correlation = new Option<string?>("--correlation") { Description = shared.Say(("关联号。", "The correlation id.")) };
        var command = new Command("start", shared.Say(("启动一个实例。", "Start an instance."))) { id, input, correlation };
        command.SetAction(async (parsed, cancellation) =>
        {
            var burst = await MendingSession.RunAsync<StartWorkflow, Burst>(shared, parsed, (act, token) =>
                act.RunAsync(MendingSession.Actor, parsed.GetRequiredValue(id), parsed.GetValue(correlation), WorkflowTrial.InputOf(parsed.GetValue(input)), token), cancellation);
            var instance = burst.Writes.Instance;
            return await TellAsync(shared, parsed, new { instance = instance.Id.Value, status = instance.Status.ToString(), subStatus = instance.SubStatus.ToString(), burst.Lines },
                [.. burst.Lines, $"{instance.Id}  {InstanceVerb.State(shared, instance.SubStatus)}"]);
        });
        return command;
    }

    private static Task<IReadOnlyList<DefinitionVersion>> ConsumersAsync(SharedOptions shared, ParseResult parsed, string id, CancellationToken cancellation) =>
        MendingSession.RunAsync<DefinitionConsumers, IReadOnlyList<DefinitionVersion>>(shared, parsed, (reading, token) => reading.OfAsync(MendingSession.Actor, id, token), cancellation);

    /// <exception cref="WrongInputException">It has errors: all of them.</exception>
    private static async Task<Publication> PublishAsync(SharedOptions shared, ParseResult parsed, string id, CancellationToken cancellation)
    {
        try
        {
            return await MendingSession.RunAsync<PublishDefinition, Publication>(shared, parsed, (act, token) => act.RunAsync(MendingSession.Actor, id, stamp: null, token), cancellation);
        }
        catch (DefinitionFaultsException broken)
        {
            string All(string between, Func<DefinitionFault, string> say) => string.Join(between, broken.Faults.Where(fault => fault.Severity == Severity.Error).Select(fault => $"{fault.Path}: {say(fault)}"));
            throw new WrongInputException(($"没有发布，请先改正：{All("；", fault => fault.Why.Zh)}", $"Not published. Correct first: {All("; ", fault => fault.Why.En)}"), broken);
        }
    }

    private static async Task<int> ChangeAsync<TAct>(SharedOptions shared, ParseResult parsed, Func<TAct, CancellationToken, Task<DefinitionVersion>> act, CancellationToken cancellation)
        where TAct : notnull
    {
        var version = await MendingSession.RunAsync(shared, parsed, act, cancellation);
        return await TellAsync(shared, parsed, new { version = Shape(version) }, [Said(shared, version)]);
    }

    private static async Task<int> TellAsync(SharedOptions shared, ParseResult parsed, object json, IEnumerable<string> lines)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (shared.Json(parsed))
            await output.WriteLineAsync(SharedOptions.ToJson(json));
        else
            foreach (var line in lines)
                await output.WriteLineAsync(line);
        return 0;
    }

    private static object Shape(DefinitionVersion version) => new { version.Id, version.DefinitionId, version.Version, version.State, version.Name, version.ChangedAt, version.ChangedBy, version.PublishedAt, version.Stamp };

    private static object Shape(SharedOptions shared, DefinitionFault fault) => new { fault.Severity, fault.Path, fault.Code, reason = shared.Say((fault.Why.Zh, fault.Why.En)) };

    private static string Said(SharedOptions shared, DefinitionVersion version) =>
        $"{version.DefinitionId}  {shared.Say(($"第 {version.Version} 版", $"version {version.Version}"))}  {StateOf(shared, version.State)}  {version.Id}  {version.Name}";

    private static string Said(SharedOptions shared, string file, DefinitionFault fault) =>
        $"{file} {fault.Path}: {shared.Say(fault.Severity == Severity.Error ? ("错误", "error") : ("警告", "warning"))} {fault.Code}: {shared.Say((fault.Why.Zh, fault.Why.En))}";

    private static string Published(SharedOptions shared, DefinitionRow row) =>
        row.PublishedVersion is { } number && number != row.LatestVersion ? shared.Say(($"（在用第 {number} 版）", $" (version {number} is published)")) : "";

    private static string StateOf(SharedOptions shared, DefinitionState state) => shared.Say(state switch
    {
        DefinitionState.Draft => ("草稿", "draft"),
        DefinitionState.Published => ("已发布", "published"),
        _ => ("已停用", "retired"),
    });

    private static Argument<string> IdOf(SharedOptions shared) => new("id") { Description = shared.Say(("定义编号，见 list。", "The definition's id, as list shows it.")) };

    private static Option<int> VersionOf(SharedOptions shared) => new("--version") { Description = shared.Say(("第几版。", "The number of the version.")), Required = true };
}
