using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Searching;

public sealed record FoundCase(CaseId Id, string? Number, string Person, LocalText Service, LocalText Unit, DateOnly AppliedOn, CaseStage Stage, CaseOutcome? Outcome, long? Cents, long PaidCents);

/// <summary>Cases of the visitor's area with the exact count of all that match.</summary>
public sealed record FoundCases(string? Search, string? Service, CaseStage? Stage, int Page, int Count, IReadOnlyList<FoundCase> Rows)
{
    public const int Size = 50;
}

/// <summary>Looks for cases within the visitor's area: rows and count go through the same scope.</summary>
public sealed class CaseSearch(IUnitOfWork work, Scopes scopes, ServiceCatalogue services, FieldProtector protector)
{
    /// <summary>How many people are carried from one statement to the next; where more match, each statement looks them up itself.</summary>
    internal int MostPeople { get; set; } = 2000;

    public async Task<FoundCases> FindAsync(Visitor visitor, string? search, string? service, CaseStage? stage, int page, CancellationToken cancellation)
    {
        var db = work.Db;
        var cases = db.Set<AidCase>().AsNoTracking().Within(await scopes.OfAsync(visitor.Actor, cancellation), db);
        if (service is { Length: > 0 })
            cases = cases.Where(one => one.ServiceId == service);
        if (stage is { } wanted)
            cases = cases.Where(one => one.Stage == wanted);
        if (search?.Trim() is { Length: > 0 } words)
            cases = await MatchingAsync(cases, words, visitor, cancellation);
        var count = await cases.CountAsync(cancellation);
        // Which, from the index alone; then those.
        var shown = await cases.OrderByDescending(one => one.AppliedAt).ThenByDescending(one => one.Id)
            .Skip((page - 1) * FoundCases.Size).Take(FoundCases.Size).Select(one => one.Id).ToListAsync(cancellation);
        var found = await (
            from one in db.Set<AidCase>().AsNoTracking()
            where shown.Contains(one.Id)
            join person in db.Set<Person>() on one.ApplicantId equals person.Id
            join unit in db.Set<Unit>() on one.UnitId equals unit.Id
            orderby one.AppliedAt descending, one.Id descending
            select new { Case = one, person.Name, unit.NameZh, unit.NameEn }).ToListAsync(cancellation);
        var sight = Sights.Of(visitor.Roles.Select(held => held.Role), PersonalField.Name);
        var readers = NamesSeen.Readers(visitor);
        var names = new Dictionary<ServiceVersionId, Sight>();
        var rows = new List<FoundCase>();
        foreach (var one in found)
        {
            var package = await services.GetAsync(db, one.Case.ServiceVersionId, cancellation);
            if (!names.TryGetValue(one.Case.ServiceVersionId, out var name))
                names[one.Case.ServiceVersionId] = name = readers.Length == 0 ? sight : AnswerSight.OnCase(package, readers).Name(sight);
            rows.Add(new(one.Case.Id, one.Case.ReceiptNumber, Mask.Name(one.Name, name), package.Description.Name,
                new LocalText(one.NameZh, one.NameEn), one.Case.AppliedOn, one.Case.Stage, one.Case.Outcome, one.Case.Outcome is null ? one.Case.DecidedCents ?? one.Case.ProposedCents : one.Case.ApprovedCents, one.Case.PaidCents));
        }

        return new FoundCases(search, service, stage, page, count, rows);
    }

    /// <summary>Long enough, and with digits: then it may be a part of a receipt number, and is no name.</summary>
    public static bool IsPartOfNumber(string words) => words.Length >= 3 && words.All(char.IsAsciiLetterOrDigit) && words.Any(char.IsAsciiDigit);

    private async Task<IQueryable<AidCase>> MatchingAsync(IQueryable<AidCase> cases, string words, Visitor visitor, CancellationToken cancellation)
    {
        var (people, number) = (work.Db.Set<Person>(), words.ToUpperInvariant());
        if (words.Length is 15 or 18 && words[..^1].All(char.IsAsciiDigit))
        {
            var indexes = protector.Indexes(words, "person.citizen-id").ToArray();
            return cases.Where(one => people.Any(person => person.Id == one.ApplicantId && indexes.Contains(person.CitizenIdIndex)));
        }

        if (IsPartOfNumber(words))
        {
            var whole = await cases.Where(one => one.ReceiptNumber == number).AnyAsync(cancellation);
            return whole ? cases.Where(one => one.ReceiptNumber == number) : cases.Where(one => one.ReceiptNumber!.Contains(number));
        }

        // Who bears it is looked up once for rows and count together, where they are few enough to be carried.
        var shown = await NamesSeen.AmongAsync(cases, visitor, work.Db, services, cancellation);
        if (await NameEnd.BearersAsync(work.Db, words, MostPeople, cancellation) is { } bearers)
            return shown.Where(one => EF.Parameter(bearers).Contains(one.ApplicantId));
        var all = NameEnd.Holding(work.Db, words).Select(end => end.PersonId);
        return shown.Where(one => all.Contains(one.ApplicantId));
    }
}
