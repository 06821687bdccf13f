using System.Text.Json.Nodes;
using AidWorkflow.Portal.Benching;
using AidWorkflow.Portal.Commands;

namespace AidWorkflow.Portal.Tests.Benching;

[TestFixture]
internal sealed class BenchTests
{
    [TestCase(new double[] { 3, 1, 2 }, 2)]
    [TestCase(new double[] { 4, 1, 2, 3 }, 2.5)]
    public void The_median_is_the_middle(double[] values, double median) => Assert.That(Figures.Median(values), Is.EqualTo(median));

    [Test]
    public void Ninety_nine_of_a_hundred_do_not_exceed_the_p99() =>
        Assert.That(Figures.Percentile(Enumerable.Range(1, 100).Select(value => (double)value), 0.99), Is.EqualTo(99));

    [TestCase(4285.7, 4290)]
    [TestCase(0.56789, 0.568)]
    [TestCase(0, 0)]
    public void Figures_say_three_digits(double value, double said) => Assert.That(Figures.Rounded(value), Is.EqualTo(said));

    [Test]
    public async Task Each_benchmark_prints_a_line_of_json_a_figure()
    {
        await using var output = new StringWriter();

        var status = await CommandLine.RunAsync(["bench", "--seconds", "0.05", "--rounds", "1", "--suspended", "1000", "--timers", "200", "--cases", "2", "--people", "6"], output, output, CancellationToken.None);

        var figures = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (string)JsonNode.Parse(line)!["bench"]!);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(status, Is.Zero, output.ToString());
            Assert.That(figures.Where(figure => figure != "page"), Is.EqualTo(new[]
            {
                "workflows in memory", "workflows in memory", "evaluations of a condition", "start to first finished workflow",
                "raw commits", "engine steps", "engine steps", "raw commits", "domain decisions", "domain decisions", "flood", "suspended instances", "resume", "resume", "resume, large against small",
            }));
            Assert.That(figures, Has.Some.EqualTo("page"));
        }
    }
}
