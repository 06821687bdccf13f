using System.CommandLine;
using System.CommandLine.Invocation;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Portal.Benching;
using AidWorkflow.Portal.Loading;
using AidWorkflow.Portal.Replaying;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Storage;

namespace AidWorkflow.Portal.Commands;

/// <summary>The one executable's verbs. Ends with 0, or with 1 and a clear sentence when something is wrong: a JSON object of it with --json.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var shared = new SharedOptions(Languages.Chosen(args));
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
        };
        var parsed = Root(shared).Parse(args);
        var isJson = shared.Json(parsed);
        try
        {
            if (parsed.Action is not ParseErrorAction)
                return await parsed.InvokeAsync(configuration, cancellation);
            if (!isJson)
            {
                await using var said = new StringWriter();
                configuration.Error = said;
                var status = await parsed.InvokeAsync(configuration, cancellation);
                await error.WriteAsync(UsageWords.Of(shared, said.ToString()).AsMemory(), cancellation);
                return status;
            }

            await SayAsync("usage", string.Join(' ', parsed.Errors.Select(one => UsageWords.Of(shared, one.Message))));
        }
        catch (RefusedException refused)
        {
            await SayAsync(refused.Code, Texts.Say(refused, shared.Language));
        }
        catch (WrongInputException wrong)
        {
            await SayAsync("wrong-input", wrong.Words.In(shared.Language));
        }
        catch (OperationCanceledException)
        {
            await SayAsync("interrupted", shared.Say(("已中断。", "Interrupted.")));
        }
        catch (Exception fault) when (Unopened.Reason(fault) is not null)
        {
            var (place, reason) = (shared.Place(parsed), Unopened.Reason(fault)!.TrimEnd('.'));
            await SayAsync("database-unusable", shared.Say((
                $"数据库 {place} 无法使用（{reason}）：请检查 --database 或 --connection，确认数据库服务已启动、库已用 db migrate 建好。",
                $"The database {place} cannot be used ({reason}): check --database or --connection, that the server runs, and that db migrate made its tables.")));
        }
#pragma warning disable CA1031 // A bug: whoever runs the command needs the whole of it, and the status must still be 1.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            await SayAsync("program-failed", shared.Say(("程序出错，请将以下内容交给维护人员：", "The program failed; please give this to whoever maintains it:")) + Environment.NewLine + fault);
        }

        return 1;

        Task SayAsync(string code, string message) => error.WriteLineAsync(isJson ? SharedOptions.ToJson(new { error = code, message }) : message);
    }

    internal static RootCommand Root(SharedOptions shared)
    {
        var root = new RootCommand(shared.Say(("退役军人事务帮扶援助工作流。不带命令时启动门户。", "Aid workflow for veterans' affairs. Without a command it starts the portal.")))
        {
            ServeVerb.Command(shared),
            ReplayVerb.Command(shared),
            SeedLoadVerb.Command(shared),
            WorkflowVerb.Command(shared),
            DefinitionVerb.Command(shared),
            AuditVerb.Command(shared),
            CaseVerb.Command(shared),
            InstanceVerb.Command(shared),
            IncidentVerb.Command(shared),
            MessageVerb.Command(shared),
            TokenVerb.Command(shared),
            AccountVerb.Command(shared),
            UnitVerb.Command(shared),
            StandInVerb.Command(shared),
            FundVerb.Command(shared),
            MeetingVerb.Command(shared),
            DatabaseVerb.Command(shared),
            BenchVerb.Command(shared),
        };
        shared.AddTo(root);
        ServeVerb.Serves(root, shared);
        return root;
    }
}
