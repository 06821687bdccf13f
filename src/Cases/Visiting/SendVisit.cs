using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Cases.Visiting;

/// <summary>A photo or a signature as it came from the phone.</summary>
public sealed record BroughtSheet(VisitPaperKind Kind, string FileName, byte[] Content);

/// <summary>A visit that was written down away from the network, with everything that was taken on the spot.</summary>
public sealed record BroughtVisit(TaskId Task, VisitReport Report, ImmutableArray<BroughtSheet> Sheets, string? Opinion);

/// <summary>
/// Takes in a visit that was written down without network: papers and decision in one commit, so that a connection that breaks leaves all of it or
/// nothing. It is the act of the page that decides.
/// </summary>
public sealed class SendVisit(UploadDocument upload, DecideTask decide)
{
    public const int MostPhotos = 12;

    private static readonly (VisitPaperKind Kind, string Field)[] Signatures =
        [(VisitPaperKind.FirstSignature, "visit.firstSignature"), (VisitPaperKind.SecondSignature, "visit.secondSignature"), (VisitPaperKind.FamilySignature, "visit.familySignature")];

    /// <exception cref="RefusedException">visit.signature-missing, visit.photos-too-many, document.*, and what <see cref="DecideTask"/> refuses.</exception>
    public async Task<DecisionReceipt> SendAsync(BroughtVisit brought, Actor actor, CancellationToken cancellation)
    {
        var refusals = new Refusals();
        foreach (var (kind, field) in Signatures)
            refusals.Require(brought.Sheets.Any(sheet => sheet.Kind == kind), new RefusedException("visit.signature-missing", field));
        refusals.Require(brought.Sheets.Count(sheet => sheet.Kind == VisitPaperKind.Photo) <= MostPhotos, new RefusedException("visit.photos-too-many", "visit.photos", ("most", MostPhotos)));
        var papers = refusals.Any ? [] : brought.Sheets.Select(sheet => refusals.Try(() => new VisitSheet(sheet.Kind, upload.Upload(sheet.FileName, sheet.Content, actor)))).OfType<VisitSheet>().ToImmutableArray();
        refusals.ThrowIfAny();
        var command = new DecideCommand(brought.Task, Verdict.Complete, brought.Opinion) { Visit = brought.Report with { FamilySigned = true, Papers = papers } };
        return await decide.DecideAsync(command, actor, cancellation);
    }
}
