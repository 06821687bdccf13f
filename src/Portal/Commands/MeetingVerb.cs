using System.CommandLine;
using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Meeting;
using AidWorkflow.Cases.Organisation;

namespace AidWorkflow.Portal.Commands;

/// <summary><c>meeting rule</c>: how many must be there and agree at a bureau's meeting, from a day on.</summary>
internal static class MeetingVerb
{
    public static Command Command(SharedOptions shared) => new("meeting", shared.Say(("会议：设定到会和赞成的比例。", "Meetings: set how many must be there and agree."))) { Rule(shared) };

    private static Command Rule(SharedOptions shared)
    {
        var at = new Option<string?>("--at") { Description = shared.Say(("单位的区划代码；不填则为通用规则。", "The division code of the unit; without it the rule of every unit that has none of its own.")) };
        var from = new Option<string?>("--from") { Description = shared.Say(("从哪天起适用（yyyy-MM-dd），默认今天。", "From which day (yyyy-MM-dd); today by default.")) };
        var attendance = new Option<string>("--attendance") { Description = shared.Say(("应到人员中须到会的比例，例如 2/3。", "Of those invited, who must be there, like 2/3.")), Required = true };
        var agreement = new Option<string>("--agreement") { Description = shared.Say(("到会人员中须赞成的比例，例如 2/3。", "Of those there, who must agree, like 2/3.")), Required = true };
        var source = new Option<string>("--source") { Description = shared.Say(("出自哪份文件。", "The paper that says so.")), Required = true };
        var command = new Command("rule", shared.Say(("设定会议规则。", "Set the rule for meetings."))) { at, from, attendance, agreement, source };
        command.SetAction(async (parsed, cancellation) =>
        {
            var today = LocalDay.Today(TimeProvider.System);
            var day = parsed.GetValue(from) is not { } said ? today
                : DateOnly.TryParseExact(said, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) ? read : throw new WrongInputException(($"“{said}”不是日期，例如 2027-01-01。", $"'{said}' is not a day, like 2027-01-01."));
            UnitId? unit = null;
            if (parsed.GetValue(at) is { } code)
                unit = (await MendingSession.RunAsync<Units, Unit?>(shared, parsed, (units, token) => units.ByCodeAsync(code, today, token), cancellation) ?? throw new RefusedException("unit.unknown")).Id;
            var rule = new NewMeetingRule(unit, day, parsed.GetRequiredValue(attendance), parsed.GetRequiredValue(agreement), parsed.GetRequiredValue(source));
            var id = await MendingSession.RunAsync<SetMeetingRule, MeetingRuleId>(shared, parsed, (act, token) => act.SetAsync(rule, MendingSession.Actor, token), cancellation);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(shared.Json(parsed)
                ? SharedOptions.ToJson(new { id = id.Value, from = day, attendance = rule.Attendance, agreement = rule.Agreement })
                : shared.Say(($"{day:yyyy-MM-dd} 起：到会至少 {rule.Attendance}，赞成至少 {rule.Agreement}。", $"From {day:yyyy-MM-dd}: at least {rule.Attendance} there, {rule.Agreement} of them for it.")));
            return 0;
        });
        return command;
    }
}
