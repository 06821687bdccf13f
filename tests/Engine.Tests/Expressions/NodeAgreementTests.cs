using System.Globalization;
using AidWorkflow.Engine.Expressions.JavaScript;

namespace AidWorkflow.Engine.Tests.Expressions;

[TestFixture]
internal sealed class NodeAgreementTests
{
    /// <summary>More programs, from other seeds: JS_PROGRAMS=20000 JS_SEED=7.</summary>
    private static readonly int Programs = Setting("JS_PROGRAMS", 4_000);

    private static readonly int FirstSeed = Setting("JS_SEED", 1) * 1_000_000;

    [Test]
    public void Random_programs_give_the_same_values_and_throw_the_same_errors_as_in_Node()
    {
        var programs = Enumerable.Range(FirstSeed, Programs).Select(seed => Scripts.Framed(new ProgramWriter(seed).Write())).ToArray();
        var theirs = Node.Run(programs);

        var (overBudget, thrown) = (0, 0);
        var differences = new List<string>();
        for (var index = 0; index < programs.Length; index++)
        {
            var ours = Ours(programs[index]);
            overBudget += ours == "fault Budget" ? 1 : 0;
            thrown += theirs[index].StartsWith("throws", StringComparison.Ordinal) ? 1 : 0;
            if (ours != theirs[index] && ours != "fault Budget")
                differences.Add($"seed {FirstSeed + index}\n{new ProgramWriter(FirstSeed + index).Write()}\nhere: {ours}\nNode: {theirs[index]}\n");
        }
        foreach (var difference in differences.OrderBy(each => each.Length).Take(10))
            TestContext.Out.WriteLine(difference);
        TestContext.Out.WriteLine($"{programs.Length} programs, {thrown} threw, {overBudget} over budget, {differences.Count} differ");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(differences, Has.Count.Zero, () => differences.MinBy(each => each.Length)!);
            Assert.That(overBudget, Is.LessThan(programs.Length / 50), "too many programs compare nothing");
            Assert.That(thrown, Is.LessThan(programs.Length / 2), "too many programs end at once");
        }
    }

    [Test]
    public void Every_method_gives_what_Node_gives_for_arguments_at_the_edge()
    {
        var theirs = Node.Run([.. EdgeValues.All.Select(Scripts.Framed)]);

        var differences = EdgeValues.All.Zip(theirs).Where(each => Ours(Scripts.Framed(each.First), steps: 20_000_000) != each.Second).Select(each => each.First);

        Assert.That(differences, Is.Empty);
    }

    [Test]
    public void The_samples_say_what_Node_says()
    {
        var samples = Samples.All.Select(sample => sample.Body).ToArray();
        var theirs = Node.Run([.. samples.Select(Scripts.Framed)]);

        Assert.That(theirs, Is.EqualTo(Samples.All.Select(sample => sample.Shown)).AsCollection);
    }

    private static string Ours(string program, int steps = 300_000)
    {
        try
        {
            return JsProgram.Compile(program).Run(new Scripts(), Scripts.Budget with { Steps = steps }).Text ?? "no text";
        }
        catch (ExpressionFaultException fault)
        {
            return fault.Fault == ExpressionFault.Budget ? "fault Budget" : $"fault {fault.Message}";
        }
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
