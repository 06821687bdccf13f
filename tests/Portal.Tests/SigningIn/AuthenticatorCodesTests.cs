using System.Text;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Tests.SigningIn;

[TestFixture]
internal sealed class AuthenticatorCodesTests
{
    /// <summary>The test values of RFC 6238, appendix B, of which authenticator apps show the last six digits.</summary>
    [TestCase(59, "287082")]
    [TestCase(1111111109, "081804")]
    [TestCase(1234567890, "005924")]
    [TestCase(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long second, string code) =>
        Assert.That(AuthenticatorCodes.At(Encoding.ASCII.GetBytes("12345678901234567890"), second / 30), Is.EqualTo(code));

    [TestCase("MY", "f")]
    [TestCase("MZXW6YTB", "fooba")]
    [TestCase("mzxw6ytboi======", "foobar")]
    public void Keys_are_read_as_the_standard_writes_them(string written, string read) =>
        Assert.That(Encoding.ASCII.GetString(Base32.Read(written)), Is.EqualTo(read));
}
