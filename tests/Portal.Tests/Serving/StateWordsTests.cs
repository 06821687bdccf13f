using AidWorkflow.Cases.Applying;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Portal.Serving;

namespace AidWorkflow.Portal.Tests.Serving;

[TestFixture]
internal sealed class StateWordsTests
{
    [Test]
    public void Every_state_on_the_status_page_has_words([Values(typeof(CaseStage), typeof(InstanceSubStatus), typeof(OutboxState))] Type states) =>
        Assert.That(Enum.GetNames(states).Where(state => !StateWords.Has(state)), Is.Empty);
}
