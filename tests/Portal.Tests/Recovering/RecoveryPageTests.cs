using System.Net;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Handling;

namespace AidWorkflow.Portal.Tests.Recovering;

/// <summary>Finance looks after what is owed back, and books what comes in.</summary>
[TestFixture]
internal sealed class RecoveryPageTests
{
    private Hall hall = null!;

    private Office Office => hall.Office;

    [OneTimeSetUp]
    public async Task OpenAsync() => hall = await Hall.OpenAsync();

    [OneTimeTearDown]
    public async Task CloseAsync() => await hall.DisposeAsync();

    [Test]
    public async Task What_came_in_is_booked_until_nothing_is_owed_and_what_cannot_be_right_is_told_beside_its_field()
    {
        var id = await OwingAsync(500_00);
        var maker = await hall.SignInAsync("maker1", "en");
        Task<(HttpStatusCode Status, string Text)> BookAsync(string amount, string slip, string on) =>
            maker.PostAsync("/recoveries", $"/recoveries/{id}", ($"{id}.cents", amount), ($"{id}.slip", slip), ($"{id}.receivedOn", on));

        var (_, list) = await maker.GetAsync("/recoveries");
        var faults = new[] { await BookAsync("much", "A", "2022-03-07"), await BookAsync("500.01", "A", "2022-03-07"), await BookAsync("200.00", " ", "2022-03-07"), await BookAsync("200.00", "A", "soon"), await BookAsync("200.00", "A", "2099-01-01") };
        var part = await BookAsync("200.00", "A", "2022-03-07");
        var (_, told) = await maker.GetAsync(part.Text);
        var twice = await BookAsync("200.00", "A", "2022-03-07");
        var rest = await BookAsync("300.00", "B", "2022-03-07");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(list, Does.Contain($"id=\"r-{id}\"").And.Contain("500.00"));
            Assert.That(faults.Select(fault => fault.Status), Is.All.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(faults.Select((fault, number) => fault.Text.Contains($"href=\"#f-{id}-{(number < 2 ? "cents" : number < 3 ? "slip" : "receivedOn")}\"", StringComparison.Ordinal)), Is.All.True);
            Assert.That(faults[3].Text, Does.Contain("value=\"200.00\""), "what was written is still there");
            Assert.That(told, Does.Contain("Booked; ").And.Contain("300.00").And.Contain("are still owed"));
            Assert.That(twice.Text, Does.Contain("The slip A is booked already."));
            Assert.That(rest.Text, Is.EqualTo("/recoveries?left=0"));
            Assert.That((await Office.CaseAsync(id)).Outcome, Is.EqualTo(CaseOutcome.Paid));
        }
    }

    [Test]
    public async Task Who_does_not_keep_the_books_reads_at_most_and_who_has_no_part_in_it_sees_nothing()
    {
        var id = await OwingAsync(100_00);

        var auditor = await (await hall.SignInAsync("auditor1")).GetAsync("/recoveries");
        var station = await hall.SignInAsync("station1");
        var stranger = await station.GetAsync("/recoveries");
        var booked = await station.PostAsync("/tasks", $"/recoveries/{id}", ($"{id}.cents", "100.00"), ($"{id}.slip", "C"), ($"{id}.receivedOn", "2022-03-07"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(auditor.Text, Does.Contain($"r-{id}").And.Not.Contain($"action=\"/recoveries/{id}\""));
            Assert.That(stranger.Text, Does.Not.Contain($"{id}"));
            Assert.That(booked.Text, Does.Not.Contain("r-"));
            Assert.That((await Office.CaseAsync(id)).OverpaidCents, Is.EqualTo(100_00));
        }
    }

    private async Task<CaseId> OwingAsync(long cents)
    {
        var id = await Office.AccidentAsync();
        await Office.PayAsync(id);
        await Office.GrantAsync(id, (await Office.CaseAsync(id)).PaidCents - cents);
        await Office.UntilAsync(id, "ProvincialDecision");
        await Office.StepAsync(id);
        return id;
    }
}
