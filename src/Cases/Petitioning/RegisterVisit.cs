using System.Collections.Immutable;
using System.Text.Json;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>Who came, or wrote, and how.</summary>
public sealed record VisitCommand(MatterChannel Channel, DateOnly ReceivedOn)
{
    public bool IsAnonymous { get; init; }
    public string Name { get; init; } = "";
    public string CitizenId { get; init; } = "";
    public string Phone { get; init; } = "";
    public string Address { get; init; } = "";

    /// <summary>How many raise it together.</summary>
    public int People { get; init; } = 1;

    public ImmutableArray<string> Representatives { get; init; } = [];

    /// <summary>Everything they raised at once.</summary>
    public required ImmutableArray<MatterCommand> Matters { get; init; }
}

/// <summary>One thing that was raised.</summary>
public sealed record MatterCommand(MatterKind Kind, string Subject, string Summary)
{
    /// <summary>Of a petition.</summary>
    public PetitionClass? Class { get; init; }

    /// <summary>Of a claim.</summary>
    public ClaimBranch? Branch { get; init; }

    public bool IsUrgent { get; init; }

    /// <summary>Of an accusation: names or user names of those of the staff whom it names.</summary>
    public ImmutableArray<string> Accused { get; init; } = [];

    /// <summary>What was answered on the spot. A consultation ends with it.</summary>
    public string Result { get; init; } = "";

    /// <summary>The answer of the policy library that was given, where nothing else is written.</summary>
    public PolicyAnswerId? Policy { get; init; }

    /// <summary>Of a task from above: which body gave it.</summary>
    public string Source { get; init; } = "";

    /// <summary>By when the body wants to hear.</summary>
    public DateOnly? ReplyBy { get; init; }

    /// <summary>What is new, where the same petitioner's petition about the same subject was final: without new facts it is not accepted again (art. 36).</summary>
    public string NewFacts { get; init; } = "";
}

/// <summary>Enters a visit, letter or call into the register of the day: each thing that was raised is a matter of its own, and only a petition starts the clocks of its law.</summary>
public sealed class RegisterVisit(
    IUnitOfWork work, PetitionHouse house, Desks desks, PersonRegister people, PetitionFiles files, PetitionRuns runs, VisitRuns visits, PetitionTelling telling, PolicyLibrary policies, ReplyDuties duties, Calendars calendars, Numbers numbers, Vault vault, AuditTrail audit, IIds ids, TimeProvider time)
{
    internal const string PetitionerField = "matter.petitioner";

    /// <summary>In calendar days. A letter that was found late is entered by the day on which it came, not by one that looks better.</summary>
    private const int MostDaysBack = 366;

    /// <exception cref="RefusedException">matter.desk-none, matter.received-late, matter.name-missing, matter.people, matter.representatives, matter.representatives-twice, matter.people-few, matter.nothing, matter.subject, matter.summary, matter.class, matter.class-needless, matter.branch, matter.branch-needless, matter.accused, matter.result, duty.source, duty.reply-by-missing, duty.reply-by-early, petition.final-before, petition.no-law, policy.unknown, and what is wrong with a number or telephone</exception>
    public async Task<ImmutableArray<Matter>> RunAsync(VisitCommand command, Actor actor, CancellationToken cancellation)
    {
        var desk = await desks.OfAsync(actor, cancellation);
        command = command with { Matters = [.. await AnsweredAsync(command, actor, cancellation)] };
        var now = time.GetUtcNow();
        var today = LocalDay.Of(now);
        var refusals = new Refusals();
        refusals.Require(command.ReceivedOn <= today && command.ReceivedOn > today.AddDays(-MostDaysBack), new("matter.received-late", "receivedOn", ("from", today.AddDays(1 - MostDaysBack)), ("to", today)));
        var who = await ReadAsync(command, today, refusals, cancellation);
        refusals.Require(!command.Matters.IsEmpty, new("matter.nothing", "matters"));
        for (var at = 0; at < command.Matters.Length; at++)
            await CheckAsync(command, command.Matters[at], $"matters[{at}]", who, refusals, cancellation);
        refusals.ThrowIfAny();

        var (visit, calendar, entered) = (VisitId.Of(ids.Next()), await calendars.CurrentAsync(cancellation), ImmutableArray.CreateBuilder<Matter>());
        foreach (var raised in command.Matters)
        {
            var repeatOf = await files.EarlierAsync(who.Indexes, raised.Subject, cancellation) is [var first, ..] ? first.Id : (MatterId?)null;
            entered.Add(await EnterAsync(raised, desk, visit, who, repeatOf, [], actor.Account!.Value, calendar, actor, cancellation));
        }

        return entered.ToImmutable();
    }

    /// <summary>A matter of its own out of another, with everything that belongs to who raised it and when; nothing is shown of an accusation to anybody who did not see it before.</summary>
    /// <exception cref="RefusedException">split.accusation, matter.subject, matter.summary, matter.class, matter.branch, matter.accused</exception>
    internal async Task<Matter> OutOfAsync(Matter from, MatterCommand raised, Actor actor, CancellationToken cancellation)
    {
        var (words, indexes) = (JsonSerializer.Deserialize<MatterWords>(vault.Open(from.Words, from.Place))!, from.PetitionerIndexes);
        var who = new Petitioner(from.Channel, from.ReceivedOn, from.IsAnonymous, words.Name, words.CitizenId, words.Phone, words.Address, from.People, words.Representatives, from.PersonId, from.PetitionerIndex, from.ContactIndex, indexes);
        var accused = await work.Db.Set<MatterAccused>().AsNoTracking().Where(one => one.MatterId == from.Id).Select(one => one.AccountId).ToListAsync(cancellation);
        var refusals = new Refusals();
        if (await work.Db.Set<Petition>().AnyAsync(one => one.Id == from.Id && one.Class == PetitionClass.Accusation, cancellation))
            refusals.Require(raised is { Kind: MatterKind.Petition, Class: PetitionClass.Accusation }, new("split.accusation", "class"));
        await CheckAsync(new(from.Channel, from.ReceivedOn) { Matters = [raised] }, raised, "", who, refusals, cancellation);
        refusals.ThrowIfAny();
        var desk = new VisitDesk(from.UnitId, await work.Db.Set<Unit>().Where(unit => unit.Id == from.UnitId).Select(unit => unit.DivisionCode).FirstAsync(cancellation));
        return await EnterAsync(raised, desk, from.VisitId, who, from.Subject == raised.Subject ? from.RepeatOf : null, accused, from.FirstContact, await calendars.CurrentAsync(cancellation), actor, cancellation);
    }

    private async Task<Matter> EnterAsync(
        MatterCommand raised, VisitDesk desk, VisitId visit, Petitioner who, MatterId? repeatOf, IReadOnlyCollection<AccountId> alsoAccused, AccountId contact, WorkingCalendar calendar, Actor actor, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var matter = Matter.Enter(MatterId.Of(ids.Next()), desk.Unit, visit, new MatterEntry(raised, vault), who, contact, now);
        matter.RepeatOf = repeatOf;
        work.Db.Add(matter);
        numbers.Give("matter", desk.Code, who.ReceivedOn.Year, number => matter.Number = number);
        audit.Record($"matter:{matter.Id}", "matter.registered", actor, ("kind", raised.Kind.ToString()), ("channel", who.Channel.ToString()), ("received", $"{who.ReceivedOn:yyyy-MM-dd}"), ("desk", desk.Unit.ToString()), ("repeat of", matter.RepeatOf?.ToString()));
        foreach (var accused in (await AccusedAsync(raised, cancellation)).Select(account => account.Id).Union(alsoAccused))
            work.Db.Add(new MatterAccused { MatterId = matter.Id, AccountId = accused });
        if (raised.ReplyBy is { } replyBy)
            duties.Begin(matter, ReplyDutyKind.FromAbove, raised.Source.Trim(), who.ReceivedOn, replyBy, "", actor);
        if (raised.IsUrgent)
            await telling.TellUpwardAsync(matter, raised.Class, cancellation);
        else if (raised.Kind == MatterKind.Petition)
            await telling.TellSectionAsync(matter, "petition.new", $"petition-new:{matter.Id}", actor.Account is { } own ? [own] : [], cancellation);
        if (raised.Kind == MatterKind.Petition)
            await runs.StartAsync(files.Open(matter, raised.Class!.Value, raised.Branch, calendar, actor, now), cancellation);
        else if (raised.Result.Length > 0)
            matter.Close(who.ReceivedOn);
        else
            await visits.StartAsync(matter, cancellation);
        return matter;
    }

    /// <summary>Each matter with the words of the answer that was chosen from the policy library.</summary>
    private async Task<IEnumerable<MatterCommand>> AnsweredAsync(VisitCommand command, Actor actor, CancellationToken cancellation)
    {
        var matters = command.Matters.ToArray();
        for (var at = 0; at < matters.Length; at++)
            if (matters[at] is { Policy: { } policy, Result: var said } && string.IsNullOrWhiteSpace(said))
                matters[at] = matters[at] with { Result = await policies.WordsAsync(policy, actor, command.ReceivedOn, cancellation) ?? throw new RefusedException("policy.unknown", $"matters[{at}].policy") };
        return matters;
    }

    private async Task<Petitioner> ReadAsync(VisitCommand command, DateOnly today, Refusals refusals, CancellationToken cancellation)
    {
        refusals.Require(command.IsAnonymous || command.Name.Trim().Length is > 0 and <= MatterWords.MostName, new("matter.name-missing", "name", ("most", MatterWords.MostName)));
        refusals.Require(command.Address.Length <= MatterWords.MostAddress, new("text.too-long", "address", ("label", new Forms.LocalText("住址", "The address")), ("most", MatterWords.MostAddress), ("length", command.Address.Length)));
        refusals.Require(command.People is >= 1 and <= 10_000, new("matter.people", "people"));
        var most = refusals.Try(() => house.Laws.Of(command.ReceivedOn))?.MostRepresentatives ?? 0;
        refusals.Require(command.Representatives.Length <= most || most == 0, new("matter.representatives", "representatives", ("most", most), ("given", command.Representatives.Length)));
        refusals.Require(command.Representatives.Distinct(StringComparer.Ordinal).Count() == command.Representatives.Length, new("matter.representatives-twice", "representatives"));
        refusals.Require(command.Representatives.Length <= command.People, new("matter.people-few", "people", ("given", command.Representatives.Length)));
        refusals.Require(command.People == 1 || !command.Representatives.IsEmpty || command.IsAnonymous, new("matter.representatives-none", "representatives"));
        var number = command.CitizenId.Length == 0 ? (CitizenId?)null : refusals.Try<CitizenId?>(() => CitizenId.Parse(command.CitizenId, today));
        var phone = command.Phone.Length == 0 ? null : refusals.Try<Mobile?>(() => Mobile.Parse(command.Phone, "phone"))?.Number;
        var person = number is { } known && !command.IsAnonymous ? await people.FindAsync(known, cancellation) : null;
        var contact = command.IsAnonymous || phone is null ? null : Petitioners.Contact(command.Name, phone);
        var told = command.IsAnonymous ? null : number?.Full ?? contact;
        return new(command.Channel, command.ReceivedOn, command.IsAnonymous, command.Name.Trim(), number?.Full ?? "", phone ?? "", command.Address.Trim(), command.People, command.Representatives, person?.Id,
            told is null ? null : vault.Index(told, PetitionerField), contact is null ? null : vault.Index(contact, PetitionerField),
            [.. ((string?[])[told, contact]).OfType<string>().Distinct().SelectMany(one => vault.Indexes(one, PetitionerField))]);
    }

    private async Task<IReadOnlyList<Account>> AccusedAsync(MatterCommand raised, CancellationToken cancellation)
    {
        string[] names = raised.Class == PetitionClass.Accusation ? [.. raised.Accused] : [];
        var lower = names.Select(name => name.ToLowerInvariant()).ToArray();
        return names.Length == 0 ? [] : await work.Db.Set<Account>().AsNoTracking().Where(account => work.Db.Set<RoleAssignment>().Any(held => held.AccountId == account.Id && held.Role != Role.Applicant) && (lower.Contains(account.UserName) || names.Contains(account.NameZh) || names.Contains(account.NameEn))).ToListAsync(cancellation);
    }

    /// <summary>By user name or by name: of several of one name none sees the matter, as the desk cannot know whom of them is meant.</summary>
    private static bool IsCalled(Account account, string name) => account.UserName.Equals(name, StringComparison.OrdinalIgnoreCase) || account.NameZh == name || account.NameEn == name;

    private static string Field(string at, string name) => at.Length == 0 ? name : $"{at}.{name}";

    private async Task CheckAsync(VisitCommand command, MatterCommand raised, string at, Petitioner who, Refusals refusals, CancellationToken cancellation)
    {
        refusals.Require(house.Subject(raised.Subject) is not null, new("matter.subject", Field(at, "subject")));
        refusals.Require(raised.Summary.Trim().Length is > 0 and <= MatterWords.MostSummary, new("matter.summary", Field(at, "summary"), ("most", MatterWords.MostSummary)));
        refusals.Require(raised.Kind != MatterKind.Consultation || raised.Result.Trim().Length > 0, new("matter.result", Field(at, "result")));
        var isTask = raised.Kind == MatterKind.AssignedTask || raised.ReplyBy is not null || raised.Source.Trim().Length > 0;
        refusals.Require(!isTask || raised.Source.Trim().Length is > 0 and <= RouteRule.MostBody, new("duty.source", Field(at, "source"), ("most", RouteRule.MostBody)));
        refusals.Require(!isTask || raised.ReplyBy is not null, new("duty.reply-by-missing", Field(at, "replyBy")));
        refusals.Require(raised.ReplyBy is not { } replyBy || replyBy > command.ReceivedOn, new("duty.reply-by-early", Field(at, "replyBy"), ("after", command.ReceivedOn)));
        refusals.Require(raised.Kind == MatterKind.Petition || raised.Class is null, new("matter.class-needless", Field(at, "kind")));
        refusals.Require(raised.Class == PetitionClass.Claim || raised.Branch is null, new("matter.branch-needless", Field(at, "class")));
        if (raised.Kind != MatterKind.Petition)
            return;
        refusals.Require(raised.Class is not null, new("matter.class", Field(at, "class")));
        if (raised.Class == PetitionClass.Accusation && await AccusedAsync(raised, cancellation) is var found && raised.Accused.FirstOrDefault(name => !found.Any(account => IsCalled(account, name))) is { } unknown)
            refusals.Add(new("matter.accused", Field(at, "accused"), ("name", unknown)));
        refusals.Require(raised.Class != PetitionClass.Claim || raised.Branch is not null, new("matter.branch", Field(at, "branch")));
        if (raised.NewFacts.Trim().Length == 0 && await files.FinalAsync(who.Indexes, raised.Subject, cancellation) is { } final)
            refusals.Add(new("petition.final-before", Field(at, "newFacts"), ("number", final)));
    }
}

/// <summary>Who raised matters, read and checked.</summary>
internal sealed record Petitioner(
    MatterChannel Channel, DateOnly ReceivedOn, bool IsAnonymous, string Name, string CitizenId, string Phone, string Address, int People, ImmutableArray<string> Representatives, PersonId? Person, string? Index, string? Contact, string[] Indexes);

/// <summary>One matter as it goes into the register.</summary>
internal sealed record MatterEntry(MatterCommand Raised, Vault Vault)
{
    public MatterKind Kind => Raised.Kind;

    public string Subject => Raised.Subject;

    public bool IsUrgent => Raised.IsUrgent;

    public byte[] Sealed(MatterId id, Petitioner who) => Vault.Seal(JsonSerializer.Serialize(
        new MatterWords(who.IsAnonymous ? "" : who.Name, who.CitizenId, who.Phone, who.Address, Raised.Summary.Trim(), who.Representatives, Raised.Result.Trim())), Matter.PlaceOf(id));
}
