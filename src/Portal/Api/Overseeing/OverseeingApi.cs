using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Handling;
using AidWorkflow.Portal.Overseeing;
using AidWorkflow.Portal.Serving;

namespace AidWorkflow.Portal.Api.Overseeing;

/// <summary>The trail of a case or of a matter of the visit desk, and who looked at it.</summary>
internal sealed record CaseTrailDetail(CaseId? Case, MatterId? Matter, string? Number, Paged<TrailRow> Entries, Paged<TrailRow> Looks);

/// <summary>What auditors and leaders read; what they read of people is on record too.</summary>
internal static class OverseeingApi
{
    public static void MapOverseeing(this RouteGroupBuilder api)
    {
        var audit = api.Room("/audit", "Overseeing").RequireAuthorization().ForHolders(Role.Auditor);
        audit.MapGet("/cases/{number}", async (string number, int? page, int? looks, AuditReading reading, Asking asking) =>
        {
            var trail = await reading.CaseAsync(number, Paging.Number(page), Paging.Number(looks), asking.Actor, asking.Cancellation) ?? throw new RefusedException("case.unknown");
            await asking.LookedAsync(trail.Subject, "audit trail");
            return new CaseTrailDetail(trail.Case, trail.Matter, trail.Number, Of(trail.Entries), Of(trail.Looks));
        }).Called("caseTrail", "The audit trail of a case by its receipt number, or of a matter of the visit desk by its register number, and who looked at it.");
        audit.MapGet("/looks", async (string? who, int? page, AuditReading reading, Asking asking) =>
        {
            var looks = await reading.LooksAsync(who, Paging.Number(page), asking.Actor, asking.Cancellation);
            await asking.ListedAsync("access-log", $"who={who}", looks.Rows.Length);
            return Of(looks);
        }).Called("looks", "Who looked at whose data, of those who work in my area.");
        audit.MapGet("/sign-ins", async (string? who, string? did, int? page, AuditReading reading, Asking asking) =>
        {
            var entries = await reading.SignInsAsync(who, did, Paging.Number(page), asking.Actor, asking.Cancellation);
            await asking.ListedAsync("sign-ins", $"who={who}", entries.Rows.Length);
            return Of(entries);
        }).Called("signIns", "Who signed in and out, failed to, or was locked out, of those who work in my area; of one kind with did=succeeded, failed, locked or ended.");
        audit.MapPost("/verify", (IUnitOfWork work, Asking asking) => AuditVerifier.VerifyAsync(work.Db, asking.Cancellation)).Called("verifyAudit", "Look for any entry that was changed, removed or put in another order.");
        api.Room("/figures", "Overseeing").RequireAuthorization().ForHolders(Role.Leader).MapGet("", async (int? year, FiguresReading reading, Asking asking) =>
            await reading.ReadAsync(year, asking.Actor, asking.Cancellation) ?? throw new RefusedException("figures.not-yours")).Called("figures", "The figures of a year, for leaders of the whole city.");
        api.Room("/figures/time", "Overseeing").RequireAuthorization().ForHolders(Role.Leader).MapGet("", async (int? year, HeldReading reading, Asking asking) =>
            await reading.OfYearAsync(year, asking.Actor, asking.Cancellation) ?? throw new RefusedException("figures.not-yours"))
            .Called("stepTimes", "How long the cases that ended in a year stood at which step and with whom, in working time, of the area that the reader leads.");
        api.MapGet("/status", (StatusReport report, Asking asking) => report.ReadAsync(asking.Cancellation)).WithTags("Overseeing").Called("status", "How many cases, messages and incidents there are, and how the jobs go. Nobody's data.");
    }

    private static Paged<TrailRow> Of(TrailPage page) => new([.. page.Rows], page.Number, TrailPage.Size, page.Count);
}
