using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Inbox;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Giving;

/// <summary>Giving a task to somebody, asking them, adding and removing signers, standing aside, and taking an opinion back.</summary>
internal static class GivingPages
{
    public static void MapGiving(this RouteGroupBuilder tasks)
    {
        tasks.MapGet("/{id:guid}/give", async (Guid id, TaskReading reading, NomineesOfTask nominees, IActs acts, HttpContext http) =>
        {
            var view = await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted);
            await acts.RunAsync<AccessLog, bool>((act, _) =>
            {
                act.Viewed(http.Visitor().Actor, $"case:{view.Case.Id}", $"task {id}");
                return Task.FromResult(true);
            }, http.RequestAborted);
            return Page.Of<GivePage>((nameof(GivePage.View), view), (nameof(GivePage.Lists), await nominees.ReadAsync(new(id), http.Visitor().Actor, http.RequestAborted)));
        });
        tasks.MapPost("/{id:guid}/transfer", (Guid id, TaskReading reading, NomineesOfTask nominees, IActs acts, HttpContext http) => GiveAsync<GiveTask, TaskId>(
            id, "transfer", (act, form, token) => act.TransferAsync(new(id), form["transfer.to"].ToString(), form["transfer.words"].ToString(), http.Visitor().Actor, token), reading, nominees, acts, http));
        tasks.MapPost("/{id:guid}/delegate", (Guid id, TaskReading reading, NomineesOfTask nominees, IActs acts, HttpContext http) => GiveAsync<GiveTask, TaskId>(
            id, "delegate", (act, form, token) => act.DelegateAsync(new(id), form["delegate.to"].ToString(), form["delegate.words"].ToString(), http.Visitor().Actor, token), reading, nominees, acts, http));
        tasks.MapPost("/{id:guid}/signers", async (Guid id, TaskReading reading, NomineesOfTask nominees, DryRun dryRun, IActs acts, HttpContext http) =>
            await CheckSignerAsync(id, reading, nominees, dryRun, http) ?? await GiveAsync<ChangeSigners, RoundId>(id, "signers", (act, form, token) => AddAsync(id, act, form, http, token), reading, nominees, acts, http));
        tasks.MapPost("/{id:guid}/signers/remove", async (Guid id, TaskReading reading, NomineesOfTask nominees, IActs acts, HttpContext http) =>
        {
            var round = (await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted)).Round.Id;
            return await GiveAsync<ChangeSigners, RoundId>(id, "remove", (act, form, token) => act.RemoveAsync(round, form["seat"].ToString(), form["remove.words"].ToString(), http.Visitor().Actor, token), reading, nominees, acts, http);
        });
        tasks.MapPost("/{id:guid}/stand-aside", async (Guid id, TaskReading reading, NomineesOfTask nominees, DryRun dryRun, IActs acts, HttpContext http) =>
            await CheckAsideAsync(id, reading, nominees, dryRun, http) ?? await GiveAsync<DecideTask, DecisionReceipt>(id, "aside", (act, form, token) => act.DecideAsync(new(new(id), Verdict.Recuse, form["aside.words"].ToString()), http.Visitor().Actor, token), reading, nominees, acts, http));
        tasks.MapPost("/{id:guid}/recall", (Guid id, TaskReading reading, IActs acts, HttpContext http) =>
            OnTaskAsync<GiveTask, TaskId>(id, (act, _, token) => act.RecallAsync(new(id), http.Visitor().Actor, token), reading, acts, http));
        tasks.MapPost("/{id:guid}/take-back", (Guid id, TaskReading reading, IActs acts, HttpContext http) =>
            OnTaskAsync<TakeBack, CaseId>(id, (act, form, token) => act.OfTaskAsync(new(id), form["words"].ToString(), http.Visitor().Actor, token), reading, acts, http));
        tasks.MapGet("/{id:guid}/signers/remove", (Guid id) => Page.SeeOther($"/tasks/{id}/give")); // where signing in again leads after a post
    }

    private static Task<RoundId> AddAsync(Guid id, ChangeSigners act, IFormCollection form, HttpContext http, CancellationToken cancellation) =>
        act.AddAsync(new(id), form["signers.to"].ToString(), PlaceOf(form), form["signers.words"].ToString(), http.Visitor().Actor, cancellation);

    private static SignerPlace PlaceOf(IFormCollection form) => Enum.TryParse<SignerPlace>(form["place"], out var place) ? place : SignerPlace.Beside;

    /// <summary>Whoever adds a signer is told before what that does to the task; what would be refused is told at once.</summary>
    /// <returns>Null where it was confirmed, or is refused by the act itself.</returns>
    private static async Task<IResult?> CheckSignerAsync(Guid id, TaskReading reading, NomineesOfTask nominees, DryRun dryRun, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (form["sure"] == "yes")
            return null;
        var view = await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted);
        var lists = await nominees.ReadAsync(new(id), http.Visitor().Actor, http.RequestAborted);
        if (form["sure"] == "no")
            return Page.Of<GivePage>((nameof(GivePage.View), view), (nameof(GivePage.Lists), lists), (nameof(GivePage.Written), form));
        try
        {
            await dryRun.RunAsync<ChangeSigners>((act, token) => AddAsync(id, act, form, http, token), http.RequestAborted);
        }
        catch (RefusedException)
        {
            return null;
        }

        return lists?.ToSign.FirstOrDefault(nominee => nominee.UserName == form["signers.to"].ToString()) is not { } signer ? null : Page.Of<SignerCheck>(
            (nameof(SignerCheck.View), view), (nameof(SignerCheck.Signer), signer), (nameof(SignerCheck.Place), PlaceOf(form)), (nameof(SignerCheck.Written), form));
    }

    /// <summary>Whoever stands aside is told before what becomes of the task; what would be refused is told at once.</summary>
    /// <returns>Null where it was confirmed, or is refused by the act itself.</returns>
    private static async Task<IResult?> CheckAsideAsync(Guid id, TaskReading reading, NomineesOfTask nominees, DryRun dryRun, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (form["sure"] == "yes")
            return null;
        var view = await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted);
        if (form["sure"] == "no")
            return Page.Of<GivePage>((nameof(GivePage.View), view), (nameof(GivePage.Lists), await nominees.ReadAsync(new(id), http.Visitor().Actor, http.RequestAborted)), (nameof(GivePage.Written), form));
        try
        {
            var foreseen = await dryRun.AsActs().RunAsync<AsideForesight, AsideForeseen>((act, token) => act.AfterAsync(new(id), form["aside.words"].ToString(), http.Visitor().Actor, token), http.RequestAborted);
            return Page.Of<AsideCheck>((nameof(AsideCheck.View), view), (nameof(AsideCheck.Foreseen), foreseen), (nameof(AsideCheck.Written), form));
        }
        catch (Exception exception) when (exception is RefusedException or Engine.Ports.LostRaceException or Engine.Running.ActivityThrewException)
        {
            return null;
        }
    }

    /// <summary>What was done leaves the task, so the inbox is next and says it; what was refused comes back with what was written.</summary>
    private static async Task<IResult> GiveAsync<TAct, TResult>(
        Guid id, string form, Func<TAct, IFormCollection, CancellationToken, Task<TResult>> give, TaskReading reading, NomineesOfTask nominees, IActs acts, HttpContext http)
        where TAct : notnull
    {
        var written = await http.Request.ReadFormAsync(http.RequestAborted);
        return await Trying.RunAsync(
            () => acts.RunAsync<TAct, TResult>((act, token) => give(act, written, token), http.RequestAborted),
            result => (form, result) switch
            {
                ("transfer", TaskId theirs) => LastList.GoBack(http, $"did={Done.Transferred}&of={theirs}"),
                ("remove", _) => LastList.GoBack(http, $"did={Done.SignerRemoved}&of={id}"),
                (_, DecisionReceipt aside) => LastList.GoBack(http, $"decision={aside.Decision}"),
                _ => Page.SeeOther($"/tasks/{id}"),
            },
            async faults => Page.Faulty<GivePage>((nameof(GivePage.View), await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted)),
                (nameof(GivePage.Lists), await nominees.ReadAsync(new(id), http.Visitor().Actor, http.RequestAborted)), (nameof(GivePage.Written), written),
                (nameof(GivePage.Faults), faults.Moved("to", $"{form}.to").Moved("words", $"{form}.words").Moved("opinion", $"{form}.words"))));
    }

    private static async Task<IResult> OnTaskAsync<TAct, TResult>(Guid id, Func<TAct, IFormCollection, CancellationToken, Task<TResult>> run, TaskReading reading, IActs acts, HttpContext http)
        where TAct : notnull
    {
        var written = await http.Request.ReadFormAsync(http.RequestAborted);
        return await Trying.RunAsync(
            () => acts.RunAsync<TAct, TResult>((act, token) => run(act, written, token), http.RequestAborted),
            _ => Page.SeeOther(typeof(TAct) == typeof(TakeBack) ? $"/tasks?tab=Mine&did={Done.TakenBack}&of={id}" : $"/tasks/{id}"),
            async faults => Page.Faulty<TaskPage>((nameof(TaskPage.View), await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted)), (nameof(TaskPage.Faults), faults)));
    }
}
