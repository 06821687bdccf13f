using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Following;

/// <summary>How far a case is, and nothing about anybody.</summary>
public sealed record Progress(string Number, LocalText Service, DateOnly AppliedOn, CaseStage Stage, CaseOutcome? Outcome);

/// <summary>Looks a case up by its receipt number and the last four characters of the applicant's identity number.</summary>
public sealed class ProgressLookUp(IUnitOfWork work, ServiceCatalogue services, FieldProtector protector)
{
    /// <returns>Null when there is none, or the characters are others: the asker does not learn which.</returns>
    public async Task<Progress?> FindAsync(string number, string tail, CancellationToken cancellation)
    {
        var wanted = Numbers.Receipt(number);
        var aidCase = await work.Db.Set<AidCase>().AsNoTracking().FirstOrDefaultAsync(one => one.ReceiptNumber == wanted, cancellation);
        if (aidCase is null)
            return null;
        var person = await work.Db.Set<Person>().AsNoTracking().FirstAsync(person => person.Id == aidCase.ApplicantId, cancellation);
        var last = Answer.Digits(System.Text.Json.Nodes.JsonValue.Create(tail)) ?? "";
        return last.Length == 4 && person.CitizenId(protector).EndsWith(last, StringComparison.Ordinal)
            ? new Progress(wanted, (await services.GetAsync(work.Db, aidCase.ServiceVersionId, cancellation)).Description.Name, aidCase.AppliedOn, aidCase.Stage, aidCase.Outcome)
            : null;
    }
}
