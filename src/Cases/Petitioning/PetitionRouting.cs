using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>The body that a petition would go to, and why; where there is none, why not.</summary>
/// <param name="Body">Null where nobody was found.</param>
/// <param name="Rule">The rule that says so; null where the list of subjects does.</param>
/// <param name="IsOwn">It is the unit that received it: nothing is sent on.</param>
public sealed record RouteSuggestion(LocalText? Body, RouteRuleId? Rule, bool IsOwn, LocalText Why)
{
    /// <summary>Whether a petition that goes to this body goes where it was suggested.</summary>
    public bool Is(string body) => Body is { } said && (string.Equals(said.Zh, body.Trim(), StringComparison.OrdinalIgnoreCase) || string.Equals(said.En, body.Trim(), StringComparison.OrdinalIgnoreCase));
}

/// <summary>
/// Finds the body in charge of a petition: by the rule of the house that names most of it and holds today, else by the level that the list of subjects gives. An accusation and what belongs before a court, an arbiter or
/// the Party goes by a rule alone.
/// </summary>
public sealed class PetitionRouting(IUnitOfWork work, PetitionHouse house, Organisation.Directory directory, TimeProvider time)
{
    public async Task<RouteSuggestion> OfAsync(Matter matter, Petition petition, CancellationToken cancellation)
    {
        var today = LocalDay.Today(time);
        var lines = (await work.Db.Set<UnitAncestor>().AsNoTracking().Where(line => line.UnitId == matter.UnitId && line.ValidTo == null).Select(line => new { line.AncestorId, line.Depth }).ToListAsync(cancellation)).ToDictionary(line => line.AncestorId, line => line.Depth);
        var over = lines.Keys.ToArray();
        var rules = (await work.Db.Set<RouteRule>().AsNoTracking().Where(rule => over.Contains(rule.UnitId)).ToListAsync(cancellation))
            .Where(rule => (rule.Subject is null || rule.Subject == matter.Subject) && (rule.Class is null || rule.Class == petition.Class) && (rule.Branch is null || rule.Branch == petition.Branch) && (rule.PlaceId is not { } place || lines.ContainsKey(place)))
            .OrderByDescending(rule => rule.Weight).ThenBy(rule => lines[rule.UnitId]).ThenByDescending(rule => rule.From).ThenBy(rule => rule.Id.Value).ToList();
        var desk = await UnitAsync(matter.UnitId, cancellation);
        var about = About(matter, petition);
        var closed = (Unit?)null;
        foreach (var rule in rules.Where(rule => rule.From <= today && (rule.To is not { } to || today <= to)))
        {
            var unit = rule.BodyUnitId is { } id ? await UnitAsync(id, cancellation) : null;
            if (unit is { ValidTo: not null })
            {
                closed = unit;
                continue;
            }

            var (body, where) = (unit?.Signature() ?? LocalText.Same(rule.Body), rule.PlaceId is { } place ? (await UnitAsync(place, cancellation)).Signature() : (await UnitAsync(rule.UnitId, cancellation)).Signature());
            return new(body, rule.Id, unit?.Id == matter.UnitId, LocalText.Of(
                $"按 {rule.From:yyyy-MM-dd} 起施行的规则（{rule.Basis}），{where.Zh}范围内{Named(rule).Zh}由{body.Zh}负责。",
                $"By the rule of {rule.From:yyyy-MM-dd} ({rule.Basis}), {Named(rule).En} in the area of {where.En} is for {body.En}."));
        }

        var missing = closed is not null ? LocalText.Of($"规则指向的“{closed.NameZh}”已经撤销", $"the rule names {closed.NameEn}, which was closed")
            : rules.Where(rule => rule.To < today).MaxBy(rule => rule.To) is { To: { } ended } ? LocalText.Of($"适用的规则已于 {ended:yyyy-MM-dd} 停用", $"the rule for it ended on {ended:yyyy-MM-dd}")
            : rules.Where(rule => rule.From > today).MinBy(rule => rule.From) is { } later ? LocalText.Of($"适用的规则自 {later.From:yyyy-MM-dd} 才施行", $"the rule for it begins on {later.From:yyyy-MM-dd}")
            : LocalText.Of($"{desk.Signature().Zh}没有适用于{about.Zh}的规则", $"{desk.Signature().En} has no rule for {about.En}");
        return await ByLevelAsync(matter, petition, missing, today, cancellation);
    }

    /// <summary>No rule: what authorities may answer themselves goes to the level that is usually in charge of the subject.</summary>
    private async Task<RouteSuggestion> ByLevelAsync(Matter matter, Petition petition, LocalText missing, DateOnly today, CancellationToken cancellation)
    {
        if (petition.Class == PetitionClass.Accusation || petition.Branch is not (null or ClaimBranch.PerformDuty or ClaimBranch.PetitionHandling) || house.Subject(matter.Subject) is not { } subject)
            return new(null, null, IsOwn: false, LocalText.Of($"没有建议：{missing.Zh}，此类事项只按规则确定去向。请填写机关并说明理由，或请权益维护科补充规则。", $"Nobody is suggested: {missing.En}, and such a matter goes by a rule alone. Write the body and why, or ask the section to add a rule."));
        if (await directory.AtLevelAsync(matter.UnitId, subject.Level, today, cancellation) is not { } found)
            return new(null, null, IsOwn: false, LocalText.Of(
                $"没有建议：{missing.Zh}；“{subject.Name.Zh}”一般由{Named(subject.Level).Zh}负责，而登记单位之上没有该级单位。", $"Nobody is suggested: {missing.En}; '{subject.Name.En}' is usually for the {Named(subject.Level).En}, and the desk lies in the area of none."));
        var body = (await UnitAsync(found, cancellation)).Signature();
        return new(body, null, found == matter.UnitId, LocalText.Of($"{missing.Zh}；按事项目录，“{subject.Name.Zh}”一般由{Named(subject.Level).Zh}负责，即{body.Zh}。", $"{Capital(missing.En)}; by the list of subjects '{subject.Name.En}' is usually for the {Named(subject.Level).En}, here {body.En}."));
    }

    private LocalText About(Matter matter, Petition petition) => Named(matter.Subject, petition.Class, petition.Branch);

    private LocalText Named(RouteRule rule) => Named(rule.Subject, rule.Class, rule.Branch);

    private LocalText Named(string? subject, PetitionClass? of, ClaimBranch? branch)
    {
        var about = subject is null ? new LocalText("各类事项", "every subject") : house.Subject(subject)?.Name ?? LocalText.Same(subject);
        var kind = new[] { of is { } one ? PetitionWords.Of(one) : null, branch is { } way ? PetitionWords.Of(way) : null }.OfType<LocalText>().ToList();
        return kind.Count == 0 ? LocalText.Of($"“{about.Zh}”", $"'{about.En}'") : LocalText.Of($"“{about.Zh}”（{string.Join("、", kind.Select(word => word.Zh))}）", $"'{about.En}' ({string.Join(", ", kind.Select(word => word.En))})");
    }

    private static LocalText Named(UnitLevel level) => level switch
    {
        UnitLevel.City => new("市级", "city"),
        UnitLevel.District => new("区（市）级", "district"),
        _ => new("镇街", "township"),
    };

    private static string Capital(string words) => words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];

    private Task<Unit> UnitAsync(UnitId id, CancellationToken cancellation) => work.Db.Set<Unit>().AsNoTracking().FirstAsync(unit => unit.Id == id, cancellation);
}
