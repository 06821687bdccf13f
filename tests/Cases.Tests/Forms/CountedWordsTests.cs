using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Tests.Forms;

[TestFixture]
internal sealed class CountedWordsTests
{
    [TestCase(1, "Bills needs at least 1 row.")]
    [TestCase(2, "Bills needs at least 2 rows.")]
    public void A_word_that_follows_a_number_agrees_with_it(int least, string said) =>
        Assert.That(Texts.Say(new RefusedException("form.too-few-rows", null, ("label", "Bills"), ("least", least)), "en"), Is.EqualTo(said));

    [Test]
    public void No_text_leaves_the_number_of_its_words_open() => Assert.That(
        Texts.Codes.Where(code => Texts.Say(new RefusedException(code), "en").Contains("(s)", StringComparison.Ordinal)), Is.Empty);
}
