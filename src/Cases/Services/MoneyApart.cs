using System.Collections.Immutable;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Cases.Services;

/// <summary>Whether who decides on money, in one definition, is somebody else than who proposed it and who pays it.</summary>
internal static class MoneyApart
{
    private static readonly ImmutableArray<Role> Payers = [Role.FinanceMaker, Role.FinanceChecker, Role.FinanceReleaser];

    /// <param name="map">Who holds what; null where nobody is asked anything.</param>
    public static IEnumerable<FileFault> Faults(IReadOnlyList<DrawnStep> steps, PostMap? map)
    {
        var (decisions, payouts) = (steps.Where(step => step.Type == "Aid.Decide").ToList(), steps.Where(step => step.Type == "Aid.Payout").ToList());
        if (decisions.Count + payouts.Count == 0)
            yield break;
        var flow = new DrawnFlow(steps);
        foreach (var decision in decisions)
        {
            foreach (var role in Deciding(decision).Where(Payers.Contains))
                yield return new(decision.File, $"{decision.Path}.role", "house.money-payer-decides", [("step", decision.Title), ("role", role.Words())]);
            foreach (var proposal in steps.Where(step => step.Type is "Aid.Completeness" or "Aid.HomeVisit" or "Aid.Review" && flow.Leads(step, decision) && !Excludes(decision, step)))
                foreach (var fault in Apart(decision, proposal, map))
                    yield return fault;
        }

        // The other definitions of a case pay what its main one granted.
        foreach (var payout in payouts.Where(payout => payout.File == "workflow.json" && flow.IsReachedWithout(payout, step => step.Type is "Aid.Decide" or "Aid.ExternalDecision")))
            yield return new(payout.File, payout.Path, "house.money-undecided", [("step", payout.Title)]);
    }

    private static IEnumerable<FileFault> Apart(DrawnStep decision, DrawnStep proposal, PostMap? map)
    {
        var (deciding, proposing) = (Deciding(decision), Deciding(proposal));
        ImmutableArray<(string, object?)> values = [("step", decision.Title), ("earlier", proposal.Title), ("name", proposal.Name)];
        if (deciding.Intersect(proposing).Any())
            yield return new(decision.File, $"{decision.Path}.notDecidersOf", "house.money-own-proposal", values);
        else if (map is not null && deciding.SelectMany(one => proposing.Select(other => map.HoldersOfBoth(one, other))).DefaultIfEmpty().Max() is > 0 and var people)
            yield return new(decision.File, $"{decision.Path}.notDecidersOf", "house.money-same-person", values.Add(("people", people))) { IsHint = true };
    }

    private static bool Excludes(DrawnStep decision, DrawnStep proposal) => decision.Texts("notDecidersOf").Contains(proposal.Name, StringComparer.Ordinal);

    /// <summary>In which roles people sit there; none where that rests on the case or on an expression.</summary>
    private static ImmutableArray<Role> Deciding(DrawnStep step)
    {
        if (step.Json["reviewers"] is null)
            return step.Post is { } post ? [post.Role] : [];
        return step.Written("reviewers") is not { } written ? [] : [.. Who.Read(written).Rules.Select(rule => rule.Of switch
        {
            WhoOf.Head => Role.UnitHead,
            WhoOf.Role => rule.Role,
            _ => null,
        }).OfType<Role>().Distinct()];
    }
}
