using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Services;

namespace AidWorkflow.Cases.Tests.Services;

[TestFixture]
internal sealed class TheServicesTests
{
    private static readonly string[] Ids = [Workflows.Hardship, Workflows.Illness, Workflows.Accident];

    [TestCaseSource(nameof(Ids))]
    public void A_service_of_the_house_reads_without_a_fault(string id)
    {
        var reading = Workflows.Parse(id, Workflows.Files(id));

        Assert.That(reading.Faults.Select(fault => fault.ToString()), Is.Empty);
    }

    [TestCaseSource(nameof(Ids))]
    public void It_can_be_published_but_not_in_Production_while_it_has_demo_values(string id)
    {
        var package = Workflows.Package(id);
        var values = Workflows.Values(id, Application.Today);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(new PublishCheck(new ServiceHouse(Production: false), new NothingToSay()).Run(package, values), Is.Empty);
            Assert.That(new PublishCheck(new ServiceHouse(Production: true), new NothingToSay()).Run(package, values).Select(fault => fault.Code), Is.All.EqualTo("service.demo-values").And.Not.Empty);
        }
    }

    [TestCaseSource(nameof(Ids))]
    public void A_good_application_has_no_fault_in_its_form(string id)
    {
        var faults = Workflows.Package(id).Form.Check(Application.To(id), Application.Today);

        Assert.That(faults.Select(fault => $"{fault.Field}: {fault.Say("en")}"), Is.Empty);
    }

    // The decompositions by which 2022 came to 3,000,000, 810,000 and 63,000 yuan.
    [TestCase(Workflows.Illness, "90000", "own-illness", 2_000_000)]
    [TestCase(Workflows.Illness, "60000", "own-illness", 1_000_000)]
    [TestCase(Workflows.Hardship, null, "recognised", 400_000)]
    [TestCase(Workflows.Hardship, null, "low-income", 300_000)]
    [TestCase(Workflows.Accident, "15000", "injured", 600_000)]
    [TestCase(Workflows.Accident, "15000", "death", 900_000)]
    public void Its_rules_reach_the_amounts_of_the_year(string id, string? cost, string situation, long cents)
    {
        var answers = Application.To(id);
        if (id == Workflows.Illness)
            answers["bills"] = new System.Text.Json.Nodes.JsonArray(Application.Bill("2022-02-01", cost!, "0"));
        if (id == Workflows.Accident)
            answers.With("loss", cost).With("compensated", "0").With("consequence", situation);
        if (id == Workflows.Hardship)
            answers["situation"] = situation;
        var package = Workflows.Package(id);

        var facts = package.Amounts.Facts(package.Form.InForce(answers), Application.Today, grantedThisYearCents: 0, grantsThisYear: 0);
        var proposal = package.Amounts.Propose(Workflows.Values(id, Application.Today), facts);

        Assert.That(proposal.Cents, Is.EqualTo(cents), string.Join("\n", proposal.Lines.Select(line => $"{line.Label.En}: {line.Computation.En}")));
    }

    [TestCaseSource(nameof(Ids))]
    public void Every_step_sees_what_it_needs_and_no_more(string id)
    {
        var form = Workflows.Package(id).Form;
        var answers = Application.To(id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(form.At(FormSteps.Village).Filter(answers).ContainsKey(FormKeys.AccountNumber), Is.False);
            Assert.That((string?)form.At(FormSteps.City).Filter(answers)[FormKeys.AccountNumber], Is.EqualTo("****0004"));
            Assert.That(form.At(FormSteps.Finance).Filter(answers).Select(answer => answer.Key), Does.Not.Contain(FormKeys.Description));
            Assert.That(form.At("no-such-step").Filter(answers), Is.Empty);
        }
    }

    [Test]
    public void Papers_are_asked_for_by_what_was_answered()
    {
        var documents = Workflows.Package(Workflows.Accident).Documents;
        var traffic = Application.To(Workflows.Accident);
        var death = Application.To(Workflows.Accident).With("consequence", "death").With("situation", "other-event").With("agentName", "孙小明");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(documents.Missing(traffic, ["identityCard", "dischargePapers", "householdRegister", "bankCard", "signedPromise"]).Select(document => document.Key),
                Is.EquivalentTo(new[] { "eventProof", "treatmentProof", "compensationProof" }));
            Assert.That(documents.Owed(death).Select(document => document.Key), Does.Contain("deathProof").And.Contain("agentProof").And.Not.Contain("eventProof"));
        }
    }

    [Test]
    public void The_folder_reads_every_service_and_leaves_other_folders_alone()
    {
        var readings = ServiceFolder.ReadAll(Workflows.Folder);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(readings.Select(reading => reading.Name), Is.EqualTo(new[] { Workflows.Hardship, Workflows.Illness, Workflows.Accident }));
            Assert.That(readings.SelectMany(reading => reading.Faults).Where(fault => fault.File != "workflow.json").Select(fault => fault.ToString()), Is.Empty);
        }
    }

    [Test]
    public void A_public_notice_masks_the_name_and_calls_the_money_by_a_neutral_word()
    {
        var rule = Workflows.Package(Workflows.Illness).Description.Notice;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(rule.Show("孙建国"), Is.EqualTo("孙**"));
            Assert.That(rule.Title.Zh + rule.Purpose.Zh, Does.Not.Contain("病"));
        }
    }
}

internal sealed class NothingIsRight : IWorkflowCheck
{
    public IReadOnlyList<FileFault> Check(string file, string workflowJson) => [new FileFault(file, "$", "workflow.fault", [])];
}

internal sealed class NothingToSay : IWorkflowCheck
{
    public IReadOnlyList<FileFault> Check(string file, string workflowJson) => [];
}
