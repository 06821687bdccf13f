using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.StandingIn;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Staffing;

/// <summary>Who stands in for whom, which unit covers which, groups of reviewers, whom a rule finds, and what is handed over when somebody leaves.</summary>
internal static class StandInPages
{
    public static void MapStandIns(this IEndpointRouteBuilder pages)
    {
        var own = pages.MapGroup("/account/deputies").RequireAuthorization();
        own.MapGet("", async (string? done, StandInsReading reading, TimeProvider time, HttpContext http) => http.Visitor().IsStaff ? (IResult)Page.Of<DeputiesPage>([.. await OwnAsync(reading, time, http), (nameof(DeputiesPage.Done), done)]) : Page.SeeOther("/account"));
        own.MapPost("", NameOwnAsync);
        own.MapPost("/{id:guid}/end", EndOwnAsync);
        own.MapGet("/{id:guid}/end", (Guid id) => Page.SeeOther("/account/deputies")); // where signing in again leads after a post

        var admin = pages.MapGroup("/admin/stand-ins").RequireAuthorization().ForHolders(Role.Administrator);
        admin.MapGet("", async (string? done, StandInsReading reading, TimeProvider time, HttpContext http) => Page.Of<StandInsPage>([.. await AllAsync(reading, time, http), (nameof(StandInsPage.Done), done)]));
        admin.MapPost("/{what:regex(^(deputy|cover)$)}", ArrangeAsync);
        admin.MapGet("/{what:regex(^(deputy|cover)$)}", () => Page.SeeOther("/admin/stand-ins"));
        admin.MapPost("/{what:regex(^(deputy|cover)$)}/{id:guid}/end", EndAsync);
        admin.MapGet("/{what:regex(^(deputy|cover)$)}/{id:guid}/end", (Guid id) => Page.SeeOther("/admin/stand-ins"));

        var groups = pages.MapGroup("/admin/groups").RequireAuthorization().ForHolders(Role.Administrator);
        groups.MapGet("", async (string? done, StandInsReading reading, HttpContext http) =>
            Page.Of<GroupsPage>((nameof(GroupsPage.Groups), await reading.GroupsAsync(http.Visitor().Actor, http.RequestAborted)), (nameof(GroupsPage.Done), done)));
        groups.MapPost("", SaveGroupAsync);

        var rules = pages.MapGroup("/admin/rules").RequireAuthorization().ForHolders(Role.Administrator);
        rules.MapGet("", async (StandInsReading reading, HttpContext http) => Page.Of<RulesPage>((nameof(RulesPage.Steps), await reading.StepsAsync(http.RequestAborted))));
        rules.MapPost("", TryAsync);

        var leaving = pages.MapGroup("/admin/accounts/{id:guid}/hand-over").RequireAuthorization().ForHolders(Role.Administrator);
        leaving.MapGet("", LookAsync);
        leaving.MapPost("", HandOverAsync);
    }

    private static async Task<(string, object?)[]> OwnAsync(StandInsReading reading, TimeProvider time, HttpContext http) =>
    [
        (nameof(DeputiesPage.Rows), await reading.OwnAsync(http.Visitor().Account!.Id, http.RequestAborted)), (nameof(DeputiesPage.Services), await reading.ServicesAsync(http.RequestAborted)),
        (nameof(DeputiesPage.Today), LocalDay.Today(time)), (nameof(DeputiesPage.Me), http.Visitor().Account!.UserName),
    ];

    private static async Task<(string, object?)[]> AllAsync(StandInsReading reading, TimeProvider time, HttpContext http) =>
    [
        (nameof(StandInsPage.Deputies), await reading.DeputiesAsync(http.Visitor().Actor, http.RequestAborted)), (nameof(StandInsPage.Covers), await reading.CoversAsync(http.Visitor().Actor, http.RequestAborted)),
        (nameof(StandInsPage.Services), await reading.ServicesAsync(http.RequestAborted)), (nameof(StandInsPage.Today), LocalDay.Today(time)),
    ];

    private static async Task<IResult> NameOwnAsync(StandInsReading reading, IActs acts, TimeProvider time, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await Trying.RunAsync(
            () => NameAsync(form, http.Visitor().Account!.Id, acts, http),
            _ => Page.SeeOther("/account/deputies?done=named"),
            async faults => Page.Faulty<DeputiesPage>([.. await OwnAsync(reading, time, http), (nameof(DeputiesPage.Written), form), (nameof(DeputiesPage.Faults), faults)]));
    }

    private static async Task<IResult> EndOwnAsync(Guid id, StandInsReading reading, IActs acts, TimeProvider time, HttpContext http) => await Trying.RunAsync(
        () => acts.RunAsync<EndDeputy, Deputy>((act, token) => act.RunAsync(new(id), http.Visitor().Actor, token), http.RequestAborted),
        _ => Page.SeeOther("/account/deputies?done=ended"),
        async faults => Page.Faulty<DeputiesPage>([.. await OwnAsync(reading, time, http), (nameof(DeputiesPage.Faults), faults)]));

    private static async Task<IResult> ArrangeAsync(string what, StandInsReading reading, WhoIsMeant people, Units units, IActs acts, TimeProvider time, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await Trying.RunAsync(
            async () =>
            {
                if (what == "deputy")
                {
                    await NameAsync(form, await AccountAsync(form, people, http), acts, http);
                    return what;
                }

                var spec = await CoverAsync(form, units, LocalDay.Today(time), http.RequestAborted);
                await acts.RunAsync<ArrangeCover, CoverId>((act, token) => act.RunAsync(spec, http.Visitor().Actor, token), http.RequestAborted);
                return what;
            },
            done => Page.SeeOther($"/admin/stand-ins?done={done}"),
            async faults => Page.Faulty<StandInsPage>([.. await AllAsync(reading, time, http), (nameof(StandInsPage.Written), form), (nameof(StandInsPage.Acting), what), (nameof(StandInsPage.Faults), faults)]));
    }

    private static async Task<IResult> EndAsync(string what, Guid id, StandInsReading reading, IActs acts, TimeProvider time, HttpContext http) => await Trying.RunAsync(
        async () =>
        {
            if (what == "deputy")
                await acts.RunAsync<EndDeputy, Deputy>((act, token) => act.RunAsync(new(id), http.Visitor().Actor, token), http.RequestAborted);
            else
                await acts.RunAsync<EndCover, Cover>((act, token) => act.RunAsync(new(id), http.Visitor().Actor, token), http.RequestAborted);
            return true;
        },
        _ => Page.SeeOther("/admin/stand-ins?done=ended"),
        async faults => Page.Faulty<StandInsPage>([.. await AllAsync(reading, time, http), (nameof(StandInsPage.Faults), faults)]));

    private static Task<DeputyId> NameAsync(IFormCollection form, AccountId principal, IActs acts, HttpContext http)
    {
        var refusals = new Refusals();
        var from = refusals.Try(() => (DateOnly?)Day(form, "from"));
        var to = refusals.Try(() => (DateOnly?)Day(form, "to"));
        if (refusals.Any) // without its days it is not tried: what else is missing is told with them
        {
            refusals.Require(Text(form, "deputy").Length > 0, new("deputy.nobody", "deputy"));
            refusals.Require(Text(form, "reason").Length > 0, new("deputy.reason", "reason", ("most", NameDeputy.LongestReason)));
        }

        refusals.ThrowIfAny();
        var spec = new NewDeputy(principal, Text(form, "deputy"), from!.Value, to!.Value, [.. Values(form, "services")], Text(form, "reason"));
        return acts.RunAsync<NameDeputy, DeputyId>((act, token) => act.RunAsync(spec, http.Visitor().Actor, token), http.RequestAborted);
    }

    /// <exception cref="RefusedException">deputy.unknown-person, people.several</exception>
    private static async Task<AccountId> AccountAsync(IFormCollection form, WhoIsMeant people, HttpContext http) =>
        (await people.OneAsync(Text(form, "principal"), "principal", http.Visitor().Actor, http.RequestAborted))?.Id ?? throw new RefusedException("deputy.unknown-person", "principal", ("account", Text(form, "principal")));

    private static async Task<CoverSpec> CoverAsync(IFormCollection form, Units units, DateOnly today, CancellationToken cancellation)
    {
        var refusals = new Refusals();
        async Task<UnitId> UnitAsync(string name) => (await units.MeantAsync(Text(form, name), name, today, cancellation) ?? throw new RefusedException("unit.not-meant", name, ("name", Text(form, name)))).Id;
        Role Chosen(string name) => Enum.TryParse<Role>(Text(form, name), out var role) && Enum.IsDefined(role) ? role : throw new RefusedException("role.missing", name);
        var (unit, byUnit) = (await refusals.TryAsync(() => UnitAsync("unit")), await refusals.TryAsync(() => UnitAsync("byUnit")));
        var (role, byRole) = (refusals.Try(() => Chosen("role")), refusals.Try(() => Chosen("byRole")));
        var (from, to) = (refusals.Try(() => (DateOnly?)Day(form, "from")), refusals.Try(() => (DateOnly?)Day(form, "to")));
        refusals.ThrowIfAny();
        return new(role, unit, byRole, byUnit, from!.Value, to!.Value.AddDays(1), Text(form, "reason"));
    }

    private static async Task<IResult> SaveGroupAsync(StandInsReading reading, Units units, IActs acts, TimeProvider time, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await Trying.RunAsync(
            async () =>
            {
                var unit = await units.ByCodeAsync(Text(form, "unit"), LocalDay.Today(time), http.RequestAborted) ?? throw new RefusedException("unit.unknown", "unit");
                var members = form["members"].ToString().Split([' ', ',', '，', '、', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries);
                var spec = new GroupSpec(Text(form, "key"), Text(form, "nameZh"), Text(form, "nameEn"), unit.Id, [.. members]);
                return await acts.RunAsync<SaveGroup, GroupId>((act, token) => act.RunAsync(spec, http.Visitor().Actor, token), http.RequestAborted);
            },
            _ => Page.SeeOther($"/admin/groups?done={Uri.EscapeDataString(Text(form, "key"))}"),
            async faults => Page.Faulty<GroupsPage>((nameof(GroupsPage.Groups), await reading.GroupsAsync(http.Visitor().Actor, http.RequestAborted)), (nameof(GroupsPage.Written), form), (nameof(GroupsPage.Faults), faults)));
    }

    private static async Task<IResult> TryAsync(StandInsReading reading, TestRule rule, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (steps, made) = (await reading.StepsAsync(http.RequestAborted), (string?)null);
        return await Trying.RunAsync<IResult>(
            async () =>
            {
                made = PostedRules.AreJson(form) ? null : PostedRules.Read(form);
                var trial = new RuleTrial(Text(form, "number"), made ?? form["rules"].ToString(), PostedRules.Step(Text(form, "step")), Choice<Role>(form, "role"), Choice<UnitLevel>(form, "level"), Choice<Otherwise>(form, "nobodyFound"), Choice<Otherwise>(form, "applicantFound"));
                var tried = await rule.RunAsync(trial, http.Visitor().Actor, http.RequestAborted);
                return Page.Of<RulesPage>((nameof(RulesPage.Steps), steps), (nameof(RulesPage.Written), form), (nameof(RulesPage.Made), made), (nameof(RulesPage.Tried), tried), (nameof(RulesPage.Names), await reading.NamesAsync(tried, http.RequestAborted)));
            },
            page => page,
            faults => Task.FromResult<IResult>(Page.Faulty<RulesPage>((nameof(RulesPage.Steps), steps), (nameof(RulesPage.Written), form), (nameof(RulesPage.Made), made), (nameof(RulesPage.Faults), faults))));
    }

    private static async Task<IResult> LookAsync(Guid id, string? to, AccountsReading accounts, HandOverReading reading, HttpContext http)
    {
        if (await accounts.OneAsync(new(id), http.Visitor().Actor, http.RequestAborted) is not { } view)
            return TypedResults.NotFound();
        return await Trying.RunAsync<IResult>(
            async () => Page.Of<HandOverPage>((nameof(HandOverPage.View), view), (nameof(HandOverPage.To), to), (nameof(HandOverPage.Items), await reading.ReadAsync(new(id), to, http.Visitor().Actor, http.RequestAborted)), (nameof(HandOverPage.Successor), await reading.NameAsync(to, http.Visitor().Actor, http.RequestAborted))),
            page => page,
            async faults => Page.Faulty<HandOverPage>((nameof(HandOverPage.View), view), (nameof(HandOverPage.To), to), (nameof(HandOverPage.Items), view.MayChange ? await reading.ReadAsync(new(id), null, http.Visitor().Actor, http.RequestAborted) : []), (nameof(HandOverPage.Faults), faults)));
    }

    private static async Task<IResult> HandOverAsync(Guid id, AccountsReading accounts, HandOverReading reading, HandOver act, HttpContext http)
    {
        if (await accounts.OneAsync(new(id), http.Visitor().Actor, http.RequestAborted) is not { } view)
            return TypedResults.NotFound();
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (to, reason) = (Text(form, "to"), form["reason"].ToString());
        return await Trying.RunAsync<IResult>(
            async () =>
            {
                var items = await reading.ReadAsync(new(id), to, http.Visitor().Actor, http.RequestAborted);
                var done = await act.RunAsync(new(id), to, reason, http.Visitor().Actor, http.RequestAborted);
                return Page.Of<HandOverPage>((nameof(HandOverPage.View), view), (nameof(HandOverPage.To), to), (nameof(HandOverPage.Items), items), (nameof(HandOverPage.Successor), await reading.NameAsync(to, http.Visitor().Actor, http.RequestAborted)), (nameof(HandOverPage.Results), done));
            },
            page => page,
            async faults => Page.Faulty<HandOverPage>((nameof(HandOverPage.View), view), (nameof(HandOverPage.To), to), (nameof(HandOverPage.Reason), reason), (nameof(HandOverPage.Faults), faults),
                (nameof(HandOverPage.Successor), faults.Of("to").Any() ? null : await reading.NameAsync(to, http.Visitor().Actor, http.RequestAborted)),
                (nameof(HandOverPage.Items), view.MayChange ? await reading.ReadAsync(new(id), faults.Of("to").Any() ? null : to, http.Visitor().Actor, http.RequestAborted) : [])));
    }

    private static T Choice<T>(IFormCollection form, string name)
        where T : struct, Enum => Enum.TryParse<T>(Text(form, name), out var chosen) && Enum.IsDefined(chosen) ? chosen : default;

    private static DateOnly Day(IFormCollection form, string name) => Answer.Day(Text(form, name)) ?? throw new RefusedException("form.not-a-date", name, ("label", name == "to" ? new LocalText("最后一天", "The last day") : new LocalText("第一天", "The first day")));

    private static string Text(IFormCollection form, string name)
    {
        var text = form[name].ToString().Trim();
        return text.Length <= 300 ? text : text[..300];
    }

    private static IEnumerable<string> Values(IFormCollection form, string name) => form[name].OfType<string>().Where(value => value.Length is > 0 and <= 100);
}
