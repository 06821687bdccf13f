using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>What comes beside the straight way: somebody objects to the notice, the refusal is delivered, and the applicant asks again.</summary>
[TestFixture]
internal sealed class AfterwardsTests
{
    private const string Language = "zh-CN";

    private House house = null!;

    [OneTimeSetUp]
    public async Task OpenAsync() => house = await House.OpenAsync();

    [OneTimeTearDown]
    public async Task CloseAsync() => await house.DisposeAsync();

    [Test]
    [CancelAfter(300_000)]
    public async Task An_objection_is_looked_into_and_a_refusal_that_was_delivered_goes_on_to_the_city(CancellationToken cancellation)
    {
        var opened = await SubmitAsync(cancellation);
        await ToNoticeAsync();

        // Somebody in the village objects on a phone, without an account; what was typed survives a missing answer.
        var neighbour = await house.AnybodyAsync("neighbour", Language, phone: true);
        await neighbour.GotoAsync("/notices");
        await neighbour.ClickAsync("main ul a >> nth=0");
        await Accessibility.CheckAsync(neighbour);
        await neighbour.FillAsync("[name=name]", "王秀兰");
        await neighbour.EvaluateAsync("document.querySelector('#objection [name=words]').removeAttribute('required')");
        await neighbour.SendAsync("#objection button[type=submit]");
        await Accessibility.CheckAsync(neighbour);
        Assert.That(await neighbour.InputValueAsync("[name=name]"), Is.EqualTo("王秀兰"));
        await neighbour.FillAsync("[name=words]", "他家有一辆私车。");
        await neighbour.SendAsync("#objection button[type=submit]");
        Assert.That(await neighbour.InnerTextAsync("main"), Does.Contain("异议已收到").And.Contain("公示已暂停"));
        await Accessibility.CheckAsync(neighbour);

        // It is a task now, and whoever looks into it reads what was said.
        var township = await OpenTaskAsync("township1");
        Assert.That(await township.InnerTextAsync("main"), Does.Contain("他家有一辆私车。（姓名：王秀兰）"));
        await ToNoticeAsync();
        house.Clock.Advance(TimeSpan.FromDays(8));
        await house.SweepAsync();

        await DecideAsync("district1", "Approve");
        await DecideAsync("decider1", "Refuse", page => page.FillAsync("[name=opinion]", "收入高于标准。"));

        // Until the refusal has been delivered nobody can ask again.
        var applicant = await house.SignedInAsync("applicant1", Language, phone: true);
        await applicant.GotoAsync($"/applications/{opened.Id}");
        Assert.That(await applicant.Locator("a[href$='/again']").CountAsync(), Is.Zero);

        var station = await house.SignedInAsync("station1", Language);
        await station.GotoAsync($"/cases?q={opened.ReceiptNumber}");
        await station.ClickAsync("main table a >> nth=0");
        await Accessibility.CheckAsync(station);
        await station.SendAsync("form[action$='/delivery'] button[type=submit]");
        Assert.That(await station.InnerTextAsync("main .said"), Does.Contain("送达已登记"));
        await Accessibility.CheckAsync(station);

        await applicant.ReloadAsync();
        await applicant.ClickAsync("a[href$='/again']");
        await applicant.FillAsync("[name=reasons]", "车是儿子的，有新的证明。");
        await applicant.SendAsync("main button.main");
        Assert.That(await applicant.Locator(".summary").CountAsync(), Is.Zero);

        var city = await OpenTaskAsync("city1");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await city.InnerTextAsync("main"), Does.Contain("复核审查"));
            Assert.That(await house.ReadAsync(db => db.Set<PublicNotice>().Where(notice => notice.CaseId == opened.Id).Select(notice => notice.State).ToListAsync(cancellation)),
                Is.EquivalentTo(new[] { NoticeState.Held, NoticeState.Ended }));
            Assert.That(await house.ReadAsync(db => db.Set<ReviewTask>().AnyAsync(task => task.CaseId == opened.Id && task.Step == "ReconsiderReview" && task.Role == Role.CityChecker, cancellation)), Is.True);
            Assert.That(house.Complaints, Is.Empty);
        }
    }

    /// <summary>The applicant has sent a whole application; the walk of its writing is <see cref="ReliefTests"/>.</summary>
    private async Task<AidCase> SubmitAsync(CancellationToken cancellation)
    {
        var plan = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Root(), "samples", "zaozhuang-2022-relief.json"), cancellation))!;
        var answers = (JsonObject)plan["samples"]!["hardship-aid"]!["answers"]!.DeepClone();
        foreach (var (key, value) in new[]
        {
            ("applicantName", "孙示例"), ("citizenId", "370402196508019016"), ("mobile", "13800000000"), ("mobileOwner", "self"), ("situation", "recognised"),
            ("accountName", "孙示例"), ("accountNumber", "6217000000000000004"), ("bankName", "枣庄银行"), ("enlistedOn", "1985-10-01"), ("dischargedOn", "1989-03-01"),
        })
            answers[key] = value;
        var applicant = (await house.ReadAsync(db => db.Set<Account>().AsNoTracking().SingleAsync(account => account.UserName == "applicant1", cancellation))).AsActor();
        var village = await house.ReadAsync(db => db.Set<Unit>().Where(unit => unit.DivisionCode == "370402001001" && unit.Level == UnitLevel.Village).Select(unit => unit.Id).SingleAsync(cancellation));
        var papers = new List<LinkedFile>();
        foreach (var key in new[] { "identityCard", "dischargePapers", "bankCard", "signedPromise", "hardshipStatement", "householdRegister" })
            papers.Add(new(key, await house.DoAsync((UploadDocument act, CancellationToken _) => Task.FromResult(act.Upload($"{key}.pdf", "%PDF-1.4"u8.ToArray(), applicant)))));
        return await house.DoAsync((SubmitApplication act, CancellationToken token) => act.SubmitAsync(
            new SubmitCommand("hardship-aid", answers, village, Intake.Self, "afterwards") { Documents = [.. papers] }, applicant, token));
    }

    /// <summary>Whoever has a task agrees, until the notice is up.</summary>
    private async Task ToNoticeAsync()
    {
        for (var turn = 0; turn < 10; turn++)
        {
            var next = await house.ReadAsync(db => db.Set<ReviewTask>().AsNoTracking().Where(task => task.State == TaskState.Assigned || task.State == TaskState.InProgress)
                .OrderBy(task => task.CreatedAt).ThenBy(task => task.Id).FirstOrDefaultAsync());
            if (next is null)
                return;
            var second = await house.ReadAsync(db => db.Set<Decision>().AnyAsync(decision => decision.RoundId == next.RoundId));
            switch (next.Kind)
            {
                case RoundKind.Completeness:
                    await DecideAsync("station1", "Complete", async page =>
                    {
                        await page.CheckAsync("[name=identityProved]");
                        await page.FillAsync("[name=opinion]", "材料齐全。");
                    });
                    break;
                case RoundKind.HomeVisit when second:
                    await DecideAsync("township2", "Complete");
                    break;
                case RoundKind.HomeVisit:
                    await DecideAsync("township1", "Complete", async page =>
                    {
                        await page.FillAsync("[name='visit.findings']", "情况属实。");
                        await page.FillAsync("[name='visit.familyMember']", "李秀兰");
                        await page.CheckAsync("[name='visit.familySigned']");
                    });
                    break;
                default:
                    await DecideAsync(next.Role == Role.VillageHelper ? "village1" : "township1", "Approve", page => page.FillAsync("[name=opinion]", "情况属实。"));
                    break;
            }
        }

        Assert.Fail("The notice was never posted.");
    }

    private async Task DecideAsync(string name, string verdict, Func<IPage, Task>? fill = null)
    {
        var page = await OpenTaskAsync(name);
        if (fill is not null)
            await fill(page);
        await page.SendAsync($"button[value={verdict}] >> nth=0");
        if (await page.Locator("button[name=sure]").CountAsync() > 0)
            await page.SendAsync("button[name=sure][value=yes]");
        Assert.That(page.Url, Does.Contain("/tasks?decision="), $"{name}: {string.Join(' ', await page.Locator(".summary").AllInnerTextsAsync())}");
        await page.Context.CloseAsync();
    }

    private async Task<IPage> OpenTaskAsync(string name)
    {
        var page = await house.SignedInAsync(name, Language);
        await page.GotoAsync("/tasks?tab=Team");
        await page.ClickAsync(".inbox a >> nth=0");
        return page;
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
