using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Meeting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Tests.Deciding;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Meetings;

/// <summary>What the people of the demo district do with a meeting's list.</summary>
internal static class Sitting
{
    public static readonly ImmutableArray<Member> Members =
        [new("陈局长", null, Attended: true, Chaired: true), new("刘副局长", null, Attended: true), new("赵副局长", null, Attended: true)];

    /// <summary>Cases that wait for the district's decision, in the order of their numbers.</summary>
    public static async Task<ImmutableArray<CaseId>> WaitingAsync(this Office office, int count)
    {
        var cases = new List<CaseId>();
        for (var one = 0; one < count; one++)
            cases.Add((await office.SubmitCompleteAsync()).Id);
        foreach (var id in cases)
            await office.UntilAsync(id, "DistrictDecision");
        return [.. cases];
    }

    public static async Task<MeetingId> OpenListAsync(this Office office, string userName = "district1", string step = "DistrictDecision", params string[] services)
    {
        var (actor, unit) = (await office.AsAsync(userName), await office.UnitAsync(UnitLevel.District, "370402"));
        var today = LocalDay.Today(office.Clock);
        return await office.DoAsync((OpenMeeting act, CancellationToken token) => act.OpenAsync(
            new NewMeeting(unit, step, services.Length == 0 ? ["hardship-aid"] : [.. services], today.AddDays(3), office.Clock.GetUtcNow().AddDays(2)), actor, token));
    }

    public static Task<UnitId> UnitAsync(this Office office, UnitLevel level, string code) =>
        office.ReadAsync(db => db.Set<Unit>().Where(unit => unit.Level == level && unit.DivisionCode == code).Select(unit => unit.Id).SingleAsync());

    public static async Task<int> GatherAsync(this Office office, MeetingId list, string userName = "district1")
    {
        var actor = await office.AsAsync(userName);
        return await office.DoAsync((GatherCases act, CancellationToken token) => act.GatherAsync(list, actor, token));
    }

    public static async Task FreezeAsync(this Office office, MeetingId list, string userName = "district1")
    {
        var actor = await office.AsAsync(userName);
        await office.DoAsync((FreezeList act, CancellationToken token) => act.FreezeAsync(list, actor, token));
    }

    /// <summary>A frozen list of everything that waits.</summary>
    public static async Task<MeetingId> FrozenAsync(this Office office)
    {
        var list = await office.OpenListAsync();
        await office.GatherAsync(list);
        await office.FreezeAsync(list);
        return list;
    }

    public static Task<MeetingSheet> SheetAsync(this Office office, MeetingId list) => office.AskAsync(async services =>
        services.GetRequiredService<Lists>().Sheet(await services.GetRequiredService<IUnitOfWork>().Db.Set<MeetingList>().SingleAsync(one => one.Id == list))!);

    public static Task<MeetingList> ListAsync(this Office office, MeetingId list) => office.ReadAsync(db => db.Set<MeetingList>().AsNoTracking().SingleAsync(one => one.Id == list));

    public static Task<List<MeetingItem>> ItemsAsync(this Office office, MeetingId list) =>
        office.ReadAsync(db => db.Set<MeetingItem>().AsNoTracking().Where(item => item.MeetingId == list).OrderBy(item => item.Number).ToListAsync());

    /// <summary>Minutes in which everybody was there and agreed with everything.</summary>
    public static async Task<MinutesReport> MinutesAsync(this Office office, MeetingId list)
    {
        var sheet = await office.SheetAsync(list);
        return new MinutesReport("局办公会纪要〔2022〕3号", LocalDay.Today(office.Clock), await office.UploadAsync("minutes"))
        {
            Members = Members,
            Once = new Votes(3, 0),
            Results = [.. sheet.Lines.Select(line => new CaseResult(line.Task, MeetingOutcome.Approve))],
        };
    }

    public static async Task<string> EnterAsync(this Office office, MeetingId list, MinutesReport minutes, string userName = "decider1")
    {
        var actor = await office.AsAsync(userName);
        return await office.DoAsync((EnterMinutes act, CancellationToken token) => act.EnterAsync(list, minutes, actor, token));
    }

    public static async Task ConfirmAsync(this Office office, MeetingId list, string digest, string userName = "district1", bool compared = true)
    {
        var actor = await office.AsAsync(userName);
        await office.DoAsync((CheckMinutes act, CancellationToken token) => act.ConfirmAsync(list, digest, compared, actor, token));
    }

    public static Task<ImmutableArray<ListedResult>> CarryOutAsync(this Office office, MeetingId list, bool again = false) =>
        office.AskAsync(services => services.GetRequiredService<CarryOutMeeting>().RunAsync(list, again, CancellationToken.None));

    public static MinutesReport With(this MinutesReport minutes, TaskId task, Func<CaseResult, CaseResult> change) =>
        minutes with { Results = [.. minutes.Results.Select(result => result.Task == task ? change(result) : result)] };
}
