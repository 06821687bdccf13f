using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Inbox;

/// <summary>Several tasks with one word.</summary>
internal static class ManyPages
{
    public static void MapMany(this RouteGroupBuilder tasks)
    {
        tasks.MapGet("/many", async (InboxReading reading, IActs acts, HttpContext http) =>
            http.Visitor().IsStaff ? await ShowAsync(reading, acts, http) : Page.SeeOther("/applications"));
        tasks.MapPost("/many", async (InboxReading reading, DecidingMany many, IActs acts, HttpContext http) =>
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            var verdict = form["verdict"] == nameof(Verdict.Return) ? Verdict.Return : Verdict.Approve;
            DecideCommand[] commands = [.. form["task"].OfType<string>().Where(id => Guid.TryParse(id, out _))
                .Select(id => new DecideCommand(new(Guid.Parse(id)), verdict, form["opinion"].ToString()) { ReturnTo = verdict == Verdict.Return ? form["returnTo"].ToString() : null })];
            return await Trying.RunAsync(
                async () =>
                {
                    if (verdict == Verdict.Return && string.IsNullOrWhiteSpace(form["opinion"]))
                        throw new RefusedException("opinion.missing", "opinion");
                    var done = await many.DecideAsync(commands, http.Visitor().Actor, http.RequestAborted);
                    return await ShowAsync(reading, acts, http, results: done, named: Named(form));
                },
                page => page,
                faults => ShowAsync(reading, acts, http, form, faults));
        });
    }

    /// <summary>What the page called each task when it was sent: a colleague may have decided it since, and it is nobody's row any more.</summary>
    private static Dictionary<TaskId, string> Named(IFormCollection form) => form["named"].OfType<string>().Select(said => said.Split(' ', 2))
        .Where(said => said.Length == 2 && Guid.TryParse(said[0], out _)).DistinctBy(said => said[0]).ToDictionary(said => new TaskId(Guid.Parse(said[0])), said => said[1]);

    private static async Task<IResult> ShowAsync(
        InboxReading reading, IActs acts, HttpContext http, IFormCollection? written = null, Faults? faults = null, IReadOnlyList<OneDecided>? results = null, IReadOnlyDictionary<TaskId, string>? named = null)
    {
        var listed = await RowsAsync(reading, http);
        var rows = listed.Where(row => row.Together).ToList();
        await acts.RunAsync<AccessLog, bool>((act, _) =>
        {
            act.Listed(http.Visitor().Actor, "inbox", "together", listed.Count);
            return Task.FromResult(true);
        }, http.RequestAborted);
        (string, object?)[] shown =
        [
            (nameof(ManyPage.Rows), rows), (nameof(ManyPage.Alone), listed.Where(row => row.Alone is not null).ToList()), (nameof(ManyPage.ReturnTo), rows.SelectMany(row => row.ReturnTo).Where(step => step != StepNames.Supplement).Distinct().ToList()), (nameof(ManyPage.Results), results), (nameof(ManyPage.Written), written),
            (nameof(ManyPage.Named), named ?? new Dictionary<TaskId, string>()), (nameof(ManyPage.Faults), faults ?? Faults.None),
        ];
        return faults?.Any == true ? Page.Faulty<ManyPage>(shown) : Page.Of<ManyPage>(shown);
    }

    /// <summary>Mine and my team's, as far as tasks of their kind may be decided together.</summary>
    private static async Task<IReadOnlyList<InboxRow>> RowsAsync(InboxReading reading, HttpContext http)
    {
        var (visitor, rows) = (http.Visitor(), new List<InboxRow>());
        foreach (var tab in new[] { InboxTab.Mine, InboxTab.Team })
            rows.AddRange((await reading.ReadAsync(visitor.Account!, tab, InboxFilter.Of([]), 1, visitor.Roles.Select(held => held.Role), http.RequestAborted)).Rows.Where(row => row.Together || row.Alone is not null));
        return rows;
    }
}
