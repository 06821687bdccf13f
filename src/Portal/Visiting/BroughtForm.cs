using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Visiting;

namespace AidWorkflow.Portal.Visiting;

/// <summary>The form that the phone sends, as the act takes it.</summary>
internal static class BroughtForm
{
    private static readonly (string Field, VisitPaperKind Kind)[] Fields =
    [
        ("visit.firstSignature", VisitPaperKind.FirstSignature), ("visit.secondSignature", VisitPaperKind.SecondSignature),
        ("visit.familySignature", VisitPaperKind.FamilySignature), ("visit.photos", VisitPaperKind.Photo),
    ];

    /// <exception cref="RefusedException">visit.day-missing</exception>
    public static async Task<BroughtVisit> ReadAsync(TaskId task, IFormCollection form, CancellationToken cancellation)
    {
        var sheets = ImmutableArray.CreateBuilder<BroughtSheet>();
        foreach (var (field, kind) in Fields)
        {
            foreach (var file in form.Files.GetFiles(field))
            {
                using var content = new MemoryStream();
                await file.CopyToAsync(content, cancellation);
                sheets.Add(new(kind, file.FileName, content.ToArray()));
            }
        }

        var day = Answer.Day(Text(form, "visit.visitedOn")) ?? throw new RefusedException("visit.day-missing", "visit.visitedOn");
        var report = new VisitReport(day, VisitMethod.Home, Text(form, "visit.findings"), Text(form, "visit.familyMember"), FamilySigned: true);
        return new(task, report, sheets.ToImmutable(), Text(form, "opinion"));
    }

    private static string Text(IFormCollection form, string name) => form[name].ToString().Trim();
}
