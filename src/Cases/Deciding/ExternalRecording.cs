using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Deciding;

/// <summary>What is read from the province's paper for one case.</summary>
/// <param name="Scan">The paper itself; owed, and null only where whoever records it forgot.</param>
public sealed record ExternalReport(string DocumentNumber, DateOnly DecidedOn, long Cents, StoredFileId? Scan = null);

/// <summary>Records the decision of a body outside the system. It may be lower than asked for, never higher.</summary>
public sealed class ExternalRecording(IUnitOfWork work, IIds ids, Grants grants, Documents documents)
{
    /// <exception cref="RefusedException">external.report-missing, external.number-missing, external.in-future, external.before-district, external.scan-missing, external.amount-above-reserved, document.not-uploaded, opinion.missing</exception>
    public async Task<Conclusion> ConcludeAsync(CaseFile file, Round round, DecideCommand command, CancellationToken cancellation)
    {
        var report = command.External ?? throw new RefusedException("external.report-missing", "external");
        var approved = command.Verdict switch
        {
            Verdict.Approve => true,
            Verdict.Refuse => false,
            _ => throw new RefusedException("decision.verdict-not-possible", "verdict", ("verdict", command.Verdict)),
        };

        var refusals = new Refusals();
        refusals.Require(!string.IsNullOrWhiteSpace(report.DocumentNumber), new RefusedException("external.number-missing", "external.documentNumber"));
        refusals.Require(report.DecidedOn <= file.Today, new RefusedException("external.in-future", "external.decidedOn", ("today", file.Today)));
        if (file.Case.DecidedOn is { } decided) // by the district, or on reconsideration: what it sent up cannot have been decided before
            refusals.Require(report.DecidedOn >= decided, new RefusedException("external.before-district", "external.decidedOn", ("decided", decided)));
        refusals.Require(!approved || (report.Cents > 0 && report.Cents <= file.Case.ApprovedCents), new RefusedException("external.amount-above-reserved", "external.cents",
            ("cents", Yuan.Said(report.Cents)), ("most", Yuan.Said(file.Case.ApprovedCents ?? 0))));
        refusals.Require(report.Scan is not null, new RefusedException("external.scan-missing", "external.scan"));
        refusals.Require(approved || !string.IsNullOrWhiteSpace(command.Opinion), new RefusedException("opinion.missing", "opinion"));
        refusals.ThrowIfAny();

        if (approved)
            await grants.GrantAsync(file, report.Cents, $"external:{round.Id}", cancellation);
        await documents.KeepAsync(report.Scan!.Value, "external.scan", cancellation);
        file.Case.DecidedOn = report.DecidedOn; // the last word, and not the district's before it
        var decision = new ExternalDecision
        {
            Id = ids.Next(),
            CaseId = file.Case.Id,
            RoundId = round.Id,
            SummaryListNumber = await ListNumberAsync(round.Id, cancellation),
            DocumentNumber = report.DocumentNumber.Trim(),
            DecidedOn = report.DecidedOn,
            Cents = approved ? report.Cents : 0,
            Approved = approved,
            Reason = command.Opinion,
            ScanId = report.Scan,
            RecordedAt = file.Now,
            RecordedBy = file.Actor.Account!.Value,
        };
        work.Db.Add(decision);
        return new(approved ? "Approve" : "Refuse") { Cents = approved ? report.Cents : null, External = decision };
    }

    private async Task<string?> ListNumberAsync(RoundId round, CancellationToken cancellation) =>
        await work.Db.Set<SummaryListLine>().Where(line => line.RoundId == round)
            .Join(work.Db.Set<SummaryList>(), line => line.ListId, list => list.Id, (_, list) => list.Number).FirstOrDefaultAsync(cancellation);
}
