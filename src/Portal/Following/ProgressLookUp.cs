using AidWorkflow.Cases.Accounts;
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

/// <summary>
/// Looks a case up by its receipt number and the last four characters of the applicant's identity number. Four characters can be tried out, so wrong ones are
/// counted for each number, from wherever they come.
/// </summary>
public sealed class ProgressLookUp(IUnitOfWork work, ServiceCatalogue services, FieldProtector protector, HourlyPace pace)
{
    /// <summary>Wrong tries of one number within an hour: all ten thousand tails would take weeks.</summary>
    private const int MostWrong = 10;

    /// <returns>Null when there is none, or the characters are others: the asker does not learn which.</returns>
    /// <exception cref="RefusedException">progress.too-many-tries</exception>
    public async Task<Progress?> FindAsync(string number, string tail, CancellationToken cancellation)
    {
        var wanted = Numbers.Receipt(number);
        await pace.RequireAsync(Paced.LookUps, wanted, MostWrong, cancellation);
        var found = await MatchAsync(wanted, tail, cancellation);
        if (found is null)
            await pace.CountAsync(Paced.LookUps, wanted, cancellation);
        return found;
    }

    private async Task<Progress?> MatchAsync(string wanted, string tail, CancellationToken cancellation)
    {
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
