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
    [TestCase("FundGate", "资金来源", "Which fund pays")]
    public void A_step_is_called_as_the_house_or_its_author_calls_it(string step, string zh, string en) =>
        Assert.That((SpokenSteps.Of(step).Zh, SpokenSteps.Of(step).En), Is.EqualTo((zh, en)));

    [TestCase("VillageOpinion", "村级意见", "村级意见", "Village opinion")]
    [TestCase("VillageOpinion", "Village opinion", "村级意见", "Village opinion")]
    [TestCase("VillageOpinion", "村（社区）意见", "村级意见", "Village opinion", Description = "on the drawing of a version that cases still run on")]
    [TestCase("VillageOpinion", "村里怎么说", "村里怎么说", "Village opinion")]
    [TestCase("VillageOpinion", "村里怎么说 / What the village says", "村里怎么说", "What the village says")]
    [TestCase("PublicNotice", "补公示（尚未公示的）", "补公示（尚未公示的）", "Public notice where none was")]
    [TestCase("Review1", "第二审核 / Second review", "第二审核", "Second review")]
    public void A_step_has_one_title_on_drawings_and_at_desks_unless_its_author_wrote_another(string step, string label, string zh, string en) =>
        Assert.That((SpokenSteps.Of(step, label).Zh, SpokenSteps.Of(step, label).En), Is.EqualTo((zh, en)));
}
