using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Tests.Services;

[TestFixture]
internal sealed class DocumentListTests
{
    [TestCase("noSuchPaper", "application/pdf", 10, 0, "document.unknown")]
    [TestCase("identityCard", "application/x-msdownload", 10, 0, "document.type")]
    [TestCase("identityCard", "text/html", 10, 0, "document.type")]
    [TestCase("identityCard", "image/jpeg", 0, 0, "document.empty")]
    [TestCase("identityCard", "image/jpeg", 10 * 1024 * 1024 + 1, 0, "document.too-large")]
    [TestCase("identityCard", "image/jpeg", 10, 4, "document.too-many")]
    public void A_paper_that_is_not_acceptable_is_refused_with_the_remedy(string key, string type, long bytes, int already, string code)
    {
        var refusal = Assert.Throws<RefusedException>(() => Workflows.Package(Workflows.Hardship).Documents.Accept(key, type, bytes, already));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refusal.Code, Is.EqualTo(code));
            Assert.That(Texts.Say(refusal, "zh-CN"), Does.Not.Contain("{"));
            Assert.That(Texts.Say(refusal, "en"), Does.Not.Contain("{"));
        }
    }

    [Test]
    public void A_photograph_of_the_right_size_is_accepted() =>
        Assert.That(() => Workflows.Package(Workflows.Hardship).Documents.Accept("identityCard", "image/jpeg", 10 * 1024 * 1024, 3), Throws.Nothing);
}
