using System.CommandLine;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Portal.Benching;
using AidWorkflow.Portal.Replaying;
using AidWorkflow.Portal.Serving;

namespace AidWorkflow.Portal.Commands;

/// <summary>The one executable's verbs. Ends with 0, or with 1 and a clear sentence when something is wrong.</summary>
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
        try
        {
            return await Root(shared).Parse(args).InvokeAsync(configuration, cancellation);
        }
        catch (RefusedException refused)
        {
            await error.WriteLineAsync(Texts.Say(refused, shared.Language));
        }
        catch (WrongInputException wrong)
        {
            await error.WriteLineAsync(wrong.Words.In(shared.Language));
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync(shared.Say(("已中断。", "Interrupted.")));
        }
#pragma warning disable CA1031 // A bug: whoever runs the command needs the whole of it, and the status must still be 1.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            await error.WriteLineAsync(shared.Say(("程序出错，请将以下内容交给维护人员：", "The program failed; please give this to whoever maintains it:")));
            await error.WriteLineAsync(fault.ToString());
        }

        return 1;
    }

    internal static RootCommand Root(SharedOptions shared)
    {
        var root = new RootCommand(shared.Say(("退役军人事务帮扶援助工作流。不带命令时启动门户。", "Aid workflow for veterans' affairs. Without a command it starts the portal.")))
        {
            ServeVerb.Command(shared),
            ReplayVerb.Command(shared),
            WorkflowVerb.Command(shared),
            AuditVerb.Command(shared),
            IncidentVerb.Command(shared),
            MessageVerb.Command(shared),
            DatabaseVerb.Command(shared),
            BenchVerb.Command(shared),
        };
        shared.AddTo(root);
        ServeVerb.Serves(root, shared);
        return root;
    }
}
