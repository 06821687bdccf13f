using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Deciding;

/// <summary>An amount as the rules propose it, with the values it rests on.</summary>
/// <param name="Granted">What the person or household was granted under this service in the year, in cents and times.</param>
public sealed record CaseProposal(AmountProposal Amount, RuleValues Values, (long Cents, int Times) Granted)
{
    /// <summary>It would be more, had nothing been granted earlier in the year.</summary>
    public bool AllowanceUsed => Granted.Times > 0 && (Amount.ZeroReason is "frequency" or "cap-per-year" || Amount.Cap == "cap-per-year");
}

/// <summary>Computes what the rules would grant. The engine proposes; a person decides.</summary>
public sealed class Proposals(IUnitOfWork work, ServiceCatalogue services, Vault vault)
{
    /// <summary>Notes the proposed amount on the case.</summary>
    public async Task<CaseProposal> ProposeAsync(CaseFile file, CancellationToken cancellation)
    {
        var proposal = await ComputeAsync(file, cancellation);
        file.Case.ProposedCents = proposal.Amount.Cents;
        return proposal;
    }

    public Task<CaseProposal> ComputeAsync(CaseFile file, CancellationToken cancellation) => ComputeAsync(file, file.Service, cancellation);

    /// <param name="service">Whose form and formula are asked: the case's own, or a draft that is tried on it.</param>
    internal async Task<CaseProposal> ComputeAsync(CaseFile file, ServicePackage service, CancellationToken cancellation)
    {
        var aidCase = file.Case;
        var on = aidCase.AppliedOn;
        var values = await services.ValuesAsync(work.Db, aidCase.ServiceId, on, cancellation);
        var (granted, times) = await GrantedAsync(file, on.Year, cancellation);
        var answers = service.Form.InForce(vault.OpenAnswers(aidCase));
        var rule = service.Amounts;
        return new(rule.Propose(values, rule.Facts(answers, on, granted, times)), values, (granted, times));
    }

    /// <summary>What the same person, or the same household (its members too, for cases older than their joining it) where that is what is granted to, was granted under this service in the year.</summary>
    private async Task<(long Cents, int Times)> GrantedAsync(CaseFile file, int year, CancellationToken cancellation)
    {
        var members = file.Service.Description.Unit == GrantUnit.Household && file.Case.HouseholdId is { } household ? await MembersAsync(household, cancellation) : [];
        var theirs = members.Count > 0
            ? work.Db.Set<AidCase>().Where(other => other.HouseholdId == file.Case.HouseholdId || members.Contains(other.ApplicantId))
            : work.Db.Set<AidCase>().Where(other => other.ApplicantId == file.Case.ApplicantId);

        // One person or household has a handful of cases; asked for the service and the year too, SQLite reads everybody's of that year.
        var granted = await theirs.Where(other => other.ApprovedCents > 0)
            .Select(other => new { other.Id, other.ServiceId, other.AppliedOn, other.Outcome, Cents = other.ApprovedCents ?? 0 }).ToListAsync(cancellation);
        var amounts = granted
            .Where(other => other.ServiceId == file.Case.ServiceId && other.Id != file.Case.Id && other.AppliedOn.Year == year
                && other.Outcome is null or CaseOutcome.Paid or CaseOutcome.Recovering)
            .Select(other => other.Cents).ToList();
        return (amounts.Sum(), amounts.Count);
    }

    /// <summary>Those whom this very act joins to it included.</summary>
    private async Task<List<PersonId>> MembersAsync(HouseholdId household, CancellationToken cancellation) =>
        [.. (await work.Db.Set<Person>().Where(person => person.HouseholdId == household).Select(person => person.Id).ToListAsync(cancellation))
            .Union(work.Db.Set<Person>().Local.Where(person => person.HouseholdId == household).Select(person => person.Id))];
}
