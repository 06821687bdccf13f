using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Intervening;
using AidWorkflow.Cases.Meeting;

namespace AidWorkflow.Portal.Dossiers;

/// <summary>What colleagues did to the work on a case without deciding it: who gave it to whom, who signs too, what was taken back, whom it waited for, and where an administrator stepped in.</summary>
internal static class ReviewHistory
{
    private static readonly FrozenDictionary<string, LocalText> Words = new Dictionary<string, LocalText>(StringComparer.Ordinal)
    {
        ["task.transferred"] = new("转办", "transferred the task"),
        ["task.delegated"] = new("委派，请人答复", "asked for an answer"),
        ["task.recalled"] = new("收回委派", "asked no longer for the answer"),
        ["task.reassigned"] = new("改派", "gave the task to somebody else"),
        ["task.handed-over"] = new("移交任务", "the task was handed over"),
        ["task.taken-back"] = new("取回意见，不再计入", "took the opinion back: it counts no more"),
        ["signer.added"] = new("加签", "added a signer"),
        ["signer.removed"] = new("减签", "removed a signer"),
        ["agency.asked"] = new("征求其他部门意见", "asked another agency"),
        ["agency.answered"] = new("其他部门答复", "the other agency answered"),
        ["hearing.called"] = new("通知听证", "called a hearing"),
        ["hearing.recorded"] = new("登记听证笔录", "entered the record of the hearing"),
        ["hearing.called-off"] = new("取消听证", "called the hearing off"),
        [CheckMinutes.DeferredAct] = new("会议暂缓", "deferred at the meeting"),
        ["case.suspended"] = new("挂起案件", "put the case on hold"),
        ["case.activated"] = new("激活案件", "let the case go on"),
        ["case.jumped"] = new("跳转环节", "moved the case to another step"),
        [WakeCase.Act] = new("恢复办理", "took the case up again"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IEnumerable<string> Acts => Words.Keys;

    public static bool Tells(AuditEntry entry) => Words.ContainsKey(entry.Act);

    /// <summary>The people that an entry names beside the one who did it.</summary>
    public static IEnumerable<AccountId> Named(AuditEntry entry) => Tells(entry) ? People(JsonNode.Parse(entry.Facts)!) : [];

    /// <param name="names">Of everybody named.</param>
    public static PastEvent Of(AuditEntry entry, JsonNode facts, LocalText by, IReadOnlyDictionary<AccountId, LocalText> names)
    {
        string? Fact(string name) => (string?)facts[name];
        LocalText? Said(string? words) => string.IsNullOrWhiteSpace(words) ? null : LocalText.Same(words);
        LocalText? Step(string name) => Fact(name) is { Length: > 0 } step ? StepWords.Of(step) : null;
        var to = People(facts).Select(one => names.GetValueOrDefault(one)).OfType<LocalText>().LastOrDefault();
        LocalText?[] parts = entry.Act switch
        {
            "hearing.called" => [LocalText.Same($"{Fact("on")} {Fact("place")}"), Said(Fact("reason"))],
            CheckMinutes.DeferredAct => [Meeting(facts), Said(Fact("reason"))],
            "agency.asked" => [Said(Fact("agency")), Said(Fact("reason"))],
            "case.jumped" or WakeCase.Act => [(Step("to") ?? Step("step")) is { } goal ? new($"到“{goal.Zh}”", $"to “{goal.En}”") : null, Said(Fact("reason"))],
            _ => [to is null ? null : new($"{(entry.Act == "signer.removed" ? "" : "给")}{to.Zh}", $"{(entry.Act == "signer.removed" ? "" : "to ")}{to.En}"), Said(Fact("words") ?? Fact("reason") ?? Fact("came") ?? Fact("answer"))],
        };
        var said = parts.OfType<LocalText>().ToList();
        var what = Words[entry.Act];
        return new(entry.At, by, Step("step") is { } at && entry.Act != WakeCase.Act ? new($"{at.Zh}：{what.Zh}", $"{at.En}: {what.En}") : what)
        {
            Words = said.Count == 0 ? null : new(string.Join("；", said.Select(one => one.Zh)), string.Join("; ", said.Select(one => one.En))),
        };
    }

    /// <summary>Which meeting it was, by day and minutes.</summary>
    private static LocalText Meeting(JsonNode facts) =>
        new MeetingBasis(MeetingId.Of(Guid.Parse((string)facts["meeting"]!)), List: null, (string?)facts["minutes"], DateOnly.ParseExact((string)facts["heldOn"]!, "yyyy-MM-dd", CultureInfo.InvariantCulture)).Words;

    private static IEnumerable<AccountId> People(JsonNode facts) =>
        new[] { "of", "to" }.Select(name => (string?)facts[name]).Select(named => Guid.TryParse(named, out var id) ? new AccountId(id) : (AccountId?)null).OfType<AccountId>();
}
