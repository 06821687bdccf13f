using System.CommandLine;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.Reporting;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Storage;
using AidWorkflow.Storage.Model;

namespace AidWorkflow.Portal.Commands;

/// <summary><c>audit verify</c>: recomputes every chain of the audit trail and says where it does not hold.</summary>
internal static class AuditVerb
{
    private static readonly Dictionary<AuditFault, Said> Faults = new()
    {
        [AuditFault.EntryChanged] = ("记录被改动", "the entry was changed"),
        [AuditFault.EntryRemoved] = ("记录缺失", "the entry is missing"),
        [AuditFault.OutOfOrder] = ("记录错序", "the entry is out of order"),
        [AuditFault.TailRemoved] = ("此后的记录被删除", "the entries from here on were removed"),
        [AuditFault.StreamMissing] = ("整条审计链缺失", "the whole stream is gone"),
        [AuditFault.SealBroken] = ("与封存时不一致", "it is not what was sealed"),
        [AuditFault.SealChanged] = ("封存记录被改动", "the seal was changed"),
        [AuditFault.SealRemoved] = ("封存记录缺失", "the seal is missing"),
        [AuditFault.Unrecorded] = ("没有任何审计记录", "it has no audit entries"),
        [AuditFault.TooFewEntries] = ("审计记录少于业务数据应有的条数", "it has fewer audit entries than its own rows imply"),
        [AuditFault.NotedSealGone] = ("审计记录中已没有抄存的这次封存", "the trail no longer contains the noted seal"),
        [AuditFault.HeadDisagrees] = ("有未经审计程序写入的记录", "there are entries that did not come through the trail"),
    };

    public static Said WordsOf(AuditFault fault) => Faults.GetValueOrDefault(fault) ?? new Said(fault.ToString(), fault.ToString());

    public static Command Command(SharedOptions shared)
    {
        var verify = new Command("verify", shared.Say(("核验全部审计链，并核对账簿、案件、付款、名册与决定；发现篡改、缺失、错序或不符即以状态 1 结束。",
            "Check every audit chain, and compare ledger, cases, payments, rolls and decisions; ends with status 1 when an entry was changed, removed or reordered, or when they do not agree.")));
        var seal = new Option<string?>("--seal")
        {
            Description = shared.Say(("抄存的封存（序号:哈希），或存有它的文件；审计记录中已没有它即以状态 1 结束。",
                "A seal noted earlier (number:hash), or a file that holds it; ends with status 1 when the trail no longer contains it.")),
            HelpName = "N:HASH|FILE",
        };
        verify.Add(seal);
        verify.SetAction((parsed, cancellation) => VerifyAsync(shared, parsed, Noted(parsed.GetValue(seal)), cancellation));
        return new Command("audit", shared.Say(("审计记录。", "The audit trail."))) { verify };
    }

    private static async Task<int> VerifyAsync(SharedOptions shared, ParseResult parsed, NotedSeal? noted, CancellationToken cancellation)
    {
        var database = shared.Settings(parsed).Database;
        database.RequirePlace();
        await using var services = new ServiceCollection().AddAidStorage(database.Storage)
            .AddScoped<LedgerCheck>().AddScoped<CaseCheck>().AddScoped<PaymentCheck>().AddScoped<DecisionCheck>().AddScoped<BooksCheck>().BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        var report = await AuditVerifier.VerifyAsync(scope.ServiceProvider.GetRequiredService<AidContext>(), noted, cancellation);
        var books = await scope.ServiceProvider.GetRequiredService<BooksCheck>().RunAsync(cancellation);
        var sound = report.IsSound && books.Differences.Count == 0;

        var output = parsed.InvocationConfiguration.Output;
        if (shared.Json(parsed))
            await output.WriteLineAsync(SharedOptions.ToJson(new { sound, report.Entries, report.Streams, report.Seals, report.LastSeal, report.Problems, books }));
        else
        {
            await SayAsync(shared, report, output);
            await SayAsync(shared, books, output);
        }

        return sound ? 0 : 1;
    }

    private static async Task SayAsync(SharedOptions shared, AuditReport report, TextWriter output)
    {
        foreach (var problem in report.Problems)
        {
            await output.WriteLineAsync($"{problem.Stream}{(problem.Number is { } number ? $" #{number}" : "")}: {shared.Say(WordsOf(problem.Fault))}");
        }

        await output.WriteLineAsync(shared.Say((
            $"共 {report.Streams} 条审计链、{report.Entries} 条记录、{report.Seals} 次封存，{(report.IsSound ? "全部完好" : $"发现 {report.Problems.Count} 处问题")}。",
            $"{report.Streams} streams, {report.Entries} entries, {report.Seals} seals: {(report.IsSound ? "all sound" : $"{report.Problems.Count} problems")}.")));
        if (report.LastSeal is { } last && NotedSeal.TryRead(last) is { } seal)
            await output.WriteLineAsync(shared.Say(($"最近一次封存，请抄存于系统之外：{seal}（日后以 --seal 核对）。", $"Newest seal, to be noted outside the system: {seal} (hold it against the trail later with --seal).")));
    }

    private static async Task SayAsync(SharedOptions shared, BooksReport books, TextWriter output)
    {
        foreach (var difference in books.Differences)
            await output.WriteLineAsync($"{difference.Where}: {difference.What}: {difference.One} ≠ {difference.Other}");
        await output.WriteLineAsync(shared.Say((
            $"账簿 {books.Postings} 笔记账、{books.Cases} 件案件、{books.Payments} 笔付款、{books.BankFiles} 个银行文件（摘要）、{books.Decisions} 项决定（其中 {books.Words} 项核对了意见）：{(books.Differences.Count == 0 ? "相互一致" : $"{books.Differences.Count} 处不符")}。",
            $"{books.Postings} postings, {books.Cases} cases, {books.Payments} payments, {books.BankFiles} bank files (by their digest), {books.Decisions} decisions ({books.Words} with their words): {(books.Differences.Count == 0 ? "all agree" : $"{books.Differences.Count} differences")}.")));
        await output.WriteLineAsync(shared.Say((
            "未核验的：申请表答复、上传文件、文书、银行文件和收款账户的加密内容，以及登记簿、组织和设置。",
            "Not covered: what is encrypted (answers, uploads, documents, the content of bank files, payees and their accounts), the register of people, the organisation and settings.")));
    }

    /// <exception cref="WrongInputException">It is neither a note nor a file with one.</exception>
    private static NotedSeal? Noted(string? note)
    {
        if (note is null)
            return null;
        var lines = File.Exists(note) ? File.ReadAllLines(note) : [note];
        return NotedSeal.TryRead(lines.LastOrDefault(line => !string.IsNullOrWhiteSpace(line)) ?? "")
            ?? throw new WrongInputException(($"“{note}”既不是“序号:哈希”，也不是存有它的文件。", $"'{note}' is neither number:hash nor a file that holds one."));
    }
}
