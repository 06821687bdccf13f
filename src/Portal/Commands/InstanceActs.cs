using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Intervening;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Intervening;
using Spectre.Console;

namespace AidWorkflow.Portal.Commands;

/// <summary>What is done to one instance or to many: each in its own commit with a result of its own; ends with 1 when any was refused.</summary>
internal static class InstanceActs
{
    public static IEnumerable<Command> All(SharedOptions shared)
    {
        yield return Acting(shared, "suspend", ("挂起：停在原处，到期和消息都不再推进，直到恢复。", "Put on hold: nothing resumes it, and its timers do not fire, until it is activated."), [], _ => new Intervention.Suspend());
        yield return Acting(shared, "activate", ("恢复挂起的实例；期间到期的随即继续。", "Take the hold away; what came due meanwhile goes on."), [], _ => new Intervention.Activate());
        yield return Acting(shared, "cancel", ("取消：在所停之处结束。案件的实例不能在此取消。", "End it where it stands. Instances of cases are not cancelled here."), [], _ => new Intervention.Cancel());
        yield return Set(shared);
        yield return Migrate(shared);
        yield return Acting(shared, "undo-migration", ("撤销迁移；仅限迁移后流程还没有继续。", "Take the last move to another version back, while nothing has run since."), [], _ => new Intervention.UndoMigration());
    }

    private static Command Set(SharedOptions shared)
    {
        var name = new Option<string>("--variable") { Description = shared.Say(("变量名。", "The name of the variable.")), Required = true };
        var value = new Option<string>("--value") { Description = shared.Say(("新值，JSON。", "Its new value, as JSON.")), Required = true };
        return Acting(shared, "set", ("修改流程变量。案件的实例不能在此修改。", "Change a variable. Not for instances of cases."), [name, value], parsed =>
        {
            var text = parsed.GetRequiredValue(value);
            try
            {
                return new Intervention.SetVariable(parsed.GetRequiredValue(name), JsonNode.Parse(text));
            }
            catch (JsonException)
            {
                throw new WrongInputException(($"“{text}”不是 JSON；文本须加引号，如 '\"完成\"'。", $"'{text}' is not JSON; a text has quotes, as in '\"done\"'."));
            }
        });
    }

    private static Command Migrate(SharedOptions shared)
    {
        var to = new Option<string>("--to") { Description = shared.Say(("迁移到的流程版本：编号或序号；服务的流程用服务版本的序号。", "The version to move to: its id or its number; for workflows of a service the number of the service version.")), Required = true };
        var map = new Option<string[]>("--map")
        {
            Description = shared.Say(("活动的对应关系 旧编号=新编号，可多个；未列出的编号不变。", "Activities called otherwise, OLD=NEW each; one that is not named keeps its id.")),
            AllowMultipleArgumentsPerToken = true,
        };
        var dry = new Option<bool>("--dry-run") { Description = shared.Say(("只列出每个实例会怎样，不作改动。", "Say what would happen to each instance, and change nothing.")) };
        Intervention.Migrate Read(ParseResult parsed) => new(parsed.GetRequiredValue(to), Mapping(parsed.GetValue(map) ?? []));
        var (ids, filter, reason) = (Ids(shared), new InstanceOptions(shared), new Option<string?>("--reason") { Description = shared.Say(("理由，记入审计；试运行可不填。", "Why; kept in the audit trail. A dry run needs none.")) });
        var command = new Command("migrate", shared.Say(("将运行中的实例迁移到流程的另一版本。", "Move running instances to another version of their definition."))) { ids, to, map, dry, reason };
        filter.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var move = Read(parsed);
            if (!parsed.GetValue(dry))
                return await RunAsync(shared, parsed, ids, filter, move, parsed.GetValue(reason) ?? "", cancellation);
            await using var house = House(shared, parsed);
            var acts = house.GetRequiredService<IActs>();
            var meant = await MeantAsync(acts, parsed, ids, filter, cancellation);
            var plans = await WithProgressAsync(shared, parsed, meant.Count, told => InBulk.PlanAsync(meant,
                id => acts.RunAsync<PlannedMoves, MigrationPlan>((planned, token) => planned.PlanAsync(id, move, MendingSession.Actor, token), cancellation), told, cancellation));
            await parsed.InvocationConfiguration.Output.WriteLineAsync(shared.Json(parsed) ? SharedOptions.ToJson(new { dryRun = true, instances = plans.Select(plan => PlanShape(shared, plan)) }) : InstanceWords.Of(shared, plans));
            return plans.All(plan => plan.IsPossible) ? 0 : 1;
        });
        return command;
    }

    private static Dictionary<string, string> Mapping(string[] pairs)
    {
        var mapping = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            if (pair.Split('=') is not [{ Length: > 0 } old, { Length: > 0 } now] || !mapping.TryAdd(old, now))
                throw new WrongInputException(($"“{pair}”不是对应关系，应为 旧编号=新编号，且每个旧编号只出现一次。", $"'{pair}' is no mapping; write OLD=NEW, each OLD once."));
        }

        return mapping;
    }

    private static Command Acting(SharedOptions shared, string name, Said words, IReadOnlyList<Option> options, Func<ParseResult, Intervention> what)
    {
        var (ids, filter) = (Ids(shared), new InstanceOptions(shared));
        var reason = new Option<string>("--reason") { Description = shared.Say(("理由，记入审计。", "Why; kept in the audit trail.")), Required = true };
        var command = new Command(name, shared.Say(words)) { ids, reason };
        foreach (var option in options)
            command.Add(option);
        filter.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(shared, parsed, ids, filter, what(parsed), parsed.GetRequiredValue(reason), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        SharedOptions shared, ParseResult parsed, Argument<string[]> ids, InstanceOptions filter, Intervention what, string reason, CancellationToken cancellation)
    {
        await using var house = House(shared, parsed);
        var acts = house.GetRequiredService<IActs>();
        var meant = await MeantAsync(acts, parsed, ids, filter, cancellation);
        var outcomes = await WithProgressAsync(shared, parsed, meant.Count, told => InBulk.RunAsync(meant,
            id => acts.RunAsync<Intervene, Intervened>((act, token) => act.RunAsync(id, what, reason, MendingSession.Actor, token), cancellation), told, cancellation));
        await parsed.InvocationConfiguration.Output.WriteLineAsync(shared.Json(parsed) ? SharedOptions.ToJson(new { instances = outcomes.Select(one => OutcomeShape(shared, one)) }) : InstanceWords.Of(shared, outcomes));
        return outcomes.All(one => one.Refused is null) ? 0 : 1;
    }

    private static ServiceProvider House(SharedOptions shared, ParseResult parsed)
    {
        var settings = shared.Settings(parsed);
        settings.Database.RequirePlace();
        return new ServiceCollection().AddLogging().AddAidWorkflow(settings).BuildServiceProvider(validateScopes: true);
    }

    /// <summary>The ids that were given, or what the filter means; never everything by omission.</summary>
    private static async Task<IReadOnlyList<InstanceId>> MeantAsync(IActs acts, ParseResult parsed, Argument<string[]> ids, InstanceOptions filter, CancellationToken cancellation)
    {
        var given = parsed.GetValue(ids) ?? [];
        var asked = filter.Read(parsed);
        if (given.Length > 0 == !asked.IsEmpty)
            throw new WrongInputException(("请给出实例编号，或用 --definition、--version-id、--status、--correlation 之一选择，二者取一。", "Say which instances: either their ids, or a choice by --definition, --version-id, --status or --correlation."));
        return given.Length > 0
            ? [.. given.Select(text => InstanceId.Of(MendingSession.Read(text))).Distinct()]
            : await acts.RunAsync<RunningInstances, IReadOnlyList<InstanceId>>((reading, token) => reading.IdsAsync(asked, int.MaxValue, MendingSession.Actor, token), cancellation);
    }

    private static async Task<T> WithProgressAsync<T>(SharedOptions shared, ParseResult parsed, int count, Func<IProgress<int>?, Task<T>> run)
    {
        if (count < 2 || !shared.HasTerminal(parsed))
            return await run(null);
        return await AnsiConsole.Progress().StartAsync(async display =>
        {
            var bar = display.AddTask(shared.Say(("实例", "Instances")), maxValue: count);
            return await run(new Through(through => bar.Value = through));
        });
    }

    private static Argument<string[]> Ids(SharedOptions shared) => new("id")
    {
        Description = shared.Say(("实例编号，可多个，见 list。", "The ids of instances, as list shows them.")),
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static object OutcomeShape(SharedOptions shared, InstanceOutcome one) => new
    {
        id = one.Id.Value,
        done = one.Refused is null,
        one.State?.Status,
        one.State?.SubStatus,
        version = one.State?.DefinitionVersionId,
        code = one.Refused?.Code,
        message = one.Refused is { } refused ? Texts.Say(refused, shared.Language) : null,
    };

    private static object PlanShape(SharedOptions shared, PlannedOutcome one) => new
    {
        id = one.Id.Value,
        possible = one.IsPossible,
        code = one.Refused?.Code,
        message = one.Refused is { } refused ? Texts.Say(refused, shared.Language) : null,
        one.Plan?.From,
        one.Plan?.To,
        one.Plan?.Activities,
        obstacles = one.Plan?.Obstacles.Select(note => new { note.Code, note.About, why = InstanceWords.Of(shared, note) }),
        warnings = one.Plan?.Warnings.Select(note => new { note.Code, note.About, why = InstanceWords.Of(shared, note) }),
        one.Plan?.VariablesDropped,
        one.Plan?.VariablesAdded,
    };

    private sealed class Through(Action<int> tell) : IProgress<int>
    {
        public void Report(int value) => tell(value);
    }
}
