using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Services;
using FsCheck;
using FsCheck.Fluent;

namespace AidWorkflow.Cases.Tests.Services;

[TestFixture]
internal sealed class RuleTimelineTests
{
    [FsCheck.NUnit.Property]
    public Property However_rows_are_added_exactly_one_covers_each_day_from_the_first_on() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonEmptyArray<byte>>(), days =>
        {
            var rows = new List<RuleValue>();
            foreach (var day in days.Get.Distinct())
            {
                var row = Row(day);
                RuleTimeline.Insert(rows, row);
                rows.Add(row);
            }

            return Enumerable.Range(days.Get.Min(), 300).All(day => rows.Count(row => row.Covers(At(day))) == 1)
                && rows.All(row => row.Covers(row.From));
        });

    [Test]
    public void A_row_that_begins_the_same_day_is_refused()
    {
        RuleValue[] rows = [Row(3)];

        Assert.That(() => RuleTimeline.Insert(rows, Row(3)), Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo("rules.value-exists"));
    }

    [Test]
    public void The_day_before_a_change_keeps_the_old_value()
    {
        var old = Row(0);
        var fresh = Row(10);
        RuleTimeline.Insert([old], fresh);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(RuleValues.At("s", At(9), [old, fresh]).Rows["k"].Json, Is.EqualTo("0"));
            Assert.That(RuleValues.At("s", At(10), [old, fresh]).Rows["k"].Json, Is.EqualTo("10"));
        }
    }

    private static DateOnly At(int day) => new DateOnly(2022, 1, 1).AddDays(day);

    private static RuleValue Row(int day) => new(RuleValueId.Of(new Guid(day, 1, 0, new byte[8])), "s", "k", At(day), null, $"{day}", demo: true, "test");
}
