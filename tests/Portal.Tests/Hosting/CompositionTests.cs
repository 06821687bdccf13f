using AidWorkflow.Cases.Acting;
using AidWorkflow.Portal.Delivering;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Sweeping;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Hosting;

[TestFixture]
internal sealed class CompositionTests
{
    [Test]
    public void The_container_holds_together()
    {
        var folder = Directory.CreateTempSubdirectory("portal-test-").FullName;
        var services = new ServiceCollection().AddLogging().AddAidWorkflow(Installation.Settings(folder)).AddSweeps().AddDelivery(Installation.Settings(folder));

        Assert.That(
            async () => await services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true }).DisposeAsync(),
            Throws.Nothing);
    }

    [Test]
    public void Every_act_is_found_by_what_its_constructor_takes()
    {
        var acts = ActRegistration.ActsOf(typeof(CompositionTests).Assembly);

        Assert.That(acts, Is.SupersetOf(new[] { typeof(TakesTheWork), typeof(TakesAnAct) }).And.No.Member(typeof(TakesNothing)));
    }

    [Test]
    public async Task Sweeps_have_names_of_their_own_and_a_place_in_the_schedule()
    {
        var folder = Directory.CreateTempSubdirectory("portal-test-").FullName;
        var services = new ServiceCollection().AddLogging();
        services.AddAidWorkflow(Installation.Settings(folder)).AddSweeps().AddDelivery(Installation.Settings(folder));
        await using var container = services.BuildServiceProvider();
        await using var scope = container.CreateAsyncScope();

        var sweeps = scope.ServiceProvider.GetServices<ISweep>().Select(sweep => sweep.Name);

        Assert.That(sweeps, Is.Unique.And.EquivalentTo(Sweeps.PlansOf(services).Select(plan => plan.Name)).And.Not.Empty);
    }

    private sealed class TakesTheWork(IUnitOfWork work)
    {
        public override string ToString() => $"{work}";
    }

    private sealed class TakesAnAct(TakesTheWork act)
    {
        public override string ToString() => $"{act}";
    }

    private sealed class TakesNothing;
}
