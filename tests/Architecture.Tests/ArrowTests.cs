namespace AidWorkflow.Architecture.Tests;

[TestFixture]
internal sealed class ArrowTests
{
    private static readonly string[] Providers = ["Microsoft.Data.Sqlite", "Microsoft.Data.SqlClient", "Npgsql", "SQLitePCLRaw",
        "Microsoft.EntityFrameworkCore.Sqlite", "Microsoft.EntityFrameworkCore.SqlServer", "Npgsql.EntityFrameworkCore"];

    private static readonly string[] Infrastructure = ["Microsoft.EntityFrameworkCore", "Microsoft.AspNetCore", "System.Net.Http",
        "Microsoft.Extensions.Hosting", "Quartz", "System.IServiceProvider", "Microsoft.Extensions.DependencyInjection", .. Providers];

    [TestCase("Engine", new string[0])]
    [TestCase("Cases", new[] { "Engine" })]
    [TestCase("Activities", new[] { "Engine", "Cases" })]
    [TestCase("Storage", new[] { "Engine", "Cases" })]
    [TestCase("Designer", new[] { "Engine", "Cases" })]
    public void A_room_opens_only_to_the_rooms_below_it(string room, string[] allowed)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(House.RoomsUsedBy(room), Is.SubsetOf(allowed));
            Assert.That(House.RoomsOpenTo(room), Is.SubsetOf(allowed));
        }
    }

    [TestCase("Engine")]
    [TestCase("Activities")]
    public void The_engine_and_what_stands_on_its_canvas_know_no_database_no_web_and_no_container(string room) =>
        Assert.That(InfrastructureUsedBy(room), Is.Empty);

    [Test]
    public void The_aid_domain_knows_no_database_provider() =>
        Assert.That(House.AssembliesUsedBy("Cases").Where(IsOneOf(Providers)), Is.Empty);

    // Storage has factories in the one file that wires its providers; nothing else of it may ask, which its reviews see.
    [TestCase("Cases")]
    [TestCase("Activities")]
    [TestCase("Designer")]
    public void Only_the_portal_asks_a_container_for_services(string room) =>
        Assert.That(House.TypesUsedBy(room), Does.Not.Contain("System.IServiceProvider"));

    // A rule that cannot fail guards nothing: these show that each question can be answered 'yes'.
    [Test]
    public void The_portal_does_know_every_room() =>
        Assert.That(House.RoomsOpenTo("Portal"), Is.EquivalentTo(new[] { "Engine", "Cases", "Activities", "Storage", "Designer" }));

    [Test]
    public void Storage_does_know_providers_and_the_engine()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(House.AssembliesUsedBy("Storage").Where(IsOneOf(Providers)), Is.Not.Empty);
            Assert.That(House.RoomsUsedBy("Storage"), Does.Contain("Engine"));
            Assert.That(InfrastructureUsedBy("Storage"), Is.Not.Empty);
        }
    }

    private static IEnumerable<string> InfrastructureUsedBy(string room) =>
        House.TypesUsedBy(room).Concat(House.AssembliesUsedBy(room)).Where(IsOneOf(Infrastructure));

    private static Func<string, bool> IsOneOf(string[] names) => name =>
        names.Any(known => name == known || name.StartsWith(known + ".", StringComparison.Ordinal));
}
