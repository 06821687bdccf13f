using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;

namespace AidWorkflow.Cases.Branching;

/// <summary>Where the flow of a case parts by its amount or its answers.</summary>
public sealed class Branchings(Proposals proposals, Vault vault, AuditTrail audit)
{
    /// <summary>Takes the first branch that holds, and puts on record which it was and what it saw.</summary>
    /// <param name="step">Where it parts.</param>
    public async Task<BranchTaken> TakeAsync(CaseFile file, string step, ImmutableArray<Branch> branches, CancellationToken cancellation)
    {
        if (branches.Any(branch => branch.Tests.Any(test => test.Of == BranchOf.Proposed)))
            await ProposeAsync(file, cancellation);
        var facts = Facts(file, file.Service, file.Case.ProposedCents);
        var taken = BranchTaken.Of(branches, facts);
        audit.Record(file.AuditStream, "branch.taken", file.Actor, ("step", step), ("branch", taken.Way), ("rule", taken.Rule?.ToString()), ("seen", string.Join("; ", taken.Seen(branches, facts))));
        return taken;
    }

    /// <summary>What a branch of a draft would see of a case.</summary>
    internal async Task<BranchFacts> FactsAsync(CaseFile file, ServicePackage draft, CancellationToken cancellation) =>
        Facts(file, draft, (await proposals.ComputeAsync(file, draft, cancellation)).Amount.Cents);

    /// <summary>The answers of a case to the questions that its form asks.</summary>
    internal JsonObject AnswersOf(CaseFile file) => file.Service.Form.InForce(vault.OpenAnswers(file.Case));

    /// <summary>What was granted in cents; null before the decision.</summary>
    internal static long? GrantedTo(CaseFile file) => file.Case.DecidedOn is null ? null : file.Case.ApprovedCents;

    /// <summary>Notes what the rules propose now; what was decided on stays as it was.</summary>
    internal async Task ProposeAsync(CaseFile file, CancellationToken cancellation)
    {
        if (file.Case.DecidedOn is null)
            await proposals.ProposeAsync(file, cancellation);
    }

    private BranchFacts Facts(CaseFile file, ServicePackage service, long? proposedCents) => new(proposedCents, GrantedTo(file), service.Form.InForce(vault.OpenAnswers(file.Case)));
}
