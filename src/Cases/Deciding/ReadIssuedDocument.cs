using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Deciding;

/// <summary>An issued document as it was issued.</summary>
/// <param name="Html">A whole page with its print style.</param>
public sealed record DocumentText(IssuedDocumentId Id, CaseId Case, DocumentKind Kind, string? Number, DateTimeOffset IssuedAt, DateOnly? DeliveredOn, string Html);

/// <summary>
/// Opens a document for the applicant it was issued to, or for staff of its place; who looked is committed before the text goes out. With the applicant's
/// own look it is delivered.
/// </summary>
public sealed class ReadIssuedDocument(IUnitOfWork work, Scopes scopes, Vault vault, AccessLog access, ConfirmDelivery delivery, Succession succession, ServiceCatalogue services, TimeProvider time)
{
    /// <summary>Who handles cases or audits them. Administrators mend workflows and leaders read figures: neither needs a family's papers.</summary>
    public static readonly IReadOnlyCollection<Role> Readers =
    [
        Role.VillageHelper, Role.StationClerk, Role.TownshipReviewer, Role.DistrictReviewer, Role.DistrictDecider, Role.CityChecker, Role.CityDecider, Role.Auditor,
    ];

    /// <param name="language">Both texts were issued; the Chinese one counts.</param>
    /// <param name="purpose">The page or task it is needed for, for the access log.</param>
    /// <exception cref="RefusedException">document.unknown-issued: there is none, or it is not for this person: the answer does not tell which; document.withheld</exception>
    public async Task<DocumentText> ReadAsync(IssuedDocumentId id, string language, string purpose, Actor actor, CancellationToken cancellation)
    {
        var document = await work.Db.Set<IssuedDocument>().AsNoTracking().FirstOrDefaultAsync(document => document.Id == id, cancellation);
        if (document is null || !await MayReadAsync(document.CaseId, actor, cancellation))
            throw new RefusedException("document.unknown-issued");
        if (!await IsOpenToAsync(document, actor, cancellation))
            throw new RefusedException("document.withheld");
        if (await IsForAsync(document.CaseId, actor, cancellation))
            await delivery.ReadByApplicantAsync(id, actor, cancellation);
        access.Viewed(actor, $"case:{document.CaseId}", $"issued-document:{id} {purpose}");
        return new(id, document.CaseId, document.Kind, document.Number, document.IssuedAt, document.DeliveredOn, language.StartsWith("zh", StringComparison.OrdinalIgnoreCase)
            ? vault.Open(document.BodyZh, $"document.body:{id}")
            : vault.Open(document.BodyEn, $"document.body-en:{id}"));
    }

    private async Task<bool> MayReadAsync(CaseId id, Actor actor, CancellationToken cancellation)
    {
        if (actor.Account is null)
            return false; // Nobody: the system issues documents, it does not read them.
        var theCase = work.Db.Set<AidCase>().AsNoTracking().Where(aidCase => aidCase.Id == id);
        if (await IsForAsync(id, actor, cancellation) || await theCase.AnyAsync(aidCase => aidCase.Intake == Intake.Self && aidCase.SubmittedBy == actor.Account, cancellation))
            return true;
        return await theCase.Within(await scopes.OfAsync(actor, Readers, cancellation), work.Db).AnyAsync(cancellation);
    }

    /// <summary>Staff read a letter where it tells nothing that the form's access table withholds from them.</summary>
    private async Task<bool> IsOpenToAsync(IssuedDocument document, Actor actor, CancellationToken cancellation)
    {
        if (await IsForAsync(document.CaseId, actor, cancellation))
            return true;
        var aidCase = await work.Db.Set<AidCase>().AsNoTracking().FirstAsync(aidCase => aidCase.Id == document.CaseId, cancellation);
        if (aidCase.Intake == Intake.Self && aidCase.SubmittedBy == actor.Account)
            return true;
        var today = LocalDay.Today(time);
        var held = await work.Db.Set<RoleAssignment>().AsNoTracking()
            .Where(one => one.AccountId == actor.Account && one.ValidFrom <= today && (one.ValidTo == null || today < one.ValidTo)
                && work.Db.Set<UnitAncestor>().Any(line => line.UnitId == aidCase.UnitId && line.AncestorId == one.UnitId && line.ValidTo == null))
            .Select(one => one.Role).Distinct().ToListAsync(cancellation);
        return AnswerSight.OnCase(await services.GetAsync(work.Db, aidCase.ServiceVersionId, cancellation), held.Where(Readers.Contains)).Shows(document.Kind);
    }

    /// <summary>It was issued to the reader, or to whom the reader goes on for.</summary>
    private async Task<bool> IsForAsync(CaseId id, Actor actor, CancellationToken cancellation) => actor.Person is { } reader
        && await work.Db.Set<AidCase>().AsNoTracking().FirstAsync(aidCase => aidCase.Id == id, cancellation) is var aidCase
        && (aidCase.ApplicantId == reader || await succession.GoesOnAsync(reader, aidCase, LocalDay.Today(time), cancellation));
}
