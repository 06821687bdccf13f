using System.Net.Mail;
using AidWorkflow.Portal.Designing;
using AidWorkflow.Storage;

namespace AidWorkflow.Portal.Hosting;

/// <summary>What is wrong with the settings, said before anything starts. Bad settings never start.</summary>
internal static class SettingsCheck
{
    public static IReadOnlyList<Said> Faults(PortalSettings settings) =>
        [.. Database(settings.Database), .. Delivery(settings.Delivery), .. Telemetry(settings.Telemetry), .. Keys(settings), .. SignIn(settings.SignIn), .. Reminders(settings.Reminders), .. Urging(settings.Urging), .. Studio(settings.Studio), .. Documents(settings.Documents)];

    private static IEnumerable<Said> Database(DatabaseSettings database)
    {
        if (database.Provider == Provider.Sqlite && string.IsNullOrWhiteSpace(database.File))
            yield return ("未指定 SQLite 数据库文件（Database:File）。", "No SQLite database file is set (Database:File).");
        if (database.Provider != Provider.Sqlite && string.IsNullOrWhiteSpace(database.Connection))
            yield return ($"使用 {database.Provider} 时必须给出连接字符串（Database:Connection）。", $"{database.Provider} needs a connection string (Database:Connection).");
        else if (database is { Provider: not Provider.Sqlite, Connection: { } connection } && StorageOptions.Unreadable(database.Provider, connection) is not null)
            yield return ($"连接字符串无法读取（--connection 或 Database:Connection）：{database.Provider} 的写法如 {Example(database.Provider)}。",
                $"The connection string cannot be read (--connection or Database:Connection): for {database.Provider} it looks like {Example(database.Provider)}.");
    }

    private static string Example(Provider provider) => provider == Provider.Postgres
        ? "Host=127.0.0.1;Database=aidworkflow;Username=aid;Password=…" : "Server=127.0.0.1;Database=aidworkflow;User Id=aid;Password=…";

    private static IEnumerable<Said> Documents(DocumentSettings documents)
    {
        if (documents.Chromium is { Length: > 0 } program && !File.Exists(program))
            yield return ($"找不到制作 PDF 的 Chromium：{program}（Documents:Chromium）。", $"The Chromium that makes PDFs is not there: {program} (Documents:Chromium).");
    }

    private static IEnumerable<Said> Telemetry(TelemetrySettings telemetry)
    {
        if (telemetry.Otlp is not (null or { IsAbsoluteUri: true, Scheme: "https" or "http" }))
            yield return ("遥测收集器地址有误（Telemetry:Otlp），例如 http://collector:4318。", "The telemetry collector's address is wrong (Telemetry:Otlp); it reads like http://collector:4318.");
    }

    private static IEnumerable<Said> Urging(UrgingSettings urging)
    {
        if (urging is { ADay: < 1 } or { ToldAboveFrom: < 1 })
            yield return ("催办的次数必须大于 0（Urging:ADay、Urging:ToldAboveFrom）。", "The numbers of urging must be above nought (Urging:ADay, Urging:ToldAboveFrom).");
    }

    private static IEnumerable<Said> Reminders(ReminderSettings reminders)
    {
        if (reminders.MostSingly is < 1 or > 100)
            yield return ("提醒设置超出范围：Reminders:MostSingly 1–100。", "The setting of reminders is out of range: Reminders:MostSingly 1–100.");
        if (reminders.Portal is { } portal && (!portal.IsAbsoluteUri || portal.Scheme is not ("https" or "http")))
            yield return ("门户地址须为完整网址（Reminders:Portal），例如 https://aid.example.gov.cn。", "The address of the portal has to be a whole one (Reminders:Portal), such as https://aid.example.gov.cn.");
        if (reminders.WorksUntil <= reminders.WorksFrom)
            yield return ("办公时间有误：Reminders:WorksUntil 须晚于 WorksFrom。", "The office hours are wrong: Reminders:WorksUntil has to be after WorksFrom.");
    }

    private static IEnumerable<Said> Studio(StudioSettings studio)
    {
        if (studio.Enabled && !StudioFiles.AreIn(studio.Files))
            yield return ($"已启用 Elsa Studio（Studio:Enabled），但 {studio.Files} 里没有它的文件：请用 npm ci 安装 src/Portal/Web/studio（./run.sh --studio 会代为安装），把 Studio:Files 指到它，或关闭此项。",
                $"Elsa Studio is on (Studio:Enabled), but its files are not in {studio.Files}: install src/Portal/Web/studio by npm ci (./run.sh --studio does) and point Studio:Files at it, or turn it off.");
    }

    private static IEnumerable<Said> SignIn(SignInSettings signIn)
    {
        if (signIn.TriesAMinute < 1 || signIn.CodesAnHour < 1)
            yield return ("登录次数限制必须大于 0（SignIn:TriesAMinute、SignIn:CodesAnHour）。", "The limits of signing in must be above nought (SignIn:TriesAMinute, SignIn:CodesAnHour).");
        if (signIn.Oidc is not { } oidc)
            yield break;
        if (oidc.Authority is not { IsAbsoluteUri: true } authority || string.IsNullOrWhiteSpace(oidc.ClientId) || string.IsNullOrWhiteSpace(oidc.ClientSecret))
            yield return ("统一登录设置不完整：需要 Oidc:Authority、Oidc:ClientId，以及由环境变量给出的 Oidc:ClientSecret。", "OIDC settings are incomplete: Oidc:Authority, Oidc:ClientId and, by environment, Oidc:ClientSecret are needed.");
        else if (authority.Scheme != "https" && !authority.IsLoopback)
            yield return ("统一登录地址必须使用 https（Oidc:Authority）。", "The OIDC provider must be reached by https (Oidc:Authority).");
    }

    private static IEnumerable<Said> Keys(PortalSettings settings)
    {
        if (!settings.Production)
            yield break;
        if (settings.Demo.Enabled)
            yield return ("生产环境不得启用演示账号和演示数据（Demo:Enabled）。", "Production must not run with demo accounts and demo data (Demo:Enabled).");
        if (string.IsNullOrWhiteSpace(settings.Keys.File))
            yield return ("生产环境必须配置密钥文件（Keys:File），密钥须存放在数据库及其备份之外。", "Production needs a key file (Keys:File), kept outside the database and its backup.");
    }

    private static IEnumerable<Said> Delivery(DeliverySettings delivery)
    {
        if (delivery.BatchSize is < 1 or > 500 || delivery.Parallel is < 1 or > 32 || delivery.MostAttempts is < 1 or > 50)
            yield return ("投递设置超出范围：BatchSize 1–500，Parallel 1–32，MostAttempts 1–50。", "Delivery settings are out of range: BatchSize 1–500, Parallel 1–32, MostAttempts 1–50.");
        // A message claimed again while its first sender still waits for an answer would go out twice for nothing.
        if (delivery.Timeout <= TimeSpan.Zero || delivery.Lease < delivery.Timeout * 2)
            yield return ("占用时间（Delivery:Lease）应至少为超时时间（Delivery:Timeout）的两倍。", "Delivery:Lease must be at least twice Delivery:Timeout.");
        if (delivery.Email is { } email && (string.IsNullOrWhiteSpace(email.Host) || !MailAddress.TryCreate(email.From, out _)))
            yield return ("邮件设置不完整：需要服务器（Email:Host）和发件人地址（Email:From）。", "E-mail settings are incomplete: a server (Email:Host) and a sender's address (Email:From) are needed.");
        if (delivery.Sms is { } sms)
        {
            if (sms.Gateway is not { IsAbsoluteUri: true, Scheme: "https" or "http" })
                yield return ("短信网关地址有误（Sms:Gateway）。", "The SMS gateway's address is wrong (Sms:Gateway).");
            else if (!sms.AllowedHosts.Contains(sms.Gateway.Host, StringComparer.OrdinalIgnoreCase))
                yield return ($"短信网关主机 {sms.Gateway.Host} 不在允许名单内（Sms:AllowedHosts）。", $"The SMS gateway's host {sms.Gateway.Host} is not on the list of allowed hosts (Sms:AllowedHosts).");
            else if (sms.Gateway is { Scheme: "http", IsLoopback: false })
                yield return ("短信网关必须使用 https。", "The SMS gateway must be reached by https.");
        }
    }
}
