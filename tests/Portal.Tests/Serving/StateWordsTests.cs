using AidWorkflow.Cases.Applying;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Serving;

[TestFixture]
internal sealed class StateWordsTests
{
    [Test]
    public void Every_state_on_the_status_page_has_words([Values(typeof(CaseStage), typeof(InstanceSubStatus), typeof(OutboxState))] Type states) =>
        Assert.That(Enum.GetNames(states).Where(state => !StateWords.Has(state)), Is.Empty);

    [Test]
    public async Task Every_sweep_on_the_status_page_has_words()
    {
        await using var office = await Office.OpenAsync(Provider.Sqlite);
        await using var scope = office.Services.CreateAsyncScope();

        var sweeps = scope.ServiceProvider.GetServices<ISweep>().Select(sweep => sweep.Name).ToArray();

        Assert.That(sweeps, Is.Not.Empty);
        Assert.That(sweeps.Where(sweep => !StateWords.HasSweep(sweep)), Is.Empty);
    }
}
