using System.Collections.Immutable;
using System.Text.Json;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Applying;

/// <summary>What a station clerk may say to an application: complete, everything that is missing, or not for us.</summary>
public sealed class Completing(IUnitOfWork work, IIds ids, Vault vault, Eligibility eligibility, Issuing documents, CaseHands hands, Agents agents, Households households)
{
    /// <summary>A note is a line beside an item; what needs more belongs into the opinion.</summary>
    public const int MostNote = 300;

    /// <exception cref="RefusedException">completeness.still-missing, completeness.nothing-listed, completeness.unknown-item, completeness.note-too-long, completeness.accepted-already, opinion.missing, household.not-asked, household.unanswered, household.apart-reason-missing</exception>
    public async Task<Conclusion> ConcludeAsync(CaseFile file, Round round, DecideCommand command, CancellationToken cancellation)
    {
        switch (command.Verdict)
        {
            case Verdict.Complete:
                var findings = await RequireEligibleAsync(file, command, cancellation);
                await RequireEverythingAsync(file, cancellation);
                await households.SettleAsync(file, command.Households, command.Opinion, cancellation);
                file.Case.AcceptedOn ??= file.Today;
                await agents.EnterAsync(file, cancellation);
                await hands.BeginAsync(file, cancellation);
                return new("Complete") { Detail = JsonSerializer.Serialize(new { command.IdentityProved, findings }) };

            case Verdict.Incomplete:
                await AskAsync(file, round, command.Missing, cancellation);
                return new("Incomplete") { Detail = JsonSerializer.Serialize(command.Missing) };

            case Verdict.NotAccept when file.Case.AcceptedOn is { } accepted: // sent back from the review: what was accepted is decided
                throw new RefusedException("completeness.accepted-already", "verdict", ("on", accepted));

            case Verdict.NotAccept:
                return string.IsNullOrWhiteSpace(command.Opinion) ? throw new RefusedException("opinion.missing", "opinion") : new("NotAccepted");

            default:
                throw new RefusedException("decision.verdict-not-possible", "verdict", ("verdict", command.Verdict));
        }
    }

    /// <summary>Writes the one list of everything missing, as a numbered notice.</summary>
    public async Task AskAsync(CaseFile file, Round round, ImmutableArray<MissingItem> items, CancellationToken cancellation)
    {
        if (items.IsDefaultOrEmpty)
            throw new RefusedException("completeness.nothing-listed", "missing");
        foreach (var item in items)
        {
            if (file.Service.Form.Field(item.Key) is null && !file.Service.Documents.Documents.Any(document => document.Key == item.Key))
                throw new RefusedException("completeness.unknown-item", "missing", ("item", item.Key));
            if (item.Note is { Length: > MostNote } note)
                throw new RefusedException("completeness.note-too-long", $"missing.{item.Key}", ("most", MostNote), ("length", note.Length));
        }

        work.Db.Add(new SupplementRequest
        {
            Id = ids.Next(),
            CaseId = file.Case.Id,
            RoundId = round.Id,
            ItemsJson = JsonSerializer.Serialize(items),
            RequestedAt = file.Now,
        });
        await documents.IssueCompletionNoticeAsync(file, items, cancellation);
    }

    /// <summary>What blocks cannot be accepted; what is to be judged needs the clerk's words. Where the case was accepted before, those who decide judge what blocks.</summary>
    private async Task<string[]> RequireEligibleAsync(CaseFile file, DecideCommand command, CancellationToken cancellation)
    {
        var findings = await eligibility.OfAsync(file, command.IdentityProved, cancellation);
        var isAccepted = file.Case.AcceptedOn is not null;
        if (!isAccepted && findings.FirstOrDefault(finding => finding.Severity == FindingSeverity.Block) is { } block)
            throw new RefusedException("completeness.not-eligible", block.Code == "eligibility.identity-unproved" ? "identityProved" : "verdict", ("finding", block.Say("zh-CN")), ("findingEn", block.Say("en")));
        if (findings.Any(finding => finding.Severity == FindingSeverity.Judge || (isAccepted && finding.Severity == FindingSeverity.Block)) && string.IsNullOrWhiteSpace(command.Opinion))
            throw new RefusedException("completeness.judgement-missing", "opinion");
        return [.. findings.Select(finding => finding.Code)];
    }

    private async Task RequireEverythingAsync(CaseFile file, CancellationToken cancellation)
    {
        var present = await work.Db.Set<CaseDocument>().Where(document => document.CaseId == file.Case.Id).Select(document => document.Key).Distinct().ToListAsync(cancellation);
        var missing = file.Service.Documents.Missing(vault.OpenAnswers(file.Case), present);
        if (!missing.IsEmpty)
            throw new RefusedException("completeness.still-missing", "documents",
                ("documents", string.Join("、", missing.Select(document => document.Name.Zh))), ("documentsEn", string.Join(", ", missing.Select(document => document.Name.En))));
    }
}
