using System.Text.Json.Nodes;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Storage.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests;

/// <summary>The composed house on a SQLite file of its own, with a clock the test moves.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly string folder;

    private Installation(string folder, FakeClock clock, ServiceProvider services)
    {
        this.folder = folder;
        Clock = clock;
        Services = services;
    }

    public FakeClock Clock { get; }

    public ServiceProvider Services { get; }

    public static PortalSettings Settings(string folder) => new() { Database = new DatabaseSettings { File = Path.Combine(folder, "portal.db") } };

    public static async Task<Installation> OpenAsync(Action<IServiceCollection, PortalSettings>? with = null)
    {
        var place = Directory.CreateTempSubdirectory("portal-test-").FullName;
        var clock = new FakeClock(FakeClock.Monday);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        services.AddAidWorkflow(Settings(place));
        with?.Invoke(services, Settings(place));
        var installation = new Installation(place, clock, services.BuildServiceProvider(validateScopes: true));
        await installation.WithAsync<AidContext>(db => db.Database.EnsureCreatedAsync());
        return installation;
    }

    public async Task WithAsync<TService>(Func<TService, Task> use)
        where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>Commits a step that wants a message sent, the only way a message comes to be; JSON for e-mail and text messages is sealed, as the notifier does.</summary>
    public Task<OutboxRow> CommitMessageAsync(string channel, string payload) => CommitMessageAsync(channel, id =>
        channel is "email" or "sms" && payload.StartsWith('{')
            ? SealedPayload.Seal(id, (JsonObject)JsonNode.Parse(payload)!, Services.GetRequiredService<FieldProtector>())
            : payload);

    public async Task<OutboxRow> CommitMessageAsync(string channel, Func<MessageId, string> payload)
    {
        var ids = Services.GetRequiredService<IIds>();
        var now = Clock.GetUtcNow();
        var instance = InstanceId.Of(ids.Next());
        var id = MessageId.Of(ids.Next());
        var message = new OutboxRow
        {
            Id = id,
            Channel = channel,
            IdempotencyKey = $"{instance}/1:{channel}",
            Payload = payload(id),
            CreatedAt = now,
            NextAttemptAt = now,
        };
        await Services.GetRequiredService<ISteps>().CommitAsync(
            new StepWrites
            {
                Instance = new InstanceRow { Id = instance, DefinitionId = "test", DefinitionVersionId = "test-1", Revision = 1, State = [1], CreatedAt = now, UpdatedAt = now },
                ExpectedRevision = null,
                Journal = new JournalRow { InstanceId = instance, Revision = 1, At = now, Events = [] },
                Messages = [message],
            },
            CancellationToken.None);
        return message;
    }

    public async Task<OutboxRow> MessageAsync(MessageId id)
    {
        OutboxRow? found = null;
        await WithAsync<AidContext>(async db => found = await db.Set<OutboxRow>().AsNoTracking().SingleAsync(row => row.Id == id));
        return found!;
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}
