using AidWorkflow.Cases.Applying;

namespace AidWorkflow.Portal.Tests.Following;

[TestFixture]
internal sealed class TypedNumberTests
{
    [TestCase("SQ370402202600001")]
    [TestCase(" sq 3704 0220 2600 001 ")]
    [TestCase("ＳＱ３７０４０２２０２６００００１")]
    [TestCase("370402202600001")]
    [TestCase("SQ-370402-2026-00001")]
    public void A_receipt_number_is_understood_as_people_type_it(string typed) => Assert.That(Numbers.Receipt(typed), Is.EqualTo("SQ370402202600001"));

    [TestCase("")]
    [TestCase("  ")]
    public void Nothing_is_no_number(string typed) => Assert.That(Numbers.Receipt(typed), Is.Empty);
}
