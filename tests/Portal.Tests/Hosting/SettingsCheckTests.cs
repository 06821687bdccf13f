using AidWorkflow.Portal.Hosting;
using AidWorkflow.Storage;
using Microsoft.Extensions.Configuration;

namespace AidWorkflow.Portal.Tests.Hosting;

[TestFixture]
internal sealed class SettingsCheckTests
{
    private static readonly EmailSettings Mail = new() { Host = "mail.example", From = "Aid <aid@example.org>" };

    private static readonly SmsSettings Sms = new() { Gateway = new Uri("https://sms.example/send"), AllowedHosts = ["sms.example"] };

    private static IEnumerable<TestCaseData<PortalSettings, string>> Wrong()
    {
        yield return new(new PortalSettings { Database = new DatabaseSettings { File = " " } }, "SQLite");
        yield return new(new PortalSettings { Database = new DatabaseSettings { Provider = Provider.Postgres } }, "connection string");
        yield return new(new PortalSettings { Delivery = new DeliverySettings { BatchSize = 0 } }, "BatchSize");
        yield return new(new PortalSettings { Delivery = new DeliverySettings { Lease = TimeSpan.FromSeconds(30) } }, "Lease");
        yield return new(new PortalSettings { Delivery = new DeliverySettings { Email = Mail with { Host = "" } } }, "E-mail");
        yield return new(new PortalSettings { Delivery = new DeliverySettings { Email = Mail with { From = "nobody" } } }, "E-mail");
        yield return new(new PortalSettings { Delivery = new DeliverySettings { Sms = Sms with { Gateway = null } } }, "gateway's address");
        yield return new(new PortalSettings { Delivery = new DeliverySettings { Sms = Sms with { AllowedHosts = [] } } }, "allowed hosts");
        yield return new(new PortalSettings { Delivery = new DeliverySettings { Sms = Sms with { Gateway = new Uri("http://sms.example/send") } } }, "https");
        yield return new(new PortalSettings { SignIn = new SignInSettings { CodesAnHour = 0 } }, "limits of signing in");
        yield return new(new PortalSettings { SignIn = new SignInSettings { Oidc = new OidcSettings { Authority = new Uri("https://id.example"), ClientId = "aid" } } }, "ClientSecret");
        yield return new(new PortalSettings { SignIn = new SignInSettings { Oidc = new OidcSettings { Authority = new Uri("http://id.example"), ClientId = "aid", ClientSecret = "s" } } }, "https");
        yield return new(new PortalSettings { Production = true }, "key file");
        yield return new(new PortalSettings { Production = true, Keys = new KeySettings { File = "keys.json" }, Demo = new DemoSettings { Enabled = true } }, "demo");
    }

    [TestCaseSource(nameof(Wrong))]
    public void A_wrong_setting_is_named_before_anything_starts(PortalSettings settings, string named) =>
        Assert.That(SettingsCheck.Faults(settings).Select(fault => fault.English), Has.Exactly(1).Contains(named));

    [Test]
    public void Nothing_set_is_right_outside_production() =>
        Assert.That(SettingsCheck.Faults(new PortalSettings()), Is.Empty);

    [Test]
    public void Everything_set_is_right_in_production() => Assert.That(
        SettingsCheck.Faults(new PortalSettings { Production = true, Keys = new KeySettings { File = "keys.json" }, Delivery = new DeliverySettings { Email = Mail, Sms = Sms } }),
        Is.Empty);

    [TestCase(true, null, true)]
    [TestCase(true, SecondFactor.Offered, false)]
    [TestCase(false, null, false)]
    [TestCase(false, SecondFactor.Required, true)]
    public void Staff_must_have_a_second_factor_in_production_unless_told_otherwise(bool production, SecondFactor? set, bool must) =>
        Assert.That(new PortalSettings { Production = production, SignIn = new SignInSettings { SecondFactor = set } }.RequiresSecondFactor, Is.EqualTo(must));

    [Test]
    public void Settings_are_read_from_their_section()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AidWorkflow:Database:Provider"] = "postgres",
            ["AidWorkflow:Delivery:Email:Host"] = "mail.example",
            ["AidWorkflow:Delivery:Sms:AllowedHosts:0"] = "sms.example",
        }).Build();

        var settings = PortalSettings.From(configuration);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(settings.Database.Provider, Is.EqualTo(Provider.Postgres));
            Assert.That(settings.Delivery.Email?.Host, Is.EqualTo("mail.example"));
            Assert.That(settings.Delivery.Sms?.AllowedHosts, Is.EqualTo(new[] { "sms.example" }));
        }
    }
}
