using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.StandingIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>Somebody whom a rule looks at.</summary>
/// <param name="Role">In what capacity they would sit; null where they hold no role to sit in.</param>
/// <param name="Out">The code of what keeps them out; null where they may.</param>
public sealed record WhoCandidate(AccountId Account, string UserName, LocalText Name, Role? Role, UnitId? Unit, string? Out)
{
    /// <summary>Their unit does the work of the one that is asked.</summary>
    public bool Covers { get; init; }

    /// <summary>How many tasks they have, where the rule looks at that.</summary>
    public int? Load { get; init; }

    /// <summary>When it was their turn last, counted over everybody's, where the rule looks at that; 0 where it never was.</summary>
    public long? Turn { get; init; }

    /// <summary>Whoever stands in for them today.</summary>
    public AccountId? Deputy { get; init; }

    /// <summary>The rule takes them.</summary>
    public bool Taken { get; init; }
}

/// <summary>Somebody who may be named for the next step.</summary>
/// <param name="IsNamed">Whoever decided before has named them, which holds unless somebody is named now.</param>
public sealed record Nameable(string UserName, LocalText Name, bool IsNamed);

/// <summary>What a rule comes to for one case.</summary>
/// <param name="Seats">In place of the rule.</param>
/// <param name="Superior">Nobody was found, or only somebody close to the applicant: one above is asked.</param>
/// <param name="Nobody">And there is no superior either, or none is asked.</param>
public sealed record WhoFound(ImmutableArray<WhoCandidate> Candidates, ImmutableArray<Seat> Seats, bool Superior = false, bool Nobody = false);

/// <summary>
/// Finds who is to take a seat, by its rule, at the moment at which it is asked; whom it finds is fixed from then on, as seats of the case's own plan. People sit in a capacity they hold:
/// the step's own where they hold it, otherwise the one nearest to the case; so losing that role ends the task as it does for everybody.
/// </summary>
public sealed class WhoFinding(IUnitOfWork work, Organisation.Directory directory, Candidates candidates, StandIns standIns, Recusal recusal, Vault vault, AuditTrail audit, Colleagues colleagues)
{
    /// <summary>Roles in which somebody named by a rule may sit.</summary>
    private static readonly Role[] Capacities =
        [Role.VillageHelper, Role.StationClerk, Role.TownshipReviewer, Role.DistrictReviewer, Role.DistrictDecider, Role.CityChecker, Role.CityDecider, Role.UnitHead];

    /// <summary>What was found, in this act, for seats that are left to the decision before.</summary>
    private readonly List<(RoundId Round, Seat Seat, WhoFound Found)> left = [];

    /// <summary>Puts whom the rule of a seat finds in its place, in the plan of the round.</summary>
    /// <param name="decided">What was decided in the case.</param>
    /// <returns>The seats to ask.</returns>
    internal async Task<ImmutableArray<Seat>> FixAsync(CaseFile file, Round round, Seat seat, IReadOnlyCollection<DecidedBy> decided, CancellationToken cancellation)
    {
        if (!IsToBeFound(round, seat))
            return [seat];
        var found = await FindAsync(file, round, seat, decided, cancellation);
        if (seat.Rule?.Of == WhoOf.Previous)
            left.Add((round.Id, seat, found));
        round.Replan(round.Plan with { Seats = [.. round.Plan.Seats.SelectMany(one => one == seat ? found.Seats : [one])] });
        if (seat.Rule is { Taking: Taking.RoundRobin } rule && !found.Superior && found.Candidates.FirstOrDefault(one => one.Taken) is { } next)
            await TurnAsync(TurnKey(file, round, rule), next.Account, cancellation);
        await RecordAsync(file, round, seat, found, cancellation);
        return found.Seats;
    }

    /// <summary>Of those whom this act's decision named, everybody has to be one who may sit where the flow came to: a name that counts for nothing is not passed over in silence.</summary>
    /// <exception cref="RefusedException">decision.next-cannot</exception>
    internal async Task RequireNamedAsync(ImmutableArray<string> named, CancellationToken cancellation)
    {
        if (named.IsDefaultOrEmpty)
            return;
        var names = NextNamed.Plain(named);
        var known = (await NamedAsync(names, cancellation)).Where(account => account.Active).Select(account => account.UserName).ToHashSet(StringComparer.Ordinal);
        var cannot = names.Where(name => !known.Contains(name)).Concat(left.SelectMany(one => one.Found.Candidates.Where(candidate => candidate.Out is not null && names.Contains(candidate.UserName)).Select(candidate => candidate.UserName))).ToHashSet(StringComparer.Ordinal);
        if (cannot.Count > 0)
            throw new RefusedException("decision.next-cannot", "next", ("names", string.Join(", ", cannot.Order(StringComparer.Ordinal))));
    }

    /// <summary>Who may be named for the seats of a round that are left to the decision before it.</summary>
    /// <returns>Null where none is.</returns>
    internal async Task<ImmutableArray<Nameable>?> NameableAsync(CaseFile file, Round round, IReadOnlyCollection<DecidedBy> decided, CancellationToken cancellation)
    {
        var seats = left.Where(one => one.Round == round.Id).Select(one => one.Seat).Concat(round.Plan.Seats.Where(seat => seat.Rule?.Of == WhoOf.Previous)).ToArray(); // asked already, and of a later stage
        var named = left.Where(one => one.Round == round.Id).SelectMany(one => one.Found.Candidates).Where(candidate => candidate.Taken).Select(candidate => candidate.UserName).ToHashSet(StringComparer.Ordinal);
        var may = new List<Nameable>();
        foreach (var seat in seats)
        {
            var rule = seat.Rule! with { Of = WhoOf.Role, Taking = Taking.Any };
            if (await PlaceAsync(file, rule, seat, cancellation) is { } place)
                may.AddRange((await CandidatesAsync(file, round, rule, seat, place, decided, cancellation)).Where(one => one.Out is null || (one.Out == "who.seated" && named.Contains(one.UserName))).Select(one => new Nameable(one.UserName, one.Name, named.Contains(one.UserName))));
        }

        return seats.Length == 0 ? null : [.. may.DistinctBy(one => one.UserName)];
    }

    /// <summary>A seat by a rule; or one of a role, where the plan says what to do if nobody holds it.</summary>
    internal static bool IsToBeFound(Round round, Seat seat) => seat.Rule is not null
        || (seat.Person is null && seat.AddedBy is null && round.Kind != RoundKind.Payout && (round.Plan.NobodyFound == Otherwise.Superior || round.Plan.ApplicantFound == Otherwise.Superior));

    /// <summary>Who would be asked, and why; nothing is kept.</summary>
    internal async Task<WhoFound> FindAsync(CaseFile file, Round round, Seat seat, IReadOnlyCollection<DecidedBy> decided, CancellationToken cancellation)
    {
        await candidates.KnowAsync(file, cancellation);
        var rule = seat.Rule ?? new WhoRule(WhoOf.Role) { Role = seat.Role, Level = seat.Level };
        var place = await PlaceAsync(file, rule, seat, cancellation);
        var all = place is { } at ? await CandidatesAsync(file, round, rule, seat, at, decided, cancellation) : [];
        var able = all.Where(one => one.Out is null).ToList();
        if (able.Count == 0)
            return await NobodyAsync(file, round, rule, seat, place, all, decided, cancellation);
        if (rule.Taking == Taking.Any)
            return new([.. all.Select(one => one with { Taken = one.Out is null })], [Pool(seat, seat.Role, place!.Value, file)]);
        var taken = rule.Taking switch
        {
            Taking.LeastLoaded => [able.OrderBy(one => one.Load).ThenBy(one => one.UserName, StringComparer.Ordinal).First()],
            Taking.RoundRobin => [Reviewing.Turn.Next(able, one => one.Turn ?? 0, one => one.UserName)],
            _ => able,
        };
        return new([.. all.Select(one => one with { Taken = taken.Contains(one) })],
            [.. taken.Select((one, number) => seat with { Key = $"{seat.Key}.{number + 1}", Rule = null, Person = one.Account, Role = one.Role!.Value, Unit = one.Unit, Level = LevelOf(file, one.Unit!.Value) ?? seat.Level })]);
    }

    /// <summary>The unit that the rule speaks of.</summary>
    private async Task<UnitId?> PlaceAsync(CaseFile file, WhoRule rule, Seat seat, CancellationToken cancellation) =>
        rule.Above is { } steps ? await directory.AboveAsync(file.Case.UnitId, steps, file.Today, cancellation) : file.Units.TryGetValue(seat.Level, out var unit) ? unit : null;

    private async Task<ImmutableArray<WhoCandidate>> CandidatesAsync(
        CaseFile file, Round round, WhoRule rule, Seat seat, UnitId place, IReadOnlyCollection<DecidedBy> decided, CancellationToken cancellation)
    {
        var holders = await candidates.WithCoversAsync(await directory.HoldersAsync(seat.Role, place, file.Today, cancellation), seat.Role, place, file.Today, cancellation);
        var accounts = rule.Of switch
        {
            WhoOf.Role or WhoOf.Head => holders,
            WhoOf.People => await NamedAsync(rule.People, cancellation),
            WhoOf.Group => await MembersAsync(rule.Group!, cancellation),
            WhoOf.Applicant => await NamedAsync(Answer.Plain(vault.OpenAnswers(file.Case)[rule.Answer!])?.Trim().ToLowerInvariant() is { Length: > 0 } name ? [name] : [], cancellation),
            _ => await NamedAsync(await NamedBeforeAsync(file, round, cancellation), cancellation),
        };
        var ids = accounts.Select(account => account.Id).ToArray();
        var loads = rule.Taking == Taking.LeastLoaded ? await LoadsAsync(ids, cancellation) : null;
        var turns = rule.Taking == Taking.RoundRobin ? await TurnsAsync(TurnKey(file, round, rule), cancellation) : null;
        var book = await standIns.BookAsync(file.StandInChanges, cancellation);
        var away = Candidates.Away(round.Id, round.Plan, decided);
        var reviewed = Candidates.Reviewed(round.Kind, decided);
        var seated = round.Plan.Seats.Select(one => one.Person).OfType<AccountId>().ToHashSet();
        var found = ImmutableArray.CreateBuilder<WhoCandidate>();
        foreach (var account in accounts)
        {
            var mustHold = rule.Of is WhoOf.Role or WhoOf.Head or WhoOf.Applicant or WhoOf.Previous;
            var holds = holders.Any(holder => holder.Id == account.Id);
            var (role, unit) = holds ? (seat.Role, place) : mustHold ? default : await CapacityAsync(file, account.Id, cancellation);
            var covers = holds && !(await directory.RolesAsync(account.Id, file.Today, cancellation)).Any(held => held.Role == seat.Role && held.UnitId == place);
            var why = await WhyOutAsync(file, round, account, unit, away, decided, seated, cancellation) ?? (covers && reviewed.Contains(account.Id) ? "who.decided-earlier" : null); // nobody decides money in another's place that they reviewed
            found.Add(new(account.Id, account.UserName, new(account.NameZh, account.NameEn), unit is null ? null : role, unit, why)
            {
                Load = loads?.GetValueOrDefault(account.Id),
                Turn = turns?.GetValueOrDefault(account.Id),
                Covers = mustHold && covers,
                Deputy = TaskRelations.IsOpenToDeputies(round.Kind, seat.Role) && book.Chain(account.Id, file.Case.ServiceId, file.Today) is { IsEmpty: false } chain ? chain[^1] : null,
            });
        }

        return found.ToImmutable();
    }

    private async Task<string?> WhyOutAsync(
        CaseFile file, Round round, Account account, UnitId? unit, HashSet<AccountId> away, IReadOnlyCollection<DecidedBy> decided, HashSet<AccountId> seated, CancellationToken cancellation)
    {
        if (!account.Active)
            return "who.closed";
        if (unit is null)
            return "who.no-role";
        if (await recusal.WhyAsync(account.PersonId, file.Case, file.Today, cancellation) is { } close)
            return close;
        if (away.Contains(account.Id))
            return decided.Any(one => one.Verdict == Verdict.Recuse && (one.By == account.Id || one.For == account.Id)) ? "task.stood-aside"
                : decided.Any(one => one.Round == round.Id && (one.By == account.Id || one.For == account.Id)) && round.Plan.OneSeatEach ? "task.same-person" : "who.decided-earlier";
        return seated.Contains(account.Id) ? "who.seated" : null;
    }

    /// <summary>The role nearest to the case in which somebody reviews; a unit along the line of the case before any other.</summary>
    private async Task<(Role Role, UnitId? Unit)> CapacityAsync(CaseFile file, AccountId account, CancellationToken cancellation)
    {
        var roles = await directory.RolesAsync(account, file.Today, cancellation);
        var own = roles.Where(held => Capacities.Contains(held.Role)).OrderBy(held => LevelOf(file, held.UnitId) is { } level ? -(int)level : 1).ThenBy(held => held.Role).FirstOrDefault();
        return own is null ? (default, null) : (own.Role, (UnitId?)own.UnitId);
    }

    private static UnitLevel? LevelOf(CaseFile file, UnitId unit) => file.Units.FirstOrDefault(one => one.Value == unit) is var found && found.Value == unit ? found.Key : null;

    private async Task<IReadOnlyList<Account>> NamedAsync(IEnumerable<string> userNames, CancellationToken cancellation)
    {
        var names = userNames.ToArray();
        return names.Length == 0 ? [] : await work.Db.Set<Account>().AsNoTracking().Where(account => names.Contains(account.UserName)).OrderBy(account => account.UserName).ToListAsync(cancellation);
    }

    private async Task<IReadOnlyList<Account>> MembersAsync(string key, CancellationToken cancellation) => await work.Db.Set<Group>().AsNoTracking().Where(group => group.Key == key)
        .Join(work.Db.Set<GroupMember>(), group => group.Id, member => member.GroupId, (_, member) => member.AccountId)
        .Join(work.Db.Set<Account>(), id => id, account => account.Id, (_, account) => account).OrderBy(account => account.UserName).ToListAsync(cancellation);

    /// <summary>Whom the last decision of this run named that named anybody.</summary>
    private async Task<ImmutableArray<string>> NamedBeforeAsync(CaseFile file, Round round, CancellationToken cancellation)
    {
        var (id, rounds) = (file.Case.Id, file.Rounds.Where(one => one.InstanceId == round.InstanceId && one.Id != round.Id).Select(one => one.Id).ToHashSet());
        await work.Db.Set<Decision>().Where(decision => decision.CaseId == id).LoadAsync(cancellation); // and those of this very act
        return work.Db.Set<Decision>().Local.Where(decision => rounds.Contains(decision.RoundId)).OrderByDescending(decision => decision.At).ThenByDescending(decision => decision.Id.Value)
            .Select(decision => NextNamed.In(decision.Detail)).FirstOrDefault(names => !names.IsDefaultOrEmpty) is { IsDefault: false } named ? named : [];
    }

    private async Task<Dictionary<AccountId, int>> LoadsAsync(AccountId[] accounts, CancellationToken cancellation) => await work.Db.Set<ReviewTask>()
        .Where(task => task.AssigneeId != null && accounts.Contains(task.AssigneeId.Value) && (task.State == TaskState.Assigned || task.State == TaskState.InProgress || task.State == TaskState.OnHold))
        .GroupBy(task => task.AssigneeId!.Value).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(one => one.Key, one => one.Count, cancellation);

    private static string TurnKey(CaseFile file, Round round, WhoRule rule) => $"{file.Case.ServiceId}/{round.Step}/{(rule.Of == WhoOf.Group ? rule.Group : $"{rule.Of}")}";

    private async Task<Dictionary<AccountId, long>> TurnsAsync(string key, CancellationToken cancellation)
    {
        await work.Db.Set<Turn>().Where(turn => turn.Key == key).LoadAsync(cancellation);
        return work.Db.Set<Turn>().Local.Where(turn => turn.Key == key).ToDictionary(turn => turn.AccountId, turn => turn.Number);
    }

    /// <summary>Two at once who take the same person's turn lose their race, and the slower looks again.</summary>
    private async Task TurnAsync(string key, AccountId account, CancellationToken cancellation)
    {
        var next = (await TurnsAsync(key, cancellation)).Values.DefaultIfEmpty(0).Max() + 1;
        if (work.Db.Set<Turn>().Local.FirstOrDefault(turn => turn.Key == key && turn.AccountId == account) is not { } turn)
            work.Db.Add(turn = new() { Key = key, AccountId = account });
        turn.Number = next;
    }

    private async Task<WhoFound> NobodyAsync(
        CaseFile file, Round round, WhoRule rule, Seat seat, UnitId? place, ImmutableArray<WhoCandidate> all, IReadOnlyCollection<DecidedBy> decided, CancellationToken cancellation)
    {
        var onlyClose = all.Any(one => one.Out is "task.own-case" or "task.declared-relative");
        if (round.Kind != RoundKind.Payout && (onlyClose ? round.Plan.ApplicantFound : round.Plan.NobodyFound) == Otherwise.Superior)
        {
            foreach (var (role, level) in Ladder.Above(seat.Role, seat.Level))
            {
                if (!file.Units.TryGetValue(level, out var unit))
                    continue;
                var above = seat with { Role = role, Level = level, Rule = null, Unit = unit, Person = null };
                var one = await CandidatesAsync(file, round, new WhoRule(WhoOf.Role) { Role = role, Level = level }, above, unit, decided, cancellation);
                if (one.Any(candidate => candidate.Out is null))
                    return new([.. all, .. one.Select(candidate => candidate with { Taken = candidate.Out is null })], [above], Superior: true);
            }
        }

        return new(all, [rule.Of is WhoOf.Role or WhoOf.Head && place is { } at ? Pool(seat, seat.Role, at, file) : seat with { Rule = null, Person = null }], Nobody: true);
    }

    private static Seat Pool(Seat seat, Role role, UnitId unit, CaseFile file) =>
        seat with { Role = role, Rule = null, Person = null, Unit = file.Units.TryGetValue(seat.Level, out var own) && own == unit ? null : unit, Level = LevelOf(file, unit) ?? seat.Level };

    private async Task RecordAsync(CaseFile file, Round round, Seat seat, WhoFound found, CancellationToken cancellation)
    {
        if (seat.Rule is { } rule)
        {
            audit.Record(file.AuditStream, "task.rule-resolved", file.Actor, ("round", round.Id.ToString()), ("rule", rule.ToString()),
                ("found", string.Join(' ', found.Candidates.Where(one => one.Taken).Select(one => one.Account))), ("of", found.Candidates.Length.ToString(CultureInfo.InvariantCulture)));
        }

        if (found.Superior)
            audit.Record(file.AuditStream, "task.superior-asked", file.Actor, ("round", round.Id.ToString()), ("role", found.Seats[0].Role.ToString()), ("insteadOf", seat.Role.ToString()));
        if (!found.Nobody || seat.Rule is not { Of: not (WhoOf.Role or WhoOf.Head) } empty)
            return;
        audit.Record(file.AuditStream, "task.rule-found-nobody", file.Actor, ("round", round.Id.ToString()), ("rule", empty.ToString()));
        await colleagues.TellAdministratorsAsync(new(file.Case.Id, "task.rule-found-nobody", $"rule-found-nobody:{round.Id}:{seat.Key}", ("step", SpokenSteps.Of(round.Step)), ("role", seat.Role.Words())), file.UnitAt(seat.Level), cancellation);
    }
}

/// <summary>Whom a decision names for the next step, kept in what the decision rests on.</summary>
internal static class NextNamed
{
    private const string Key = "next";

    internal static string? With(string? detail, ImmutableArray<string> next)
    {
        if (next.IsDefaultOrEmpty)
            return detail;
        var json = detail is null ? [] : (System.Text.Json.Nodes.JsonObject)System.Text.Json.Nodes.JsonNode.Parse(detail)!;
        json[Key] = JsonSerializer.SerializeToNode(Plain(next));
        return json.ToJsonString();
    }

    internal static string[] Plain(ImmutableArray<string> next) => [.. next.Select(name => name.Trim().ToLowerInvariant()).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal)];

    internal static ImmutableArray<string> In(string? detail)
    {
        if (detail?.Contains($"\"{Key}\"", StringComparison.Ordinal) != true)
            return [];
        using var json = JsonDocument.Parse(detail);
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(Key, out var names) && names.ValueKind == JsonValueKind.Array
            ? [.. names.EnumerateArray().Select(name => name.GetString()).OfType<string>()] : [];
    }
}
