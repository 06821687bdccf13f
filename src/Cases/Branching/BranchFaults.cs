using System.Collections.Immutable;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Services;

namespace AidWorkflow.Cases.Branching;

/// <summary>What the files of a service say of the branches on its drawing: questions and choices that its form does not have, branches that nothing takes, those of which two hold, and those on an amount that nobody has granted yet.</summary>
internal static class BranchFaults
{
    /// <param name="form">Null where it cannot be read, which others say.</param>
    public static IEnumerable<FileFault> Of(IReadOnlyList<DrawnStep> steps, FormDefinition? form)
    {
        var main = steps.Where(step => step.File == "workflow.json").ToList();
        foreach (var step in steps.Where(step => step.Type == BranchReading.Step))
        {
            if (step.Written("branches") is not { } written || BranchReading.Read(written).Branches is not { IsEmpty: false } branches)
                continue; // said by lint
            foreach (var fault in branches.SelectMany(branch => form is null ? [] : Asked(step, branch, form)).Concat(Ways(step, branches)).Concat(Undecided(main, step, branches)))
                yield return fault;
        }
    }

    /// <summary>Branches on what was granted to which a case may come before anybody granted: then they do not hold. In the other definitions of a service a case has been decided before.</summary>
    private static IEnumerable<FileFault> Undecided(IReadOnlyList<DrawnStep> main, DrawnStep step, ImmutableArray<Branch> branches)
    {
        if (!main.Contains(step) || branches.FirstOrDefault(branch => branch.Tests.Any(test => test.Of == BranchOf.Approved)) is not { } first)
            yield break;
        if (new DrawnFlow(main).IsReachedWithout(step, earlier => earlier.Type is "Aid.Decide" or "Aid.ExternalDecision"))
            yield return new(step.File, $"{step.Path}.branches", "house.branch-not-decided", [("step", step.Title), ("branch", first.Label)]) { IsHint = true };
    }

    private static IEnumerable<FileFault> Asked(DrawnStep step, Branch branch, FormDefinition form)
    {
        foreach (var test in branch.Tests.Where(test => test.Of == BranchOf.Answer).DistinctBy(test => test.ToString()))
        {
            FileFault Fault(string code, params (string, object?)[] more) => new(step.File, $"{step.Path}.branches", code, [("step", step.Title), ("branch", branch.Label), ("field", form.Field(test.Field!)?.Label ?? LocalText.Same(test.Field!)), .. more]);
            if (form.Field(test.Field!) is not { } field)
                yield return Fault("house.branch-field-unknown");
            else if (!field.Options.IsEmpty && test.Values.FirstOrDefault(value => !field.Options.Any(option => option.Value == value)) is { } unknown)
                yield return Fault("house.branch-value-unknown", ("value", unknown));
        }
    }

    private static IEnumerable<FileFault> Ways(DrawnStep step, ImmutableArray<Branch> branches)
    {
        var (unreachable, overlapping) = BranchSamples.Of(branches);
        foreach (var number in unreachable)
            yield return new(step.File, $"{step.Path}.branches", "house.branch-unreachable", [("step", step.Title), ("branch", branches[number].Label)]) { IsHint = true };
        foreach (var (earlier, later) in overlapping)
            yield return new(step.File, $"{step.Path}.branches", "house.branch-overlaps", [("step", step.Title), ("earlier", branches[earlier].Label), ("branch", branches[later].Label)]) { IsHint = true };
    }
}
