using System.Collections.Immutable;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.Designing;
using AidWorkflow.Portal.Tests.Deciding;

namespace AidWorkflow.Portal.Tests.Designing;

/// <summary>Values of rules as fields, and back.</summary>
[TestFixture]
internal sealed class RuleTableTests
{
    private static readonly string[] Services = ["hardship-aid", "serious-illness-relief", "sudden-accident-relief"];

    [TestCaseSource(nameof(Services))]
    public void What_is_not_touched_is_written_back_as_it_was(string service)
    {
        var (formula, values) = Of(service);
        var table = RuleTable.Of(formula, values);

        Assert.That(table.Changed(values), Is.Empty);
        Assert.That(table.Faults("en"), Is.Empty);
        Assert.That(formula.Keys.Select(key => values.ContainsKey(key)), Is.All.True);
    }

    [Test]
    public void Bands_that_leave_a_gap_overlap_or_fall_are_told_at_their_row()
    {
        var (formula, values) = Of("serious-illness-relief");
        var table = RuleTable.Of(formula, values);
        RuleTable With(params (string Field, string Value)[] fields) => table with { Fields = table.Fields.SetItems(fields.Select(field => KeyValuePair.Create(field.Field, field.Value))) };
        string[] Told(RuleTable changed) => [.. changed.Faults("en").Select(fault => $"{fault.Field}: {fault.Words}")];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Told(With(("bands[1].from", "60000.00"))), Is.EqualTo(new[] { "bands[1]: this band does not begin where the one before ends (it begins at 60,000.00 yuan)." }));
            Assert.That(Told(With(("bands[0].below", "60000.00"))), Does.Contain("bands[1]: this band overlaps an earlier one."));
            Assert.That(Told(With(("bands[0].ratio", "70"))), Is.EqualTo(new[] { "bands[1]: the amount falls where the cost reaches 50,000.00 yuan." }));
            Assert.That(Told(With(("bands[0].ratio", "12.345"))), Is.EqualTo(new[] { "bands[0].ratio: Write a percentage from 0 to 100, such as 60 or 12.5." }));
            Assert.That(Told(With(("bands[2].flat", "much"), ("cap-per-case", ""))).Select(fault => fault.Split(':')[0]), Is.SupersetOf(new[] { "bands[2].flat", "cap-per-case" }));
        }
    }

    [Test]
    public void Bands_are_added_taken_out_and_moved_with_everything_that_is_written_in_them()
    {
        var (formula, values) = Of("hardship-aid");
        var table = RuleTable.Of(formula, values);
        string[] Order(RuleTable changed) => [.. Enumerable.Range(0, changed.Bands).Select(row => changed.Field($"bands[{row}].situation"))];
        var before = Order(table);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Order(table.WithBandUp(1)), Is.EqualTo(new[] { before[1], before[0] }.Concat(before[2..])));
            Assert.That(table.WithBandUp(1).WithBandUp(1).Changed(values), Is.Empty);
            Assert.That(Order(table.WithoutBand(0)), Is.EqualTo(before[1..]));
            Assert.That(table.WithBand().Bands, Is.EqualTo(before.Length + 1));
            Assert.That(table.WithBand().WithoutBand(before.Length).Changed(values), Is.Empty);
            Assert.That(table.WithBand().Faults("en").Select(fault => fault.Field), Is.Not.Empty, "an empty band gives nothing");
        }
    }

    private static (AmountFormula Formula, ImmutableDictionary<string, string> Values) Of(string service)
    {
        var package = ServicePackage.Read(Path.Combine(Office.Root(), "workflows", service)).Package!;
        return (package.Formula, package.SeededValues(new DateOnly(2026, 1, 1)).Rows.ToImmutableDictionary(row => row.Key, row => row.Value.Json));
    }
}
