using System.Globalization;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Correcting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Portal.Applying;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AidWorkflow.Portal.Inbox;

/// <summary>Takes what the correction form of a task sent. Which of it may be changed is the act's to say: every question of the form that came is handed on.</summary>
internal static class CorrectionPost
{
    public static async Task<IResult> CorrectAsync(Guid id, TaskReading reading, IActs acts, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var view = await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted);
        if (form["remove"].ToString() is { Length: > 0 } removed)
            form = new FormCollection(form.Where(answer => !answer.Key.StartsWith(removed, StringComparison.Ordinal)).ToDictionary());
        var sent = Sent(form, view.Service.Form);
        var adds = form["add"].ToString() is { Length: > 0 } table ? table : null;
        if (adds is not null || form["remove"].Count > 0)
            return Shown(view, sent, form, Faults.None, adds);
        return await Trying.RunAsync(
            () => acts.RunAsync<CorrectAnswers, CorrectionReceipt>((act, token) => act.CorrectAsync(new(new(id), sent, form["why"].ToString()), http.Visitor().Actor, token), http.RequestAborted),
            _ => Page.SeeOther($"/tasks/{id}"),
            faults => Task.FromResult<IResult>(Shown(view, sent, form, Told(WithReason(faults, form), view), null)));
    }

    private static RazorComponentResult Shown(TaskView view, JsonObject sent, IFormCollection form, Faults faults, string? adds)
    {
        var answers = (JsonObject)view.Dossier.Answers.DeepClone();
        foreach (var (key, node) in sent.Where(answer => view.Dossier.Correctable.Any(asked => asked.Key == answer.Key)))
            answers[key] = node?.DeepClone();
        (string, object?)[] parameters =
        [
            (nameof(TaskPage.View), view), (nameof(TaskPage.Written), form), (nameof(TaskPage.Corrected), answers), (nameof(TaskPage.Faults), faults), (nameof(TaskPage.AddTo), adds),
        ];
        return faults.Any ? Page.Faulty<TaskPage>(parameters) : Page.Of<TaskPage>(parameters);
    }

    /// <summary>What was asked and came back empty was taken out.</summary>
    private static JsonObject Sent(IFormCollection form, FormDefinition asked)
    {
        var sent = PostedAnswers.Read(form, asked.Fields, CorrectionForm.Prefix);
        foreach (var key in form["asked"].OfType<string>().Where(key => !sent.ContainsKey(key)))
            sent[key] = null;
        return sent;
    }

    /// <summary>That the reason is missing is told along with what is wrong in the answers.</summary>
    private static Faults WithReason(Faults faults, IFormCollection form) => string.IsNullOrWhiteSpace(form["why"].ToString()) && !faults.Of("why").Any()
        ? new([.. faults.All, new Fault("why", Texts.Say(new RefusedException("correction.reason-missing", "why"), Speech.Of(CultureInfo.CurrentUICulture)))]) : faults;

    /// <summary>Questions stand on the page under names of their own, and those that may not be changed here not at all.</summary>
    private static Faults Told(Faults faults, TaskView view) => new([.. faults.All.Select(fault => fault switch
    {
        { Field: null or "why" } => fault,
        { Field: var at } when view.Dossier.Correctable.Any(asked => asked.Key == at.Split('[')[0]) => fault with { Field = CorrectionForm.Prefix + at },
        _ => fault with { Field = null },
    })]);
}
