using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;

namespace AidWorkflow.Cases.Tests.Notifying;

/// <summary>A text message names a service and a reason only where anybody may see them.</summary>
[TestFixture]
internal sealed class BriefWordsTests
{
    [TestCase("户籍不在本区。", "户籍不在本区")]
    [TestCase("诊断证明不真实。", null)]
    [TestCase("与 370402196508010011 重复", null)]
    [TestCase(" ", null)]
    public void A_reason_is_given_unless_it_tells_of_an_illness_or_a_number(string reason, string? said) => Assert.That(BriefWords.Reason(reason), Is.EqualTo(said));

    [Test]
    public void A_long_reason_is_cut() => Assert.That(BriefWords.Reason(new string('长', 80)), Has.Length.EqualTo(60).And.EndsWith("…"));

    [Test]
    public void A_service_that_names_an_illness_is_called_as_all_are()
    {
        var hardship = new LocalText("生活困难一次性帮扶", "One-off hardship grant");

        Assert.That(BriefWords.Service(hardship), Is.EqualTo(hardship));
        Assert.That(BriefWords.Service(new("大病救助", "Serious-illness relief")), Is.EqualTo(BriefWords.Service(new("突发意外救助", "Sudden-accident relief"))).And.Property("Zh").EqualTo("困难帮扶援助"));
    }
}
