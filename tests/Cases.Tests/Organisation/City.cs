using AidWorkflow.Cases.Accounts;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Harness;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Cases.Tests.Organisation;

/// <summary>The demo organisation on a database of its own, with one person called 张三 registered in every unit of district level and below.</summary>
internal sealed class City : IAsyncDisposable
{
    public static readonly DateOnly Today = new(2022, 3, 7);

    private static readonly KeyRing Ring = MakeRing();

    private City(TestDatabase database) => Database = database;

    public TestDatabase Database { get; }

    public static async Task<City> FoundAsync(Provider provider)
    {
        var city = new City(await TestDatabase.CreateAsync(provider, services => services
            .AddSingleton(Ring).AddSingleton<FieldProtector>()
            .AddScoped<AuditTrail>().AddScoped<Scopes>().AddScoped<Units>().AddScoped<Cases.Organisation.Directory>().AddScoped<UnitTree>().AddSingleton<Cases.StandingIn.StandInCache>().AddScoped<Cases.StandingIn.StandIns>()
            .AddScoped<PersonRegister>().AddScoped<SeedDemoOrganisation>().AddScoped<AssignRole>().AddScoped<Cases.Integrating.TokenDuties>().AddScoped<EndRole>()
            .AddScoped<OpenUnit>().AddScoped<RenameUnit>().AddScoped<MergeUnits>().AddScoped<SplitUnit>().AddScoped<CloseUnit>().AddScoped<MoveUnit>().AddScoped<UnitNaming>()
            .AddScoped<Competence>().AddScoped<AccountRights>().AddScoped<OpenAccount>().AddScoped<CloseAccount>().AddScoped<ReopenAccount>().AddScoped<ResetSignIn>()
            .AddScoped<SendSignInCode>().AddScoped<EnterByCode>().AddScoped<ConfirmApplicant>()));
        await city.RunAsync<SeedDemoOrganisation>(act => act.RunAsync(Actor.System, default));
        await city.RunAsync<PersonRegister>(async register =>
        {
            var people = new SyntheticPeople(seed: 1);
            foreach (var unit in await city.Database.ReadAsync(db => db.Set<Unit>().Where(unit => unit.ParentId != null).ToListAsync()))
            {
                if (unit.Level >= UnitLevel.District)
                    await register.EnterAsync(people.Next("370402", Today).At(unit.Id) with { Name = PersonName.Parse("张三") }, default);
            }
        });
        return city;
    }

    public async Task<TResult> AskAsync<TService, TResult>(Func<TService, Task<TResult>> ask)
        where TService : notnull
    {
        await using var scope = Database.Scope();
        return await ask(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public async Task RunAsync<TAct>(Func<TAct, Task> act)
        where TAct : notnull
    {
        await using var scope = Database.Scope();
        await act(scope.ServiceProvider.GetRequiredService<TAct>());
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(default);
    }

    public Task<Actor> ActorAsync(string userName) =>
        Database.ReadAsync(async db => (await db.Set<Account>().SingleAsync(account => account.UserName == userName)).AsActor());

    public async Task<Scope> ScopeAsync(string userName)
    {
        var actor = await ActorAsync(userName);
        return await AskAsync<Scopes, Scope>(scopes => scopes.OfAsync(actor, default));
    }

    public Task<UnitId> UnitAsync(string code) => Database.ReadAsync(async db => (await db.Set<Unit>().SingleAsync(unit => unit.DivisionCode == code)).Id);

    /// <summary>The unit and what hangs below it, found by parents alone.</summary>
    public async Task<IReadOnlyCollection<UnitId>> BelowAsync(UnitId root)
    {
        var units = await Database.ReadAsync(db => db.Set<Unit>().ToListAsync());
        var below = new HashSet<UnitId> { root };
        while (units.Any(unit => unit.ParentId is { } parent && below.Contains(parent) && below.Add(unit.Id)))
        {
        }

        return below;
    }

    /// <summary>What the closure must be today, rebuilt from parents and successors.</summary>
    public async Task<IReadOnlyCollection<(UnitId, UnitId, int)>> ExpectedClosureAsync()
    {
        var units = await Database.ReadAsync(db => db.Set<Unit>().ToDictionaryAsync(unit => unit.Id));
        var lines = new HashSet<(UnitId, UnitId, int)>();
        foreach (var unit in units.Values)
        {
            var depth = 0;
            for (UnitId? above = unit.Id; above is { } id; above = units[id].SuccessorId ?? units[id].ParentId)
                lines.Add((unit.Id, id, depth++));
        }

        return lines;
    }

    public Task<List<UnitAncestor>> ClosureAsync() => Database.ReadAsync(db => db.Set<UnitAncestor>().Where(line => line.ValidTo == null).ToListAsync());

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private static KeyRing MakeRing()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("aid-keys-");
        try
        {
            return KeyRing.CreateDemo(Path.Combine(folder.FullName, "keys.json"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
