using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Notifying;

/// <summary>Puts a last day where templates find it, and beside it whether it may still move.</summary>
internal static class DueDays
{
    private static readonly LocalText MayMove = new("暂定，该年放假安排公布后确定", "provisional until the public holidays of that year are announced");

    /// <param name="due">Null where there is none: a template then leaves the sentence out.</param>
    public static TemplateData Due(this TemplateData data, Deadline? due, string name = "dueOn")
    {
        data[name] = due?.On;
        data["provisional"] = due is { Provisional: true } ? MayMove : null;
        return data;
    }

    public static TemplateData Due(this TemplateData data, CaseClock? clock) => data.Due(clock is null ? null : new Deadline(clock.DueOn, clock.Provisional));
}
