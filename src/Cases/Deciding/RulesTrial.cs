using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Deciding;

/// <summary>What one closed case was given by the rules of its day, and would be by others.</summary>
/// <param name="Band">The band that it falls into by the new rules; null where none applies. For the sums by band alone: beside a number it would tell how a household lives.</param>
public sealed record TriedCase(string Number, DateOnly AppliedOn, long BeforeCents, long AfterCents, long GrantedCents, LocalText? Band)
{
    public long Difference => AfterCents - BeforeCents;
}

/// <summary>The cases of one band together; of none where no band applies or nothing is paid.</summary>
public sealed record TriedBand(LocalText? Band, int Cases, long BeforeCents, long AfterCents);

/// <summary>What other values would have given to the closed cases of a year.</summary>
/// <param name="Cases">Those computed, for the sums.</param>
/// <param name="Left">Cases that were not computed, because it took too long.</param>
public sealed record RulesTried(int Year, ImmutableArray<TriedCase> Cases, ImmutableArray<TriedBand> Bands, int Left)
{
    /// <summary>
    /// Those whose dossier the reader may open, by the size of the change: nobody else is told what one case would get, else the answers of a household could be found by trying value after value.
    /// </summary>
    public ImmutableArray<TriedCase> Named { get; init; } = [];

    public long BeforeCents => Cases.Sum(one => one.BeforeCents);

    public long AfterCents => Cases.Sum(one => one.AfterCents);

    public long GrantedCents => Cases.Sum(one => one.GrantedCents);

    public int Rise => Cases.Count(one => one.Difference > 0);

    public int Fall => Cases.Count(one => one.Difference < 0);

    public int Unchanged => Cases.Length - Rise - Fall;
}

/// <summary>
/// Computes the closed cases of a year anew, by the values of their own day and by those with some replaced. Counted are cases that were granted something, and those refused because the
/// rules gave nothing: what was refused or withdrawn for another reason stays so whatever the values are. Caps of a year count what the same person or household would have been given
/// earlier in it by the same values.
/// </summary>
public sealed class RulesTrial(IUnitOfWork work, DefinitionRights rights, Scopes scopes, ServiceCatalogue services, Vault vault, AccessLog log, TimeProvider time)
{
    private const int Page = 500;

    /// <summary>Longer than this nobody waits for a page.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <param name="values">Key → value as rules.json would have it, in the place of those that were in force.</param>
    /// <exception cref="RefusedException">definition.not-yours, service.unknown, rules.unused-value, rules.value-malformed</exception>
    public async Task<RulesTried> RunAsync(Actor actor, string serviceId, int year, IReadOnlyDictionary<string, string> values, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        var (_, current) = await services.CurrentAsync(work.Db, serviceId, cancellation);
        foreach (var (key, json) in values)
        {
            if (!current.Formula.Keys.Contains(key, StringComparer.Ordinal))
                throw new RefusedException("rules.unused-value", "key", ("key", key));
            if (AddRuleValue.Faults(current.Formula, key, json) is [var first, ..])
                throw new RefusedException("rules.value-malformed", "value", ("key", first.Place), ("reason", first.Reason("zh-CN")), ("reasonEn", first.Reason("en")));
        }

        var began = time.GetTimestamp();
        var rows = await work.Db.Set<RuleValue>().AsNoTracking().Where(value => value.ServiceId == serviceId).ToListAsync(cancellation);
        var order = await OrderAsync(serviceId, year, cancellation);
        var homes = current.Description.Unit == GrantUnit.Household
            ? await work.Db.Set<Person>().AsNoTracking().Where(person => person.HouseholdId != null).Select(person => new { person.Id, person.HouseholdId }).ToDictionaryAsync(person => person.Id, person => person.HouseholdId, cancellation)
            : [];
        var dossiers = await scopes.OfAsync(actor, ReadIssuedDocument.Readers, cancellation);
        var named = ImmutableArray.CreateBuilder<TriedCase>();
        var given = new Dictionary<object, Given>();
        var tried = ImmutableArray.CreateBuilder<TriedCase>(order.Count);
        var done = 0;
        foreach (var page in order.Chunk(Page))
        {
            if (time.GetElapsedTime(began) > Longest)
                break;
            var cases = await work.Db.Set<AidCase>().AsNoTracking().Where(one => page.Contains(one.Id)).ToDictionaryAsync(one => one.Id, cancellation);
            var open = actor.Account is null || dossiers.IsEmpty ? [] : (await work.Db.Set<AidCase>().AsNoTracking().Where(one => page.Contains(one.Id)).Within(dossiers, work.Db).Select(one => one.Id).ToListAsync(cancellation)).ToHashSet();
            foreach (var aidCase in page.Select(id => cases.GetValueOrDefault(id)).OfType<AidCase>())
            {
                object whose = current.Description.Unit == GrantUnit.Household && (aidCase.HouseholdId ?? homes.GetValueOrDefault(aidCase.ApplicantId)) is { } home ? home : aidCase.ApplicantId;
                if (!given.TryGetValue(whose, out var earlier))
                    given[whose] = earlier = new();
                if (await TryAsync(aidCase, rows, values, earlier, cancellation) is not { } one)
                    continue;
                tried.Add(one);
                if (open.Contains(aidCase.Id))
                    named.Add(one);
            }

            done += page.Length;
        }

        log.Listed(actor, "rules-trial", $"{serviceId} {year}", named.Count);
        return new(year, tried.ToImmutable(),
            [.. tried.GroupBy(one => one.Band).Select(band => new TriedBand(band.Key, band.Count(), band.Sum(one => one.BeforeCents), band.Sum(one => one.AfterCents))).OrderBy(band => band.Band is null).ThenByDescending(band => band.AfterCents)],
            order.Count - done)
        {
            Named = [.. named.OrderByDescending(one => Math.Abs(one.Difference)).ThenBy(one => one.Number, StringComparer.Ordinal)],
        };
    }

    /// <summary>In the order in which they were decided: what is given earlier counts towards the caps of what comes later.</summary>
    private async Task<List<CaseId>> OrderAsync(string serviceId, int year, CancellationToken cancellation)
    {
        var (first, last) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
        return [.. (await work.Db.Set<AidCase>().AsNoTracking()
                .Where(one => one.ServiceId == serviceId && one.AppliedOn >= first && one.AppliedOn <= last
                    && (one.ApprovedCents > 0 || (one.Outcome == CaseOutcome.Refused && one.ProposedCents == 0)))
                .Select(one => new { one.Id, one.AppliedOn, one.DecidedOn }).ToListAsync(cancellation))
            .OrderBy(one => one.DecidedOn ?? one.AppliedOn).ThenBy(one => one.AppliedOn).ThenBy(one => one.Id.Value).Select(one => one.Id)];
    }

    /// <returns>Null for a case that is open still, or ended otherwise: what it was granted counts for the others of the year, and nothing else.</returns>
    private async Task<TriedCase?> TryAsync(AidCase aidCase, List<RuleValue> rows, IReadOnlyDictionary<string, string> values, Given earlier, CancellationToken cancellation)
    {
        var granted = aidCase.ApprovedCents ?? 0;
        if (aidCase.Outcome is not (CaseOutcome.Paid or CaseOutcome.Recovering or CaseOutcome.Refused))
        {
            if (aidCase.Outcome is null)
                earlier.Add(granted, granted);
            return null;
        }

        var service = await services.GetAsync(work.Db, aidCase.ServiceVersionId, cancellation);
        var before = RuleValues.At(aidCase.ServiceId, aidCase.AppliedOn, rows);
        var after = before with { Rows = before.Rows.SetItems(values.Select(value => KeyValuePair.Create(value.Key, new RuleValues.Row(value.Value, aidCase.AppliedOn, false, "")))) };
        var answers = service.Form.InForce(vault.OpenAnswers(aidCase));
        AmountFacts Facts((long Cents, int Times) given) => service.Amounts.Facts(answers, aidCase.AppliedOn, given.Cents, given.Times);
        var (was, would) = (service.Amounts.Propose(before, Facts(earlier.Before)), service.Amounts.Propose(after, Facts(earlier.After)));
        var band = would.Cents > 0 ? AmountValues.Read(service.Formula, after).Band(Facts(earlier.After).Situation, would.CostCents ?? 0) : null;
        earlier.Add(was.Cents, would.Cents);
        return new(aidCase.ReceiptNumber ?? aidCase.Id.ToString(), aidCase.AppliedOn, was.Cents, would.Cents, granted, band is null ? null : AmountWords.Named(band, would.CostCents));
    }

    /// <summary>What a person or household was given earlier in the year, by either set of values.</summary>
    private sealed class Given
    {
        public (long Cents, int Times) Before { get; private set; }

        public (long Cents, int Times) After { get; private set; }

        public void Add(long before, long after) => (Before, After) = (With(Before, before), With(After, after));

        private static (long Cents, int Times) With((long Cents, int Times) sum, long cents) => cents > 0 ? (sum.Cents + cents, sum.Times + 1) : sum;
    }
}
