using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Services;

/// <summary>
/// What the house as it is today says of the definitions of a service: whether somebody is there to do each step, whether the words, the calendar and the groups that
/// they name are there, and whether money is decided by somebody else than whoever proposed it. What cannot work at all is a fault; what works less well is a hint.
/// </summary>
public sealed class HouseCheck(IUnitOfWork work, Posts posts, Calendars calendars, TimeProvider time)
{
    /// <summary>Units are named up to so many; of the others there is the number.</summary>
    private const int MostNamed = 5;

    /// <param name="files">Of the service.</param>
    /// <param name="deadlines">Of its steps, by name; none where its service.json cannot be read.</param>
    internal async Task<ImmutableArray<FileFault>> RunAsync(ImmutableSortedDictionary<string, string> files, IReadOnlyDictionary<string, ServiceTerm> deadlines, CancellationToken cancellation)
    {
        var today = LocalDay.Today(time);
        var definitions = files.Where(file => ServiceParsing.IsOfCases(file.Key)).Select(file => DrawnStep.In(file.Key, file.Value)).ToList();
        var steps = definitions.SelectMany(each => each).ToList();
        var asked = steps.Where(step => Waited(step.Type)).SelectMany(Asked.Of).ToList();
        var map = asked.Count == 0 ? null : await posts.ReadAsync(
            asked.Max(one => one.Level), [.. asked.SelectMany(one => Ladder.Above(one.Role, one.Level).Select(rung => rung.Role).Prepend(one.Role)).Distinct()], today, cancellation);
        return
        [
            .. asked.SelectMany(one => Nobody(one, map!)),
            .. await NamedAsync(steps, cancellation),
            .. steps.Where(step => step.Type == "Aid.Notify").SelectMany(step => Told(step, files)),
            .. await DatedAsync(deadlines, today, cancellation),
            .. definitions.SelectMany(each => MoneyApart.Faults(each, map)),
            .. StepReferences.Faults(definitions),
        ];
    }

    private static bool Waited(string type) => type is "Aid.Completeness" or "Aid.Review" or "Aid.HomeVisit" or "Aid.Decide" or "Aid.ExternalDecision" or "Aid.CorrectPayee";

    private static IEnumerable<FileFault> Nobody(Asked asked, PostMap map)
    {
        var step = asked.Step;
        if (!RoleLevels.Fits(asked.Role, asked.Level))
        {
            yield return new(step.File, $"{step.Path}.level", "house.role-elsewhere", [("step", step.Title), ("role", asked.Role.Words())]);
            yield break;
        }

        var units = map.At(asked.Level).ToList();
        var rungs = step.Choice<Otherwise>("nobodyFound") == Otherwise.Superior ? Ladder.Above(asked.Role, asked.Level) : [];
        var lacking = units.Where(unit => map.Holders(unit, asked.Role) < asked.People && !map.Above(unit).Any(above => rungs.Any(rung => rung.Level == above.Level && map.Holders(above, rung.Role) > 0))).ToList();
        if (lacking.Count == 0)
            yield break;
        var named = lacking.Take(MostNamed).ToList();
        ImmutableArray<(string, object?)> values =
        [
            ("step", step.Title), ("role", asked.Role.Words()), ("people", asked.People), ("count", lacking.Count), ("of", units.Count),
            ("units", LocalText.Of($"{string.Join('、', named.Select(unit => unit.Name.Zh))}{(lacking.Count > MostNamed ? "等" : "")}", $"{string.Join(", ", named.Select(unit => unit.Name.En))}{(lacking.Count > MostNamed ? " and others" : "")}")),
        ];
        if (units.TrueForAll(unit => map.Holders(unit, asked.Role) == 0) && lacking.Count == units.Count)
            yield return new(step.File, $"{step.Path}.role", "house.nobody-anywhere", values);
        else
            yield return new(step.File, $"{step.Path}.role", "house.nobody-somewhere", values) { IsHint = true };
    }

    /// <summary>People and groups that rules name.</summary>
    private async Task<List<FileFault>> NamedAsync(IReadOnlyList<DrawnStep> steps, CancellationToken cancellation)
    {
        var rules = steps.SelectMany(step => Asked.Rules(step).Select(rule => (Step: step, Rule: rule))).ToList();
        var (people, groups) = (rules.SelectMany(one => one.Rule.People).Distinct().ToArray(), rules.Select(one => one.Rule.Group).OfType<string>().Distinct().ToArray());
        var known = people.Length == 0 ? [] : await work.Db.Set<Account>().Where(account => people.Contains(account.UserName) && account.Active).Select(account => account.UserName).ToListAsync(cancellation);
        var filled = groups.Length == 0 ? [] : await work.Db.Set<Group>().Where(group => groups.Contains(group.Key) && work.Db.Set<GroupMember>().Any(member => member.GroupId == group.Id)).Select(group => group.Key).ToListAsync(cancellation);
        return
        [
            .. from one in rules
               from person in one.Rule.People
               where !known.Contains(person)
               select new FileFault(one.Step.File, $"{one.Step.Path}.reviewers", "house.person-unknown", [("step", one.Step.Title), ("person", person)]),
            .. from one in rules
               where one.Rule.Group is { } named && !filled.Contains(named)
               select new FileFault(one.Step.File, $"{one.Step.Path}.reviewers", "house.group-empty", [("step", one.Step.Title), ("group", one.Rule.Group)]),
        ];
    }

    /// <summary>A step that tells somebody of what nobody can be told of. That words or a language are missing is said of the service's templates.</summary>
    private static IEnumerable<FileFault> Told(DrawnStep step, ImmutableSortedDictionary<string, string> files)
    {
        if (step.Said("event") is not { } occasion)
            yield break;
        var audience = step.Json["audience"] is null ? Audience.Applicant : step.Said("audience");
        if (Occasions.Find(occasion) is not { Else: null } known) // what a colleague asks of another is told by their act alone
            yield return new(step.File, $"{step.Path}.event", "house.event-unknown", [("step", step.Title), ("event", occasion)]);
        else if (audience is not null && !known.Audiences.Contains(audience, StringComparer.Ordinal))
            yield return new(step.File, $"{step.Path}.audience", "house.audience-untold", [("step", step.Title), ("event", occasion), ("audiences", string.Join(", ", known.Audiences))]);
        else if (audience is not null)
            foreach (var path in from channel in Occasions.Channels(audience) from language in Texts.Languages select TemplateBook.PathOf(occasion, audience, channel, language))
                if (!files.ContainsKey(path))
                    yield return new(step.File, $"{step.Path}.event", "house.template-missing", [("step", step.Title), ("file", path)]);
    }

    /// <summary>Terms in working days rest on a calendar that was published.</summary>
    private async Task<List<FileFault>> DatedAsync(IReadOnlyDictionary<string, ServiceTerm> deadlines, DateOnly today, CancellationToken cancellation)
    {
        var calendar = await calendars.CurrentAsync(cancellation);
        var working = deadlines.Where(term => term.Value.Unit == "working-days").ToList();
        if (working.Count == 0)
            return [];
        if (!calendar.IsKnown(today.Year))
            return [new("service.json", "$.deadlines", "house.calendar-missing", [("year", today.Year)])];
        var beyond = working.Where(term => calendar.After(today, Term.WorkingDays(term.Value.Count)).Provisional).Select(term => term.Key).Order(StringComparer.Ordinal).ToList();
        return beyond.Count == 0 ? [] : [new("service.json", "$.deadlines", "house.calendar-ends", [("year", today.Year + 1), ("count", beyond.Count)]) { IsHint = true }];
    }

    /// <summary>A post that a step asks for, and how many different people of it.</summary>
    private sealed record Asked(DrawnStep Step, Role Role, UnitLevel Level, int People)
    {
        /// <summary>Those of the rules where there are any, and otherwise that of the step. What an expression makes, and what rests on the case, is not known.</summary>
        public static IEnumerable<Asked> Of(DrawnStep step)
        {
            if (step.Json["reviewers"] is not null)
                return Rules(step).Where(rule => rule is { Of: WhoOf.Role or WhoOf.Head, Level: not null }).Select(rule => new Asked(step, rule.Of == WhoOf.Head ? Role.UnitHead : rule.Role!.Value, rule.Level!.Value, 1));
            return step.Post is not { } post ? [] : [new Asked(step, post.Role, post.Level, step.Type == "Aid.HomeVisit" ? 2 : Math.Max(1, step.Number("people") ?? 1))];
        }

        public static ImmutableArray<WhoRule> Rules(DrawnStep step) => step.Written("reviewers") is { } written ? Who.Read(written).Rules : [];
    }
}
