using System.Globalization;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Storage;

namespace AidWorkflow.Portal.Delivering;

/// <summary>A demo has no gateway: its text messages, codes for signing in among them, are written into a file beside the demo database. Never in Production.</summary>
internal sealed class DemoTexts(DatabaseSettings database, FieldProtector protector, TimeProvider time) : IChannel
{
    private readonly Lock gate = new();

    public string Name => "sms";

    public static string FileOf(DatabaseSettings database) => Path.GetFullPath(
        database.Provider == Provider.Sqlite ? Path.ChangeExtension(database.File, ".demo-texts") : ".data/demo-texts");

    /// <summary>As a page names it: where a machine keeps its files is nobody's business.</summary>
    public static string NameOf(DatabaseSettings database) => Path.GetFileName(FileOf(database));

    public Task SendAsync(OutboxRow message, CancellationToken cancellation)
    {
        var payload = Payloads.Read<SmsPayload>(message, protector);
        var line = string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow().ToOffset(LocalDay.Offset):yyyy-MM-dd HH:mm:ss} {payload.To} {payload.Text.ReplaceLineEndings(" ")}\n");
        lock (gate)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(FileOf(database))!);
            File.AppendAllText(FileOf(database), line);
        }

        return Task.CompletedTask;
    }
}
