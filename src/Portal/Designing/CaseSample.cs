using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Portal.Handling;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Designing;

/// <summary>What a preview takes from a real case: no more of it than its reader sees on the page of the case. The look is on record.</summary>
public sealed class CaseSample(IUnitOfWork work, CaseReading cases, IActs acts)
{
    /// <exception cref="RefusedException">case.unknown: there is none of this number, or it is not for this reader.</exception>
    public async Task<TemplateData> OfAsync(string number, Visitor visitor, CancellationToken cancellation)
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
        return data;
    }
}
