using System.Collections.Immutable;
using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Petitioning;

/// <summary>The visit desk: the register of a day, entering what somebody came for, a petition with its limits, and closing the day.</summary>
internal static class MatterPages
{
    public static void MapMatters(this IEndpointRouteBuilder pages)
    {
        var matters = pages.MapGroup("/matters").RequireAuthorization().ForHolders([.. MatterSight.Readers]);
        matters.MapGet("", async (string? day, string? q, string? entered, MatterReading reading, IActs acts, HttpContext http) =>
        {
            var isSearch = !string.IsNullOrWhiteSpace(q);
            var view = isSearch ? await reading.FindAsync(http.Visitor(), q!, http.RequestAborted) : await reading.RegisterAsync(http.Visitor(), day is null ? null : Answer.Day(day), http.RequestAborted);
            await ListedAsync("matters", isSearch ? "search" : $"{view.Day:yyyy-MM-dd}", view.Rows.Length, acts, http);
            return Page.Of<RegisterPage>((nameof(RegisterPage.View), view), (nameof(RegisterPage.Entered), entered));
        });
        matters.MapGet("/open", async (MatterReading reading, IActs acts, HttpContext http) =>
        {
            var rows = await reading.OpenAsync(http.Visitor(), http.RequestAborted);
            await ListedAsync("matters", "open petitions", rows.Length, acts, http);
            return Page.Of<OpenPetitionsPage>((nameof(OpenPetitionsPage.Rows), rows));
        });
        matters.MapGet("/days", async (MatterReading reading, HttpContext http) => Page.Of<RegisterDaysPage>((nameof(RegisterDaysPage.View), await reading.DaysAsync(http.Visitor(), http.RequestAborted))));
        matters.MapPost("/days", CloseAsync);
        matters.MapGet("/days/{id:guid}/sign", (Guid id) => Page.SeeOther("/matters/days")); // where signing in again leads after a post
        matters.MapPost("/days/{id:guid}/sign", SignAsync);
        matters.MapGet("/{id:guid}", async (Guid id, int? done, MatterReading reading, MatterDocumentReading documents, MatterWorkReading work, IActs acts, HttpContext http) =>
            Page.Of<MatterPage>([.. await PartsAsync(id, reading, documents, work, acts, http), (nameof(MatterPage.Done), done)]));
        matters.MapPost("/{id:guid}", StepAsync);
        matters.MapDocuments();
        matters.MapMatterWork();
        var desk = pages.MapGroup("/matters/new").RequireAuthorization().ForHolders(Role.DeskClerk);
        desk.MapGet("", async (PetitionHouse house, PolicyLibrary policies, TimeProvider time, HttpContext http) => Page.Of<NewVisitPage>(
            (nameof(NewVisitPage.Subjects), house.Subjects), (nameof(NewVisitPage.Policies), await TodayAsync(policies, time, http)), (nameof(NewVisitPage.Today), LocalDay.Today(time))));
        desk.MapPost("", RegisterAsync);
        desk.MapGet("/before", async (string? citizenId, string? name, string? phone, MatterReading reading, IActs acts, HttpContext http) =>
        {
            var rows = await reading.BeforeAsync(http.Visitor(), citizenId ?? "", name ?? "", phone ?? "", http.RequestAborted);
            if (rows.Length > 0)
                await ListedAsync("matters", "came before", rows.Length, acts, http);
            return Page.Of<CameBefore>((nameof(CameBefore.Rows), rows));
        });
    }

    /// <summary>Words of people stand there: who looks is on record before they go out.</summary>
    internal static async Task<MatterView> ReadAsync(Guid id, MatterReading reading, IActs acts, HttpContext http)
    {
        var view = await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted);
        await acts.RunAsync<AccessLog, bool>((act, _) =>
        {
            act.Viewed(http.Visitor().Actor, $"matter:{id}", $"matter {view.Row.Number}");
            return Task.FromResult(true);
        }, http.RequestAborted);
        return view;
    }

    private static async Task<(string, object?)[]> PartsAsync(Guid id, MatterReading reading, MatterDocumentReading documents, MatterWorkReading work, IActs acts, HttpContext http)
    {
        var view = await ReadAsync(id, reading, acts, http);
        return [(nameof(MatterPage.View), view), (nameof(MatterPage.Documents), await documents.OfAsync(new(id), http.Visitor(), http.RequestAborted)), (nameof(MatterPage.Work), await work.OfAsync(view, http.Visitor(), http.RequestAborted))];
    }

    internal static Task<bool> ListedAsync(string list, string filter, int rows, IActs acts, HttpContext http) => acts.RunAsync<AccessLog, bool>((act, _) =>
    {
        act.Listed(http.Visitor().Actor, list, filter, rows);
        return Task.FromResult(true);
    }, http.RequestAborted);

    private static async Task<IResult> RegisterAsync(PetitionHouse house, PolicyLibrary policies, TimeProvider time, IActs acts, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await Trying.RunAsync(
            () => acts.RunAsync<RegisterVisit, ImmutableArray<Matter>>((act, token) => act.RunAsync(PostedVisit.Read(form), http.Visitor().Actor, token), http.RequestAborted),
            entered => Page.SeeOther(entered.Length == 1 && form["matters[0].accused"].ToString().Length == 0 // whom it names does not see it, be it they who entered it
                ? $"/matters/{entered[0].Id}?done=1"
                : $"/matters?day={entered[0].ReceivedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}&entered={Uri.EscapeDataString(string.Join(' ', entered.Select(matter => matter.Number)))}"),
            async faults => Page.Faulty<NewVisitPage>(
                (nameof(NewVisitPage.Subjects), house.Subjects), (nameof(NewVisitPage.Policies), await TodayAsync(policies, time, http)), (nameof(NewVisitPage.Today), LocalDay.Today(time)), (nameof(NewVisitPage.Written), form), (nameof(NewVisitPage.Faults), faults)));
    }

    private static Task<IReadOnlyList<PolicyAnswer>> TodayAsync(PolicyLibrary policies, TimeProvider time, HttpContext http) => policies.FindAsync(http.Visitor().Actor, "", null, LocalDay.Today(time), http.RequestAborted);

    private static async Task<IResult> StepAsync(Guid id, MatterReading reading, MatterDocumentReading documents, MatterWorkReading work, IActs acts, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await Trying.RunAsync(
            () => acts.RunAsync<RecordPetitionStep, PetitionStatus>((act, token) => act.RunAsync(Asked(id, form), http.Visitor().Actor, token), http.RequestAborted),
            _ => Page.SeeOther($"/matters/{id}?done=2"),
            async faults => Page.Faulty<MatterPage>([.. await PartsAsync(id, reading, documents, work, acts, http), (nameof(MatterPage.Written), form), (nameof(MatterPage.Faults), faults)]));
    }

    private static PetitionStepCommand Asked(Guid id, IFormCollection form)
    {
        var refusals = new Refusals();
        var kind = refusals.Try(() => PostedVisit.Chosen<PetitionEventKind>(form["kind"]) ?? throw new RefusedException("petition.step-missing", "kind"));
        var on = refusals.Try(() => Answer.Day(form["on"].ToString()) ?? throw new RefusedException("petition.day-missing", "on"));
        var days = int.TryParse(form["days"], NumberStyles.None, CultureInfo.InvariantCulture, out var said) ? said : 0;
        refusals.ThrowIfAny();
        return new(new(id), kind, on, days, form["words"].ToString(), int.TryParse(form["seen"], NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? seen : null);
    }

    private static async Task<IResult> CloseAsync(MatterReading reading, IActs acts, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await Trying.RunAsync(
            () => acts.RunAsync<CloseRegisterDay, RegisterDay>((act, token) => act.RunAsync(Answer.Day(form["day"].ToString()) ?? throw new RefusedException("matter.day-unreadable", "day"), form["note"], http.Visitor().Actor, token), http.RequestAborted),
            _ => Page.SeeOther("/matters/days"),
            async faults => Page.Faulty<RegisterDaysPage>((nameof(RegisterDaysPage.View), await reading.DaysAsync(http.Visitor(), http.RequestAborted)), (nameof(RegisterDaysPage.Written), form), (nameof(RegisterDaysPage.Faults), faults)));
    }

    private static Task<IResult> SignAsync(Guid id, MatterReading reading, IActs acts, HttpContext http) => Trying.RunAsync(
        () => acts.RunAsync<SignRegisterDay, RegisterDay>((act, token) => act.RunAsync(new(id), http.Visitor().Actor, token), http.RequestAborted),
        _ => Page.SeeOther("/matters/days"),
        async faults => Page.Faulty<RegisterDaysPage>((nameof(RegisterDaysPage.View), await reading.DaysAsync(http.Visitor(), http.RequestAborted)), (nameof(RegisterDaysPage.Faults), faults)));
}
