using System.CommandLine;
using AidWorkflow.Portal.Commands;

namespace AidWorkflow.Portal.Replaying;

/// <summary>
/// <c>replay PLAN</c>: drives a year of applications through the same acts, sweeps and delivery as the pages do, with a clock it moves.
/// </summary>
internal static class ReplayVerb
{
    public static Command Command(SharedOptions shared)
    {
        var plan = new Argument<FileInfo>("plan") { Description = shared.Say(("重放计划文件（JSON）。", "The plan to replay (JSON).")) };
        var resume = new Option<bool>("--resume") { Description = shared.Say(("接着上次中断处继续。", "Go on where an earlier run of the same plan was interrupted.")) };
        var command = new Command("replay", shared.Say(("按计划重放全年申请，并核对台账、案件与银行文件。",
            "Replay a year of applications from a plan and compare ledger, cases and bank files."))) { plan, resume };
        command.Hidden = true; // Until the replay is there.
        command.SetAction((parsed, cancellation) => RunAsync(shared, parsed, parsed.GetRequiredValue(plan), parsed.GetValue(resume), cancellation));
        return command;
    }

    private static Task<int> RunAsync(SharedOptions shared, ParseResult parsed, FileInfo plan, bool resume, CancellationToken cancellation)
    {
        _ = (shared, parsed, plan, resume, cancellation);
        return Task.FromResult(1);
    }
}
