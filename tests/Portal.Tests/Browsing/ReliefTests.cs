using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Portal.Inbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>Serious-illness relief from the applicant's phone to the receipt of the money, as the people do it.</summary>
[TestFixture("zh-CN", true)]
[TestFixture("en", true)]
[TestFixture("zh-CN", false)]
internal sealed class ReliefTests(string language, bool script)
{
    private static readonly FilePayload Photo = new() { Name = "照片.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.4\n%%EOF\n"u8.ToArray() };

    private House house = null!;

    [OneTimeSetUp]
    public async Task OpenAsync() => house = await House.OpenAsync();

    [OneTimeTearDown]
    public async Task CloseAsync() => await house.DisposeAsync();

    [Test]
    [CancelAfter(300_000)]
    public async Task An_applicant_applies_supplements_is_granted_and_paid(CancellationToken cancellation)
    {
        var watching = await house.SignedInAsync("station1", language, phone: false, script);
        var applicant = await house.SignedInAsync("applicant1", language, phone: true, script);
        await ApplyAsync(applicant);
        if (script)
        {
            // The inbox that stood open knows that something came.
            house.Clock.Advance(LiveNews.Every);
            await watching.Locator("[data-count=Team]", new() { HasText = "1" }).WaitForAsync();
        }

        var number = (await applicant.InnerTextAsync(".receipt .number")).Trim();
        Assert.That(number, Does.Match("^SQ3704022026[0-9]{5}$"));
        var address = applicant.Url.Replace("/receipt", "", StringComparison.Ordinal);

        // The station asks for a better photo; only that may be changed.
        var station = await house.SignedInAsync("station1", language);
        await OpenTaskAsync(station);
        await station.ClickAsync("details:has([name=missing]) > summary");
        await station.CheckAsync("[name=missing][value=identityCard]");
        await station.FillAsync("[name='missing.identityCard']", "身份证背面看不清");
        await station.CheckAsync("[name=missing][value=bankCard]");
        await station.FillAsync("[name='missing.bankCard']", "卡号拍虚了");
        await station.SendAsync("button[value=Incomplete]");
        await applicant.GotoAsync(address);
        Assert.That(await applicant.InnerTextAsync(".now"), Does.Contain("身份证背面看不清").And.Contain("卡号拍虚了"));
        await applicant.ClickAsync(".now a.button");
        Assert.That(await applicant.Locator("main form [name=applicantName]").CountAsync(), Is.Zero);
        await applicant.SetInputFilesAsync("[name=identityCard]", Photo);
        await applicant.SetInputFilesAsync("[name=bankCard]", Photo);
        await applicant.SendAsync("main button.main", script);

        // Station, village, two investigators, township.
        await DecideAsync("station1", "Complete", async page =>
        {
            await page.CheckAsync("[name=identityProved]");
            await page.FillAsync("[name=opinion]", "材料齐全。");
        });
        await DecideAsync("village1", "Approve", page => page.FillAsync("[name=opinion]", "家里困难属实，同意。"));
        await DecideAsync("township1", "Complete", async page =>
        {
            await page.FillAsync("[name='visit.findings']", "情况属实。");
            await page.FillAsync("[name='visit.familyMember']", "李秀兰");
            await page.CheckAsync("[name='visit.familySigned']");
        });
        await NotOfferedAsync("township1"); // the second investigator is another person
        await DecideAsync("township2", "Complete");
        await DecideAsync("township1", "Approve");

        // Nobody objects to the notice.
        house.Clock.Advance(TimeSpan.FromDays(8));
        await house.SweepAsync();

        await DecideAsync("district1", "Approve");
        await DecideAsync("decider1", "Approve", page => page.FillAsync("[name=opinion]", "按规定审定。"));
        await DecideAsync("city1", "Approve");
        await DecideAsync("citydecider1", "Approve", async page =>
        {
            await page.FillAsync("[name='external.documentNumber']", "鲁退役军人救字〔2026〕01号");
            await page.FillAsync("[name='external.decidedOn']", "2026-03-10");
            await page.SetInputFilesAsync("[name='external.scan']", Photo);
            await page.CheckAsync("[name='external.compared']");
        });

        await PayAsync();
        applicant = await house.SignedInAsync("applicant1", language, phone: true, script); // eight days end a session
        await applicant.GotoAsync(address);
        Assert.That(await applicant.InnerTextAsync(".now"), Does.Contain("6,100.00").And.Contain("0004"));
        var paid = await house.ReadAsync(db => db.Set<AidCase>().AsNoTracking().SingleAsync(cancellation));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(paid.Outcome, Is.EqualTo(CaseOutcome.Paid));
            Assert.That(paid.PaidCents, Is.EqualTo(6_100_00));
            Assert.That(house.Complaints, Is.Empty);
        }
    }

    private async Task ApplyAsync(IPage page)
    {
        await page.GotoAsync("/services/serious-illness-relief");
        await CheckAsync(page);
        await page.SendAsync("main form button", script);
        await page.ClickAsync("main a.button.main");
        await page.ClickAsync(language == "en" ? "text=Shizhong District" : "text=市中区");
        await page.ClickAsync(language == "en" ? "text=Donghu Sub-district" : "text=/^东湖街道$/");
        await page.ClickAsync("main .choice input >> nth=0");
        await page.SendAsync("main button.main", script);

        // What the register knows stands there already, and says so.
        Assert.That((await page.InputValueAsync("[name=applicantName]"), await page.InputValueAsync("[name=mobile]")), Is.EqualTo(("孙示例", "19909999001")));
        Assert.That(await page.InnerTextAsync("main .said"), Does.Contain(language == "en" ? "Filled in from the register" : "已按登记信息填好"));

        // What is missing is told beside its field, and nothing that was written is lost.
        await page.FillAsync("[name=applicantName]", "孙示例");
        await page.SendAsync("main button.main", script);
        Assert.That(await page.Locator(".summary a").CountAsync(), Is.GreaterThan(1));
        Assert.That(await page.InputValueAsync("[name=applicantName]"), Is.EqualTo("孙示例"));
        await CheckAsync(page);
        await TopicAsync(page, ("category", "veteran"), ("citizenId", "370402196508019016"), ("mobile", "13800000000"), ("mobileOwner", "self"),
            ("registeredAddress", "山东省枣庄市市中区"), ("residenceAddress", "山东省枣庄市市中区"));
        await TopicAsync(page, ("enlistedOn", "1985-10-01"), ("dischargedOn", "1989-03-01"), ("placement", "transferred"));
        await TopicAsync(page, ("householdSize", "2"), ("members[0].name", "李秀兰"), ("members[0].relation", "spouse"), ("members[0].health", "chronic"));
        await TopicAsync(page, ("situation", "own-illness"), ("diagnosis", "冠心病"), ("admittedOn", "2026-01-20"), ("description", "住院手术，费用很高。"),
            ("bills[0].settledOn", "2026-01-20"), ("bills[0].hospital", "枣庄市立医院"), ("bills[0].total", "61240"), ("bills[0].basicInsurance", "28900"), ("otherAid", "2000"));
        await TopicAsync(page, ("staffRelative", "no"));
        await TopicAsync(page, ("accountName", "孙示例"), ("bankName", "枣庄银行"), ("accountNumber", "6217000000000000004"));
        await TopicAsync(page, ("authorisation", "yes"), ("promise", "yes"));

        await CheckAsync(page);
        foreach (var paper in new[] { "identityCard", "dischargePapers", "householdRegister", "bankCard", "signedPromise", "diagnosisProof", "settlementSheets", "otherAidProof" })
        {
            await page.SetInputFilesAsync($"#file-{paper}", Photo);
            await page.ClickAsync($"form:has(#file-{paper}) button[type=submit]");
            await page.WaitForSelectorAsync($"#f-{paper} h2 .tag.ok");
        }

        await page.ClickAsync("main a.button.main");
        await CheckAsync(page);
        await page.SendAsync("main button.main", script);
    }

    private async Task PayAsync()
    {
        var maker = await house.SignedInAsync("maker1", language);
        await maker.GotoAsync("/payouts");
        await CheckAsync(maker);
        await maker.SelectOptionAsync("[name=template]", "demo-csv-utf8");
        await maker.SendAsync("main form button.main");
        var roll = maker.Url;
        await maker.SendAsync("form[action$='/lock'] button");
        foreach (var (name, verb) in new[] { ("checker1", "check"), ("releaser1", "release") })
        {
            var page = await house.SignedInAsync(name, language);
            await page.GotoAsync(roll);
            await page.SendAsync($"form[action$='/{verb}'] button");
            if (verb == "release")
                await page.SendAsync("button[name=sure]");
        }

        await maker.GotoAsync(roll);
        await CheckAsync(maker);
        await maker.RunAndWaitForDownloadAsync(() => maker.ClickAsync("a[href$='/file']"));
        await maker.SendAsync("form[action$='/send'] button");
        var payment = await house.ReadAsync(db => db.Set<Payment>().AsNoTracking().SingleAsync());
        var answer = $"付款编号,金额,状态,原因\r\n{payment.EndToEndId},{payment.Cents / 100m:0.00},成功,\r\n合计,1,{payment.Cents / 100m:0.00}\r\n";
        await maker.SetInputFilesAsync("[name=file]", new FilePayload { Name = "return.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(answer) });
        await maker.SendAsync("form[action$='/answer'] button");
        await house.SweepAsync();
        await maker.GotoAsync(roll);
        await maker.SendAsync("form[action$='/reconcile'] button");
        Assert.That(await maker.Locator(".summary").CountAsync(), Is.Zero);
        var lookedAt = $"batch:{roll.Split('/')[^1].Split('?')[0]}";
        var looked = await house.ReadAsync(db => db.Set<Cases.Auditing.AuditEntry>().Where(entry => entry.Subject == lookedAt).Select(entry => entry.ActorName).Distinct().ToListAsync());
        Assert.That(looked, Is.EquivalentTo(new[] { "maker1", "checker1", "releaser1" }));
    }

    private async Task TopicAsync(IPage page, params (string Name, string Value)[] answers)
    {
        foreach (var (name, value) in answers)
        {
            var radio = page.Locator($"input[type=radio][name='{name}'][value='{value}']");
            if (await radio.CountAsync() > 0)
                await radio.CheckAsync();
            else if (await page.Locator($"select[name='{name}']").CountAsync() > 0)
                await page.SelectOptionAsync($"select[name='{name}']", value);
            else
                await page.FillAsync($"[name='{name}']", value);
        }

        await page.SendAsync("main button.main", script);
        Assert.That(await page.Locator(".summary").CountAsync(), Is.Zero, page.Url);
    }

    private async Task<IPage> DecideAsync(string name, string verdict, Func<IPage, Task>? fill = null)
    {
        var page = await house.SignedInAsync(name, language);
        await OpenTaskAsync(page);
        if (fill is not null)
            await fill(page);
        await page.SendAsync($"button[value={verdict}] >> nth=0");
        if (await page.Locator("button[name=sure]").CountAsync() > 0)
        {
            await CheckAsync(page);
            await page.SendAsync("button[name=sure][value=yes]");
        }

        Assert.That(page.Url, Does.Contain("/tasks?decision="), $"{name}: {string.Join(' ', await page.Locator(".summary").AllInnerTextsAsync())}");
        return page;
    }

    private async Task NotOfferedAsync(string name)
    {
        var page = await house.SignedInAsync(name, language);
        await page.GotoAsync("/tasks?tab=Team");
        Assert.That(await page.Locator(".inbox a").CountAsync(), Is.Zero);
    }

    private async Task OpenTaskAsync(IPage page)
    {
        await page.GotoAsync("/tasks?tab=Team");
        await CheckAsync(page);
        await page.ClickAsync(".inbox a >> nth=0");
        await CheckAsync(page);
    }

    private async Task CheckAsync(IPage page)
    {
        if (script)
            await Accessibility.CheckAsync(page);
    }
}
