using System.Globalization;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;

namespace AidWorkflow.Portal.Tests.Api;

/// <summary>An integration takes an application from the applicant to the receipt, over HTTP alone; only days and the house's own jobs pass beside it.</summary>
[TestFixture]
internal sealed class WalkTests
{
    private static readonly string[] Staff = ["station1", "village1", "township1", "township2", "district1", "decider1", "city1", "citydecider1"];

    private readonly Dictionary<string, Caller> callers = new(StringComparer.Ordinal);
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
        foreach (var caller in callers.Values)
            caller.Dispose();
        await site.DisposeAsync();
        await office.DisposeAsync();
    }

    [Test]
    public async Task An_integration_carries_an_application_from_the_applicant_to_the_money_on_the_card()
    {
        var id = await ApplyAsync();
        var applicant = await CallerAsync("applicant1");
        var investigators = new HashSet<string>(StringComparer.Ordinal);
        var passed = new List<string>();
        for (var turn = 0; turn < 40 && (string?)(await applicant.GetAsync($"/api/applications/{id}")).Ok()["stage"] != "Paying"; turn++)
            if (!await DecideNextAsync(passed, investigators))
            {
                office.Clock.Advance(TimeSpan.FromDays(15));
                await office.SweepAsync(DueTimerSweep.Key);
            }

        var granted = (await applicant.GetAsync($"/api/applications/{id}")).Ok();
        var roll = await PayAsync();
        var receipt = (await applicant.GetAsync($"/api/applications/{id}/receipt")).Ok();
        var number = (string)receipt["number"]!;
        var progress = (await new Caller(new Uri(site.Address), null).PostAsync("/api/progress", new { number, tail = Tail() })).Ok();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(passed, Does.Contain("Completeness").And.Contain("HomeVisit").And.Contain("DistrictDecision"));
            Assert.That(investigators, Has.Count.EqualTo(2), "two people visit");
            Assert.That((long)granted["decision"]!["cents"]!, Is.Positive);
            Assert.That((long)receipt["paid"]![0]!["cents"]!, Is.EqualTo((long)granted["decision"]!["cents"]!));
            Assert.That((string?)progress["outcome"], Is.EqualTo("Paid"));
            Assert.That((string?)(await (await CallerAsync("maker1")).GetAsync($"/api/payouts/{roll}")).Ok()["state"], Is.EqualTo("Closed"));
            Assert.That((await (await CallerAsync("auditor1")).GetAsync($"/api/audit/cases/{number}")).Text, Does.Contain("station1/test station1"), "the trail names the program");
            Assert.That(site.Errors, Is.Empty);
        }
    }

    private JsonObject answers = [];

    private string Tail() => ((string)answers["citizenId"]!)[^4..];

    private async Task<string> ApplyAsync()
    {
        var applicant = await CallerAsync("applicant1");
        answers = office.Answers();
        var service = (await applicant.GetAsync("/api/services/hardship-aid")).Ok();
        var draft = (string)(await applicant.PostAsync("/api/drafts", new { service = "hardship-aid" }, "begin-1")).Ok()["id"]!;
        (await applicant.PutAsync($"/api/drafts/{draft}/place", new { unit = await VillageAsync(applicant) })).ShouldBe(204);
        var kept = (await applicant.PutAsync($"/api/drafts/{draft}/answers", new { answers })).Ok();
        Assert.That((bool)kept["done"]!, Is.True, kept.ToJsonString());
        var needed = (await applicant.GetAsync($"/api/drafts/{draft}")).Ok()["papers"]!.AsArray().Where(paper => (bool)paper!["required"]!).Select(paper => (string)paper!["key"]!).ToList();
        Assert.That(service["papers"]!.AsArray().Select(paper => (string)paper!["key"]!), Is.SupersetOf(needed));
        foreach (var paper in needed)
            (await applicant.UploadAsync($"/api/drafts/{draft}/papers/{paper}", "%PDF-1.4"u8.ToArray())).Ok();
        var sent = await applicant.PostAsync($"/api/drafts/{draft}/submission", new { }, "submit-1");
        var id = (string)sent.Ok()["application"]!;
        Assert.That(sent.Location, Is.EqualTo($"/api/applications/{id}"));
        return id;
    }

    private static async Task<string> VillageAsync(Caller caller)
    {
        var district = await ChosenAsync("", "370402");
        var township = await ChosenAsync($"?in={district}", "370402001");
        return await ChosenAsync($"?in={township}", "370402001001");

        async Task<string> ChosenAsync(string inside, string code) =>
            (string)(await caller.GetAsync($"/api/places{inside}")).Ok()["below"]!.AsArray().Single(place => (string)place!["code"]! == code)!["id"]!;
    }

    /// <returns>False where nobody has anything to decide: the notice stands.</returns>
    private async Task<bool> DecideNextAsync(List<string> passed, HashSet<string> investigators)
    {
        foreach (var who in Staff)
        {
            var caller = await CallerAsync(who);
            foreach (var row in (await caller.GetAsync("/api/tasks?tab=Team")).Ok()["items"]!.AsArray().Where(row => (string)row!["kind"]! != "Payout"))
            {
                var task = (await caller.GetAsync($"/api/tasks/{row!["id"]}")).Ok();
                var said = await YesAsync(task, caller);
                office.Clock.Advance(TimeSpan.FromSeconds(1));
                var made = await caller.PostAsync($"/api/tasks/{row["id"]}/decision", said, $"{row["id"]}");
                if (made.Code is "task.same-person" or "task.decided-earlier-step") // the second seat is for somebody else
                    continue;
                made.Ok();
                passed.Add((string)task["step"]!);
                if ((string)task["kind"]! == "HomeVisit")
                    investigators.Add(who);
                return true;
            }
        }

        return false;
    }

    private async Task<object> YesAsync(JsonNode task, Caller caller)
    {
        var today = LocalDay.Today(office.Clock).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return (string)task["kind"]! switch
        {
            "Completeness" => new { verdict = "Complete", opinion = "材料齐全。", identityProved = true },
            "HomeVisit" => new { verdict = "Complete", visit = new { visitedOn = today, method = "Home", findings = "情况属实。", familyMember = "家属", familySigned = true } },
            "Decision" => new { verdict = "Approve", opinion = "审定。", cents = (long)task["dossier"]!["proposal"]!["cents"]! },
            "ExternalDecision" => new
            {
                verdict = "Approve",
                external = new
                {
                    documentNumber = "鲁退役困助〔2022〕1号",
                    decidedOn = today,
                    cents = (long)(await caller.GetAsync($"/api/cases/{task["case"]}")).Ok()["approvedCents"]!,
                    compared = true,
                    scan = (string)(await caller.UploadAsync("/api/files", "%PDF-1.4"u8.ToArray())).Ok()["file"]!,
                },
            },
            _ => new { verdict = "Approve", opinion = "同意。" },
        };
    }

    /// <summary>Three people of finance, and two that key what the bank's slip says.</summary>
    private async Task<string> PayAsync()
    {
        var (maker, checker, releaser) = (await CallerAsync("maker1"), await CallerAsync("checker1"), await CallerAsync("releaser1"));
        var fund = (await maker.GetAsync("/api/payouts/funds")).Ok()["items"]!.AsArray().Single(fund => (int)fund!["ready"]! == 1)!;
        var roll = (string)(await maker.PostAsync("/api/payouts", new { fund = (string)fund["id"]!, template = "demo-csv-utf8" }, "roll-1")).Ok()["roll"]!;
        await DoAsync(maker, "lock");
        await DoAsync(checker, "check");
        (await releaser.PostAsync($"/api/payouts/{roll}/release/check")).ShouldBe(204);
        await DoAsync(releaser, "release");
        Assert.That((await maker.GetAsync($"/api/payouts/{roll}/file")).Text, Does.Contain("付款编号"));
        await DoAsync(maker, "send");
        var line = (await checker.GetAsync($"/api/payouts/{roll}/keying")).Ok()["items"]![0]!;
        foreach (var (who, agrees) in new[] { (maker, false), (checker, true) })
            Assert.That((bool)(await who.PostAsync($"/api/payouts/{roll}/keying/{line["payment"]}", new { status = "Settled", cents = (long)line["cents"]! })).Ok()["agrees"]!, Is.EqualTo(agrees));
        await office.SweepAsync(BankAnswerSweep.Key);
        await DoAsync(checker, "reconcile");
        await DoAsync(releaser, "close");
        return roll;

        async Task DoAsync(Caller who, string verb) => (await who.PostAsync($"/api/payouts/{roll}/{verb}", key: $"{verb}-1")).Ok();
    }

    private async Task<Caller> CallerAsync(string userName)
    {
        if (!callers.TryGetValue(userName, out var caller))
            callers.Add(userName, caller = await site.CallerAsync(office, userName));
        return caller;
    }
}
