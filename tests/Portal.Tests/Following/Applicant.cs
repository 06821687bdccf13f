using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Tests.Deciding;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Following;

/// <summary>Cases that applicant1 sent in and follows.</summary>
internal static class Applicant
{
    public const string Accident = "sudden-accident-relief";

    private static readonly string[] AccidentPapers =
        ["identityCard", "dischargePapers", "bankCard", "signedPromise", "eventProof", "damagePhotos", "treatmentProof", "deathProof", "compensationProof", "householdRegister"];

    /// <summary>An accident whose first payment can be authorised.</summary>
    public static Task<CaseId> AccidentAsync(this Office office)
    {
        var answers = office.Answers(Accident);
        foreach (var (key, value) in new[] { ("situation", "traffic"), ("consequence", "home-damaged"), ("eventOn", $"{LocalDay.Today(office.Clock).AddDays(-3):yyyy-MM-dd}"), ("loss", "51200.00"), ("compensated", "3500.00") })
            answers[key] = JsonValue.Create(value);
        return office.ApplyAsync(Accident, answers, AccidentPapers);
    }

    public static async Task<CaseId> ApplyAsync(this Office office, string service, JsonObject answers, params string[] papers)
    {
        var village = await office.ReadAsync(db => db.Set<Unit>().Where(unit => unit.DivisionCode == "370402001001" && unit.Level == UnitLevel.Village).Select(unit => unit.Id).SingleAsync());
        var linked = new List<LinkedFile>();
        foreach (var paper in papers)
            linked.Add(new(paper, await office.UploadAsync(paper)));
        var applicant = await office.AsAsync("applicant1");
        return (await office.DoAsync((SubmitApplication act, CancellationToken token) => act.SubmitAsync(
            new SubmitCommand(service, answers, village, Intake.Self, $"{answers["citizenId"]}/{service}") { Documents = [.. linked] }, applicant, token))).Id;
    }

    public static async Task RefuseAsync(this Office office, CaseId id)
    {
        var task = await office.ReachAsync(id, "DistrictDecision");
        await office.DecideAsync("decider1", new(task.Id, Verdict.Refuse, "核查不实"));
    }

    public static async Task GrantAsync(this Office office, CaseId id, long cents)
    {
        var task = await office.ReachAsync(id, "DistrictDecision");
        await office.DecideAsync("decider1", new(task.Id, Verdict.Approve, "核减") { Cents = cents });
        await office.UntilAsync(id, "ProvincialDecision");
        await office.StepAsync(id);
    }

    public static async Task ObjectAsync(this Office office, CaseId id, string words)
    {
        await office.UntilAsync(id, "PublicNotice");
        var notice = await office.ReadAsync(db => db.Set<PublicNotice>().AsNoTracking().Where(notice => notice.CaseId == id && notice.State == NoticeState.Posted).Select(notice => notice.Id).SingleAsync());
        await office.DoAsync((RaiseObjection act, CancellationToken token) => act.RaiseAsync(notice, words, Actor.System, token));
    }

    public static Task<long> GiveBackAsync(this Office office, CaseId id, long cents, string slip) =>
        office.AsAsync("maker1", (RecordRecovery act, Actor actor, CancellationToken token) => act.RecordAsync(new(id, cents, slip, LocalDay.Today(office.Clock)), actor, token));
}
