using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Meeting;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Api.Applying;
using AidWorkflow.Portal.Dossiers;
using AidWorkflow.Portal.Meetings;
using AidWorkflow.Portal.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AidWorkflow.Portal.Api.Meetings;

/// <summary>The lists of a bureau's meetings.</summary>
internal static class MeetingsApi
{
    public static void MapMeetings(this RouteGroupBuilder api)
    {
        var meetings = api.Room("/meetings", "Meetings").RequireAuthorization();
        meetings.MapPost("/rules", async (MeetingRuleAsked asked, Asking asking) => new MeetingRuleSet(await asking.OnceAsync<SetMeetingRule, Guid>(asked, async (act, actor, token) =>
                (await act.SetAsync(new(asked.Unit, asked.From, asked.Attendance, asked.Agreement, asked.Source), actor, token)).Value)))
            .TakesKey().Called("setMeetingRule", "Set, from a day on, how many must be there and agree at the meetings of a unit of my area.");
        var lists = meetings.MapGroup("").ForHolders(MeetingReading.Readers);
        lists.MapGet("", async (int? page, MeetingReading reading, Asking asking) => Paging.Of((await reading.AllAsync(asking.Visitor, asking.Cancellation)).Rows, page)).Called("meetings", "The newest lists of my area.");
        lists.MapGet("/choices", async (int? page, MeetingReading reading, Asking asking) => Paging.Of((await reading.AllAsync(asking.Visitor, asking.Cancellation)).Choices, page)).Called("meetingChoices", "What a new list may gather from, with how many wait.");
        lists.MapPost("", OpenAsync).TakesKey().Called("openMeeting", "Open the list of the next meeting.");
        var list = lists.MapGroup("/{id:guid}");
        list.MapGet("", async (Guid id, MeetingReading reading, Asking asking) => MeetingDetail.Of(await ShownAsync(id, reading, asking))).Called("meeting", "A list with everything on it. The look is recorded.");
        list.MapGet("/sheet", async (Guid id, MeetingReading reading, Asking asking) => await reading.SeenSheetAsync(await ShownAsync(id, reading, asking), asking.Visitor, asking.Cancellation)).Called("meetingSheet", "The summary sheet as it was frozen; what left it since, by whom and when, is told with the cases of the list. The look is recorded.");
        list.MapGet("/scan", async (Guid id, MeetingReading reading, StoredPapers papers, Asking asking) =>
            await ShownAsync(id, reading, asking) is { SeesAll: true, List.Scan: { } scan } ? await papers.OpenAsync(scan, asking.Cancellation) : throw new RefusedException("meeting.unknown"))
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream").Called("meetingScan", "The scan of the signed minutes. The look is recorded.");
        list.MapGet("/minutes", async (Guid id, MeetingReading reading, Asking asking) => reading.Entry(await ShownAsync(id, reading, asking)) ?? throw new RefusedException("meeting.unknown")).Called("meetingMinutes", "The minutes as they were entered. The look is recorded.");
        list.MapPost("/gather", async (Guid id, Asking asking) => new MeetingChanged(new(id), await asking.OnceAsync<GatherCases, int>(null, (act, actor, token) => act.GatherAsync(new(id), actor, token))))
            .TakesKey().Called("gatherForMeeting", "Put everything that waits on the list.");
        list.MapPost("/cases", async (Guid id, CaseToAdd asked, Asking asking) => await ChangedAsync<GatherCases>(id, asked, asking, (act, actor, token) => act.AddAsync(new(id), asked.Task, actor, token)))
            .TakesKey().Called("addToMeeting", "Put a case on the list.");
        list.MapPost("/cases/{task:guid}/take-off", async (Guid id, Guid task, TakingOff asked, Asking asking) => await ChangedAsync<TakeOffList>(id, asked, asking, (act, actor, token) => act.TakeAsync(new(id), new(task), asked.Reason, actor, token)))
            .TakesKey().Called("takeOffMeeting", "Take a case off the list; with the reason once it is frozen.");
        list.MapPost("/freeze", async (Guid id, Asking asking) => await ChangedAsync<FreezeList>(id, null, asking, (act, actor, token) => act.FreezeAsync(new(id), actor, token)))
            .TakesKey().Called("freezeMeeting", "Freeze the list: from here on its cases are decided by the meeting alone.");
        list.MapPost("/dissolve", async (Guid id, Reasoned asked, Asking asking) => await ChangedAsync<DissolveMeeting>(id, asked, asking, (act, actor, token) => act.DissolveAsync(new(id), asked.Reason, actor, token)))
            .TakesKey().Called("dissolveMeeting", "Call the list off, with the reason.");
        list.MapPost("/return", async (Guid id, Returning asked, ReturnSeveral several, MeetingReading reading, Asking asking) =>
        {
            await reading.ReadAsync(new(id), asking.Visitor, asking.Cancellation);
            return Done(id, await several.ReturnAsync(new(id), asked.Tasks, asked.Step, asked.Reason, asking.Actor, asking.Cancellation));
        }).Called("returnFromMeeting", "Send several cases back with one reason for all; each has a result of its own. One that went back is not sent again.");
        list.MapPost("/minutes", EnterAsync).TakesKey().Called("enterMinutes", "Enter what the signed minutes say, as the authorised decider.");
        list.MapPost("/confirm", async (Guid id, Confirming asked, CarryOutMeeting carryOut, Asking asking) =>
        {
            await asking.OnceAsync<CheckMinutes, bool>(asked, async (act, actor, token) =>
            {
                await act.ConfirmAsync(new(id), asked.Digest, asked.Compared, actor, token);
                return true;
            });
            return Done(id, await carryOut.RunAsync(new(id), again: false, asking.Cancellation));
        }).TakesKey().Called("confirmMinutes", "Confirm, as another person than who entered them, that the minutes say so: each case is then decided.");
        list.MapPost("/send-back", async (Guid id, Reasoned asked, Asking asking) => await ChangedAsync<CheckMinutes>(id, asked, asking, (act, actor, token) => act.SendBackAsync(new(id), asked.Reason, actor, token)))
            .TakesKey().Called("sendMinutesBack", "Send the entry back, with what differs from the scan.");
        list.MapPost("/carry-out", async (Guid id, CarryOutMeeting carryOut, MeetingReading reading, Asking asking) => (await reading.ReadAsync(new(id), asking.Visitor, asking.Cancellation)).Prepares
                ? Done(id, await carryOut.RunAsync(new(id), again: true, asking.Cancellation)) : throw new RefusedException("meeting.not-yours"))
            .Called("carryOutMeeting", "Try again what could not be carried out. What is decided is not decided again.");
    }

    private static async Task<Created<MeetingOpened>> OpenAsync(NewMeetingAsked asked, Asking asking)
    {
        var opened = new MeetingOpened(MeetingId.Of(await asking.OnceAsync<OpenMeeting, Guid>(asked, async (act, actor, token) =>
            (await act.OpenAsync(new(asked.Unit, asked.Step, asked.Services, asked.PlannedOn, asked.CutOffAt), actor, token)).Value)));
        return TypedResults.Created($"/api/meetings/{opened.Meeting}", opened);
    }

    private static async Task<MinutesEntered> EnterAsync(Guid id, MinutesAsked asked, MeetingReading reading, IUnitOfWork work, Asking asking)
    {
        var view = await reading.ReadAsync(new(id), asking.Visitor, asking.Cancellation);
        if (asked.Scan != view.List.Scan)
            await Uploads.RequireOwnAsync(work, asking, asked.Scan, "scan");
        return new(new(id), await asking.OnceAsync<EnterMinutes, string>(asked, (act, actor, token) => act.EnterAsync(new(id), asked.Report(asked.Scan ?? view.List.Scan), actor, token)));
    }

    private static async Task<MeetingChanged> ChangedAsync<TAct>(Guid id, object? asked, Asking asking, Func<TAct, Actor, CancellationToken, Task> run)
        where TAct : notnull
    {
        await asking.OnceAsync<TAct, bool>(asked, async (act, actor, token) =>
        {
            await run(act, actor, token);
            return true;
        });
        return new(new(id));
    }

    private static async Task<MeetingView> ShownAsync(Guid id, MeetingReading reading, Asking asking)
    {
        var view = await reading.ReadAsync(new(id), asking.Visitor, asking.Cancellation);
        await asking.LookedAsync($"meeting:{id}", $"meeting {view.List.Number}, {view.Cases.Length} cases");
        return view;
    }

    private static CasesDone Done(Guid id, IEnumerable<ListedResult> results) => new(new(id), [.. results.Select(result => CaseDone.Of(result, Speech.Of(CultureInfo.CurrentUICulture)))]);
}
