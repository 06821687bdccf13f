using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Urging;
using AidWorkflow.Portal.Api.Applying;
using AidWorkflow.Portal.Following;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Api.Following;

/// <summary>What an applicant sees and does after the application was sent.</summary>
internal static class ApplicationsApi
{
    public static void MapApplications(this RouteGroupBuilder api)
    {
        var own = api.Room("/applications", "Following").RequireAuthorization();
        own.MapGet("", async (int? page, OwnCases cases, Asking asking) =>
        {
            var sent = (await cases.ListAsync(asking.Visitor.Account!, asking.Cancellation)).Cases;
            if (asking.Visitor.IsStaff) // other people's names
                await asking.ListedAsync("applied-for", "", sent.Count);
            return Paging.Of(sent, page);
        })
            .Called("applications", "My applications, the newest first.");
        own.MapGet("/{id:guid}", async (Guid id, OwnCases cases, Asking asking) => FollowedApplication.Of(await ReadAsync(id, cases, asking)))
            .Called("application", "An application with its story, where it stands, and what was decided and paid.");
        own.MapGet("/{id:guid}/receipt", async (Guid id, OwnCases cases, Asking asking) => ReceiptSlip.Of(await ReadAsync(id, cases, asking)))
            .Called("receipt", "The receipt number, and what was paid.");
        own.MapGet("/{id:guid}/papers/{paper:guid}", async (Guid id, Guid paper, OwnCases cases, Asking asking) =>
        {
            var view = await ReadAsync(id, cases, asking);
            if (view.Papers.All(one => one.Id.Value != paper))
                throw new RefusedException("document.unknown-issued");
            return PaperText.Of(await asking.DoAsync<ReadIssuedDocument, DocumentText>((act, actor, token) => act.ReadAsync(new(paper), Speech.Of(CultureInfo.CurrentUICulture), "/applications", actor, token)));
        }).Called("applicationPaper", "A paper from the office. Reading it delivers it.");
        own.MapGet("/{id:guid}/supplement", async (Guid id, OwnCases cases, Vault vault, Asking asking) =>
        {
            var view = await ReadAsync(id, cases, asking);
            return SupplementAsked.Of(view, view.Asked ?? throw new RefusedException("supplement.none-asked"), view.Service.Form.At(FormSteps.Supplement).Filter(vault.OpenAnswers(view.Case)));
        }).Called("supplementAsked", "What is asked for, and by when.");
        own.MapPost("/{id:guid}/supplement", SupplyAsync).TakesKey().Called("supplement", "Bring what was asked for.");
        own.MapPost("/{id:guid}/withdrawal", async (Guid id, Withdrawal asked, OwnCases cases, Asking asking) => new ApplicationChanged(await asking.OnceAsync<EndApplication, CaseId>(asked, async (act, actor, token) =>
        {
            await ReadAsync(id, cases, asking);
            return await act.EndAsync(new(id), EndReason.Withdrawn, asked.Reasons ?? "", actor, token);
        }))).TakesKey().Called("withdraw", "Withdraw the application: it ends, and nothing is paid.");
        own.MapPost("/{id:guid}/reconsideration", async (Guid id, Reconsider asked, OwnCases cases, Asking asking) => new ApplicationChanged(await asking.OnceAsync<RequestReconsideration, CaseId>(asked, async (act, actor, token) =>
        {
            await ReadAsync(id, cases, asking);
            return await act.RequestAsync(new(id), asked.Reasons, actor, token);
        }))).TakesKey().Called("reconsider", "Ask that other people look at a refusal again.");
        own.MapPost("/{id:guid}/urge", async (Guid id, OwnCases cases, Asking asking) =>
        {
            await asking.OnceAsync<UrgeCase, int>(null, async (act, actor, token) =>
            {
                await ReadAsync(id, cases, asking);
                return (await act.UrgeAsync(new(id), actor, token)).Length;
            });
            return new ApplicationChanged(new(id));
        }).TakesKey().Called("remind", "Ask whoever has the application to get on with it. It changes nothing about the result.");
        api.MapPost("/progress", async (ProgressAsked asked, IActs acts, Asking asking) =>
                await acts.RunAsync<ProgressLookUp, Progress?>((act, token) => act.FindAsync(asked.Number, asked.Tail, token), asking.Cancellation) ?? throw new RefusedException("case.unknown"))
            .RequireRateLimiting(SignInSetup.Guessing).WithTags("Following").Called("progress", "How far an application is, by its receipt number, without an account.");
    }

    private static async Task<ApplicationChanged> SupplyAsync(Guid id, Supplement brought, OwnCases cases, IUnitOfWork work, Asking asking) => new(await asking.OnceAsync<SupplyMissing, CaseId>(brought, async (act, actor, token) =>
    {
        await ReadAsync(id, cases, asking);
        var papers = brought.Papers ?? [];
        foreach (var paper in papers)
            await Uploads.RequireOwnAsync(work, asking, paper.File, paper.Key);
        return await act.SupplyAsync(new SupplyCommand(new(id), brought.Answers ?? [], [.. papers.Select(paper => new LinkedFile(paper.Key, paper.File))]), actor, token);
    }));

    private static Task<OwnCaseView> ReadAsync(Guid id, OwnCases cases, Asking asking) => cases.ReadAsync(new(id), asking.Visitor.Account ?? throw new RefusedException("case.unknown"), asking.Cancellation);
}
