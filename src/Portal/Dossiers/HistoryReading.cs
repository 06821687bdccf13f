using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Correcting;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Meeting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.StandingIn;
using AidWorkflow.Portal.Following;
using AidWorkflow.Portal.Handling;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Dossiers;

/// <summary>
/// What happened to a case, oldest first. That it happened, when and by whom is read from the audit trail, which nobody changes; the words are those of
/// the records it names.
/// </summary>
public sealed class HistoryReading(IUnitOfWork work, Vault vault)
{
    /// <summary>What colleagues are told of a case. Rounds, clocks and messages, which the trail has too, only repeat it.</summary>
    private static readonly ImmutableArray<string> Told =
    [
        "case.opened", "task.decided", "case.supplemented", CorrectAnswers.Act, "supplement.overdue", "notice.posted", "notice.objected", "applicant.died", "applicant.moved", UndoLifeEvent.DeathUndone, UndoLifeEvent.MoveUndone, "case.handed-over", "case.taken-over",
        "document.delivered", "case.ended", EndedByMistake.Act, "case.reconsideration-requested", "household.joined", "household.kept-apart", "payee.other-holder", "payment.cancelled", "payment.settled", "payment.returned", "payment.unknown", .. ReviewHistory.Acts,
    ];

    private static readonly LocalText TheSystem = new("系统", "the system");

    public async Task<ImmutableArray<PastEvent>> ReadAsync(CaseFile file, AnswerSight sight, CancellationToken cancellation)
    {
        var records = await RecordsAsync(file, cancellation);
        var events = new List<PastEvent>();
        var (accepted, objected) = (false, false);
        var visited = new HashSet<RoundId>();
        foreach (var entry in records.Trail)
        {
            var facts = JsonNode.Parse(entry.Facts)!;
            if (entry.Act == CorrectAnswers.Act)
            {
                events.Add(Corrected(entry, records.Corrections[CorrectAnswers.CorrectionOf(entry)], file, sight, records) with { Entry = entry });
                continue;
            }

            if (ReviewHistory.Tells(entry))
            {
                events.Add(ReviewHistory.Of(entry, facts, records.By(entry), records.Names) with { Entry = entry });
                continue;
            }

            if (entry.Act != "task.decided")
            {
                objected |= entry.Act == "notice.objected";
                events.Add(Of(entry, facts, records) with { Entry = entry });
                continue;
            }

            var decision = records.Decisions[Guid.Parse((string)facts["decision"]!)];
            var round = file.Rounds.First(round => round.Id == decision.RoundId);
            var again = round.Kind == RoundKind.HomeVisit ? !visited.Add(round.Id) : accepted;
            events.Add(Decided(entry, decision, round, again, records) with { Entry = entry });
            accepted |= round.Kind == RoundKind.Completeness && decision.Verdict == Verdict.Complete;
            if (objected && round.Kind == RoundKind.Review && decision.Verdict is Verdict.Approve or Verdict.Refuse)
            {
                objected = false; // an objection is answered by the next opinion, not by a comment
                events.Add(new(entry.At, records.By(entry), new("以新的意见答复公示异议", "Answered the objection with a new opinion")) { Entry = entry });
            }
        }

        events.AddRange(file.Rounds.Where(round => round is { Kind: RoundKind.Notice, Outcome: "Ended", ClosedAt: not null })
            .Select(round => new PastEvent(round.ClosedAt!.Value, TheSystem, new("公示期满，无人提出异议", "The public notice ended; nobody objected"))));
        events.AddRange(records.Sent);
        return [.. events.OrderBy(one => one.At)]; // stable: what happened in one commit stays in its order
    }

    private static PastEvent Decided(AuditEntry entry, Decision decision, Round round, bool again, Records records)
    {
        var (step, did) = (StepWords.Of(decision.Step), StepWords.Did(round.Kind, decision.Verdict, round.Plan.Part, again));
        var target = decision.Verdict == Verdict.Return && JsonNode.Parse(decision.Detail!)!["target"] is { } to ? StepWords.Of((string)to!) : null;
        return new(entry.At, StoodIn.Name(records.By(entry), decision.OnBehalfOfId is { } principal ? records.Names.GetValueOrDefault(principal) : null), target is null
            ? new($"{step.Zh}：{did.Zh}", $"{step.En}: {did.En}")
            : new($"{step.Zh}：{did.Zh}到“{target.Zh}”", $"{step.En}: {did.En} to “{target.En}”"))
        {
            Cents = decision.Cents,
            Words = Joined(records.Asked.GetValueOrDefault(decision.RoundId), decision.Opinion is { } opinion ? LocalText.Same(opinion) : null, By(MeetingBasis.Of(decision.Detail))),
        };
    }

    /// <summary>The meeting that decided, with how it voted.</summary>
    private static LocalText? By(MeetingBasis? meeting)
    {
        if (meeting is not { } basis)
            return null;
        if (basis is not { Present: { } present, For: { } agreed, Against: { } against })
            return new($"从{basis.Words.Zh}退回", $"from {basis.Words.En}");
        var withdrew = basis.Withdrew is { } who ? new LocalText($"，{who}回避", $"; {who} withdrew") : new("", "");
        return new($"依据：{basis.Words.Zh}，表决 {present} 人，赞成 {agreed}，反对 {against}{withdrew.Zh}", $"by {basis.Words.En}: {present} took part, {agreed} for, {against} against{withdrew.En}");
    }

    /// <summary>Which question was corrected is told to everybody who reads the history; from what, to what and why only to those who see the answer.</summary>
    private PastEvent Corrected(AuditEntry entry, AnswerCorrection correction, CaseFile file, AnswerSight sight, Records records)
    {
        var step = StepWords.Of(correction.Step);
        var field = file.Service.Form.Field(correction.Field);
        var label = field?.Label ?? LocalText.Same(correction.Field);
        var what = new LocalText($"{step.Zh}：更正“{label.Zh}”", $"{step.En}: corrected “{label.En}”");
        if (field is null || !sight.Form.Reads(field.Key))
            return new(entry.At, records.By(entry), what);
        var words = CorrectedWords.Open(vault, correction);
        var (from, to) = (AnswerWords.Of(field, sight.Form.Seen(field, words.From)), AnswerWords.Of(field, sight.Form.Seen(field, words.To)));
        return new(entry.At, records.By(entry), what) { Words = new($"由“{from.Zh}”改为“{to.Zh}”。理由：{words.Why}", $"from “{from.En}” to “{to.En}”. Reason: {words.Why}") };
    }

    private static PastEvent Of(AuditEntry entry, JsonNode facts, Records records)
    {
        string? Fact(string name) => (string?)facts[name];
        var (by, payment) = (records.By(entry), Guid.TryParse(Fact("payment"), out var id) ? records.Payments.GetValueOrDefault(id) : null);
        PastEvent Event(string chinese, string english, LocalText? words = null) => new(entry.At, by, new(chinese, english)) { Words = words, Cents = payment?.Cents };
        return entry.Act switch
        {
            "case.opened" => Event("提交申请", "Application sent"),
            "case.supplemented" => Event("提交补正", "Supplied what was missing"),
            "supplement.overdue" => Event("申请人逾期未补正", "The applicant's time to supplement ran out"),
            "notice.posted" => Event("张贴公示", "Public notice posted", Of("公示到", "until", Fact("to"))),
            "notice.objected" => new(entry.At, entry.ActorAccount is null ? new("提出异议的人", "somebody who objects") : by, new("对公示提出异议", "Objection to the public notice"))
            {
                Words = new ObjectionSeen(entry.At, entry.ActorAccount is null ? null : by, "").Way,
            },
            "applicant.died" => Event("登记申请人去世", "Recorded the death of the applicant", Joined(Of("去世日期", "died on", Fact("on")), Plain(Fact("proof")))),
            "applicant.moved" => Event("登记户籍迁移", "Recorded the move of the registration", records.Place(Fact("to")) is { } village ? new($"迁往{village.Zh}", $"to {village.En}") : Of("迁往", "to", Fact("elsewhere"))),
            UndoLifeEvent.DeathUndone => Event("撤销误登记的去世：申请人健在", "Took back the death: the applicant lives", Plain(Fact("why"))),
            UndoLifeEvent.MoveUndone => Event("撤销误登记的户籍迁出", "Took back the move out of the city", Plain(Fact("why"))),
            "case.handed-over" => Event("移交其他村（社区）办理", "Handed over to another village",
                Joined(records.Place(Fact("to")), Fact("why") is { } why && why != HandingOver.AfterMove ? Plain(why) : null)),
            "case.taken-over" => Event("由家庭成员承接", "Taken over by a member of the household", Plain(Fact("proof"))),
            "document.delivered" => records.Documents.GetValueOrDefault(Guid.Parse(Fact("document")!)) is { } document
                ? Event("登记文书送达", "Recorded the delivery of a document", Joined(
                    new($"{PlainWords.Of(document.Kind).Zh} {document.Number}".TrimEnd(), $"{PlainWords.Of(document.Kind).En} {document.Number}".TrimEnd()),
                    document.Method is { } method ? HandlingWords.Of(method) : null, Of("送达日期", "delivered on", Fact("on"))))
                : Event("登记文书送达", "Recorded the delivery of a document"),
            "case.ended" => Event("结束申请", "Ended the application", Joined(
                Enum.TryParse<EndReason>(Fact("reason"), out var reason) ? HandlingWords.Of(reason) : null, Plain(Fact("words")))),
            EndedByMistake.Act => Event("误登记撤销，申请恢复办理", "Taken up again: what it had ended for was recorded by mistake"),
            "case.reconsideration-requested" => Event("申请复核", "Asked for reconsideration"),
            "household.joined" => Event($"认定与申请 {Fact("number")} 为同一户", $"Found to be of one household with application {Fact("number")}"),
            "household.kept-apart" => Event($"认定与申请 {Fact("number")} 不是同一户", $"Found to be of another household than application {Fact("number")}"),
            "payee.other-holder" => Event("核定由他人收款，凭证明", "Somebody else receives the money, on proof", Plain(Fact("reason"))),
            "payment.cancelled" => Event("停止发放", "Payment stopped"),
            "payment.settled" => Event("款项到账", "Payment credited"),
            "payment.returned" => Event("银行退票", "Payment returned by the bank", Plain(Fact("reason"))),
            "payment.unknown" => Event("银行结果不明，等待核实", "The bank does not know yet whether it paid"),
            _ => throw new InvalidOperationException($"No words are known for {entry.Act}."),
        };
    }

    private static LocalText? Of(string chinese, string english, string? value) => value is { Length: > 0 } ? new($"{chinese} {value}", $"{english} {value}") : null;

    private static LocalText? Plain(string? words) => string.IsNullOrWhiteSpace(words) ? null : LocalText.Same(words);

    private static LocalText? Joined(params IEnumerable<LocalText?> parts) => parts.OfType<LocalText>().ToList() is { Count: > 0 } said
        ? new(string.Join("；", said.Select(part => part.Zh)), string.Join("; ", said.Select(part => part.En))) : null;

    private async Task<Records> RecordsAsync(CaseFile file, CancellationToken cancellation)
    {
        var (db, id, stream) = (work.Db, file.Case.Id, file.AuditStream);
        var trail = await db.Set<AuditEntry>().AsNoTracking().Where(entry => entry.Stream == stream && Told.Contains(entry.Act)).OrderBy(entry => entry.Number).ToListAsync(cancellation);
        var payments = await db.Set<Payment>().AsNoTracking().Where(payment => payment.Case == id).ToListAsync(cancellation);
        var asked = await db.Set<SupplementRequest>().AsNoTracking().Where(request => request.CaseId == id).ToListAsync(cancellation);
        var batches = await SentAsync(payments, cancellation);
        var decisions = await db.Set<Decision>().AsNoTracking().Where(decision => decision.CaseId == id).ToListAsync(cancellation);
        var who = trail.Concat(batches.Values.Select(sent => sent.Entry)).Select(entry => entry.ActorAccount).Concat(decisions.Select(decision => decision.OnBehalfOfId)).OfType<AccountId>().Concat(trail.SelectMany(ReviewHistory.Named)).Distinct().ToArray();
        var accounts = await db.Set<Account>().AsNoTracking().Where(account => who.Contains(account.Id)).ToListAsync(cancellation);
        var places = trail.Select(entry => (string?)JsonNode.Parse(entry.Facts)!["to"]).Select(to => Guid.TryParse(to, out var unit) ? new UnitId(unit) : (UnitId?)null).OfType<UnitId>().Distinct().ToArray();
        var records = new Records
        {
            Trail = [.. trail],
            Names = accounts.ToDictionary(account => account.Id, account => account.PersonId == file.Case.ApplicantId ? new LocalText("申请人", "the applicant") : new LocalText(account.NameZh, account.NameEn)),
            Decisions = decisions.ToDictionary(decision => decision.Id.Value),
            Corrections = (await db.Set<AnswerCorrection>().AsNoTracking().Where(correction => correction.CaseId == id).ToListAsync(cancellation)).ToDictionary(correction => correction.Id),
            Documents = (await db.Set<IssuedDocument>().AsNoTracking().Where(document => document.CaseId == id).ToListAsync(cancellation)).ToDictionary(document => document.Id.Value),
            Payments = payments.ToDictionary(payment => payment.Id.Value),
            Asked = asked.GroupBy(request => request.RoundId).ToDictionary(requests => requests.Key, requests => Listed(file, requests.MaxBy(request => request.RequestedAt)!)),
            Places = (await db.Set<Unit>().AsNoTracking().Where(unit => places.Contains(unit.Id)).ToListAsync(cancellation))
                .ToDictionary(unit => unit.Id.ToString(), unit => new LocalText(unit.NameZh, unit.NameEn)),
        };
        return records with
        {
            Sent = [.. payments.Where(payment => payment.Batch is { } batch && batches.ContainsKey(batch)).Select(payment => batches[payment.Batch!.Value] is var sent
                ? new PastEvent(sent.Entry.At, records.By(sent.Entry), new("款项送交银行", "Payment sent to the bank")) { Cents = payment.Cents, Words = new($"名册 {sent.Number}", $"roll {sent.Number}") } : null!)],
        };
    }

    /// <summary>The entries of the funds' trails by which the rolls of these payments went to the bank.</summary>
    private async Task<Dictionary<BatchId, (string Number, AuditEntry Entry)>> SentAsync(List<Payment> payments, CancellationToken cancellation)
    {
        var ids = payments.Select(payment => payment.Batch).OfType<BatchId>().Distinct().ToArray();
        var sent = new Dictionary<BatchId, (string, AuditEntry)>();
        foreach (var batch in await work.Db.Set<PayoutBatch>().AsNoTracking().Where(batch => ids.Contains(batch.Id) && batch.SentAt != null).ToListAsync(cancellation))
        {
            var (stream, fact) = ($"fund:{batch.Fund}", $"\"batch\":\"{batch.Number}\"");
            if (await work.Db.Set<AuditEntry>().AsNoTracking().FirstOrDefaultAsync(entry => entry.Stream == stream && entry.Act == "batch.sent" && entry.Facts.Contains(fact), cancellation) is { } entry)
                sent[batch.Id] = (batch.Number, entry);
        }

        return sent;
    }

    private static LocalText Listed(CaseFile file, SupplementRequest request) => Joined(request.Items.Select(item =>
    {
        var name = file.Service.Form.Field(item.Key)?.Label ?? file.Service.Documents.Documents.FirstOrDefault(document => document.Key == item.Key)?.Name ?? LocalText.Same(item.Key);
        return item.Note is { Length: > 0 } note ? new LocalText($"{name.Zh}（{note}）", $"{name.En} ({note})") : name;
    }))!;

    private sealed record Records
    {
        public required ImmutableArray<AuditEntry> Trail { get; init; }
        public required Dictionary<AccountId, LocalText> Names { get; init; }
        public required Dictionary<Guid, Decision> Decisions { get; init; }
        public required Dictionary<Guid, AnswerCorrection> Corrections { get; init; }
        public required Dictionary<Guid, IssuedDocument> Documents { get; init; }
        public required Dictionary<Guid, Payment> Payments { get; init; }
        public required Dictionary<RoundId, LocalText> Asked { get; init; }
        public required Dictionary<string, LocalText> Places { get; init; }
        public ImmutableArray<PastEvent> Sent { get; init; } = [];

        public LocalText By(AuditEntry entry) => entry.ActorAccount is { } who ? Names.GetValueOrDefault(who) ?? LocalText.Same(entry.ActorName) : TheSystem;

        public LocalText? Place(string? unit) => unit is null ? null : Places.GetValueOrDefault(unit);
    }
}
