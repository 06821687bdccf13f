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
using AidWorkflow.Portal.Delivering;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>The demo city with its services on a real database, on Monday 2022-03-07, 09:00 in Zaozhuang.</summary>
internal sealed class Office : IAsyncDisposable
{
    private static readonly DateTimeOffset Monday = LocalDay.At(new DateOnly(2022, 3, 7), new TimeOnly(9, 0));

    private readonly TestDatabase database;
    private readonly ServiceProvider services;
    private readonly SyntheticPeople people = new(7);

    private Office(TestDatabase database, PortalSettings settings, Harness.FakeClock clock, ServiceProvider services)
    {
        this.database = database;
        Settings = settings;
        Clock = clock;
        this.services = services;
    }

    public Harness.FakeClock Clock { get; }

    public PortalSettings Settings { get; }

    public IServiceProvider Services => services;

    public IActs Acts => services.GetRequiredService<IActs>();

    public static Task<Office> OpenAsync(Provider provider, long fundCents = 100_000_00, Action<IServiceCollection>? with = null) => OpenAsync(provider, "office", "workflows", fundCents, with);

    private static async Task<Office> OpenAsync(Provider provider, string name, string workflows, long fundCents, Action<IServiceCollection>? with)
    {
        var place = await TestDatabase.CreateAsync(provider, name, options => PrepareAsync(options, workflows));
        var clock = new Harness.FakeClock();
        clock.MoveTo(Monday);
        var settings = SettingsOf(place.Options, workflows);
        var office = new Office(place, settings, clock, House(settings, clock, with));
        var city = await office.ReadAsync(db => db.Set<Unit>().Where(unit => unit.Level == UnitLevel.City).Select(unit => unit.Id).SingleAsync());
        await office.DoAsync((OpenFund act, CancellationToken token) => act.OpenAsync(
            new NewFund("shandong-hardship-aid-2022", "演示", "demo", 2022, FundSource.Provincial, city, fundCents, IsDemo: true), Actor.System, token));
        return office;
    }

    /// <summary>The same with a hardship aid whose steps are decided otherwise.</summary>
    /// <param name="name">Of this way of deciding; offices of one name are alike.</param>
    /// <param name="edit">What the author changes, by the name of the step.</param>
    public static Task<Office> OpenAsync(Provider provider, string name, Action<Func<string, JsonNode>> edit) => OpenWithAsync(provider, name, "workflow.json", definition =>
        edit(step => definition["root"]!["activities"]!.AsArray().Single(activity => activity!["name"]!.GetValue<string>() == step)!));

    /// <summary>The same with a hardship aid one of whose files says something else.</summary>
    public static Task<Office> OpenWithAsync(Provider provider, string name, string changed, Action<JsonNode> edit) => OpenWithAsync(provider, name, (changed, edit));

    /// <summary>The same with several.</summary>
    public static async Task<Office> OpenWithAsync(Provider provider, string name, params (string File, Action<JsonNode> Edit)[] changes)
    {
        var folder = CopyOfWorkflows();
        foreach (var (file, edit) in changes)
        {
            var place = Path.Combine(folder, "hardship-aid", file);
            var content = JsonNode.Parse(await File.ReadAllTextAsync(place))!;
            edit(content);
            await File.WriteAllTextAsync(place, content.ToJsonString());
        }

        return await OpenAsync(provider, name, folder, 100_000_00, with: null);
    }

    /// <summary>The same with services that have no words for some occasions, as they were before there were any.</summary>
    public static async Task<Office> OpenWithoutWordsAsync(Provider provider, string name, params string[] occasions)
    {
        var folder = CopyOfWorkflows();
        foreach (var file in occasions.SelectMany(occasion => System.IO.Directory.EnumerateFiles(Path.Combine(folder, "shared", "templates"), $"{occasion}.*")).ToArray())
            File.Delete(file);
        return await OpenAsync(provider, name, folder, 100_000_00, with: null);
    }

    private static string CopyOfWorkflows()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("workflows-").FullName;
        foreach (var file in System.IO.Directory.EnumerateFiles(Path.Combine(Root(), "workflows"), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(Path.Combine(Root(), "workflows"), file));
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return folder;
    }

    /// <summary>Tables by the migrations, calendars, organisation and services: long work, and the same for every office.</summary>
    private static async Task PrepareAsync(StorageOptions options, string workflows)
    {
        var clock = new Harness.FakeClock();
        clock.MoveTo(Monday);
        await using var house = House(SettingsOf(options, workflows), clock);
        await house.GetRequiredService<Preparation>().RunAsync(CancellationToken.None);
    }

    private static PortalSettings SettingsOf(StorageOptions options, string workflows) => new()
    {
        Workflows = workflows,
        Demo = new DemoSettings { Enabled = true },
        Database = new DatabaseSettings
        {
            Provider = options.Provider,
            File = options.Provider == Provider.Sqlite ? new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(options.Connection).DataSource : "",
            Connection = options.Connection,
            MigrateAtStart = true,
        },
    };

    private static ServiceProvider House(PortalSettings settings, Harness.FakeClock clock, Action<IServiceCollection>? with = null)
    {
        var all = new ServiceCollection().AddSingleton<TimeProvider>(clock).AddLogging().AddAidWorkflow(settings).AddSweeps().AddDelivery(settings);
        with?.Invoke(all);
        return all.BuildServiceProvider(validateScopes: true);
    }

    /// <summary>Another process at the same database, to be disposed of by whoever asks.</summary>
    public ServiceProvider Another() => House(Settings, Clock);

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
        var linked = new List<LinkedFile>();
        foreach (var key in documents)
            linked.Add(new(key, await UploadAsync(key)));
        return await SubmitWithAsync(answers, service, linked);
    }

    /// <summary>With papers that were uploaded before.</summary>
    public async Task<AidCase> SubmitWithAsync(JsonObject answers, string service, IReadOnlyList<LinkedFile> linked)
    {
        var village = await ReadAsync(db => db.Set<Unit>().Where(unit => unit.DivisionCode == "370402001001" && unit.Level == UnitLevel.Village).Select(unit => unit.Id).SingleAsync());
        return await DoAsync((SubmitApplication act, CancellationToken token) => act.SubmitAsync(
            new SubmitCommand(service, answers, village, Intake.Station, KeyOf(answers, service)) { Documents = [.. linked] }, Actor.System, token));
    }

    /// <summary>The same form twice is one submit; the key itself tells nothing of the person.</summary>
    private static string KeyOf(JsonObject answers, string service) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{answers["citizenId"]}/{service}")));

    public Task<StoredFileId> UploadAsync(string key) =>
        DoAsync((UploadDocument act, CancellationToken _) => Task.FromResult(act.Upload($"{key}.pdf", "%PDF-1.4"u8.ToArray(), Actor.System)));

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

    /// <summary>Runs a sweep until nothing of it is due.</summary>
    public async Task SweepAsync(string name)
    {
        await using var scope = services.CreateAsyncScope();
        var sweep = scope.ServiceProvider.GetServices<ISweep>().Single(sweep => sweep.Name == name);
        while (await sweep.SweepAsync(CancellationToken.None) > 0)
        {
        }
    }

    /// <summary>The how-manieth holder of the task's role at its unit.</summary>
    public Task<string> HolderAsync(ReviewTask task, int number = 0)
    {
        var today = LocalDay.Today(Clock);
        return ReadAsync(db => db.Set<RoleAssignment>()
            .Where(held => held.Role == task.Role && held.UnitId == task.UnitId && held.ValidFrom <= today && (held.ValidTo == null || today < held.ValidTo))
            .Join(db.Set<Account>(), held => held.AccountId, account => account.Id, (_, account) => account.UserName).OrderBy(name => name).Skip(number).FirstAsync());
    }

    /// <summary>A new account with one role, of a person where it is an applicant's.</summary>
    public async Task<Actor> HireAsync(string userName, Role role, UnitLevel level, string divisionCode, PersonId? person = null)
    {
        var unit = await ReadAsync(db => db.Set<Unit>().Where(unit => unit.DivisionCode == divisionCode && unit.Level == level).Select(unit => unit.Id).SingleAsync());
        var account = Account.Open(new AccountId(Guid.CreateVersion7(Clock.GetUtcNow())), userName, userName, userName);
        if (person is { } owner)
            account.LinkTo(owner);
        await using (var scope = services.CreateAsyncScope())
        {
            var work = scope.ServiceProvider.GetRequiredService<IUnitOfWork>();
            work.Db.Add(account);
            await work.CommitAsync(CancellationToken.None);
        }

        await DoAsync((AssignRole act, CancellationToken token) => act.RunAsync(account.Id, role, unit, LocalDay.Today(Clock), null, Actor.System, token));
        return account.AsActor();
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await database.DisposeAsync();
    }

    /// <summary>The repository.</summary>
    internal static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
