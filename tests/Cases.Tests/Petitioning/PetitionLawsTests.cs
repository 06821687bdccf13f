using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Cases.Tests.Clocks;

namespace AidWorkflow.Cases.Tests.Petitioning;

/// <summary>A matter runs under the law of its day; laws are data.</summary>
[TestFixture]
internal sealed class PetitionLawsTests
{
    [TestCase("2022-04-30", "regulation-2005", false)]
    [TestCase("2022-05-01", "regulation-2022", true)]
    [TestCase("2026-11-27", "regulation-2022", true)]
    public void The_day_of_receipt_says_which_law(string received, string key, bool isConfirmed) =>
        Assert.That((Laws.All.Of(A.Day(received)).Key, Laws.All.Of(A.Day(received)).IsConfirmed), Is.EqualTo((key, isConfirmed)));

    [Test]
    public void A_matter_received_before_the_transition_is_handled_to_its_end_under_its_own_law() =>
        Assert.That(Laws.Story("Received 2022-04-28", "Forwarded 2022-05-05", "Arrived 2022-05-06", "Accepted 2022-05-10").Law.Key, Is.EqualTo("regulation-2005"));

    [Test]
    public void There_is_no_law_before_the_first() => Assert.That(() => Laws.All.Of(A.Day("2005-04-30")), Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo("petition.no-law"));

    [Test]
    public void A_law_that_nobody_held_against_its_text_stays_out_of_production()
    {
        var house = new PetitionHouse(Laws.All, []);

        Assert.That((house.In(production: false).Laws.All.Length, house.In(production: true).Laws.All.Single().Key), Is.EqualTo((2, "regulation-2022")));
    }

    [TestCase("\"to\": \"2022-04-30\",", "", "petition.laws-overlap")]
    [TestCase("\"key\": \"regulation-2005\"", "\"key\": \"regulation-2022\"", "petition.laws-twice")]
    [TestCase("\"count\": 15,", "\"count\": 0,", "file.not-whole")]
    [TestCase("working-days", "days", "file.not-one-of")]
    public void What_is_wrong_with_the_file_is_said_with_its_place(string part, string instead, string code)
    {
        var (laws, faults) = PetitionLaws.Read(Laws.Json.Replace(part, instead, StringComparison.Ordinal), "laws.json");

        Assert.That((laws, faults.Select(fault => fault.Code).Distinct().Single()), Is.EqualTo(((PetitionLaws?)null, code)));
    }
}
