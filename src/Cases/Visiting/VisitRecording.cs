using System.Security.Cryptography;
using System.Text;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Visiting;

/// <summary>The first investigator writes the visit down, the second, who must be another person, signs it.</summary>
public sealed class VisitRecording(IUnitOfWork work, IIds ids, Vault vault, Documents documents)
{
    /// <exception cref="RefusedException">visit.report-missing, visit.in-future, visit.family-signature-missing, visit.findings-missing, visit.recorded-by-other</exception>
    public async Task<Conclusion> ConcludeAsync(CaseFile file, Round round, DecideCommand command, CancellationToken cancellation)
    {
        if (command.Verdict != Verdict.Complete)
            throw new RefusedException("decision.verdict-not-possible", "verdict", ("verdict", command.Verdict));
        var visit = await work.Db.Set<HomeVisit>().FirstOrDefaultAsync(visit => visit.RoundId == round.Id, cancellation);
        if (visit is null)
        {
            await RecordAsync(file, round, command.Visit ?? throw new RefusedException("visit.report-missing", "visit"), cancellation);
            return new((string?)null);
        }

        // Whoever brings a record of their own has not read the other's, so it cannot count as having signed that.
        if (command.Visit is { Papers.IsEmpty: false })
            throw new RefusedException("visit.recorded-by-other", null, ("at", visit.RecordedAt));
        visit.SecondInvestigatorId = file.Actor.Account;
        visit.ConfirmedAt = file.Now;
        return new("Done");
    }

    private async Task RecordAsync(CaseFile file, Round round, VisitReport report, CancellationToken cancellation)
    {
        var refusals = new Refusals();
        refusals.Require(report.VisitedOn <= file.Today, new RefusedException("visit.in-future", "visit.visitedOn", ("today", file.Today)));
        refusals.Require(report.FamilySigned && !string.IsNullOrWhiteSpace(report.FamilyMember), new RefusedException("visit.family-signature-missing", "visit.familyMember"));
        refusals.Require(!string.IsNullOrWhiteSpace(report.Findings), new RefusedException("visit.findings-missing", "visit.findings"));
        refusals.ThrowIfAny();

        var text = new SignedVisit(report.VisitedOn, report.Method, report.FamilyMember.ReplaceLineEndings(" ").Trim(), report.Findings).Text;
        var id = VisitId.Of(ids.Next());
        work.Db.Add(new HomeVisit
        {
            Id = id,
            CaseId = file.Case.Id,
            RoundId = round.Id,
            VisitedOn = report.VisitedOn,
            Method = report.Method,
            FirstInvestigatorId = file.Actor.Account!.Value,
            Findings = vault.Seal(text, $"visit.findings:{id}"),
            SignedHash = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
            RecordedAt = file.Now,
        });
        foreach (var (number, sheet) in report.Papers.Index())
        {
            await documents.KeepAsync(sheet.File, "visit", cancellation);
            work.Db.Add(new VisitPaper { VisitId = id, FileId = sheet.File, Kind = sheet.Kind, Number = number });
        }
    }
}
