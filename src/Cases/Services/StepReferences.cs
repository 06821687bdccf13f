using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Services;

/// <summary>What the steps of a service say of each other: names that none has, two reviews by the same people, and news that comes before what it tells of.</summary>
internal static class StepReferences
{
    /// <summary>Words that stand for steps in <c>returnTo</c>.</summary>
    private static readonly string[] Meant = ["*", "previous", "applicant"];

    /// <param name="definitions">Of the service, each with its steps.</param>
    public static IEnumerable<FileFault> Faults(IReadOnlyList<IReadOnlyList<DrawnStep>> definitions)
    {
        var names = definitions.SelectMany(steps => steps).Select(step => step.Name).Concat(Meant).ToHashSet(StringComparer.Ordinal);
        foreach (var step in definitions.SelectMany(steps => steps))
            foreach (var input in (string[])["notDecidersOf", "returnTo"])
                foreach (var name in step.Texts(input).Where(name => !names.Contains(name)))
                    yield return new(step.File, $"{step.Path}.{input}", "house.step-unknown", [("step", step.Title), ("name", name)]);
        foreach (var steps in definitions)
        {
            var flow = new DrawnFlow(steps);
            foreach (var fault in (steps is [{ File: "workflow.json" }, ..] ? Twice(steps, flow) : []).Concat(Early(steps, flow)))
                yield return fault;
        }
    }

    /// <summary>A second review is one by somebody else, unless whoever drew it wanted otherwise. A reconsideration asks for others than the deciders of the first run by itself.</summary>
    private static IEnumerable<FileFault> Twice(IReadOnlyList<DrawnStep> steps, DrawnFlow flow)
    {
        var reviews = steps.Where(step => step is { Type: "Aid.Review", Post: not null } && step.Json["reviewers"] is null).ToList();
        for (var at = 1; at < reviews.Count; at++)
        {
            var step = reviews[at];
            if (reviews.Take(at).FirstOrDefault(earlier => earlier.Post == step.Post && flow.Leads(earlier, step) && !step.Texts("notDecidersOf").Contains(earlier.Name, StringComparer.Ordinal)) is { } first)
                yield return new(step.File, $"{step.Path}.notDecidersOf", "house.same-reviewer", [("step", step.Title), ("earlier", first.Title), ("name", first.Name)]) { IsHint = true };
        }
    }

    private static IEnumerable<FileFault> Early(IReadOnlyList<DrawnStep> steps, DrawnFlow flow) =>
        from step in steps
        where step.Type == "Aid.Notify" && step.Said("event") == "approved" && flow.IsReachedWithout(step, other => other.Type is "Aid.Decide" or "Aid.ExternalDecision")
        select new FileFault(step.File, $"{step.Path}.event", "house.told-early", [("step", step.Title)]);
}
