using System.Text.Json.Nodes;
using AidWorkflow.Cases.Branching;

namespace AidWorkflow.Cases.Tests.Reviewing;

[TestFixture]
internal sealed class BranchReadingTests
{
    private const string Large = """{"label":"大额","tests":[{"of":"proposed","op":"at-least","cents":500000}]}""";

    [Test]
    public void Branches_are_read_from_a_list_and_from_its_text_alike_and_the_first_that_holds_is_taken()
    {
        const string text = $$"""[{{Large}},{"label":"困难","match":"any","tests":[{"of":"answer","field":"situation","op":"in","value":["recognised","care-burden"]},{"of":"answer","field":"income","op":"at-most","cents":100050}]}]""";
        var (branches, faults) = BranchReading.Read(JsonNode.Parse(text));
        string Way(long? cents, string answers) => BranchTaken.Of(branches, new(cents, null, (JsonObject)JsonNode.Parse(answers)!)).Way;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(faults, Is.Empty);
            Assert.That(BranchReading.Read(JsonValue.Create(text)).Branches.Select(branch => branch.ToString()), Is.EqualTo(branches.Select(branch => branch.ToString())));
            Assert.That(branches[1].ToString(), Is.EqualTo("situation in recognised, care-burden or income at-most 1000.50"));
            Assert.That((Way(500000, "{}"), Way(499999, "{}"), Way(null, "{}")), Is.EqualTo(("大额", "Otherwise", "Otherwise")));
            Assert.That(Way(500000, """{"situation":"recognised"}"""), Is.EqualTo("大额"), "the order counts");
            Assert.That((Way(1, """{"situation":"care-burden"}"""), Way(1, """{"income":"1,000.50"}"""), Way(1, """{"income":"1000.51"}""")), Is.EqualTo(("困难", "困难", "Otherwise")));
        }
    }

    [TestCase("not-equal", "\"value\":\"a\"", "{}", false)]
    [TestCase("not-equal", "\"value\":\"a\"", """{"f":"b"}""", true)]
    [TestCase("empty", "\"value\":null", "{}", true)]
    [TestCase("filled", "\"value\":null", """{"f":"b"}""", true)]
    [TestCase("contains", "\"value\":\"a\"", """{"f":["b","a"]}""", true)]
    [TestCase("equal", "\"value\":true", """{"f":"yes"}""", true)]
    [TestCase("equal", "\"cents\":500000", """{"f":"5000.0"}""", true)]
    [TestCase("not-equal", "\"cents\":500000", "{}", false)]
    [TestCase("above", "\"value\":17", """{"f":"18"}""", true)]
    [TestCase("below", "\"value\":\"2022-03-07\"", """{"f":"2022-03-06"}""", true)]
    public void What_is_not_there_fails_every_comparison_but_that_nothing_is_there(string op, string with, string answers, bool holds)
    {
        var (branches, _) = BranchReading.Read(JsonNode.Parse($$"""[{"label":"x","tests":[{"of":"answer","field":"f","op":"{{op}}",{{with}}}]}]"""));

        Assert.That(branches.Single().Holds(new(null, null, (JsonObject)JsonNode.Parse(answers)!)), Is.EqualTo(holds));
    }

    [TestCase("{}", "are a list")]
    [TestCase("[]", "1 to 20 branches")]
    [TestCase("""[{"label":"","tests":[]}]""", "has a name")]
    [TestCase("""[{"label":"Otherwise","tests":[{"of":"proposed","op":"filled"}]}]""", "cannot be called so")]
    [TestCase("""[{"label":"a","tests":[]}]""", "has no condition yet")]
    [TestCase("""[{"label":"a","tests":[{"of":"boss","op":"filled"}]}]""", "what it looks at")]
    [TestCase("""[{"label":"a","tests":[{"of":"answer","op":"filled"}]}]""", "no question is chosen")]
    [TestCase("""[{"label":"a","tests":[{"of":"proposed","op":"contains","cents":1}]}]""", "how it compares")]
    [TestCase("""[{"label":"a","tests":[{"of":"proposed","op":"at-least"}]}]""", "without its amount")]
    [TestCase("""[{"label":"a","tests":[{"of":"proposed","op":"at-least","cents":1.5}]}]""", "whole number of cents")]
    [TestCase("""[{"label":"a","tests":[{"of":"answer","field":"f","op":"above","value":"many"}]}]""", "no number, amount or day")]
    [TestCase("""[{"label":"a","tests":[{"of":"answer","field":"f","op":"in","value":[]}]}]""", "with what it compares")]
    [TestCase("""[{"label":"a","tests":[{"of":"proposed","op":"filled"}]},{"label":"a","tests":[{"of":"proposed","op":"empty"}]}]""", "two branches are called 'a'")]
    public void What_is_wrong_is_said(string text, string words) => Assert.That(BranchReading.Check(JsonNode.Parse(text)!)?.En, Does.Contain(words));

    [TestCase($"[{Large},{{\"label\":\"b\",\"tests\":[{{\"of\":\"proposed\",\"op\":\"above\",\"cents\":600000}}]}}]", "1", "", Description = "all of it is taken before")]
    [TestCase("""[{"label":"a","tests":[{"of":"proposed","op":"above","cents":600000}]},{"label":"b","tests":[{"of":"proposed","op":"at-least","cents":500000}]}]""", "", "", Description = "the narrower one first is how one writes bands")]
    [TestCase("""[{"label":"a","tests":[{"of":"proposed","op":"above","cents":5},{"of":"proposed","op":"below","cents":6}]}]""", "0", "")]
    [TestCase("""[{"label":"a","tests":[{"of":"answer","field":"f","op":"equal","value":"x"},{"of":"answer","field":"f","op":"equal","value":"y"}]}]""", "0", "")]
    [TestCase($"[{Large},{{\"label\":\"b\",\"tests\":[{{\"of\":\"answer\",\"field\":\"f\",\"op\":\"equal\",\"value\":\"x\"}}]}}]", "", "0-1")]
    [TestCase("""[{"label":"a","tests":[{"of":"answer","field":"f","op":"equal","value":"x"}]},{"label":"b","tests":[{"of":"answer","field":"f","op":"not-equal","value":"x"}]}]""", "", "")]
    [TestCase("""[{"label":"a","tests":[{"of":"answer","field":"f","op":"contains","value":"x"}]},{"label":"b","tests":[{"of":"answer","field":"f","op":"contains","value":"y"}]}]""", "", "0-1")]
    public void Branches_that_nothing_takes_and_of_which_two_hold_are_found(string text, string unreachable, string overlapping)
    {
        var found = BranchSamples.Of(BranchReading.Read(JsonNode.Parse(text)).Branches);

        Assert.That((string.Join(' ', found.Unreachable), string.Join(' ', found.Overlapping.Select(pair => $"{pair.Earlier}-{pair.Later}"))), Is.EqualTo((unreachable, overlapping)));
    }
}
