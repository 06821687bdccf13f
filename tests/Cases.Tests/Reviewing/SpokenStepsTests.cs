using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Cases.Tests.Reviewing;

/// <summary>What officials call a step.</summary>
[TestFixture]
internal sealed class SpokenStepsTests
{
    [TestCase("TownshipReview", "镇街审核", "Township review")]
    [TestCase("第二审核", "第二审核", "第二审核")]
    [TestCase("第二审核 / Second review", "第二审核", "Second review")]
    [TestCase("A / B / C", "A / B / C", "A / B / C")]
    [TestCase(" / Second", " / Second", " / Second")]
    public void A_step_is_called_as_the_house_or_its_author_calls_it(string step, string zh, string en) =>
        Assert.That((SpokenSteps.Of(step).Zh, SpokenSteps.Of(step).En), Is.EqualTo((zh, en)));
}
