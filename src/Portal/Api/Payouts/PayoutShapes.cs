using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Portal.Payouts;

namespace AidWorkflow.Portal.Api.Payouts;

/// <summary>A fund with what is in its accounts: the budget is available, reserved, committed, paid or returned.</summary>
/// <param name="Ready">Payments that wait for a roll.</param>
internal sealed record FundState(
    FundId Id, string Code, LocalText Name, long BudgetCents, long AvailableCents, long ReservedCents, long CommittedCents, long PaidCents, long ReturnedCents, int Ready, long ReadyCents)
{
    public static FundState Of(FundView fund) => new(
        fund.Id, fund.Code, new(fund.NameZh, fund.NameEn), fund.Balance.Budget, fund.Balance.Available, fund.Balance.Reserved, fund.Balance.Committed, fund.Balance.Paid, fund.Balance.Returned, fund.Ready, fund.ReadyCents);
}

/// <summary>A format of a bank's file.</summary>
internal sealed record FileFormat(string Id, LocalText Name, bool Demo);

/// <param name="Template">The format of the bank's file.</param>
internal sealed record NewRoll(FundId Fund, string Template) : IAsked;

/// <summary>A payment that the bank's file cannot carry.</summary>
internal sealed record LeftOut(PaymentId Payment, string Code);

/// <summary>A roll that was made.</summary>
/// <param name="Roll">Null where every payment was left out.</param>
internal sealed record RollMade(BatchId? Roll, string? Number, int Count, long Cents, ImmutableArray<LeftOut> LeftOut);

/// <summary>A roll with its lines, who signed, and what the bank has said.</summary>
/// <param name="Name">As people call it; the number is its key on files.</param>
/// <param name="Unbooked">Answers of the bank that are still being booked.</param>
internal sealed record RollDetail(
    BatchId Id, string Number, LocalText Name, FundId Fund, LocalText FundName, BatchState State, int Count, long Cents, DateTimeOffset CreatedAt, DateTimeOffset? SentAt,
    ImmutableArray<BatchLine> Lines, ImmutableArray<Signed> Signatures, ImmutableArray<SentBack> SentBack, BatchTotals Totals, string? FileName, string? FileHash, int Unbooked)
{
    public static RollDetail Of(BatchView view) => new(
        view.Batch.Id, view.Batch.Number, view.Name, view.Batch.Fund, view.Fund, view.Batch.State, view.Batch.Count, view.Batch.Cents, view.Batch.CreatedAt, view.Batch.SentAt,
        view.Lines, view.Signatures, view.SentBack, view.Totals, view.FileName, view.FileHash, view.Unbooked);
}

internal sealed record Rejection(string Reason) : IAsked;

/// <summary>The roll that was changed.</summary>
internal sealed record RollChanged(BatchId Roll);

/// <summary>A line of a roll as the bank's answer to it is keyed.</summary>
/// <param name="Said">What the bank has said so far.</param>
/// <param name="KeyedBy">Who keyed it first; what they keyed the second does not learn.</param>
/// <param name="Mine">What I keyed myself.</param>
internal sealed record LineToKey(PaymentId Payment, int Number, string Payee, string AccountTail, long Cents, AnswerStatus? Said, LocalText? KeyedBy, AnswerStatus? Mine, ImmutableArray<AnswerStatus> Choices);

/// <summary>What the bank's slip says of a line.</summary>
internal sealed record KeyedSlip(AnswerStatus Status, long Cents, string? Reason = null) : IAsked;

/// <param name="Agrees">Two people have keyed the same: it is being booked.</param>
internal sealed record SlipKeyed(PaymentId Payment, bool Agrees);
