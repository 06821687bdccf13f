using System.CommandLine;
using System.Data.Common;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Storage;
using Spectre.Console;

namespace AidWorkflow.Portal.Commands;

/// <summary>What every verb understands: the language, JSON instead of words, and which database.</summary>
internal sealed class SharedOptions
{
    private static readonly JsonSerializerOptions JsonShape = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly Option<string> language;
    private readonly Option<bool> json;
    private readonly Option<FileInfo?> database;
    private readonly Option<string?> provider;
    private readonly Option<string?> connection;

    public SharedOptions(string language)
    {
        Language = language;
        this.language = new Option<string>("--language")
        {
            Description = Say(("提示语言：zh-CN 或 en，默认随系统。", "Language of messages: zh-CN or en; the system's by default.")),
            Recursive = true,
        };
        json = new Option<bool>("--json")
        {
            Description = Say(("以 JSON 输出结果。", "Print the result as JSON.")),
            Recursive = true,
        };
        database = new Option<FileInfo?>("--database")
        {
            Description = Say(("SQLite 数据库文件。", "The SQLite database file.")),
            HelpName = "FILE",
            Recursive = true,
        };
        provider = new Option<string?>("--provider")
        {
            Description = Say(("数据库类型，默认 sqlite。", "The kind of database, sqlite by default.")),
            Recursive = true,
        };
        provider.AcceptOnlyFromAmong("sqlite", "postgres", "sqlserver");
        connection = new Option<string?>("--connection")
        {
            Description = Say(("PostgreSQL 或 SQL Server 的连接字符串。", "The connection string of PostgreSQL or SQL Server.")),
            Recursive = true,
        };
    }

    public string Language { get; }

    public void AddTo(Command root)
    {
        foreach (var option in new Option[] { language, json, database, provider, connection })
            root.Add(option);
    }

    public string Say(Said words) => words.In(Language);

    public bool Json(ParseResult parsed) => parsed.GetValue(json);

    /// <summary>Which database is meant, as a person knows it: the file, or server and name. Never a password.</summary>
    public string Place(ParseResult parsed)
    {
        var meant = Settings(parsed).Database;
        if (meant.Provider == Provider.Sqlite)
            return meant.File;
        var parts = new DbConnectionStringBuilder { ConnectionString = meant.Connection };
        return string.Join('/', new[] { "Host", "Server", "Data Source", "Port", "Database", "Initial Catalog" }.Where(parts.ContainsKey).Select(part => parts[part]));
    }

    /// <summary>The connection string of the command line; null when it says none.</summary>
    public string? Connection(ParseResult parsed) => parsed.GetValue(connection);

    /// <summary>The configured settings with what the command line says on top; refused when they cannot work.</summary>
    /// <exception cref="WrongInputException">A setting is wrong.</exception>
    public PortalSettings Settings(ParseResult parsed, Func<PortalSettings, PortalSettings>? with = null)
    {
        var configuration = new ConfigurationBuilder()
            .SetBasePath(Directory.GetCurrentDirectory())
            .AddJsonFile("appsettings.json", optional: true)
            .AddJsonFile($"appsettings.{EnvironmentName}.json", optional: true)
            .AddEnvironmentVariables()
            .Build();
        PortalSettings settings;
        try
        {
            settings = PortalSettings.From(configuration);
        }
        catch (InvalidOperationException fault)
        {
            throw new WrongInputException(($"设置有误：{fault.Message}", $"The settings are wrong: {fault.Message}"), fault);
        }

        settings = settings with { Production = Production, Database = Database(parsed, settings.Database) };
        settings = with?.Invoke(settings) ?? settings;
        var faults = SettingsCheck.Faults(settings);
        return faults.Count == 0 ? settings : throw new WrongInputException((
            string.Join(Environment.NewLine, faults.Select(fault => fault.Chinese)),
            string.Join(Environment.NewLine, faults.Select(fault => fault.English))));
    }

    /// <summary>As ASP.NET Core reads it; Production unless told otherwise.</summary>
    public static string EnvironmentName =>
        Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? Environments.Production;

    private static bool Production => EnvironmentName.Equals(Environments.Production, StringComparison.OrdinalIgnoreCase);

    public static string ToJson(object value) => JsonSerializer.Serialize(value, JsonShape);

    /// <summary>A place for progress: a real terminal, and nobody who reads the output as data.</summary>
    public bool HasTerminal(ParseResult parsed) =>
        !Json(parsed) && ReferenceEquals(parsed.InvocationConfiguration.Output, Console.Out) && !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Interactive;

    private DatabaseSettings Database(ParseResult parsed, DatabaseSettings configured)
    {
        if (parsed.GetValue(provider) is { } named)
            configured = configured with { Provider = StorageOptions.Named(named)!.Value };
        else if (parsed.GetValue(database) is not null)
            configured = configured with { Provider = Provider.Sqlite };
        if (parsed.GetValue(database) is { } file)
            configured = configured with { File = file.FullName };
        if (parsed.GetValue(connection) is { } text)
            configured = configured with { Connection = text };
        return configured;
    }
}
