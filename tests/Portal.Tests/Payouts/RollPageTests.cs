using System.Net;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Handling;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Payouts;

/// <summary>A roll that goes back to its maker says why, and the maker can mend it.</summary>
[TestFixture]
internal sealed class RollPageTests
{
    private Hall hall = null!;

    private Office Office => hall.Office;

    [OneTimeSetUp]
    public async Task OpenAsync() => hall = await Hall.OpenAsync();

    [OneTimeTearDown]
    public async Task CloseAsync() => await hall.DisposeAsync();

    [TestCase("zh-CN", "演示 2022 年第 {0} 号名册", "生活困难一次性帮扶")]
    [TestCase("en", "demo 2022, roll {0}", "One-off hardship grant")]
    public async Task A_roll_is_called_by_its_fund_and_each_line_names_the_application_and_the_service(string language, string called, string service)
    {
        var opened = await Office.SubmitCompleteAsync();
        await Office.UntilAsync(opened.Id, "Payout");
        var batch = await Office.BatchAsync(opened.Id);
        var maker = await hall.SignInAsync("maker1", language);

        var (_, roll) = await maker.GetAsync($"/payouts/{batch}");
        var (_, desk) = await maker.GetAsync("/payouts");

        var number = await Office.ReadAsync(db => db.Set<PayoutBatch>().Where(one => one.Id == batch).Select(one => one.Number).SingleAsync());
        var name = string.Format(System.Globalization.CultureInfo.InvariantCulture, called, int.Parse(number[^4..], System.Globalization.CultureInfo.InvariantCulture));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(roll, Does.Contain($">{name} <").And.Contain($"<title>{name}").And.Contain(opened.ReceiptNumber!).And.Contain(service));
            Assert.That(roll, Does.Contain(number), "the key stands small beside it");
            Assert.That(desk, Does.Contain($"href=\"/payouts/{batch}\">{name}<"));
        }
    }

    [TestCase("zh-CN", "财务复核人于", "退回：第一行的开户行写错了。", "请填写原因。", "移出本名册", "已作废")]
    [TestCase("en", "Sent back by ", ": 第一行的开户行写错了。", "Enter the reason.", "Take off this roll", "discarded")]
    public async Task A_roll_that_was_sent_back_says_by_whom_and_why_and_a_line_can_be_taken_off_it(string language, string by, string why, string reasonMissing, string take, string discarded)
    {
        var id = (await Office.SubmitCompleteAsync()).Id;
        await Office.UntilAsync(id, "Payout");
        var batch = await Office.BatchAsync(id);
        await Office.LockAsync(batch);
        var (maker, checker) = (await hall.SignInAsync("maker1", language), await hall.SignInAsync("checker1", language));
        var roll = $"/payouts/{batch}";
        await checker.PostAsync(roll, $"{roll}/reject", ("reason", "第一行的开户行写错了。"));
        var payment = await Office.ReadAsync(db => db.Set<PayoutLine>().Where(line => line.Batch == batch).Select(line => line.Payment).SingleAsync());
        var taking = $"{roll}/lines/{payment}/take";

        var (_, back) = await maker.GetAsync(roll);
        var (_, theirs) = await checker.GetAsync(roll);
        var unsaid = await maker.PostAsync(taking, taking, ("reason", " "));
        var foreign = await checker.PostAsync(roll, taking, ("reason", "不是我的事。"));
        var taken = await maker.PostAsync(taking, taking, ("reason", "开户行待核实。"));
        var (_, empty) = await maker.GetAsync(roll);

        var waits = await Office.ReadAsync(db => db.Set<Payment>().AsNoTracking().SingleAsync(one => one.Id == payment));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(back, Does.Contain(by).And.Contain(why).And.Contain(taking).And.Contain(take));
            Assert.That(theirs, Does.Contain(why).And.Not.Contain(taking), "only the maker takes a line off");
            Assert.That(unsaid.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(unsaid.Text, Does.Contain(reasonMissing));
            Assert.That(foreign.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(taken.Text, Is.EqualTo(roll));
            Assert.That(empty, Does.Not.Contain(taking).And.Contain($"<span class=\"tag\">{discarded}").And.Not.Contain($"{roll}/lock"));
            Assert.That((waits.State, waits.Batch), Is.EqualTo((PaymentState.Ready, (Cases.Acting.BatchId?)null)));
        }
    }
}
