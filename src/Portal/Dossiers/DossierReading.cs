using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Cases.Visiting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Dossiers;

/// <summary>Reads what a case rests on, as far as its reader's sight goes. Whether somebody may read it at all is asked before.</summary>
public sealed class DossierReading(IUnitOfWork work, ServiceCatalogue services, Vault vault, Eligibility eligibility, Proposals proposals, Households households, Marks marks, HistoryReading history)
{
    /// <param name="withNumbers">Identity and account numbers are shown as far as the role may see them; the caller has put the look on record.</param>
    /// <param name="withProposal">An amount is still to be decided; helpers and stations are not shown it.</param>
    public async Task<CaseDossier> ReadAsync(CaseFile file, Role reader, AnswerSight sight, bool withNumbers, bool withProposal, CancellationToken cancellation)
    {
        var form = sight.Form;
        var answers = vault.OpenAnswers(file.Case);
        var papers = await PapersAsync(file, form, cancellation);
        return new CaseDossier
        {
            Service = file.Service,
            Answers = withNumbers ? form.Filter(answers) : form.FilterWithoutNumbers(answers),
            Submitted = Submitted(file, form, answers),
            Correctable = [.. form.Editable.Where(asked => file.Service.Form.Asks(asked, answers) || DependsOn(asked, form))],
            Owed = [.. form.Owed(answers)],
            HidesNumbers = !withNumbers && form.HidesNumbers(answers),
            NoticeUndelivered = file.Open(RoundKind.Supplement) is not null && !await SupplementDeciding.IsToldAsync(work.Db, file.Case.Id, cancellation),
            Papers = [.. papers.Where(paper => form.ShowsPaper(paper.Requirement)).Select(paper => paper.Paper), .. await ScansAsync(file.Case.Id, cancellation), .. await UndoPapersAsync(file, cancellation)],
            Lacking = [.. file.Service.Documents.Missing(answers, [.. papers.Select(paper => paper.Requirement)]).Where(paper => form.ShowsPaper(paper.Key)).Select(paper => paper.Name)],
            Findings = [.. (await eligibility.OfAsync(file, identityProved: true, cancellation)).Where(sight.Shows)],
            Related = await RelatedAsync(file, cancellation),
            Naming = await NamingAsync(file, reader, sight, cancellation),
            Likenesses = await LikenessesAsync(file.Case.Id, cancellation),
            Visits = reader == Role.VillageHelper ? [] : await VisitsAsync(file.Case.Id, cancellation),
            Objections = await ObjectionsAsync(file, cancellation),
            AskedAgain = [.. file.Runs.Where(run => run.Reasons is not null).OrderBy(run => run.StartedAt).Select(run => new AskedAgain(run.StartedAt, vault.Open(run.Reasons!, run.ReasonsPlace)))],
            History = await history.ReadAsync(file, sight, cancellation),
            Proposal = withProposal && reader is not (Role.VillageHelper or Role.StationClerk) ? Shown((await proposals.ComputeAsync(file, cancellation)).Amount, sight) : null,
        };
    }

    /// <summary>The lines repeat answers: where one of those is withheld, the sum alone is told.</summary>
    private static AmountProposal Shown(AmountProposal proposal, AnswerSight sight) => sight.ShowsWorking ? proposal : proposal with { Lines = [], CostCents = null };

    /// <summary>It may come to be asked by a correction made here.</summary>
    private static bool DependsOn(FormField asked, FormView form) => asked.When?.Fields.Any(other => form.To(other) >= FieldAccess.Edit) == true;

    private JsonObject Submitted(CaseFile file, FormView form, JsonObject answers)
    {
        var given = new JsonObject();
        if (file.Case.Submitted is null)
            return given;
        var first = vault.OpenSubmitted(file.Case);
        foreach (var field in file.Service.Form.Fields.Where(field => form.Reads(field.Key) && !JsonNode.DeepEquals(first[field.Key], answers[field.Key])))
            given[field.Key] = form.Seen(field, first[field.Key]);
        return given;
    }

    /// <summary>District, township and village.</summary>
    internal async Task<LocalText> PlaceAsync(UnitId unit, CancellationToken cancellation)
    {
        var above = await work.Db.Set<UnitAncestor>().AsNoTracking().Where(line => line.UnitId == unit && line.ValidTo == null)
            .Join(work.Db.Set<Unit>().Where(one => one.Level == UnitLevel.Village || one.Level == UnitLevel.Township || one.Level == UnitLevel.District),
                line => line.AncestorId, one => one.Id, (line, one) => new { line.Depth, one.NameZh, one.NameEn })
            .OrderByDescending(one => one.Depth).ToListAsync(cancellation);
        return new(string.Concat(above.Select(one => one.NameZh)), string.Join(", ", above.AsEnumerable().Reverse().Select(one => one.NameEn)));
    }

    private async Task<ImmutableArray<(string Requirement, CasePaper Paper)>> PapersAsync(CaseFile file, FormView form, CancellationToken cancellation)
    {
        var id = file.Case.Id;
        var linked = await work.Db.Set<CaseDocument>().AsNoTracking().Where(document => document.CaseId == id)
            .Join(work.Db.Set<StoredFile>(), document => document.FileId, stored => stored.Id,
                (document, stored) => new { document.Key, document.FileId, stored.FileName, stored.MediaType, stored.ContentHash, document.LinkedAt })
            .OrderBy(document => document.LinkedAt).ToListAsync(cancellation);
        var asked = await work.Db.Set<SupplementRequest>().AsNoTracking().Where(request => request.CaseId == id)
            .OrderBy(request => request.RequestedAt).Select(request => (DateTimeOffset?)request.RequestedAt).FirstOrDefaultAsync(cancellation);
        var order = file.Service.Documents.Documents.Select((paper, at) => (paper.Key, at)).ToDictionary(one => one.Key, one => one.at, StringComparer.Ordinal);
        return
        [
            .. linked.OrderBy(document => order.GetValueOrDefault(document.Key, int.MaxValue)).Select(document => (document.Key, new CasePaper(
                document.FileId, Name(document.Key), document.FileName, document.MediaType, document.LinkedAt > asked ? LocalDay.Of(document.LinkedAt) : null)
            {
                LinkedAt = document.LinkedAt,
                AlsoFor = [.. linked.Where(other => other.Key != document.Key && other.ContentHash == document.ContentHash && form.ShowsPaper(other.Key)).Select(other => other.Key).Distinct().Select(Name)],
            })),
        ];

        LocalText Name(string key) => file.Service.Documents.Documents.FirstOrDefault(paper => paper.Key == key)?.Name ?? LocalText.Same(key);
    }

    /// <summary>The papers by which a body outside decided.</summary>
    private async Task<IEnumerable<CasePaper>> ScansAsync(CaseId id, CancellationToken cancellation) =>
        (await work.Db.Set<ExternalDecision>().AsNoTracking().Where(decision => decision.CaseId == id && decision.ScanId != null).OrderBy(decision => decision.RecordedAt)
            .Join(work.Db.Set<StoredFile>(), decision => decision.ScanId, stored => stored.Id, (decision, stored) => new { decision.DocumentNumber, stored.Id, stored.FileName, stored.MediaType })
            .ToListAsync(cancellation))
            .Select(scan => new CasePaper(scan.Id, new($"上级批复 {scan.DocumentNumber}", $"Decision of the level above, {scan.DocumentNumber}"), scan.FileName, scan.MediaType, null));

    /// <summary>The papers by which a death or a move was taken back.</summary>
    private async Task<IEnumerable<CasePaper>> UndoPapersAsync(CaseFile file, CancellationToken cancellation)
    {
        var stream = file.AuditStream;
        var facts = await work.Db.Set<AuditEntry>().AsNoTracking()
            .Where(entry => entry.Stream == stream && (entry.Act == UndoLifeEvent.DeathUndone || entry.Act == UndoLifeEvent.MoveUndone)).OrderBy(entry => entry.Number)
            .Select(entry => entry.Facts).ToListAsync(cancellation);
        var ids = facts.Select(fact => StoredFileId.Of(Guid.Parse((string)JsonNode.Parse(fact)!["paper"]!))).ToArray();
        return (await work.Db.Set<StoredFile>().AsNoTracking().Where(stored => ids.Contains(stored.Id)).Select(stored => new { stored.Id, stored.FileName, stored.MediaType }).ToListAsync(cancellation))
            .Select(paper => new CasePaper(paper.Id, new("撤销误登记的证明", "Proof that a record was a mistake"), paper.FileName, paper.MediaType, null));
    }

    private async Task<ImmutableArray<RelatedCase>> RelatedAsync(CaseFile file, CancellationToken cancellation)
    {
        var (id, applicant, household) = (file.Case.Id, file.Case.ApplicantId, file.Case.HouseholdId);
        var answers = vault.OpenAnswers(file.Case);
        var billed = await marks.SharingBillsAsync(file.Service, answers, cancellation);
        var cause = NamedPeople.PatientOf(file.Service, answers) is null ? null : file.Case.CauseIndex;
        var others = await work.Db.Set<AidCase>().AsNoTracking()
            .Where(other => other.Id != id && (other.ApplicantId == applicant || (household != null && other.HouseholdId == household)
                || (cause != null && other.CauseIndex == cause) || billed.Contains(other.Id)))
            .OrderByDescending(other => other.AppliedAt).Take(20).ToListAsync(cancellation);
        var related = new List<RelatedCase>();
        foreach (var other in others)
        {
            related.Add(await RelatedAsync(other, cancellation) with
            {
                By = other.ApplicantId == applicant ? Relatedness.Person : household is not null && other.HouseholdId == household ? Relatedness.Household : cause is not null && other.CauseIndex == cause ? Relatedness.Patient : Relatedness.Bills,
            });
        }

        return [.. related];
    }

    private async Task<RelatedCase> RelatedAsync(AidCase other, CancellationToken cancellation) =>
        new(other.ReceiptNumber, (await services.GetAsync(work.Db, other.ServiceVersionId, cancellation)).Description.Name, other.AppliedOn, other.Stage, other.Outcome, other.PaidCents)
        {
            Cents = other.ApprovedCents ?? other.ProposedCents,
        };

    /// <summary>Nothing of the other case's people; of this one's, the names that its reader may see.</summary>
    private async Task<ImmutableArray<NamingSeen>> NamingAsync(CaseFile file, Role reader, AnswerSight sight, CancellationToken cancellation)
    {
        var names = Names(file.Service.Form, sight.Form) ? Sights.Of(reader, PersonalField.Name) : Sight.Masked;
        var seen = new List<NamingSeen>();
        foreach (var one in await households.OfAsync(file, cancellation))
            seen.Add(new(await RelatedAsync(one.Other, cancellation), [.. one.Through.Select(name => Mask.Name(name, names))], one.Doubtful, one.IsAsked, one.Said));
        return [.. seen];
    }

    /// <summary>Those who are named stand in the household's table, with the patient or with who applies for them.</summary>
    private static bool Names(FormDefinition form, FormView seen) =>
        new[] { FormKeys.Members, FormKeys.PatientName, FormKeys.AgentName }.Where(key => form.Field(key) is not null).All(seen.Reads);

    /// <summary>The number, service and state of the other case, and what it is about in money: nothing of its people.</summary>
    private async Task<ImmutableArray<SeenLikeness>> LikenessesAsync(CaseId id, CancellationToken cancellation)
    {
        var seen = new List<SeenLikeness>();
        foreach (var passed in await PassedLikeness.OfAsync(work.Db, id, cancellation))
        {
            var other = await work.Db.Set<AidCase>().AsNoTracking().FirstOrDefaultAsync(one => one.Id == passed.Other, cancellation);
            seen.Add(new(passed.Code, other is null ? null : await RelatedAsync(other, cancellation), passed.Reason));
        }

        return [.. seen];
    }

    private async Task<ImmutableArray<VisitFound>> VisitsAsync(CaseId id, CancellationToken cancellation)
    {
        var visits = await work.Db.Set<HomeVisit>().AsNoTracking().Where(visit => visit.CaseId == id).OrderBy(visit => visit.RecordedAt).ToListAsync(cancellation);
        var who = visits.SelectMany(visit => new[] { visit.FirstInvestigatorId, visit.SecondInvestigatorId ?? visit.FirstInvestigatorId }).Distinct().ToArray();
        var accounts = await work.Db.Set<Account>().AsNoTracking().Where(account => who.Contains(account.Id)).ToDictionaryAsync(account => account.Id, account => new LocalText(account.NameZh, account.NameEn), cancellation);
        var ids = visits.Select(visit => visit.Id).ToArray();
        var papers = await work.Db.Set<VisitPaper>().AsNoTracking().Where(paper => ids.Contains(paper.VisitId)).OrderBy(paper => paper.Number).ToListAsync(cancellation);
        return [.. visits.Select(visit => new VisitFound(SignedVisit.Read(vault.Open(visit.Findings, $"visit.findings:{visit.Id}")),
            accounts.GetValueOrDefault(visit.FirstInvestigatorId) ?? LocalText.Same(""), visit.SecondInvestigatorId is { } second ? accounts.GetValueOrDefault(second) : null)
        {
            Papers = [.. papers.Where(paper => paper.VisitId == visit.Id).Select(paper => new VisitSheet(paper.Kind, paper.FileId))],
        })];
    }

    /// <summary>What was said stands sealed with the objection, who wrote it down in the trail.</summary>
    private async Task<ImmutableArray<ObjectionSeen>> ObjectionsAsync(CaseFile file, CancellationToken cancellation)
    {
        var (db, id, stream) = (work.Db, file.Case.Id, file.AuditStream);
        var objections = await db.Set<Objection>().AsNoTracking().Where(objection => objection.CaseId == id).OrderBy(objection => objection.RaisedAt).ToListAsync(cancellation);
        if (objections.Count == 0)
            return [];
        var written = await db.Set<AuditEntry>().AsNoTracking().Where(entry => entry.Stream == stream && entry.Act == "notice.objected")
            .Join(db.Set<Account>(), entry => entry.ActorAccount, account => account.Id, (entry, account) => new { entry.Facts, account.NameZh, account.NameEn }).ToListAsync(cancellation);
        return [.. objections.Select(objection => new ObjectionSeen(
            objection.RaisedAt,
            written.FirstOrDefault(one => one.Facts.Contains(objection.NoticeId.ToString(), StringComparison.Ordinal)) is { } by ? new(by.NameZh, by.NameEn) : null,
            vault.Open(objection.Words, $"objection.words:{objection.Id}")))];
    }
}
