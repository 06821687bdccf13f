using AidWorkflow.Cases.Funding;

namespace AidWorkflow.Cases.Tests.Funding;

[TestFixture]
internal sealed class YuanInWordsTests
{
    [TestCase(0, "零元整")]
    [TestCase(5, "伍分")]
    [TestCase(50, "伍角整")]
    [TestCase(56, "伍角陆分")]
    [TestCase(1_00, "壹元整")]
    [TestCase(1_05, "壹元零伍分")]
    [TestCase(10_00, "壹拾元整")]
    [TestCase(10_50, "壹拾元伍角整")]
    [TestCase(15_00, "壹拾伍元整")]
    [TestCase(100_00, "壹佰元整")]
    [TestCase(101_00, "壹佰零壹元整")]
    [TestCase(110_00, "壹佰壹拾元整")]
    [TestCase(1_000_00, "壹仟元整")]
    [TestCase(1_001_00, "壹仟零壹元整")]
    [TestCase(1_010_00, "壹仟零壹拾元整")]
    [TestCase(1_100_00, "壹仟壹佰元整")]
    [TestCase(1_234_56, "壹仟贰佰叁拾肆元伍角陆分")]
    [TestCase(6_007_14, "陆仟零柒元壹角肆分")]
    [TestCase(10_000_00, "壹万元整")]
    [TestCase(10_001_00, "壹万零壹元整")]
    [TestCase(10_100_00, "壹万零壹佰元整")]
    [TestCase(11_000_00, "壹万壹仟元整")]
    [TestCase(20_010_00, "贰万零壹拾元整")]
    [TestCase(107_000_53, "壹拾万柒仟元伍角叁分")]
    [TestCase(1_000_000_00, "壹佰万元整")]
    [TestCase(10_001_000_00, "壹仟万壹仟元整")]
    [TestCase(100_000_000_00, "壹亿元整")]
    [TestCase(100_000_001_00, "壹亿零壹元整")]
    [TestCase(100_005_000_00, "壹亿零伍仟元整")]
    [TestCase(100_010_000_00, "壹亿零壹万元整")]
    [TestCase(1_005_000_300_09, "壹拾亿零伍佰万零叁佰元零玖分")]
    public void An_amount_reads_as_on_a_chinese_bill(long cents, string words) => Assert.That(YuanInWords.Of(cents), Is.EqualTo(words));

    [Test]
    public void An_amount_that_no_paper_carries_is_an_error()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => YuanInWords.Of(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => YuanInWords.Of(1_000_000_000_000_00), Throws.InstanceOf<ArgumentOutOfRangeException>());
        }
    }
}
