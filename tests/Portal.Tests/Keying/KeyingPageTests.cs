using System.Net;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Handling;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Keying;

/// <summary>Two people key what the bank said.</summary>
[TestFixture]
internal sealed class KeyingPageTests
{
    private Hall hall = null!;

    private Office Office => hall.Office;

    [OneTimeSetUp]
    public async Task OpenAsync() => hall = await Hall.OpenAsync();

    [OneTimeTearDown]
    public async Task CloseAsync() => await hall.DisposeAsync();

    [Test]
    public async Task What_two_people_key_alike_is_the_banks_answer_and_a_difference_is_shown()
    {
        var (batch, payment) = await SentAsync();
        var page = $"/payouts/{batch}/keying";
        var (maker, checker) = (await hall.SignInAsync("maker1"), await hall.SignInAsync("checker1"));
        (string Name, string Value)[] Line(AnswerStatus status, string amount = "4000.00") =>
            [($"{payment}.status", $"{status}"), ($"{payment}.amount", amount), ($"{payment}.reason", status == AnswerStatus.Returned ? "账户已销户" : "")];

        var (_, roll) = await maker.GetAsync($"/payouts/{batch}");
        var nothing = await maker.PostAsync(page, page);
        var otherAmount = await maker.PostAsync(page, page, Line(AnswerStatus.Returned, "400.00"));
        var first = await maker.PostAsync(page, page, Line(AnswerStatus.Returned));
        var (_, waiting) = await checker.GetAsync(page);
        var differs = await checker.PostAsync(page, page, Line(AnswerStatus.Settled));
        var answeredEarly = await Office.ReadAsync(db => db.Set<BankAnswer>().AnyAsync(answer => answer.Batch == batch));
        var second = await checker.PostAsync(page, page, Line(AnswerStatus.Returned));
        var (_, done) = await checker.GetAsync(second.Text);

        var answer = await Office.ReadAsync(db => db.Set<BankAnswer>().AsNoTracking().SingleAsync(answer => answer.Batch == batch));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(roll, Does.Contain(page));
            Assert.That(nothing.Text, Does.Contain("还没有录入任何一行"));
            Assert.That(otherAmount.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(otherAmount.Text, Does.Contain($"href=\"#f-{payment}-amount\"").And.Contain("value=\"400.00\"").And.Contain("value=\"账户已销户\""));
            Assert.That(first.Text, Is.EqualTo($"{page}?keyed=1&agreed=0"));
            Assert.That(waiting, Does.Contain("财务制单人已录入，等您").And.Not.Contain("账户已销户"), "the second reads the slip, not the first");
            Assert.That(differs.Text, Does.Contain("前者 退票，后者 已到账"));
            Assert.That(answeredEarly, Is.False);
            Assert.That(second.Text, Is.EqualTo($"{page}?keyed=1&agreed=1"));
            Assert.That(done, Does.Contain("1 笔两人一致"));
            Assert.That((answer.Status, answer.Reason), Is.EqualTo((AnswerStatus.Returned, "账户已销户")));
        }
    }

    [Test]
    public async Task What_the_bank_said_stands_beside_a_reading_that_waits_and_the_first_is_named_in_the_readers_language()
    {
        var (batch, payment) = await SentAsync();
        var page = $"/payouts/{batch}/keying";
        var (maker, checker) = (await hall.SignInAsync("maker1", "en"), await hall.SignInAsync("checker1", "en"));
        (string Name, string Value)[] Line(AnswerStatus status) => [($"{payment}.status", $"{status}"), ($"{payment}.amount", "4000.00"), ($"{payment}.reason", "")];
        await maker.PostAsync(page, page, Line(AnswerStatus.Unknown));
        await checker.PostAsync(page, page, Line(AnswerStatus.Unknown));

        await maker.PostAsync(page, page, Line(AnswerStatus.Settled));
        var (_, mine) = await maker.GetAsync(page);
        var (_, theirs) = await checker.GetAsync(page);

        var first = await Office.ReadAsync(db => db.Set<Cases.Organisation.Account>().AsNoTracking().SingleAsync(account => account.UserName == "maker1"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(mine, Does.Contain("the bank does not know yet; you keyed “credited”; a second person must"));
            Assert.That(theirs, Does.Contain($"the bank does not know yet; {first.NameEn} has keyed it; you are the second").And.Not.Contain(first.NameZh));
        }
    }

    [Test]
    public async Task Nobody_but_finance_keys()
    {
        var (batch, payment) = await SentAsync();
        var station = await hall.SignInAsync("station1");

        var page = await station.GetAsync($"/payouts/{batch}/keying");
        var post = await station.PostAsync("/tasks", $"/payouts/{batch}/keying", ($"{payment}.status", "Settled"), ($"{payment}.amount", "4000.00"));

        Assert.That((page.Status, post.Status), Is.EqualTo((HttpStatusCode.NotFound, HttpStatusCode.NotFound)));
        Assert.That(await Office.ReadAsync(db => db.Set<KeyedAnswer>().AnyAsync(answer => answer.Payment == payment)), Is.False);
    }

    private async Task<(Cases.Acting.BatchId Batch, Cases.Acting.PaymentId Payment)> SentAsync()
    {
        var opened = await Office.SubmitCompleteAsync();
        await Office.UntilAsync(opened.Id, "Payout");
        var payment = (await Office.PaymentsAsync(opened.Id)).Single();
        var batch = await Office.BatchAsync(opened.Id);
        await Office.SendAsync(batch);
        return (batch, payment.Id);
    }
}
