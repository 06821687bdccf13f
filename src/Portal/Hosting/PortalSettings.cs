using AidWorkflow.Portal.Commands;
using AidWorkflow.Storage;

namespace AidWorkflow.Portal.Hosting;

/// <summary>
/// Everything an operator may set, in the section "AidWorkflow" of the configuration, by environment
/// ("AidWorkflow__Database__File") or on the command line. Nothing set runs on SQLite in ./.data.
/// </summary>
internal sealed record PortalSettings
{
    public const string Section = "AidWorkflow";

    /// <summary>Real people and real money: no demo values, no demo keys. Everything that is not named otherwise is Production.</summary>
    public bool Production { get; init; }

    public DatabaseSettings Database { get; init; } = new();

    public KeySettings Keys { get; init; } = new();

    public DemoSettings Demo { get; init; } = new();

    public DeliverySettings Delivery { get; init; } = new();

    public SignInSettings SignIn { get; init; } = new();

    public ApiSettings Api { get; init; } = new();

    public PublishingSettings Publishing { get; init; } = new();

    public UrgingSettings Urging { get; init; } = new();

    public ReminderSettings Reminders { get; init; } = new();

    public TelemetrySettings Telemetry { get; init; } = new();

    public StudioSettings Studio { get; init; } = new();

    public DocumentSettings Documents { get; init; } = new();

    public bool RequiresSecondFactor => (SignIn.SecondFactor ?? (Production ? SecondFactor.Required : SecondFactor.Offered)) == SecondFactor.Required;

    /// <summary>Text messages leave, or a demo writes them into a file: applicants can sign in by a code.</summary>
    public bool SendsTexts => Delivery.Sms is not null || Demo.Enabled;

    /// <summary>The folder of services, calendars and bank templates: as named from where the program runs, else beside the program.</summary>
    public string Workflows { get; init; } = "workflows";

    public string WorkflowFolder(string name) =>
        Path.Combine(Directory.Exists(Workflows) ? Path.GetFullPath(Workflows) : Path.Combine(AppContext.BaseDirectory, Workflows), name);

    public static PortalSettings From(IConfiguration configuration) =>
        configuration.GetSection(Section).Get<PortalSettings>() ?? new PortalSettings();
}

internal sealed record DatabaseSettings
{
    public Provider Provider { get; init; }

    /// <summary>The SQLite file; made when it does not exist.</summary>
    public string File { get; init; } = ".data/aidworkflow.db";

    /// <summary>The connection string of PostgreSQL or SQL Server.</summary>
    public string? Connection { get; init; }

    /// <summary>On SQLite: how long somebody waits while another process holds the file, before they are told that the system is busy.</summary>
    public int PatienceSeconds { get; init; } = StorageOptions.PatienceSeconds;

    /// <summary>Applies missing migrations at start. Null: on SQLite yes, on a server no, where an operator runs "db migrate".</summary>
    public bool? MigrateAtStart { get; init; }

    public StorageOptions Storage => Provider == Provider.Sqlite ? StorageOptions.Sqlite(File, PatienceSeconds) : new StorageOptions(Provider, Connection!);

    /// <summary>Makes the folder that a SQLite file is to stand in.</summary>
    public void PreparePlace()
    {
        if (Provider == Provider.Sqlite && Path.GetDirectoryName(Path.GetFullPath(File)) is { } folder)
            Directory.CreateDirectory(folder);
    }

    /// <summary>For commands that look at a database: looking does not make one.</summary>
    /// <exception cref="WrongInputException">The SQLite file is not there.</exception>
    public void RequirePlace()
    {
        if (Provider == Provider.Sqlite && !System.IO.File.Exists(File))
            throw new WrongInputException(($"找不到数据库文件 {File}。", $"There is no database file {File}."));
    }

    public bool Migrates => MigrateAtStart ?? Provider == Provider.Sqlite;
}

internal sealed record PublishingSettings
{
    /// <summary>A workflow or service is published only when an administrator other than those who wrote and proposed it approves.</summary>
    public bool FourEyes { get; init; }
}

internal sealed record KeySettings
{
    /// <summary>The file of field-encryption and index keys; outside the database, its backup and the repository.</summary>
    public string? File { get; init; }
}

internal sealed record DemoSettings
{
    /// <summary>A demo organisation, demo accounts and demo rule values, for looking around; never in Production.</summary>
    public bool Enabled { get; init; }

    /// <summary>With money of this year to grant. The replay brings the funds of its plan instead.</summary>
    public bool Fund { get; init; }

    /// <summary>Text messages are written into a file beside the database, where whoever tries the demo out reads the codes.</summary>
    public bool Texts { get; init; }
}

internal sealed record SignInSettings
{
    /// <summary>How often one address may try to sign in, or to look up a receipt number, within a minute.</summary>
    public int TriesAMinute { get; init; } = 20;

    /// <summary>How many text messages with a code one address may ask for within an hour; many people may stand behind one address.</summary>
    public int CodesAnHour { get; init; } = 30;

    /// <summary>Whether staff must have a second factor. Null: in Production they must, elsewhere it is offered.</summary>
    public SecondFactor? SecondFactor { get; init; }

    /// <summary>The domain that passkeys are bound to; null takes the name by which the portal is reached.</summary>
    public string? PasskeyDomain { get; init; }

    /// <summary>Signing in with an account of the organisation; null where there is none.</summary>
    public OidcSettings? Oidc { get; init; }
}

internal enum SecondFactor
{
    Offered,
    Required,
}

/// <summary>A provider of OpenID Connect that staff sign in at. The secret comes by environment, never from a file of the repository.</summary>
internal sealed record OidcSettings
{
    /// <summary>The issuer; its configuration is read from below /.well-known.</summary>
    public Uri? Authority { get; init; }

    public string ClientId { get; init; } = "";

    public string ClientSecret { get; init; } = "";

    /// <summary>The claim that holds our user name.</summary>
    public string NameClaim { get; init; } = "preferred_username";

    /// <summary>What the button says, in both languages alike.</summary>
    public string Label { get; init; } = "OIDC";
}

internal sealed record ApiSettings
{
    /// <summary>How many requests of the API an account, or an address without one, may send within a minute.</summary>
    public int RequestsAMinute { get; init; } = 600;
}

/// <summary>How often those who have a step may be asked to get on with it. No rule of the state sets this: the house does.</summary>
internal sealed record UrgingSettings
{
    /// <summary>By each who urges, for one passage of a case through a step, within one calendar day.</summary>
    public int ADay { get; init; } = 1;

    /// <summary>From the how-manieth urge of one passage on the unit above is told as well; after the step's limit it is told at once.</summary>
    public int ToldAboveFrom { get; init; } = 3;
}

internal sealed record ReminderSettings
{
    /// <summary>Whoever is to be reminded of more than so many limits at the same time gets one message that lists them.</summary>
    public int MostSingly { get; init; } = 5;

    /// <summary>Where people reach the portal, for links in e-mails: "https://aid.example.gov.cn". Where it is not set, mails name the page only.</summary>
    public Uri? Portal { get; init; }

    /// <summary>The office hours of a working day, by which time with somebody is counted.</summary>
    public TimeOnly WorksFrom { get; init; } = new(9, 0);

    public TimeOnly WorksUntil { get; init; } = new(17, 0);

    /// <summary>When the section for the protection of rights gets the summary of the day's registers.</summary>
    public TimeOnly RegisterSummaryAt { get; init; } = new(17, 0);

    /// <summary>When people are told, on working days, of registers that were not closed and of limits of petitions.</summary>
    public TimeOnly RegistersAt { get; init; } = new(8, 30);
}

/// <summary>Elsa Studio, served beside our own editor where an operator has installed it. It is not part of this program.</summary>
internal sealed record StudioSettings
{
    /// <summary>Administrators of the whole area may open it at /studio.</summary>
    public bool Enabled { get; init; }

    /// <summary>The folder of the unpacked npm package @elsa-workflows/elsa-studio-wasm 3.8.2, from where the program runs; ./run.sh --studio says where it put it.</summary>
    public string Files { get; init; } = "studio/node_modules/@elsa-workflows/elsa-studio-wasm";
}

/// <summary>Papers of the office as files.</summary>
internal sealed record DocumentSettings
{
    /// <summary>The program of a headless Chromium that makes PDFs, "/usr/bin/chromium"; where none is set, people print from their browser.</summary>
    public string? Chromium { get; init; }
}

internal sealed record TelemetrySettings
{
    /// <summary>The collector that traces and metrics go to by OTLP over HTTP, "http://collector:4318"; none: nothing is collected.</summary>
    public Uri? Otlp { get; init; }

    /// <summary>What this installation calls itself there.</summary>
    public string Service { get; init; } = "aidworkflow";
}

/// <summary>How messages leave. A channel that is not set up parks its messages where a person sees them.</summary>
internal sealed record DeliverySettings
{
    /// <summary>How many messages one round takes.</summary>
    public int BatchSize { get; init; } = 50;

    public int Parallel { get; init; } = 4;

    /// <summary>How long a claimed message is left alone; a sender that died in between loses its claim then.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>After so many attempts, about five hours, a message is parked for a person.</summary>
    public int MostAttempts { get; init; } = 20;

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    public EmailSettings? Email { get; init; }

    public SmsSettings? Sms { get; init; }

    public HttpSettings Http { get; init; } = new();
}

/// <summary>Requests that workflows send.</summary>
internal sealed record HttpSettings
{
    /// <summary>The hosts that workflows may ask; none by default.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Whether they may be asked without encryption, beyond this machine.</summary>
    public bool PlainHttp { get; init; }
}

internal sealed record EmailSettings
{
    public string Host { get; init; } = "";

    public int Port { get; init; } = 25;

    public bool Tls { get; init; }

    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>The sender, "name &lt;address&gt;".</summary>
    public string From { get; init; } = "";
}

internal sealed record SmsSettings
{
    public Uri? Gateway { get; init; }

    /// <summary>Hosts that messages may be handed to. Without the gateway's own host nothing is sent.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    public string? Token { get; init; }
}
