using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Api.Inbox;

namespace AidWorkflow.Portal.Tests.Api;

[TestFixture]
internal sealed class DecisionShapesTests
{
    [Test]
    public void The_reason_for_another_payee_is_as_long_as_in_an_application_and_told_by_its_own_field()
    {
        var said = new DecisionSaid(Verdict.Complete) { Payee = new("王五", "6217000000000000004", "工行", "核对") { OtherReason = new string('长', 301) } };

        var refused = Assert.Throws<RefusedException>(() => said.ToCommand(default))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That((refused.Code, refused.Field), Is.EqualTo(("form.too-long", "otherReason")));
            Assert.That(DecisionSaid.Fields, Does.Contain(("otherReason", "payee.otherReason")).And.Contain(("successor.until", "payee.successor.until")));
            Assert.That((said with { Payee = said.Payee with { OtherReason = new string('长', 300) } }).ToCommand(default).Payee!.Other!.Reason, Has.Length.EqualTo(300));
        }
    }
}
