using System.CommandLine;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Intervening;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Signing;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Intervening;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Commands;

/// <summary><c>case steps|verify|suspend|activate|jump|terminate|wake</c>: what an administrator does to one case, with <c>--dry-run</c> only told.</summary>
internal static class CaseVerb
{
    public static Command Command(SharedOptions shared)
    {
        var step = new Option<string>("--step") { Description = shared.Say(("环节的编号，见 steps。", "The id of the step, as steps lists them.")), Required = true };
        var knowing = new Option<bool>("--knowing") { Description = shared.Say(("确知将跳过作决定、发文书或公示的环节。", "Steps at which something is decided, issued or published are left out knowingly.")) };
        return new Command("case", shared.Say(("案件干预。", "Intervening in a case.")))
        {
            Steps(shared), Verify(shared),
            Acting(shared, CaseAct.Suspend, ("挂起：不能作决定，不计时，不提醒。", "Put on hold: nobody decides, no time runs, nobody is reminded."), []),
            Acting(shared, CaseAct.Activate, ("激活：从原处继续，补回挂起的天数。", "Let it go on; limits get back the days of the hold."), []),
            Acting(shared, CaseAct.Jump, ("跳转到流程的另一环节。", "Move it to another step of its workflow."), [step, knowing], parsed => (parsed.GetRequiredValue(step), parsed.GetValue(knowing))),
            Acting(shared, CaseAct.Terminate, ("终止：退回款项，按所写理由告知申请人。", "End it: money goes back, and the applicant is told the reason."), []),
            Acting(shared, CaseAct.Wake, ("唤醒由系统管理员终止的案件。", "Wake a case that an administrator ended."), [step], parsed => (parsed.GetRequiredValue(step), false)),
        };
    }

    private static Command Steps(SharedOptions shared)
    {
        var number = Number(shared);
        var command = new Command("steps", shared.Say(("列出案件停在哪里，可以跳转到或在哪里唤醒。", "Where the case stands, and where it can be moved to or woken."))) { number };
        command.SetAction((parsed, cancellation) => InHouseAsync(shared, parsed, number, async (house, id) =>
        {
            await using var scope = house.CreateAsyncScope();
            var (file, targets, ended) = (await scope.ServiceProvider.GetRequiredService<CaseFiles>().LoadAsync(id, MendingSession.Actor, cancellation), scope.ServiceProvider.GetRequiredService<LeapTargets>(), scope.ServiceProvider.GetRequiredService<EndedByMistake>());
            var found = file.Case.IsOpen ? targets.Of(file) : await ended.IsTerminatedAsync(file, cancellation) ? targets.Reached(file) : [];
            await parsed.InvocationConfiguration.Output.WriteLineAsync(shared.Json(parsed)
                ? SharedOptions.ToJson(new { number = file.Case.ReceiptNumber, open = file.Case.IsOpen, onHold = file.Case.HeldAt is not null, standsAt = file.OpenRounds.Select(round => round.Step), steps = found.Select(one => new { id = one.Activity, one.Step, one.PassesOver }) })
                : string.Join(Environment.NewLine, [
                    $"{file.Case.ReceiptNumber}  {SpokenSteps.Of(file.OpenRounds.Select(round => round.Step)).In(shared.Language)}",
                    .. found.Select(one => $"{one.Activity}  {SpokenSteps.Of(one.Step).In(shared.Language)}{(one.PassesOver.IsEmpty ? "" : shared.Say(($"  跳过 {SpokenSteps.Of(one.PassesOver).Zh}", $"  leaves out {SpokenSteps.Of(one.PassesOver).En}")))}"),
                ]));
            return 0;
        }, cancellation));
        return command;
    }

    private static Command Verify(SharedOptions shared)
    {
        var number = Number(shared);
        var command = new Command("verify", shared.Say(("核验案件的手写签名：所签是否即所存；不符时以 1 退出。", "Hold the handwritten signatures of a case against the record; ends with 1 where one does not agree."))) { number };
        command.SetAction((parsed, cancellation) => InHouseAsync(shared, parsed, number, async (house, id) =>
        {
            await using var scope = house.CreateAsyncScope();
            var all = await scope.ServiceProvider.GetRequiredService<SignatureCheck>().OfAsync(id, cancellation);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(shared.Json(parsed)
                ? SharedOptions.ToJson(new { signatures = all.Select(one => new { id = one.Id.Value, one.Step, one.Verdict, one.SignedAt, one.Digest, one.IsAsSigned, one.Differs, one.AnswersSince }) })
                : string.Join(Environment.NewLine, [.. all.Select(one => $"{one.Id}  {SpokenSteps.Of(one.Step).In(shared.Language)}  {one.Signer.In(shared.Language)}  {(one.IsAsSigned ? shared.Say(("所签即所存", "as signed")) : shared.Say(("不符：", "differs: ")) + string.Join(", ", one.Differs))}"), shared.Say(($"共 {all.Length} 个签名。", $"{all.Length} signatures."))]));
            return all.All(one => one.IsAsSigned) ? 0 : 1;
        }, cancellation));
        return command;
    }

    private static Command Acting(SharedOptions shared, CaseAct act, (string Zh, string En) words, Option[] options, Func<ParseResult, (string? Step, bool Knowing)>? more = null)
    {
        var (number, reason) = (Number(shared), new Option<string>("--reason") { Description = shared.Say(("理由，记入审计。", "Why; kept in the audit trail.")), Required = true });
        var dry = new Option<bool>("--dry-run") { Description = shared.Say(("只说会怎样，不作改动。", "Say what would happen, and change nothing.")) };
        var command = new Command(act.ToString().ToLowerInvariant(), shared.Say(words)) { number, reason, dry };
        foreach (var option in options)
            command.Add(option);
        command.SetAction((parsed, cancellation) => InHouseAsync(shared, parsed, number, async (house, id) =>
        {
            var (step, knowing) = more?.Invoke(parsed) ?? (null, false);
            var what = new CaseIntervention(act, parsed.GetRequiredValue(reason), step, knowing);
            var told = parsed.GetValue(dry)
                ? await CaseInterventions.TryAsync(new DryRun(house.GetRequiredService<IServiceScopeFactory>()), id, what, MendingSession.Actor, cancellation)
                : await CaseInterventions.DoAsync(house.GetRequiredService<IActs>(), id, what, MendingSession.Actor, cancellation);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(shared.Json(parsed) ? SharedOptions.ToJson(new { dryRun = parsed.GetValue(dry), told.Ends, closes = told.Closes.Select(one => one.Task.Value), opens = told.Opens.Select(one => one.Step), due = told.Opens.Select(one => one.DueOn), told.PassesOver, told.ReleasedCents, told.TellsApplicant }) : Words(shared, told));
            return 0;
        }, cancellation));
        return command;
    }

    private static string Words(SharedOptions shared, CaseConsequences told) => string.Join(Environment.NewLine, ((string[])[
        told.Ends.IsEmpty ? "" : shared.Say(($"结束：{SpokenSteps.Of(told.Ends).Zh}", $"Ends: {SpokenSteps.Of(told.Ends).En}")),
        told.PassesOver.IsEmpty ? "" : shared.Say(($"跳过：{SpokenSteps.Of(told.PassesOver).Zh}", $"Leaves out: {SpokenSteps.Of(told.PassesOver).En}")),
        told.Opens.IsEmpty ? "" : shared.Say(($"等待：{string.Join('、', told.Opens.Select(one => SpokenSteps.Of(one.Step).Zh + (one.DueOn is { } due ? $"（期限 {due:yyyy-MM-dd}）" : "")))}", $"Waits at: {string.Join(", ", told.Opens.Select(one => SpokenSteps.Of(one.Step).En + (one.DueOn is { } due ? $" (due {due:yyyy-MM-dd})" : "")))}")),
        told.ReleasedCents == 0 ? "" : shared.Say(($"退回资金：{told.ReleasedCents / 100m:0.00} 元", $"Goes back to the fund: {told.ReleasedCents / 100m:0.00} yuan")),
        told.TellsApplicant ? shared.Say(("告知申请人。", "The applicant is told.")) : "",
        shared.Say(("完成。", "Done.")),
    ]).Where(line => line.Length > 0));

    private static Argument<string> Number(SharedOptions shared) => new("number") { Description = shared.Say(("受理号。", "The receipt number.")) };

    /// <exception cref="RefusedException">case.unknown</exception>
    private static async Task<int> InHouseAsync(SharedOptions shared, ParseResult parsed, Argument<string> number, Func<ServiceProvider, CaseId, Task<int>> run, CancellationToken cancellation)
    {
        var settings = shared.Settings(parsed);
        settings.Database.RequirePlace();
        await using var house = new ServiceCollection().AddLogging().AddAidWorkflow(settings).BuildServiceProvider(validateScopes: true);
        CaseId? id;
        await using (var scope = house.CreateAsyncScope())
        {
            var wanted = parsed.GetRequiredValue(number).Trim();
            id = await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().Db.Set<AidCase>().Where(one => one.ReceiptNumber == wanted).Select(one => (CaseId?)one.Id).FirstOrDefaultAsync(cancellation);
        }

        return await run(house, id ?? throw new RefusedException("case.unknown"));
    }
}
