using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Applying;

/// <summary>What the clerk found of another case that names the same people.</summary>
/// <param name="Number">The receipt number of the other case.</param>
public sealed record HouseholdSaid(string Number, bool Same);

/// <summary>A case of another household in the register that names the same people.</summary>
/// <param name="Through">The names by which the form of this case leads there; none where only the other form names this applicant.</param>
/// <param name="Doubtful">The register knows a number under another name than the form has: it may be written wrongly.</param>
public sealed record NamingCase(AidCase Other, ImmutableArray<string> Through, bool Doubtful)
{
    /// <summary>A grant to a household is counted by the year: a person says whether it is one household.</summary>
    public bool IsAsked { get; init; }

    /// <summary>What was said of it before; null where nobody did.</summary>
    public bool? Said { get; init; }
}

/// <summary>
/// Whether two applicants are of one household is a person's word: numbers in a form only raise the question. Said to be one, they are counted as one by
/// the frequency and cap of a grant to households; said again otherwise, they part.
/// </summary>
public sealed class Households(IUnitOfWork work, PersonRegister register, Marks marks, Vault vault, AuditTrail audit)
{
    private const string Joined = "household.joined", Apart = "household.kept-apart";

    /// <summary>Cases that were not refused and name the same people, oldest first.</summary>
    public async Task<ImmutableArray<NamingCase>> OfAsync(CaseFile file, CancellationToken cancellation)
    {
        var applicant = await register.GetAsync(file.Case.ApplicantId, cancellation);
        var named = NamedPeople.Of(file.Service, vault.OpenAnswers(file.Case));
        var known = new Dictionary<PersonId, (string Name, bool Doubtful)>();
        foreach (var one in named)
            if (await register.FindAsync(one.Number, cancellation) is { } person)
                known[person.Id] = (one.Name, person.Name != one.Name);
        var shared = new Dictionary<CaseId, List<string>>();
        foreach (var one in named)
            foreach (var other in await marks.NamingAsync([one.Number], cancellation))
                (shared.TryGetValue(other, out var names) ? names : shared[other] = []).Add(one.Name);
        foreach (var other in await marks.NamingAsync([register.NumberOf(applicant)], cancellation))
            shared.TryAdd(other, []);

        if (known.Count == 0 && shared.Count == 0)
            return [];
        var (self, people, ids) = (file.Case.Id, known.Keys.ToArray(), shared.Keys.ToArray());
        var others = await work.Db.Set<AidCase>().AsNoTracking()
            .Where(other => other.Id != self && other.ApplicantId != applicant.Id && (people.Contains(other.ApplicantId) || ids.Contains(other.Id))
                && (other.Outcome == null || other.Outcome == CaseOutcome.Paid || other.Outcome == CaseOutcome.Recovering))
            .OrderBy(other => other.AppliedAt).ToListAsync(cancellation);
        var said = others.Count == 0 ? [] : await SaidAsync(file, others, cancellation);
        var found = ImmutableArray.CreateBuilder<NamingCase>();
        foreach (var other in others)
        {
            var asked = file.Service.Description.Unit == GrantUnit.Household && other.ServiceId == file.Case.ServiceId && other.AppliedOn.Year == file.Case.AppliedOn.Year;
            var (name, doubtful) = known.GetValueOrDefault(other.ApplicantId);
            found.Add(new(other, [.. shared.GetValueOrDefault(other.Id, []).Prepend(name).OfType<string>().Distinct(StringComparer.Ordinal)], doubtful)
            {
                IsAsked = asked && (said.ContainsKey(other.Id) || !await AreOneAsync(file, other, cancellation)),
                Said = said.TryGetValue(other.Id, out var same) ? same : null,
            });
        }

        return found.ToImmutable();
    }

    /// <summary>
    /// What the clerk found of each on acceptance; and, of an application that came only after it, whoever decides the amount. Kept apart needs words.
    /// </summary>
    /// <exception cref="RefusedException">household.not-asked, household.unanswered, household.apart-reason-missing, together</exception>
    public async Task SettleAsync(CaseFile file, ImmutableArray<HouseholdSaid> answers, string? words, CancellationToken cancellation)
    {
        var asked = (await OfAsync(file, cancellation)).Where(one => one.IsAsked).ToArray();
        var refusals = new Refusals();
        if (answers.FirstOrDefault(answer => asked.All(one => one.Other.ReceiptNumber != answer.Number)) is { } other)
            refusals.Add(new("household.not-asked", "households", ("number", other.Number)));
        foreach (var one in asked)
        {
            var answer = Of(answers, one);
            refusals.Require((answer ?? one.Said) is not null, new("household.unanswered", Field(one.Other.ReceiptNumber), ("number", one.Other.ReceiptNumber)));
            refusals.Require(answer is not false || one.Said is false || !string.IsNullOrWhiteSpace(words), new("household.apart-reason-missing", "opinion", ("number", one.Other.ReceiptNumber)));
        }

        refusals.ThrowIfAny();
        var joined = asked.Any(one => one.Said is true);
        foreach (var one in asked.Where(one => Of(answers, one) is { } answer && answer != one.Said))
        {
            var same = Of(answers, one) is true;
            if (same)
                await JoinAsync(file, one.Other, joined, cancellation);
            else if (one.Said is true)
                await PartAsync(file, cancellation);
            joined = same || (joined && one.Said is not true);
            audit.Record(file.AuditStream, same ? Joined : Apart, file.Actor, ("case", one.Other.Id.ToString()), ("number", one.Other.ReceiptNumber), ("words", words?.Trim()));
        }
    }

    /// <summary>The field of the question about one other case.</summary>
    public static string Field(string? number) => $"household.{number}";

    private static bool? Of(ImmutableArray<HouseholdSaid> answers, NamingCase one) => answers.LastOrDefault(answer => answer.Number == one.Other.ReceiptNumber)?.Same;

    /// <summary>The applicant and this case go to the household of the other; where this was done for another case before, the other's applicant follows.</summary>
    private async Task JoinAsync(CaseFile file, AidCase other, bool follows, CancellationToken cancellation)
    {
        var (applicant, theirs) = (await register.GetAsync(file.Case.ApplicantId, cancellation), await register.GetAsync(other.ApplicantId, cancellation));
        if (follows && applicant.HouseholdId is { } common)
        {
            await register.MoveAsync(theirs, common, Kinship.Other, file.Today, cancellation);
            return;
        }

        if ((other.HouseholdId ?? theirs.HouseholdId) is not { } household)
            return;
        var spouse = NamedPeople.Of(file.Service, vault.OpenAnswers(file.Case)).Any(one => one.Relation == "spouse" && one.Number.Full == register.NumberOf(theirs).Full);
        await register.MoveAsync(applicant, household, spouse ? Kinship.Spouse : Kinship.Other, file.Today, cancellation);
        file.Case.HouseholdId = household;
    }

    private async Task PartAsync(CaseFile file, CancellationToken cancellation)
    {
        var applicant = await register.GetAsync(file.Case.ApplicantId, cancellation);
        var own = register.EnterHousehold(applicant.UnitId, Math.Max(1, file.Case.HouseholdSize), applicant.IsSynthetic);
        await register.MoveAsync(applicant, own.Id, Kinship.Head, file.Today, cancellation);
        file.Case.HouseholdId = own.Id;
    }

    private async Task<bool> AreOneAsync(CaseFile file, AidCase other, CancellationToken cancellation) => file.Case.HouseholdId is { } household
        && (other.HouseholdId == household || (await register.GetAsync(other.ApplicantId, cancellation)).HouseholdId == household);

    /// <summary>The last word on each other case, from the trail, where nobody changes it; said of this case at the other, it is as good.</summary>
    private async Task<Dictionary<CaseId, bool>> SaidAsync(CaseFile file, IReadOnlyCollection<AidCase> others, CancellationToken cancellation)
    {
        var (own, self) = (file.AuditStream, file.Case.Id.ToString());
        var streams = others.ToDictionary(other => $"case:{other.Id}", other => other.Id, StringComparer.Ordinal);
        var sought = streams.Keys.Append(own).ToArray();
        var entries = await work.Db.Set<AuditEntry>().AsNoTracking().Where(entry => sought.Contains(entry.Stream) && (entry.Act == Joined || entry.Act == Apart))
            .OrderBy(entry => entry.At).ThenBy(entry => entry.Number).Select(entry => new { entry.Stream, entry.Act, entry.Facts }).ToListAsync(cancellation);
        var said = new Dictionary<CaseId, bool>();
        foreach (var entry in entries)
        {
            var about = (string)JsonNode.Parse(entry.Facts)!["case"]!;
            if (entry.Stream == own)
                said[new(Guid.Parse(about))] = entry.Act == Joined;
            else if (about == self)
                said[streams[entry.Stream]] = entry.Act == Joined;
        }

        return said;
    }
}
