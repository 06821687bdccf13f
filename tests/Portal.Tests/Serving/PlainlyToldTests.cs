using System.Globalization;
using System.Net;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;

namespace AidWorkflow.Portal.Tests.Serving;

/// <summary>What a page knows to be odd or wrong it says where people look, in their words, and by the name of the field.</summary>
[TestFixture]
internal sealed class PlainlyToldTests
{
    private Office office = null!;
    private Website site = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(Provider.Sqlite);
        site = await Website.OpenAsync(office);
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        await site.DisposeAsync();
        await office.DisposeAsync();
    }

    [Test]
    public async Task The_same_file_for_two_papers_is_pointed_out_to_the_applicant_and_to_the_clerk_and_bars_nothing()
    {
        var applicant = await site.SignedInAsync("applicant1", "en");
        var draft = await office.DraftAsync("applicant1", office.Answers(), "identityCard");
        var one = await applicant.GetAsync($"/drafts/{draft}/papers");
        await office.AsAsync("applicant1", (WriteDraft act, Actor writer, CancellationToken token) => act.AttachAsync(draft, "bankCard", "card.pdf", "%PDF-1.4"u8.ToArray(), writer, token));
        var two = await applicant.GetAsync($"/drafts/{draft}/papers");
        var id = await office.SendAsync("applicant1", office.Answers());
        var task = (await office.TasksAsync(id)).Single();
        var clerk = await (await site.SignedInAsync("station1")).GetAsync($"/tasks/{task.Id}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(one.Words, Does.Not.Contain("The same file"));
            Assert.That(two.Words, Does.Contain("The same file was uploaded for Copy of the bank card or passbook").And.Contain("The same file was uploaded for Identity card, both sides"));
            Assert.That(clerk.Words, Does.Contain("是同一个文件，请核对是否传错"));
        }
    }

    [TestCase("zh-CN", "先行发放其中一部分，全额拟助")]
    [TestCase("en", "a part in advance of the proposed")]
    public async Task The_inbox_does_not_offer_the_whole_amount_where_a_part_is_authorised(string language, string words)
    {
        var opened = await office.SubmitAsync(office.AccidentAnswers(), "sudden-accident-relief", Casework.AccidentPapers);
        await office.ReachAsync(opened.Id, "EmergencyAuthorise");

        var inbox = await (await site.SignedInAsync("decider1", language)).GetAsync("/tasks?tab=team");

        Assert.That(inbox.Words, Does.Contain(opened.ReceiptNumber).And.Contain(words));
    }

    [TestCase("zh-CN", "拟助", "核定")]
    [TestCase("en", "proposed", "approved")]
    public async Task An_amount_that_was_decided_is_not_called_proposed_in_the_inbox(string language, string before, string after)
    {
        var opened = await office.SubmitCompleteAsync();
        await office.ReachAsync(opened.Id, "DistrictDecision");
        var decider = await site.SignedInAsync("decider1", language);

        var waiting = await decider.GetAsync($"/tasks?tab=Team&q={opened.ReceiptNumber}");
        await office.UntilAsync(opened.Id, "Payout");
        var decided = await decider.GetAsync($"/tasks?tab=Done&q={opened.ReceiptNumber}");

        var amount = ((await office.CaseAsync(opened.Id)).ApprovedCents!.Value / 100m).ToString("N2", CultureInfo.InvariantCulture);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(waiting.Words, Does.Contain($"{before} {amount}"));
            Assert.That(decided.Words, Does.Contain($"{after} {amount}").And.Not.Contain(before));
        }
    }

    [TestCase("zh-CN", "银行退回 {0} 元，收款账户尾号 {1}", "银行说明：“账户已销户”。")]
    [TestCase("en", "The bank sent back {0} yuan, paid to the account ending in {1}", "The bank says: “账户已销户”.")]
    public async Task Whoever_corrects_an_account_reads_which_payment_came_back_and_why(string language, string which, string why)
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "Payout");
        var batch = await office.BatchAsync(opened.Id);
        await office.SendAsync(batch);
        await office.AnswerAsync(batch, returned: true);
        var payment = (await office.PaymentsAsync(opened.Id)).Single();

        var page = await (await site.SignedInAsync("station1", language)).GetAsync($"/tasks/{(await office.TasksAsync(opened.Id)).Single().Id}");

        var amount = (payment.Cents / 100m).ToString("N2", CultureInfo.InvariantCulture);
        Assert.That(page.Words, Does.Contain(string.Format(CultureInfo.InvariantCulture, which, amount, payment.AccountTail)).And.Contain(why));
    }

    [Test]
    public async Task An_heir_without_an_end_is_told_beside_its_field_and_what_is_written_of_them_stays_unfolded()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "Payout");
        var batch = await office.BatchAsync(opened.Id);
        await office.SendAsync(batch);
        await office.AnswerAsync(batch, returned: true);
        await office.AsAsync("station1", (RecordDeath act, Actor clerk, CancellationToken token) => act.RecordAsync(new(opened.Id, LocalDay.Today(office.Clock), "死亡医学证明"), clerk, token));
        var task = (await office.TasksAsync(opened.Id)).Single(one => one.Kind == RoundKind.Correction);
        var paper = await office.AsAsync("station1", (UploadDocument act, Actor clerk, CancellationToken _) => Task.FromResult(act.Upload("公证书.pdf", "%PDF-1.4"u8.ToArray(), clerk)));
        var heir = new SyntheticPeople(91).Next("370402", LocalDay.Today(office.Clock));
        var page = await (await site.SignedInAsync("station1", "en")).GetAsync($"/tasks/{task.Id}");
        (string, string)[] Written(string until, string correction, string reason = "") =>
        [
            ("verdict", "Complete"), ("payee.name", heir.Name.Value), ("accountNumber", heir.Account.Number), ("payee.bankName", heir.BankName), ("correction", correction), ("otherReason", reason),
            ("successor.name", heir.Name.Value), ("successor.citizenId", heir.CitizenId.Value), ("successor.kinship", "Child"), ("successor.proof", "继承公证书"),
            ("successor.until", until), ("successor.proofFile.kept", $"{paper}"), ("successor.proofFile.keptName", "公证书.pdf"),
        ];

        var endless = await page.PostAsync($"/tasks/{task.Id}/decision", Written("", "核对公证书"));
        var elsewhere = await page.PostAsync($"/tasks/{task.Id}/decision", Written("2023-03-07", ""));
        var wordy = await page.PostAsync($"/tasks/{task.Id}/decision", Written("2023-03-07", "核对公证书", new string('长', 301)));

        const string Unfolded = "<details open[^>]*>\\s*<summary id=\"f-payee-heir\"";
        using (Assert.EnterMultipleScope())
        {
            Assert.That(endless.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(endless.Html, Does.Contain("href=\"#f-successor-until\"").And.Match(Unfolded));
            endless.EveryFaultLeadsToItsField();
            Assert.That(page.Html, Does.Not.Match(Unfolded));
            Assert.That(elsewhere.Html, Does.Contain("href=\"#f-correction\"").And.Not.Contain("href=\"#f-successor").And.Match(Unfolded));
            Assert.That(wordy.Html, Does.Contain("href=\"#f-otherReason\""));
        }
    }

    [Test]
    public async Task A_tick_that_another_button_does_not_ask_for_bars_nobody()
    {
        var opened = await office.SubmitCompleteAsync();
        var task = (await office.TasksAsync(opened.Id)).Single();
        var page = await (await site.SignedInAsync("station1")).GetAsync($"/tasks/{task.Id}");

        var asked = await page.PostAsync($"/tasks/{task.Id}/decision", ("verdict", "Incomplete"), ("identityProved", "yes"), ("missing", "bankCard"));

        Assert.That(asked.Status, Is.EqualTo(HttpStatusCode.SeeOther), asked.Words);
    }
}
