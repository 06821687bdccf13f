using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Visiting;
using AidWorkflow.Portal.Showing;

namespace AidWorkflow.Portal.Api.Inbox;

/// <summary>What an investigator found.</summary>
internal sealed record WrittenVisit(DateOnly VisitedOn, VisitMethod Method, string Findings, string FamilyMember, bool FamilySigned) : IAsked;

/// <summary>A decision of a level above, as its paper says it.</summary>
/// <param name="Scan">The paper, uploaded before.</param>
/// <param name="Compared">Whoever writes the amount down has compared it with the paper.</param>
internal sealed record WrittenExternal(string DocumentNumber, DateOnly DecidedOn, long Cents, StoredFileId? Scan = null, bool Compared = false) : IAsked;

/// <summary>Who takes over for somebody who died, and by which proof.</summary>
/// <param name="ProofFile">The proof, uploaded before.</param>
internal sealed record WrittenSuccessor(string Name, string CitizenId, Kinship Kinship, string Proof, StoredFileId? ProofFile = null, string? Mobile = null, DateOnly? Until = null) : IAsked
{
    public SuccessorReport ToReport() => new(Name, CitizenId, Kinship, Proof) { ProofFile = ProofFile, Mobile = Mobile, Until = Until };
}

/// <summary>An account that was verified.</summary>
/// <param name="Correction">What was wrong and is corrected.</param>
/// <param name="OtherReason">Why the account is of nobody who is entitled.</param>
/// <param name="OtherProof">The paper that proves it, uploaded before.</param>
internal sealed record WrittenPayee(string AccountName, string AccountNumber, string BankName, string Correction, bool BankErred = false, WrittenSuccessor? Successor = null, string? OtherReason = null, StoredFileId? OtherProof = null) : IAsked;

/// <summary>A question or paper that the applicant is asked for.</summary>
internal sealed record AskedFor(string Key, string? Note = null) : IAsked;

/// <summary>Whether another case that names the same people is of one household.</summary>
/// <param name="Number">Its receipt number.</param>
internal sealed record WrittenHousehold(string Number, bool Same) : IAsked;

/// <summary>A handwritten signature, where the step asks for one.</summary>
/// <param name="Picture">A picture, uploaded before.</param>
/// <param name="Digest">Of the statement, as "decision/statement" gave it.</param>
/// <param name="At">The moment in it.</param>
internal sealed record WrittenSignature(StoredFileId Picture, string Digest, DateTimeOffset At) : IAsked;

/// <summary>What a person says to a task; which parts are needed depends on its kind.</summary>
/// <param name="Cents">The amount, where one is decided.</param>
/// <param name="ReturnTo">The step that it is sent back to.</param>
/// <param name="Missing">Everything that is missing, where papers are incomplete.</param>
/// <param name="IdentityProved">The clerk saw papers that prove who the applicant is.</param>
/// <param name="Signature">By hand, where the step asks for it.</param>
/// <param name="Households">Of each case of the dossier's "naming" that is asked about: whether it is one household.</param>
/// <param name="Next">User names of those who are to decide next, where the next step leaves that to this one.</param>
internal sealed record DecisionSaid(
    Verdict Verdict, string? Opinion = null, long? Cents = null, string? ReturnTo = null, ImmutableArray<AskedFor>? Missing = null, bool IdentityProved = false, WrittenVisit? Visit = null, WrittenExternal? External = null, WrittenPayee? Payee = null, ImmutableArray<WrittenHousehold>? Households = null, WrittenSignature? Signature = null, ImmutableArray<string>? Next = null) : IAsked
{
    /// <summary>The act calls some fields otherwise than this request does.</summary>
    public static readonly (string From, string To)[] Fields =
    [
        ("accountName", "payee.accountName"), ("accountNumber", "payee.accountNumber"), ("bankName", "payee.bankName"), ("payee.name", "payee.accountName"), ("correction", "payee.correction"),
        ("payee.heir", "payee.successor"), ("successor.name", "payee.successor.name"), ("successor.citizenId", "payee.successor.citizenId"), ("successor.proof", "payee.successor.proof"), ("successor.mobile", "payee.successor.mobile"), ("successor.until", "payee.successor.until"), ("amount", "cents"),
        ("otherReason", "payee.otherReason"), ("otherProof", "payee.otherProof"),
    ];

    public DecideCommand ToCommand(TaskId task) => new(task, Verdict, Opinion)
    {
        Cents = Cents,
        ReturnTo = ReturnTo,
        Signature = Signature is { } signed ? new(signed.Picture, signed.Digest, signed.At) : null,
        Missing = [.. (Missing ?? []).Select(item => new MissingItem(item.Key, item.Note))],
        IdentityProved = IdentityProved,
        Next = Next ?? [],
        Households = [.. (Households ?? []).Select(one => new HouseholdSaid(one.Number, one.Same))],
        Visit = Visit is { } visit ? new VisitReport(visit.VisitedOn, visit.Method, visit.Findings, visit.FamilyMember, visit.FamilySigned) : null,
        External = External is { } above ? new ExternalReport(above.DocumentNumber, above.DecidedOn, above.Cents, above.Scan) : null,
        Payee = Payee is { } payee ? new PayeeReport(payee.AccountName, payee.AccountNumber, payee.BankName, payee.Correction, payee.BankErred)
        {
            Heir = payee.Successor?.ToReport(),
            Other = payee.OtherReason is null && payee.OtherProof is null ? null : new OtherHolder(Limited.Text(payee.OtherReason, "otherReason", OtherHolder.MostReason), payee.OtherProof),
        } : null,
    };
}

/// <summary>What became of a decision.</summary>
/// <param name="Settled">How the case goes on; null while others have still to decide.</param>
internal sealed record DecisionMade(DecisionId Decision, CaseId Case, string? Settled);

/// <summary>The task that was claimed or given back.</summary>
internal sealed record TaskChanged(TaskId Task);

/// <summary>Answers of the application as an official corrects them.</summary>
/// <param name="Answers">By the key of each question; null takes an answer out. One that comes back as it was shown stays as it is.</param>
/// <param name="Why">What the correction rests on.</param>
internal sealed record AnswersCorrected(JsonObject Answers, string? Why = null) : IAsked;

/// <summary>What was corrected.</summary>
internal sealed record CorrectionMade(TaskId Task, CaseId Case, ImmutableArray<string> Questions);
