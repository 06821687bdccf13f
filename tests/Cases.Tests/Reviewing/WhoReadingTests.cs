using System.Text.Json.Nodes;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Cases.Tests.Reviewing;

[TestFixture]
internal sealed class WhoReadingTests
{
    [Test]
    public void Rules_are_read_from_a_list_and_from_its_text_alike()
    {
        const string text = """[{"of":"role","role":"DistrictReviewer","level":"District","take":"leastLoaded","weight":2},{"of":"people","people":["Li.Na "],"stage":1,"fromCents":500000}]""";

        var (rules, faults) = Who.Read(JsonNode.Parse(text));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(faults, Is.Empty);
            Assert.That((rules[0].Of, rules[0].Role, rules[0].Level, rules[0].Taking, rules[0].Weight), Is.EqualTo((WhoOf.Role, (Role?)Role.DistrictReviewer, (UnitLevel?)UnitLevel.District, Taking.LeastLoaded, 2)));
            Assert.That((rules[1].People.Single(), rules[1].Stage, rules[1].FromCents, rules[1].Taking), Is.EqualTo(("li.na", 1, (long?)500000, Taking.All)));
            Assert.That(Who.Read(JsonValue.Create(text)).Rules, Has.Length.EqualTo(2));
            Assert.That(Who.Seats(rules, Role.TownshipReviewer, UnitLevel.Township).Select(seat => (seat.Role, seat.Level)), Is.EqualTo(new[] { (Role.DistrictReviewer, UnitLevel.District), (Role.TownshipReviewer, UnitLevel.Township) }));
        }
    }

    [TestCase("""{"of":"role"}""", "are a list")]
    [TestCase("\"[\"", "no valid JSON")]
    [TestCase("""[{}]""", "rule 1 lacks 'of'")]
    [TestCase("""[{"of":"boss"}]""", "'of' is one of")]
    [TestCase("""[{"of":"0"}]""", "'of' is one of")]
    [TestCase("""[{"of":"role","level":"District"}]""", "lacks 'role'")]
    [TestCase("""[{"of":"role","role":"DistrictReviewer"}]""", "either 'level' or 'above'")]
    [TestCase("""[{"of":"role","role":"DistrictReviewer","level":"District","above":2}]""", "either 'level' or 'above'")]
    [TestCase("""[{"of":"role","role":"DistrictReviewer","level":"Village"}]""", "does not review at that level")]
    [TestCase("""[{"of":"role","role":"FinanceMaker","level":"City"}]""", "does not review at that level")]
    [TestCase("""[{"of":"people"}]""", "lacks 'people'")]
    [TestCase("""[{"of":"people","people":"li.na"}]""", "a list of user names")]
    [TestCase("""[{"of":"people","people":["li.na"],"take":"any"}]""", "takes no 'any'")]
    [TestCase("""[{"of":"group"}]""", "lacks 'group'")]
    [TestCase("""[{"of":"applicant"}]""", "lacks 'answer'")]
    [TestCase("""[{"of":"previous","answer":"x"}]""", "has an 'answer' only")]
    [TestCase("""[{"of":"previous","weight":0}]""", "'weight' is a whole number")]
    [TestCase("""[{"of":"previous","weight":1.5}]""", "'weight' is a whole number")]
    [TestCase("""[{"of":"previous","from":5}]""", "has no 'from'")]
    [TestCase("""[{"of":"previous","fromCents":5}]""", "one rule at least must hold for every amount")]
    public void What_is_wrong_is_said_in_both_languages(string written, string expected)
    {
        var (rules, faults) = Who.Read(JsonNode.Parse(written));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(rules, Is.Empty);
            Assert.That(string.Join("; ", faults.Select(fault => fault.En)), Does.Contain(expected));
            Assert.That(faults.Select(fault => fault.Zh), Has.All.Matches<string>(text => text is not null && text.Any(letter => letter >= 0x4e00)));
            Assert.That(Who.Check(JsonNode.Parse(written)!), Is.Not.Null);
        }
    }
}
