using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Phrasing;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Inbox;

/// <summary>Several tasks with one word: chosen from the inbox as it was narrowed, shown once more with their sum, then decided.</summary>
internal static class ManyPages
{
    public static void MapMany(this RouteGroupBuilder tasks)
    {
        tasks.MapGet("/many", async (HttpContext http) => http.Visitor().IsStaff ? await ShowAsync(http) : Page.SeeOther("/applications"));
        tasks.MapPost("/many", DecideAsync);
    }

    private static async Task<IResult> DecideAsync(ManyReading reading, DecidingMany many, DryRun dryRun, TimeProvider time, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (form["sure"] == "no")
            return await ShowAsync(http, form);
        var verdict = form["verdict"] == nameof(Verdict.Return) ? Verdict.Return : Verdict.Approve;
        TaskId[] chosen = [.. form["task"].OfType<string>().Where(id => Guid.TryParse(id, out _)).Select(id => new TaskId(Guid.Parse(id))).Distinct()];
        return await Trying.RunAsync(
            async () =>
            {
                DecidingMany.RequireSome(chosen);
                if (verdict == Verdict.Return && string.IsNullOrWhiteSpace(form["opinion"]))
                    throw new RefusedException("opinion.missing", "opinion");
                var rows = (await reading.ChosenAsync(http.Visitor(), chosen, http.RequestAborted)).ToDictionary(row => row.Id);
                var said = chosen.ToDictionary(task => task, task => Opinion(form, rows.GetValueOrDefault(task), LocalDay.Today(time)));
                var commands = chosen.Where(task => said[task] is not null).Select(task => new DecideCommand(task, verdict, said[task]) { ReturnTo = verdict == Verdict.Return ? form["returnTo"].ToString() : null }).ToList();
                OneDecided[] unsaid = [.. chosen.Where(task => said[task] is null).Select(task => new OneDecided(task, null, new RefusedException("many.no-amount")))];
                if (form["sure"] == "yes")
                    return await ShowAsync(http, results: [.. commands.Count == 0 ? [] : await many.DecideAsync(commands, http.Visitor().Actor, http.RequestAborted), .. unsaid], named: Named(form));
                OneDecided[] would = [.. await DecidingMany.WouldAsync(dryRun, commands, http.Visitor().Actor, http.RequestAborted), .. unsaid];
                return Page.Of<ManyCheck>(
                    (nameof(ManyCheck.Would), would), (nameof(ManyCheck.Rows), rows), (nameof(ManyCheck.Named), Named(form)), (nameof(ManyCheck.Verdict), verdict), (nameof(ManyCheck.Written), form), (nameof(ManyCheck.Said), said), (nameof(ManyCheck.Address), Address(http)));
            },
            page => page,
            faults => ShowAsync(http, form, faults));
    }

    /// <summary>The words for one of them, with what they name of its case in the language of the record; null where they name what it does not have.</summary>
    private static string? Opinion(IFormCollection form, InboxRow? row, DateOnly today) => row is null ? form["opinion"].ToString() : ServicePhrase.For(form["opinion"].ToString(), new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["amount"] = row.Cents is { } cents ? $"{Yuan.Said(cents)} 元" : null,
        ["number"] = row.Number,
        ["service"] = row.Service.Zh,
        ["today"] = today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    });

    /// <summary>What the page called each task when it was sent: a colleague may have decided it since, and it is nobody's row any more.</summary>
    private static Dictionary<TaskId, string> Named(IFormCollection form) => form["named"].OfType<string>().Select(said => said.Split(' ', 2))
        .Where(said => said.Length == 2 && Guid.TryParse(said[0], out _)).DistinctBy(said => said[0]).ToDictionary(said => new TaskId(Guid.Parse(said[0])), said => said[1]);

    private static async Task<IResult> ShowAsync(HttpContext http, IFormCollection? written = null, Faults? faults = null, IReadOnlyList<OneDecided>? results = null, IReadOnlyDictionary<TaskId, string>? named = null)
    {
        var (visitor, services) = (http.Visitor(), http.RequestServices);
        var unreadable = new Refusals();
        var (tab, filter, number) = Asked(http, unreadable);
        var many = await services.GetRequiredService<ManyReading>().ReadAsync(visitor, tab, filter, number, http.RequestAborted);
        await services.GetRequiredService<IActs>().RunAsync<AccessLog, bool>((act, _) =>
        {
            act.Listed(visitor.Actor, "inbox", $"together {InboxPages.Looked(tab, filter)}", many.Rows.Count);
            return Task.FromResult(true);
        }, http.RequestAborted);
        (string, object?)[] shown =
        [
            (nameof(ManyPage.Many), many), (nameof(ManyPage.Choices), await services.GetRequiredService<InboxReading>().ChoicesAsync(visitor.Account!.Id, http.RequestAborted)),
            (nameof(ManyPage.Views), await services.GetRequiredService<InboxViewReading>().ReadAsync(visitor.Account!.Id, http.RequestAborted)), (nameof(ManyPage.Results), results), (nameof(ManyPage.Written), written),
            (nameof(ManyPage.Named), named ?? new Dictionary<TaskId, string>()), (nameof(ManyPage.Faults), faults ?? Faults.None),
            (nameof(ManyPage.Unreadable), unreadable.Together() is { } refusal ? Trying.Of(refusal) : Faults.None), (nameof(ManyPage.Typed), InboxPages.Typed(unreadable, http)),
        ];
        return faults?.Any == true ? Page.Faulty<ManyPage>(shown) : Page.Of<ManyPage>(shown);
    }

    /// <summary>The same page of the same list, as it was asked for.</summary>
    private static string Address(HttpContext http)
    {
        var (tab, filter, number) = Asked(http, new Refusals());
        return $"/tasks/many?{filter.Query(tab)}{(number == 1 ? "" : $"&page={number}")}";
    }

    private static (InboxTab? Tab, InboxFilter Filter, int Number) Asked(HttpContext http, Refusals unreadable)
    {
        var query = http.Request.Query;
        var tab = InboxPages.TabOf(query["tab"]);
        return (tab is { } one && ManyView.Tabs.Contains(one) ? tab : null, InboxFilter.Of(query, unreadable), int.TryParse(query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, 1, 10_000) : 1);
    }
}
