using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Petitioning;

/// <summary>What is done about a matter beside the steps of its law: sent on, supervised, replied to.</summary>
internal static class MatterWorkPages
{
    /// <param name="matters">The pages of the register, for those who read it.</param>
    public static void MapMatterWork(this RouteGroupBuilder matters)
    {
        matters.MapGet("/replies", async (OwedReading reading, IActs acts, HttpContext http) =>
        {
            var rows = await reading.OfAsync(http.Visitor(), http.RequestAborted);
            await MatterPages.ListedAsync("matters", "replies owed", rows.Length, acts, http);
            return Page.Of<RepliesPage>((nameof(RepliesPage.Rows), rows));
        });
        matters.MapGet($"/{{id:guid}}/acts/{MatterActs.Route}", async (Guid id, string act, Guid? of, MatterReading reading, MatterWorkReading work, PetitionHouse house, IActs acts, HttpContext http) =>
            Page.Of<MatterActPage>([.. await PartsAsync(id, act, of, reading, work, house, acts, http)]));
        matters.MapPost($"/{{id:guid}}/acts/{MatterActs.Route}", DoAsync);
    }

    private static async Task<(string, object?)[]> PartsAsync(Guid id, string act, Guid? of, MatterReading reading, MatterWorkReading work, PetitionHouse house, IActs acts, HttpContext http)
    {
        var view = await MatterPages.ReadAsync(id, reading, acts, http);
        return [(nameof(MatterActPage.Act), act), (nameof(MatterActPage.View), view), (nameof(MatterActPage.Work), await work.OfAsync(view, http.Visitor(), http.RequestAborted)), (nameof(MatterActPage.Of), of), (nameof(MatterActPage.Subjects), house.Subjects)];
    }

    private static async Task<IResult> DoAsync(Guid id, string act, MatterReading reading, MatterWorkReading work, PetitionHouse house, IActs acts, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (matter, actor, of) = (new MatterId(id), http.Visitor().Actor, Guid.TryParse(form["of"], out var said) ? said : (Guid?)null);
        return await Trying.RunAsync(
            () => act switch
            {
                MatterAct.Send => RunAsync((SendPetitionOn one, CancellationToken token) => one.RunAsync(Sending(matter, form), actor, token)),
                MatterAct.Supervise => RunAsync((SuperviseMatter one, CancellationToken token) => one.RunAsync(matter, DayOrNone(form, "replyBy"), Said(form, "why"), actor, token)),
                MatterAct.Reply => RunAsync((AnswerDuty one, CancellationToken token) => one.RunAsync(new(matter, new(of ?? Guid.Empty), Day(form, "on"), Said(form, "whom"), Said(form, "words"), Said(form, "last") == "yes"), actor, token)),
                MatterAct.Merge => RunAsync((MergeMatters one, CancellationToken token) => one.RunAsync(matter, Said(form, "lead"), Said(form, "why"), actor, token)),
                MatterAct.UndoMerge => RunAsync((MergeMatters one, CancellationToken token) => one.UndoAsync(matter, actor, token)),
                MatterAct.Split => RunAsync((SplitMatter one, CancellationToken token) => one.RunAsync(matter, PostedVisit.Matter(form, "matters[0]"), Said(form, "why"), actor, token)),
                MatterAct.Recuse => RunAsync((RecuseFromMatter one, CancellationToken token) => one.RunAsync(matter, Said(form, "person"), Said(form, "why"), actor, token)),
                MatterAct.Visit => RunAsync((RecordVisitStep one, CancellationToken token) => one.RunAsync(new(matter, PostedVisit.Chosen<VisitEventKind>(form["kind"]) ?? throw new RefusedException("petition.step-missing", "kind"), Day(form, "on"), Said(form, "words")), actor, token)),
                MatterAct.Begin => RunAsync((RecordVisitStep one, CancellationToken token) => one.BeginPetitionAsync(matter, PostedVisit.Matter(form, "matters[0]"), Said(form, "why"), actor, token)),
                MatterAct.EndRecusal => RunAsync((RecuseFromMatter one, CancellationToken token) => one.EndAsync(matter, new(of ?? Guid.Empty), actor, token)),
                _ => RunAsync((AnswerDuty one, CancellationToken token) => one.EndAsync(matter, new(of ?? Guid.Empty), Said(form, "words"), actor, token)),
            },
            _ => Page.SeeOther($"/matters/{id}?done={MatterActs.Of(act).Number}"),
            async faults => Page.Faulty<MatterActPage>([.. await PartsAsync(id, act, of, reading, work, house, acts, http), (nameof(MatterActPage.Written), form), (nameof(MatterActPage.Faults), faults)]));

        async Task<bool> RunAsync<TAct, TResult>(Func<TAct, CancellationToken, Task<TResult>> run)
            where TAct : notnull
        {
            await acts.RunAsync(run, http.RequestAborted);
            return true;
        }
    }

    private static PetitionSendCommand Sending(MatterId matter, IFormCollection form) => new(
        matter, PostedVisit.Chosen<PetitionEventKind>(form["kind"]) ?? throw new RefusedException("send.kind", "kind"), Day(form, "on"), Said(form, "body"), Said(form, "why"), DayOrNone(form, "replyBy"), Said(form, "words"), Seen(form));

    private static int? Seen(IFormCollection form) => int.TryParse(form["seen"], NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? seen : null;

    private static string Said(IFormCollection form, string name) => form[name].ToString();

    private static DateOnly Day(IFormCollection form, string name) => Answer.Day(Said(form, name)) ?? throw new RefusedException("petition.day-missing", name);

    private static DateOnly? DayOrNone(IFormCollection form, string name) => Said(form, name).Length == 0 ? null : Answer.Day(Said(form, name)) ?? throw new RefusedException("matter.day-unreadable", name);
}
