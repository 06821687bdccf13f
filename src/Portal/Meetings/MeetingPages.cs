using System.Collections.Immutable;
using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Meeting;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Dossiers;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Meetings;

/// <summary>The lists of a bureau's meetings: gathered and frozen, printed, entered from the signed minutes, compared by a second person and carried out.</summary>
internal static class MeetingPages
{
    /// <summary>Of a form of the minutes: six fields a case, so that a list may be as long as it is.</summary>
    private const int MostValues = 20_000;

    public static void MapMeetings(this IEndpointRouteBuilder pages)
    {
        var meetings = pages.MapGroup("/meetings").RequireAuthorization().ForHolders(MeetingReading.Readers);
        meetings.MapGet("", async (MeetingReading reading, HttpContext http) => Page.Of<MeetingsPage>((nameof(MeetingsPage.View), await reading.AllAsync(http.Visitor(), http.RequestAborted))));
        meetings.MapPost("", OpenAsync);
        meetings.MapGet("/{id:guid}", async (Guid id, int? done, int? added, MeetingReading reading, IActs acts, HttpContext http) => Page.Of<MeetingPage>(
            (nameof(MeetingPage.View), await ShownAsync(id, reading, acts, http)), (nameof(MeetingPage.Done), done), (nameof(MeetingPage.Added), added)));
        meetings.MapGet("/{id:guid}/sheet", async (Guid id, MeetingReading reading, IActs acts, HttpContext http) =>
            await ShownAsync(id, reading, acts, http) is var view ? Page.Of<SheetPage>((nameof(SheetPage.View), view), (nameof(SheetPage.Sheet), await reading.SeenSheetAsync(view, http.Visitor(), http.RequestAborted))) : null!);
        meetings.MapGet("/{id:guid}/scan", ScanAsync);
        meetings.MapGet("/{id:guid}/minutes", async (Guid id, MeetingReading reading, ScanReading scans, IActs acts, HttpContext http) =>
            await ShownAsync(id, reading, acts, http) is var view && view.Decides && view.List.State is MeetingState.Frozen or MeetingState.Entered
                ? await MinutesFormAsync(view, null, Faults.None, reading, scans, http) : Page.SeeOther($"/meetings/{id}"));
        meetings.MapGet("/{id:guid}/check", async (Guid id, MeetingReading reading, ScanReading scans, IActs acts, HttpContext http) =>
            await ShownAsync(id, reading, acts, http) is var view && view.Compares && view.List.State == MeetingState.Entered ? await ComparedAsync(view, Faults.None, reading, scans, http) : Page.SeeOther($"/meetings/{id}"));
        meetings.MapGet("/{id:guid}/{act:regex(^(gather|add|take-off|freeze|return|dissolve|confirm|send-back|carry-out)$)}", (Guid id) => Page.SeeOther($"/meetings/{id}")); // where signing in again leads after a post
        meetings.MapPost("/{id:guid}/gather", (Guid id, MeetingReading reading, IActs acts, HttpContext http) => DoAsync(id, reading, acts, http, (GatherCases act, CancellationToken token) => act.GatherAsync(new(id), http.Visitor().Actor, token), done: "added"));
        meetings.MapPost("/{id:guid}/add", async (Guid id, MeetingReading reading, IActs acts, HttpContext http) =>
        {
            var tasks = Chosen(await http.Request.ReadFormAsync(http.RequestAborted));
            return await DoAsync(id, reading, acts, http, async (GatherCases act, CancellationToken token) =>
            {
                if (tasks.Length == 0)
                    throw new RefusedException("meeting.none-chosen", "adding");
                foreach (var task in tasks)
                    await act.AddAsync(new(id), task, http.Visitor().Actor, token);
                return tasks.Length;
            }, done: "added");
        });
        meetings.MapPost("/{id:guid}/take-off", TakeOffAsync);
        meetings.MapPost("/{id:guid}/freeze", (Guid id, MeetingReading reading, IActs acts, HttpContext http) => DoAsync(id, reading, acts, http, (FreezeList act, CancellationToken token) => act.FreezeAsync(new(id), http.Visitor().Actor, token)));
        meetings.MapPost("/{id:guid}/return", ReturnAsync);
        meetings.MapPost("/{id:guid}/dissolve", async (Guid id, MeetingReading reading, IActs acts, HttpContext http) =>
        {
            var reason = (await http.Request.ReadFormAsync(http.RequestAborted))["dissolving"].ToString();
            return await DoAsync(id, reading, acts, http, (DissolveMeeting act, CancellationToken token) => act.DissolveAsync(new(id), Limited.Text(reason, "dissolving", 500), http.Visitor().Actor, token), faults => faults.Moved("reason", "dissolving"));
        });
        meetings.MapPost("/{id:guid}/minutes", EnterAsync).WithFormOptions(valueCountLimit: MostValues);
        meetings.MapPost("/{id:guid}/minutes/scan", BringScanAsync).WithFormOptions(valueCountLimit: MostValues);
        meetings.MapGet("/{id:guid}/minutes/scan", (Guid id) => Page.SeeOther($"/meetings/{id}/minutes")); // where signing in again leads after a post
        meetings.MapGet("/{id:guid}/scan/{file:guid}", BroughtScanAsync);
        meetings.MapPost("/{id:guid}/confirm", ConfirmAsync);
        meetings.MapPost("/{id:guid}/send-back", SendBackAsync);
        meetings.MapPost("/{id:guid}/carry-out", CarryOutAsync);
    }

    /// <summary>The page of a list names people: who looks at it is on record before it goes out.</summary>
    internal static async Task<MeetingView> ShownAsync(Guid id, MeetingReading reading, IActs acts, HttpContext http)
    {
        var view = await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted);
        await acts.RunAsync<AccessLog, bool>((act, _) =>
        {
            act.Viewed(http.Visitor().Actor, $"meeting:{id}", $"meeting {view.List.Number}, {view.Cases.Length} cases");
            return Task.FromResult(true);
        }, http.RequestAborted);
        return view;
    }

    private static async Task<IResult> OpenAsync(MeetingReading reading, IActs acts, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await Trying.RunAsync(
            () => acts.RunAsync<OpenMeeting, MeetingId>((act, token) => act.OpenAsync(Asked(form), http.Visitor().Actor, token), http.RequestAborted),
            list => Page.SeeOther($"/meetings/{list}"),
            async faults => Page.Faulty<MeetingsPage>((nameof(MeetingsPage.View), await reading.AllAsync(http.Visitor(), http.RequestAborted)), (nameof(MeetingsPage.Written), form),
                (nameof(MeetingsPage.Faults), faults.Moved("unit", "at").Moved("step", "at").Moved("service", "services"))));
    }

    /// <summary>Where a list gathers from comes as one choice: "unit/step".</summary>
    private static NewMeeting Asked(IFormCollection form)
    {
        var (refusals, at) = (new Refusals(), form["at"].ToString().Split('/'));
        var unit = refusals.Try(() => at is [var named, _] && Guid.TryParse(named, out var found) ? new UnitId(found) : throw new RefusedException("unit.unknown", "at"));
        var planned = refusals.Try(() => Answer.Day(form["plannedOn"].ToString()) ?? throw new RefusedException("meeting.day-missing", "plannedOn"));
        var cutOff = refusals.Try(() => DateTime.TryParseExact(form["cutOffAt"], "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? LocalDay.At(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local)) : throw new RefusedException("meeting.cut-off-unreadable", "cutOffAt"));
        refusals.ThrowIfAny();
        return new(unit, at[1], [.. form["services"].OfType<string>()], planned, cutOff);
    }

    private static async Task<IResult> TakeOffAsync(Guid id, MeetingReading reading, IActs acts, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await OneByOneAsync(id, form, reading, acts, http, async () =>
        {
            var (results, reason) = (ImmutableArray.CreateBuilder<ListedResult>(), Limited.Text(form["reason"], "reason", 500));
            foreach (var task in Chosen(form))
            {
                try
                {
                    await acts.RunAsync<TakeOffList, TaskId>((act, token) => act.TakeAsync(new(id), task, reason, http.Visitor().Actor, token), http.RequestAborted);
                    results.Add(new(task, ItemState.TakenOff));
                }
                catch (RefusedException refused) when (refused.Field is null)
                {
                    results.Add(new(task, ItemState.Listed, refused));
                }
            }

            return results.ToImmutable();
        });
    }

    private static async Task<IResult> ReturnAsync(Guid id, ReturnSeveral several, MeetingReading reading, IActs acts, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await OneByOneAsync(id, form, reading, acts, http, () => several.ReturnAsync(new(id), Chosen(form), form["step"].ToString(), Limited.Text(form["reason"], "reason", 1000), http.Visitor().Actor, http.RequestAborted));
    }

    /// <summary>Each case is an act of its own: what was done of the others stays, and those that could not be done are told with their reason.</summary>
    private static async Task<IResult> OneByOneAsync(Guid id, IFormCollection form, MeetingReading reading, IActs acts, HttpContext http, Func<Task<ImmutableArray<ListedResult>>> each)
    {
        await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted); // of somebody else's area there is none
        var faults = Faults.None;
        try
        {
            var results = await each();
            if (results.IsEmpty)
                throw new RefusedException("meeting.none-chosen", "tasks");
            var before = await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted);
            faults = new([.. results.Where(result => result.Refusal is not null).Select(result => new Fault(null, $"{before.Cases.FirstOrDefault(one => one.Task == result.Task)?.ReceiptNumber}: {Texts.Say(result.Refusal!, Language)}"))]);
            if (!faults.Any)
                return Page.SeeOther($"/meetings/{id}?done={results.Length}");
        }
        catch (RefusedException refused)
        {
            faults = Trying.Of(refused);
        }

        return Page.Faulty<MeetingPage>((nameof(MeetingPage.View), await ShownAsync(id, reading, acts, http)), (nameof(MeetingPage.Written), form), (nameof(MeetingPage.Faults), faults));
    }

    private static async Task<IResult> ScanAsync(Guid id, MeetingReading reading, StoredPapers papers, IActs acts, HttpContext http)
    {
        var view = await ShownAsync(id, reading, acts, http);
        if (!view.SeesAll || view.List.Scan is not { } scan)
            throw new RefusedException("meeting.unknown");
        http.Response.Headers.ContentDisposition = "inline";
        SecurityHeaders.MayBeFramed(http.Response);
        return await papers.OpenAsync(scan, http.RequestAborted);
    }

    /// <summary>A scan that was uploaded to be seen beside the form, before the minutes are entered: by nobody but who uploaded it.</summary>
    private static async Task<IResult> BroughtScanAsync(Guid id, Guid file, MeetingReading reading, ScanReading scans, StoredPapers papers, IActs acts, HttpContext http)
    {
        var view = await ShownAsync(id, reading, acts, http);
        if (!view.Decides || await scans.BroughtAsync(new(file), http.Visitor(), http.RequestAborted) is not { } brought)
            throw new RefusedException("meeting.unknown");
        http.Response.Headers.ContentDisposition = "inline";
        SecurityHeaders.MayBeFramed(http.Response);
        return await papers.OpenAsync(brought.Id, http.RequestAborted);
    }

    /// <summary>The form comes back as it was written, with the scan beside it: nothing is entered by that.</summary>
    private static async Task<IResult> BringScanAsync(Guid id, MeetingReading reading, ScanReading scans, IActs acts, IUnitOfWork work, HttpContext http)
    {
        var view = await ShownAsync(id, reading, acts, http);
        if (!view.Decides || view.List.State is not (MeetingState.Frozen or MeetingState.Entered))
            return Page.SeeOther($"/meetings/{id}");
        var refusals = new Refusals();
        if (await BroughtPaper.TakeAsync("scan", refusals, acts, work, http) is null && !refusals.Any)
            refusals.Add(new("meeting.scan-missing", "scan"));
        return await MinutesFormAsync(view, http.Request.Form, refusals.Together() is { } refused ? Trying.Of(refused) : Faults.None, reading, scans, http);
    }

    private static async Task<IResult> EnterAsync(Guid id, MeetingReading reading, ScanReading scans, DryRun dryRun, IActs acts, IUnitOfWork work, HttpContext http)
    {
        var view = await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted);
        await http.Request.ReadFormAsync(http.RequestAborted);
        return await Trying.RunAsync(
            async () =>
            {
                var refusals = new Refusals();
                var scan = await BroughtPaper.TakeAsync("scan", refusals, acts, work, http) ?? view.List.Scan; // sent back and entered anew, it is the same paper
                var report = PostedMinutes.Read(http.Request.Form, reading.Sheet(view), scan, refusals);
                if (refusals.Any) // what the act itself would refuse is told with it
                {
                    await refusals.TryAsync(() => dryRun.RunAsync<EnterMinutes>((act, token) => act.EnterAsync(new(id), report, http.Visitor().Actor, token), http.RequestAborted));
                    refusals.ThrowIfAny();
                }

                return await acts.RunAsync<EnterMinutes, string>((act, token) => act.EnterAsync(new(id), report, http.Visitor().Actor, token), http.RequestAborted);
            },
            _ => Page.SeeOther($"/meetings/{id}"),
            async faults => await MinutesFormAsync(await ShownAsync(id, reading, acts, http), http.Request.Form, faults, reading, scans, http));
    }

    private static async Task<IResult> MinutesFormAsync(MeetingView view, IFormCollection? written, Faults faults, MeetingReading reading, ScanReading scans, HttpContext http)
    {
        (string, object?)[] parameters =
        [
            (nameof(MinutesPage.View), view), (nameof(MinutesPage.Sheet), reading.Sheet(view)), (nameof(MinutesPage.Staff), await reading.StaffAsync(view, http.RequestAborted)),
            (nameof(MinutesPage.Entry), written is null ? reading.Entry(view) : null), (nameof(MinutesPage.Usual), await reading.UsualAsync(view, http.RequestAborted)),
            (nameof(MinutesPage.Scan), await scans.OfAsync(view, written, http.Visitor(), opened: written is not null && (!faults.Any || written[ScanReading.Beside] == "yes"), http.RequestAborted)),
            (nameof(MinutesPage.Written), written), (nameof(MinutesPage.Faults), faults),
        ];
        return faults.Any ? Page.Faulty<MinutesPage>(parameters) : Page.Of<MinutesPage>(parameters);
    }

    private static async Task<IResult> ComparedAsync(MeetingView view, Faults faults, MeetingReading reading, ScanReading scans, HttpContext http)
    {
        (string, object?)[] parameters =
        [
            (nameof(CheckPage.View), view), (nameof(CheckPage.Sheet), reading.Sheet(view)), (nameof(CheckPage.Entry), reading.Entry(view)), (nameof(CheckPage.Earlier), reading.Earlier(view)),
            (nameof(CheckPage.Scan), await scans.OfAsync(view, null, http.Visitor(), opened: false, http.RequestAborted)), (nameof(CheckPage.Faults), faults),
        ];
        return faults.Any ? Page.Faulty<CheckPage>(parameters) : Page.Of<CheckPage>(parameters);
    }

    private static async Task<IResult> ConfirmAsync(Guid id, CarryOutMeeting carryOut, MeetingReading reading, ScanReading scans, IActs acts, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var view = await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted);
        return await Trying.RunAsync(
            async () =>
            {
                await acts.RunAsync<CheckMinutes, MeetingId>((act, token) => act.ConfirmAsync(new(id), form["digest"].ToString(), form["compared"] == "yes", http.Visitor().Actor, token), http.RequestAborted);
                return await carryOut.RunAsync(new(id), again: false, http.RequestAborted);
            },
            results => Page.SeeOther($"/meetings/{id}?done={results.Count(result => result.State == ItemState.Decided)}"),
            faults => UnconfirmedAsync(view, faults, reading, scans, http));
    }

    private static async Task<IResult> SendBackAsync(Guid id, MeetingReading reading, ScanReading scans, IActs acts, HttpContext http)
    {
        var note = (await http.Request.ReadFormAsync(http.RequestAborted))["note"].ToString();
        var view = await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted);
        return await Trying.RunAsync(
            () => acts.RunAsync<CheckMinutes, MeetingId>((act, token) => act.SendBackAsync(new(id), Limited.Text(note, "note", 500), http.Visitor().Actor, token), http.RequestAborted),
            _ => Page.SeeOther($"/meetings/{id}"),
            faults => UnconfirmedAsync(view, faults, reading, scans, http));
    }

    private static async Task<IResult> UnconfirmedAsync(MeetingView view, Faults faults, MeetingReading reading, ScanReading scans, HttpContext http) => view is { SeesAll: true, List.State: MeetingState.Entered }
        ? await ComparedAsync(view, faults, reading, scans, http) : Page.Faulty<MeetingPage>((nameof(MeetingPage.View), view), (nameof(MeetingPage.Faults), faults));

    /// <summary>What stood in the way of a result may be mended by now.</summary>
    private static async Task<IResult> CarryOutAsync(Guid id, CarryOutMeeting carryOut, MeetingReading reading, IActs acts, HttpContext http)
    {
        var view = await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted);
        if (!view.Prepares)
            return Page.Faulty<MeetingPage>((nameof(MeetingPage.View), view), (nameof(MeetingPage.Faults), Trying.Of(new RefusedException("meeting.not-yours"))));
        var results = await carryOut.RunAsync(new(id), again: true, http.RequestAborted);
        return results.All(result => result.Refusal is null)
            ? Page.SeeOther($"/meetings/{id}?done={results.Length}")
            : Page.Faulty<MeetingPage>((nameof(MeetingPage.View), await ShownAsync(id, reading, acts, http)),
                (nameof(MeetingPage.Faults), new Faults([.. results.Where(result => result.Refusal is not null).Select(result => new Fault(null, $"{view.Cases.First(one => one.Task == result.Task).ReceiptNumber}: {Texts.Say(result.Refusal!, Language)}"))])));
    }

    private static async Task<IResult> DoAsync<TAct, T>(Guid id, MeetingReading reading, IActs acts, HttpContext http, Func<TAct, CancellationToken, Task<T>> run, Func<Faults, Faults>? told = null, string done = "done")
        where TAct : notnull
    {
        await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted); // of somebody else's area there is none
        return await Trying.RunAsync(
            () => acts.RunAsync(run, http.RequestAborted),
            result => Page.SeeOther(result is int count ? $"/meetings/{id}?{done}={count}" : $"/meetings/{id}"),
            async faults => Page.Faulty<MeetingPage>((nameof(MeetingPage.View), await ShownAsync(id, reading, acts, http)), (nameof(MeetingPage.Written), http.Request.HasFormContentType ? http.Request.Form : null),
                (nameof(MeetingPage.Faults), told?.Invoke(faults) ?? faults)));
    }

    private static TaskId[] Chosen(IFormCollection form) => [.. form["tasks"].Select(text => Guid.TryParse(text, out var task) ? new TaskId(task) : throw new RefusedException("meeting.no-such-case"))];

    private static string Language => Speech.Of(CultureInfo.CurrentUICulture);
}
