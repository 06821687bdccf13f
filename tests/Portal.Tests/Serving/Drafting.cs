using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Tests.Deciding;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Serving;

/// <summary>Drafts as somebody would have written them, page after page.</summary>
internal static class Drafting
{
    public static readonly string[] Papers = ["identityCard", "dischargePapers", "bankCard", "signedPromise", "hardshipStatement", "householdRegister"];

    private static readonly byte[] Pdf = "%PDF-1.4"u8.ToArray();

    public static async Task<DraftId> DraftAsync(this Office office, string userName, JsonObject answers, params string[] papers)
    {
        var actor = await office.AsAsync(userName);
        var draft = await office.DoAsync((WriteDraft act, CancellationToken token) => act.BeginAsync("hardship-aid", Intake.Self, answers, actor, token));
        await office.FillAsync(draft, actor, answers, papers);
        return draft;
    }

    /// <summary>Everything that a draft of hardship aid asks for.</summary>
    public static async Task FillAsync(this Office office, DraftId draft, Actor actor, JsonObject answers, params string[] papers)
    {
        var village = await office.ReadAsync(db => db.Set<Unit>().Where(unit => unit.DivisionCode == "370402001001" && unit.Level == UnitLevel.Village).Select(unit => unit.Id).SingleAsync());
        await office.DoAsync((WriteDraft act, CancellationToken token) => act.PlaceAsync(draft, village, null, actor, token));
        foreach (var section in Sections())
        {
            var own = new JsonObject();
            foreach (var field in section["fields"]!.AsArray().Select(field => (string)field!["key"]!).Where(answers.ContainsKey))
                own[field] = answers[field]!.DeepClone();
            await office.DoAsync((WriteDraft act, CancellationToken token) => act.KeepAsync(draft, (string)section["key"]!, own, done: true, actor, token));
        }

        foreach (var paper in papers)
            await office.DoAsync((WriteDraft act, CancellationToken token) => act.AttachAsync(draft, paper, $"{paper}.pdf", Pdf, actor, token));
    }

    /// <summary>An application that an applicant sent from their own account.</summary>
    public static async Task<CaseId> SendAsync(this Office office, string userName, JsonObject answers, string? reason = null)
    {
        var draft = await office.DraftAsync(userName, answers, Papers);
        var actor = await office.AsAsync(userName);
        return await office.DoAsync((SubmitDraft act, CancellationToken token) => act.SubmitAsync(draft, reason, actor, token));
    }

    private static IEnumerable<JsonObject> Sections() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Office.Root(), "workflows", "hardship-aid", "form.json")))!["sections"]!.AsArray().Select(section => section!.AsObject());
}
