using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Harness;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>To whose account the money of a case goes.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class PayeeTests(Provider provider)
{
    private static readonly string[] Papers = ["identityCard", "dischargePapers", "bankCard", "signedPromise", "hardshipStatement", "householdRegister"];
    private Office office = null!;

    [OneTimeSetUp]
    public async Task Open() => office = await Office.OpenAsync(provider);

    [OneTimeTearDown]
    public async Task Close() => await office.DisposeAsync();

    [Test]
    public async Task An_account_of_somebody_else_needs_a_reason_and_a_proof()
    {
        var answers = office.Answers();
        answers[FormKeys.AccountName] = "李秀兰";
        var before = await office.ReadAsync(DatabaseState.DigestAsync);
        await RefusedAsync("payee.reason-missing", FormKeys.PayeeReason, answers);
        answers[FormKeys.PayeeReason] = "本人卧床，由女儿代收。";
        await RefusedAsync("payee.proof-missing", "payeeProof", answers);
        var after = await office.ReadAsync(DatabaseState.DigestAsync);

        var opened = await office.SubmitAsync(answers, "hardship-aid", [.. Papers, "payeeProof"]);
        await office.UntilAsync(opened.Id, "Payout");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(after.Where(table => table.Key != "stored_files"), Is.EqualTo(before.Where(table => table.Key != "stored_files")), "nothing is opened meanwhile");
            Assert.That((await office.PaymentsAsync(opened.Id)).Single().PayeeName, Is.EqualTo("李秀兰"));
        }
    }

    [Test]
    public async Task A_rare_character_is_not_its_everyday_cousin()
    {
        // U+F9DC is written like U+9686; normal form C makes one of the other.
        var answers = office.Answers();
        answers[FormKeys.ApplicantName] = "张\uF9DC";
        answers[FormKeys.AccountName] = "张\u9686";
        await RefusedAsync("payee.reason-missing", FormKeys.PayeeReason, answers);
        answers[FormKeys.AccountName] = "张\uF9DC";

        var opened = await office.SubmitAsync(answers, "hardship-aid", Papers);
        await office.UntilAsync(opened.Id, "Payout");

        Assert.That((await office.PaymentsAsync(opened.Id)).Single().PayeeName.Select(letter => (int)letter), Is.EqualTo(new[] { 0x5F20, 0xF9DC }));
    }

    [Test]
    public async Task A_later_application_with_another_account_leaves_running_cases_with_theirs()
    {
        var answers = office.Answers();
        var running = await office.SubmitAsync(answers, "hardship-aid", Papers);
        await office.UntilAsync(running.Id, "DistrictDecision");
        var later = Accident(answers);
        later[FormKeys.AccountNumber] = office.Answers()[FormKeys.AccountNumber]!.DeepClone();

        var second = await office.SubmitAsync(later, "sudden-accident-relief", "identityCard", "dischargePapers", "bankCard", "signedPromise", "eventProof");
        await office.UntilAsync(running.Id, "Payout");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await office.PaymentsAsync(running.Id)).Single().AccountTail, Is.EqualTo(Tail(answers)));
            Assert.That((await office.CaseAsync(second.Id)).PayeeAccountId, Is.Not.EqualTo((await office.CaseAsync(running.Id)).PayeeAccountId));
        }
    }

    [Test]
    public async Task A_correction_changes_the_account_of_its_case_and_of_no_other()
    {
        var answers = office.Answers();
        var returned = await office.SubmitAsync(answers, "hardship-aid", Papers);
        await office.UntilAsync(returned.Id, "Payout");
        var other = await office.SubmitAsync(Accident(answers), "sudden-accident-relief", "identityCard", "dischargePapers", "bankCard", "signedPromise", "eventProof");
        var before = (await office.CaseAsync(other.Id)).PayeeAccountId;
        var batch = await office.BatchAsync(returned.Id);
        await office.SendAsync(batch);
        await office.AnswerAsync(batch, returned: true);
        var task = (await office.TasksAsync(returned.Id)).Single();
        var anew = office.Answers();

        await office.DecideAsync("station1", new(task.Id, Verdict.Complete)
        {
            Payee = new((string)answers[FormKeys.AccountName]!, (string)anew[FormKeys.AccountNumber]!, (string)anew[FormKeys.BankName]!, "与申请人当面核对，换了新卡。"),
        });

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await office.PaymentsAsync(returned.Id))[^1].AccountTail, Is.EqualTo(Tail(anew)));
            Assert.That((await office.CaseAsync(other.Id)).PayeeAccountId, Is.EqualTo(before));
        }
    }

    [Test]
    public async Task Returned_money_goes_to_somebody_else_only_for_a_reason_and_on_a_paper()
    {
        var answers = office.Answers();
        var opened = await office.SubmitAsync(answers, "hardship-aid", Papers);
        await office.UntilAsync(opened.Id, "Payout");
        var task = await ReturnAsync(opened.Id);
        var card = office.Answers();
        var paper = await office.UploadAsync("payeeProof");

        await CorrectionRefusedAsync(["payee.other-reason-missing", "payee.other-proof-missing"], null);
        await CorrectionRefusedAsync(["payee.other-proof-missing"], new("本人卧床，由侄子代收。", null));
        await CorrectionRefusedAsync(["payee.other-reason-missing"], new(" ", paper));
        var before = (await office.PaymentsAsync(opened.Id)).Count;
        await CorrectAsync("路人甲", card, new("本人卧床，由侄子代收。", paper));
        task = await ReturnAsync(opened.Id);
        await CorrectAsync("路人甲", office.Answers(), null); // proved once

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Is.EqualTo(1), "what was refused ordered nothing");
            Assert.That((await office.PaymentsAsync(opened.Id)).Select(payment => payment.PayeeName), Is.EqualTo(new[] { (string)answers[FormKeys.AccountName]!, "路人甲", "路人甲" }));
            Assert.That(await office.ReadAsync(db => db.Set<CaseDocument>().CountAsync(document => document.CaseId == opened.Id && document.FileId == paper && document.Key == "payeeProof")), Is.EqualTo(1));
            Assert.That((await office.AuditAsync(opened.Id)).Count(act => act == "payee.other-holder"), Is.EqualTo(1));
        }

        Task<DecisionReceipt> CorrectAsync(string holder, JsonObject account, OtherHolder? other) => office.DecideAsync("station1", new(task.Id, Verdict.Complete)
        {
            Payee = new(holder, (string)account[FormKeys.AccountNumber]!, (string)account[FormKeys.BankName]!, "与家属核对，换了新卡。") { Other = other },
        });

        async Task CorrectionRefusedAsync(string[] codes, OtherHolder? other)
        {
            var refused = (await Assert.ThrowsAsync<RefusedException>(async () => await CorrectAsync("路人甲", card, other)))!;
            Assert.That(refused.Others.Prepend(refused).Select(one => one.Code), Is.EqualTo(codes));
        }
    }

    private async Task<ReviewTask> ReturnAsync(CaseId id)
    {
        var batch = await office.BatchAsync(id);
        await office.SendAsync(batch);
        await office.AnswerAsync(batch, returned: true);
        return (await office.TasksAsync(id)).Single();
    }

    private JsonObject Accident(JsonObject person)
    {
        var answers = office.Answers("sudden-accident-relief");
        foreach (var key in new[] { "applicantName", "citizenId", "mobile", "accountName", "accountNumber", "bankName" })
            answers[key] = person[key]!.DeepClone();
        foreach (var (key, value) in new[] { ("situation", "traffic"), ("consequence", "home-damaged"), ("eventOn", "2022-03-04"), ("loss", "51200.00"), ("compensated", "3500.00") })
            answers[key] = JsonValue.Create(value);
        return answers;
    }

    private static string Tail(JsonObject answers) => ((string)answers[FormKeys.AccountNumber]!)[^4..];

    private async Task RefusedAsync(string code, string field, JsonObject answers)
    {
        var refused = (await Assert.ThrowsAsync<RefusedException>(() => office.SubmitAsync(answers, "hardship-aid", Papers)))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((refused.Code, refused.Field), Is.EqualTo((code, field)));
            Assert.That(Texts.Say(refused, "zh-CN"), Does.Contain("本人").And.Not.Contain("{"));
            Assert.That(Texts.Say(refused, "en"), Does.Contain("account").And.Not.Contain("{"));
        }
    }
}
