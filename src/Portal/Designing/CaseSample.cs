using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Handling;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Designing;

/// <summary>What a preview takes from a real case: no more of it than its reader sees on the page of the case. The look is on record.</summary>
public sealed class CaseSample(IUnitOfWork work, CaseReading cases, IActs acts)
{
    /// <param name="template">Papers are of the district, messages of the station.</param>
    /// <exception cref="RefusedException">case.unknown: there is none of this number, or it is not for this reader.</exception>
    public async Task<TemplateData> OfAsync(string number, EditedTemplate template, Visitor visitor, CancellationToken cancellation)
    {
        var id = await work.Db.Set<AidCase>().AsNoTracking().Where(one => one.ReceiptNumber == number).Select(one => (CaseId?)one.Id).FirstOrDefaultAsync(cancellation);
        if (id is not { } known || await cases.ReadAsync(known, visitor, cancellation) is not { } view)
            throw new RefusedException("case.unknown", "case");
        await acts.RunAsync<AccessLog, bool>((log, _) =>
        {
            log.Viewed(visitor.Actor, $"case:{known}", "template preview");
            return Task.FromResult(true);
        }, cancellation);
        var data = new TemplateData
        {
            ["receiptNumber"] = number,
            ["serviceName"] = view.Service.Description.Name,
            ["serviceBrief"] = BriefWords.Service(view.Service.Description.Name),
            ["noticeTitle"] = view.Service.Description.Notice.Title,
            ["purpose"] = view.Service.Description.Notice.Purpose,
            ["name"] = view.Person,
            ["applicantName"] = view.Person,
            ["payeeName"] = view.Person,
            ["householdSize"] = view.Case.HouseholdSize,
            ["receivedOn"] = view.Case.AppliedOn,
            ["appliedOn"] = view.Case.AppliedOn,
        };
        if (view.Case.DecidedOn is { } decided)
            data["decidedOn"] = decided;
        if (view.Case.DecidedCents is { } cents && view.Payments.Length > 0) // what was granted stands on the page where payments do
            data["amount"] = cents;
        if (view.Documents.LastOrDefault(document => document.Number is not null) is { } letter)
            data["documentNumber"] = letter.Number;
        await PlaceAsync(data, view.Case.UnitId, template, cancellation);
        return data;
    }

    /// <summary>The offices of the case in all that a text may say of them: what they have none of is left out, and never that of a made-up one.</summary>
    private async Task PlaceAsync(TemplateData data, UnitId unit, EditedTemplate template, CancellationToken cancellation)
    {
        var above = await work.Db.Set<UnitAncestor>().AsNoTracking().Where(line => line.UnitId == unit && line.ValidTo == null)
            .Join(work.Db.Set<Unit>(), line => line.AncestorId, one => one.Id, (_, one) => one).ToListAsync(cancellation);
        var (station, district) = (above.Find(one => one.Level == UnitLevel.Township), above.Find(one => one.Level == UnitLevel.District));
        var own = template.IsDocument ? district : station;
        data["unitName"] = own is null ? null : template.IsDocument ? own.Signature() : new LocalText(own.NameZh, own.NameEn);
        data["unitPhone"] = own?.Phone;
        data["objectionPhone"] = station?.Phone;
        data["reconsiderAt"] = district?.Signature();
        (data["unitAddress"], data["objectionPlace"], data["place"]) = (null, null, null); // of which units say nothing yet
    }
}
