using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Harness;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>The demo city with its services on a real database, on Monday 2022-03-07, 09:00 in Zaozhuang.</summary>
internal sealed class Office : IAsyncDisposable
{
    private readonly TestDatabase database;
    private readonly ServiceProvider services;
    private readonly SyntheticPeople people = new(7);

    private Office(TestDatabase database, Harness.FakeClock clock, ServiceProvider services)
    {
        this.database = database;
        Clock = clock;
        this.services = services;
    }

    public Harness.FakeClock Clock { get; }

    public IActs Acts => services.GetRequiredService<IActs>();

    public static async Task<Office> OpenAsync(Provider provider, long fundCents = 100_000_00)
    {
        var place = await TestDatabase.CreateEmptyAsync(provider);
        var clock = new Harness.FakeClock();
        clock.MoveTo(LocalDay.At(new DateOnly(2022, 3, 7), new TimeOnly(9, 0)));
        var settings = new PortalSettings
        {
            Demo = new DemoSettings { Enabled = true },
            Database = new DatabaseSettings
            {
                Provider = provider,
                File = provider == Provider.Sqlite ? new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(place.Options.Connection).DataSource : "",
                Connection = place.Options.Connection,
                MigrateAtStart = true,
            },
        };
        var house = new ServiceCollection().AddSingleton<TimeProvider>(clock).AddLogging().AddAidWorkflow(settings).BuildServiceProvider(validateScopes: true);
        await house.GetRequiredService<Preparation>().RunAsync(CancellationToken.None);
        var office = new Office(place, clock, house);
        var city = await office.ReadAsync(db => db.Set<Unit>().Where(unit => unit.Level == UnitLevel.City).Select(unit => unit.Id).SingleAsync());
        await office.DoAsync((OpenFund act, CancellationToken token) => act.OpenAsync(
            new NewFund("shandong-hardship-aid-2022", "演示", "demo", 2022, FundSource.Provincial, city, fundCents, IsDemo: true), Actor.System, token));
        return office;
    }

    public Task<TResult> DoAsync<TAct, TResult>(Func<TAct, CancellationToken, Task<TResult>> act)
        where TAct : notnull => Acts.RunAsync(act, CancellationToken.None);

    public async Task<T> ReadAsync<T>(Func<DbContext, Task<T>> read)
    {
        await using var scope = services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<IUnitOfWork>().Db);
    }

    /// <summary>Asks several services of one scope; nothing is written.</summary>
    public async Task<T> AskAsync<T>(Func<IServiceProvider, Task<T>> ask)
    {
        await using var scope = services.CreateAsyncScope();
        return await ask(scope.ServiceProvider);
    }

    public async Task<Actor> AsAsync(string userName) => (await ReadAsync(db => db.Set<Account>().SingleAsync(account => account.UserName == userName))).AsActor();

    /// <summary>Answers of a new made-up person for one-off hardship aid, complete and right.</summary>
    public JsonObject Answers(string service = "hardship-aid")
    {
        var plan = JsonNode.Parse(File.ReadAllText(Path.Combine(Root(), "samples", "zaozhuang-2022-relief.json")))!;
        var answers = (JsonObject)plan["samples"]![service]!["answers"]!.DeepClone();
        var person = people.Next("370402", LocalDay.Today(Clock));
        answers["applicantName"] = person.Name.Value;
        answers["citizenId"] = person.CitizenId.Value;
        answers["mobile"] = person.Phone.Number;
        answers["mobileOwner"] = "self";
        answers["accountName"] = person.Name.Value;
        answers["accountNumber"] = person.Account.Number;
        answers["bankName"] = person.BankName;
        if (service == "hardship-aid")
            answers["situation"] = "recognised";
        return answers;
    }

    public async Task<AidCase> SubmitAsync(JsonObject answers, string service = "hardship-aid", params string[] documents)
    {
        var village = await ReadAsync(db => db.Set<Unit>().Where(unit => unit.DivisionCode == "370402001001" && unit.Level == UnitLevel.Village).Select(unit => unit.Id).SingleAsync());
        var linked = new List<LinkedFile>();
        foreach (var key in documents)
            linked.Add(new(key, await DoAsync((UploadDocument act, CancellationToken _) => Task.FromResult(act.Upload($"{key}.pdf", "%PDF-1.4"u8.ToArray(), Actor.System)))));
        return await DoAsync((SubmitApplication act, CancellationToken token) => act.SubmitAsync(
            new SubmitCommand(service, answers, village, Intake.Station, $"{answers["citizenId"]}/{service}") { Documents = [.. linked] }, Actor.System, token));
    }

    public Task<AidCase> SubmitCompleteAsync() =>
        SubmitAsync(Answers(), "hardship-aid", "identityCard", "dischargePapers", "bankCard", "signedPromise", "hardshipStatement", "householdRegister");

    /// <summary>The open tasks of a case, in the order they were made.</summary>
    public Task<List<ReviewTask>> TasksAsync(CaseId id) => ReadAsync(db => db.Set<ReviewTask>().AsNoTracking()
        .Where(task => task.CaseId == id && (task.State == TaskState.Assigned || task.State == TaskState.InProgress)).OrderBy(task => task.CreatedAt).ToListAsync());

    public async Task<DecisionReceipt> DecideAsync(string userName, DecideCommand command)
    {
        var actor = await AsAsync(userName);
        return await DoAsync((DecideTask act, CancellationToken token) => act.DecideAsync(command, actor, token));
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await database.DisposeAsync();
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
