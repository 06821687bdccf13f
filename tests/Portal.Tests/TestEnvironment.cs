namespace AidWorkflow.Portal.Tests;

/// <summary>The tests are no Production: they have no key file.</summary>
[SetUpFixture]
internal sealed class TestEnvironment
{
    [OneTimeSetUp]
    public void Name() => Environment.SetEnvironmentVariable("ASPNETCORE_ENVIRONMENT", "Development");
}
