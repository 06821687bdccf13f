using System.Net;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Tests.Deciding;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Handling;

/// <summary>What is recorded on the page of a case when lives change: deaths, moves, households, who goes on and who is paid.</summary>
[TestFixture]
internal sealed class LifeEventPagesTests
{
    private readonly SyntheticPeople others = new(41);
    private Hall hall = null!;

    private Office Office => hall.Office;

    [OneTimeSetUp]
    public async Task OpenAsync() => hall = await Hall.OpenAsync();

    [OneTimeTearDown]
    public async Task CloseAsync() => await hall.DisposeAsync();

    [Test]
    public async Task A_death_is_recorded_and_a_member_of_the_household_takes_over()
    {
        var opened = await Office.SubmitCompleteAsync();
        await Office.UntilAsync(opened.Id, "TownshipReview");
        var (station, page) = (await hall.SignInAsync("station1"), $"/cases/{opened.Id}");
        var wife = others.Next("370402", LocalDay.Today(Office.Clock));
        (string Name, string Value)[] successor =
        [
            ("take-over.successor.name", wife.Name.Value), ("take-over.successor.citizenId", wife.CitizenId.Value), ("take-over.kinship", "Spouse"), ("take-over.successor.proof", "户口簿第 3 页"),
            ("take-over.accountName", wife.Name.Value), ("take-over.accountNumber", wife.Account.Number), ("take-over.bankName", wife.BankName),
        ];

        var unproved = await station.PostAsync(page, $"{page}/death", ("death.on", "2022-03-01"), ("death.proof", ""));
        var early = await station.PostAsync(page, $"{page}/death", ("death.on", "2022-03-01"), ("death.proof", "死亡证明第 12 号"));
        var died = await station.PostAsync(page, $"{page}/death", ("death.on", "2022-03-01"), ("death.sure", "yes"), ("death.proof", "死亡证明第 12 号"));
        var (_, offered) = await station.GetAsync(page);
        var withoutPaper = await station.PostAsync(page, $"{page}/take-over", successor, file: null);
        var taken = await station.PostAsync(page, $"{page}/take-over", successor, file: "take-over.proofFile");
        var (_, after) = await station.GetAsync(page);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(unproved.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(unproved.Text, Does.Contain("href=\"#f-death-proof\"").And.Contain("value=\"2022-03-01\"").And.Match("<details open[^>]*>\\s*<summary>登记申请人去世"), "its form stands open");
            Assert.That(early.Text, Does.Contain("href=\"#f-death-on\"").And.Contain("去世日期早于最近一次申请的日期"));
            Assert.That(died.Status, Is.EqualTo(HttpStatusCode.SeeOther));
            Assert.That(offered, Does.Contain("尚无人承接").And.Contain($"{page}/take-over").And.Contain($"{page}/end").And.Not.Contain($"{page}/death\"").And.Not.Contain($"{page}/withdrawal"));
            Assert.That(withoutPaper.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(withoutPaper.Text, Does.Contain("href=\"#f-take-over-successor-proof\"").And.Contain(wife.CitizenId.Value));
            Assert.That(taken.Status, Is.EqualTo(HttpStatusCode.SeeOther), taken.Text);
            Assert.That(after, Does.Contain($"由{wife.Name.Value}承接"));
            Assert.That(await Office.AuditAsync(opened.Id), Does.Contain("applicant.died").And.Contain("case.taken-over"));
        }
    }

    [TestCase("zh-CN", "由他人收款的原因", "在案")]
    [TestCase("en", "say why somebody else receives the money", "on record")]
    public async Task For_an_account_of_somebody_else_the_clerk_gives_a_reason_and_a_paper_and_for_a_successor_no_second_proof(string language, string asked, string onRecord)
    {
        var opened = await Office.SubmitCompleteAsync();
        await Office.UntilAsync(opened.Id, "Payout");
        var (clerk, other, wife) = (await hall.SignInAsync("station1", language), others.Next("370402", LocalDay.Today(Office.Clock)), others.Next("370402", LocalDay.Today(Office.Clock)));
        var page = $"/tasks/{await ReturnAsync()}";
        (string Name, string Value)[] Written(SyntheticPerson holder, string reason) =>
        [
            ("verdict", "Complete"), ("payee.name", holder.Name.Value), ("accountNumber", holder.Account.Number), ("payee.bankName", holder.BankName), ("correction", "已核对存折"), ("otherReason", reason),
        ];

        var bare = await clerk.PostAsync(page, $"{page}/decision", Written(other, ""));
        var wordless = await clerk.PostAsync(page, $"{page}/decision", Written(other, ""), file: "otherProof");
        var proved = await clerk.PostAsync(page, $"{page}/decision", Written(other, "本人卧床，由侄子代收"), file: "otherProof");
        page = $"/tasks/{await ReturnAsync()}";
        await clerk.PostAsync($"/cases/{opened.Id}", $"/cases/{opened.Id}/death", ("death.on", $"{LocalDay.Today(Office.Clock):yyyy-MM-dd}"), ("death.proof", "死亡证明"));
        (string, string)[] TakeOver(SyntheticPerson holder) =>
        [
            ("take-over.successor.name", wife.Name.Value), ("take-over.successor.citizenId", wife.CitizenId.Value), ("take-over.kinship", "Spouse"), ("take-over.successor.proof", "户口簿第 3 页"),
            ("take-over.accountName", holder.Name.Value), ("take-over.accountNumber", holder.Account.Number), ("take-over.bankName", holder.BankName),
        ];
        var stranger = await clerk.PostAsync($"/cases/{opened.Id}", $"/cases/{opened.Id}/take-over", TakeOver(other), file: "take-over.proofFile");
        var taken = await clerk.PostAsync($"/cases/{opened.Id}", $"/cases/{opened.Id}/take-over", TakeOver(wife), file: "take-over.proofFile");
        var (_, again) = await clerk.GetAsync(page);
        var paid = await clerk.PostAsync(page, $"{page}/decision", Written(wife, ""));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bare.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(bare.Text, Does.Contain("href=\"#f-otherReason\"").And.Contain("href=\"#f-otherProof\"").And.Contain(asked).And.Contain(other.Account.Number));
            Assert.That(wordless.Text, Does.Contain("href=\"#f-otherReason\"").And.Not.Contain("href=\"#f-otherProof\"").And.Contain("证明.pdf"), "the paper is kept");
            Assert.That(proved.Status, Is.EqualTo(HttpStatusCode.SeeOther), proved.Text);
            Assert.That(stranger.Text, Does.Contain("href=\"#f-take-over-otherReason\""));
            Assert.That(taken.Status, Is.EqualTo(HttpStatusCode.SeeOther), taken.Text);
            Assert.That(again, Does.Contain(wife.Name.Value).And.Contain(onRecord));
            Assert.That(paid.Status, Is.EqualTo(HttpStatusCode.SeeOther), paid.Text);
            Assert.That((await Office.PaymentsAsync(opened.Id)).Select(payment => payment.PayeeName), Does.Contain(other.Name.Value).And.Contain(wife.Name.Value));
        }

        async Task<Cases.Acting.TaskId> ReturnAsync()
        {
            var batch = await Office.BatchAsync(opened.Id);
            await Office.SendAsync(batch);
            await Office.AnswerAsync(batch, returned: true);
            return (await Office.TasksAsync(opened.Id)).Single().Id;
        }
    }

    [TestCase("zh-CN", "是同一户吗", "可能写错了号码", "合并计算")]
    [TestCase("en", "Is it one household", "may be written wrongly", "counted together")]
    public async Task On_acceptance_the_clerk_says_whether_two_who_name_each_other_are_one_household(string language, string question, string doubt, string told)
    {
        string[] papers = ["identityCard", "dischargePapers", "bankCard", "signedPromise", "hardshipStatement", "householdRegister"];
        var (child, parent) = (Office.Answers(), Office.Answers());
        var before = await Office.SubmitAsync(child, "hardship-aid", papers);
        await Office.DecideAsync("station1", new((await Office.TasksAsync(before.Id)).Single().Id, Verdict.NotAccept, "材料不实。"));
        parent["members"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["name"] = "王小明", ["relation"] = "child", ["citizenId"] = (string)child["citizenId"]! });
        var first = await Office.SubmitAsync(parent, "hardship-aid", papers);
        child["members"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["name"] = "王秀英", ["relation"] = "parent", ["citizenId"] = (string)parent["citizenId"]! });
        var linked = await Task.WhenAll(papers.Select(async key => new LinkedFile(key, await Office.UploadAsync(key))));
        var second = await Office.DoAsync((SubmitApplication act, CancellationToken token) => act.SubmitAsync(
            new("hardship-aid", child, first.UnitId, Intake.Station, $"one household, {language}") { Documents = [.. linked], OverrideReason = "本人与父母同住，请核对。" }, Cases.Acting.Actor.System, token));
        var (clerk, page) = (await hall.SignInAsync("station1", language), $"/tasks/{(await Office.TasksAsync(second.Id)).Single().Id}");
        var field = $"household.{first.ReceiptNumber}";

        var (_, shown) = await clerk.GetAsync(page);
        var unanswered = await clerk.PostAsync(page, $"{page}/decision", ("verdict", "Complete"), ("identityProved", "yes"), ("opinion", "齐全"));
        var accepted = await clerk.PostAsync(page, $"{page}/decision", ("verdict", "Complete"), ("identityProved", "yes"), ("opinion", "齐全"), (field, "yes"));
        var (_, seen) = await clerk.GetAsync($"/cases/{second.Id}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(shown, Does.Contain(question).And.Contain(first.ReceiptNumber!).And.Contain("王秀英").And.Contain(doubt).And.Not.Contain((string)parent["applicantName"]!));
            Assert.That(unanswered.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(unanswered.Text, Does.Match("href=\"#f-household-[^\"]+\""));
            Assert.That(accepted.Status, Is.EqualTo(HttpStatusCode.SeeOther), accepted.Text);
            Assert.That((await Office.CaseAsync(second.Id)).HouseholdId, Is.EqualTo(first.HouseholdId));
            Assert.That(seen, Does.Contain(told));
        }
    }

    [Test]
    public async Task After_a_death_the_case_can_be_ended()
    {
        var opened = await Office.SubmitCompleteAsync();
        var (station, page) = (await hall.SignInAsync("station1"), $"/cases/{opened.Id}");
        var early = await station.PostAsync(page, $"{page}/end", ("end.reason", "Died"), ("end.words", "无人承接"));
        await station.PostAsync(page, $"{page}/death", ("death.on", "2022-03-01"), ("death.sure", "yes"), ("death.proof", "死亡证明第 13 号"));

        var ended = await station.PostAsync(page, $"{page}/end", ("end.reason", "Died"), ("end.words", "无人承接"));

        Assert.That((early.Status, ended.Status), Is.EqualTo((HttpStatusCode.UnprocessableEntity, HttpStatusCode.SeeOther)));
        Assert.That((await Office.CaseAsync(opened.Id)).Outcome, Is.EqualTo(CaseOutcome.Ended));
    }

    [Test]
    public async Task The_station_withdraws_for_the_applicant()
    {
        var opened = await Office.SubmitCompleteAsync();
        var (station, page) = (await hall.SignInAsync("station1", "en"), $"/cases/{opened.Id}");

        var (status, _) = await station.PostAsync(page, $"{page}/withdrawal", ("withdrawal.words", "家里情况好转。"));
        var (_, after) = await station.GetAsync($"{page}?done=withdrawal");

        Assert.That((status, (await Office.CaseAsync(opened.Id)).Outcome), Is.EqualTo((HttpStatusCode.SeeOther, (CaseOutcome?)CaseOutcome.Withdrawn)));
        Assert.That(after, Does.Contain("The application is withdrawn.").And.Not.Contain($"{page}/withdrawal"));
    }

    [Test]
    public async Task A_registration_that_left_the_city_ends_nothing_until_somebody_says_so_and_can_be_taken_back()
    {
        var (opened, other) = (await Office.SubmitCompleteAsync(), await Office.SubmitCompleteAsync());
        var (station, page, mistaken) = (await hall.SignInAsync("station1"), $"/cases/{opened.Id}", $"/cases/{other.Id}");

        var nowhere = await station.PostAsync(page, $"{page}/move", ("move.on", "2022-03-01"), ("move.elsewhere", ""));
        var moved = await station.PostAsync(page, $"{page}/move", ("move.on", "2022-03-01"), ("move.elsewhere", "山东省济宁市"));
        var open = await Office.CaseAsync(opened.Id);
        var ended = await station.PostAsync(page, $"{page}/end", ("end.reason", "MovedAway"), ("end.words", "山东省济宁市"));
        var (_, after) = await station.GetAsync(page);
        await station.PostAsync(mistaken, $"{mistaken}/move", ("move.on", "2022-03-01"), ("move.elsewhere", "山东省济宁市"));
        var own = await station.PostAsync(mistaken, $"{mistaken}/undo-move", [("undo-move.why", "派出所证明未迁出")], file: "undo-move.paper");
        var bare = await (await hall.SignInAsync("township1")).PostAsync(mistaken, $"{mistaken}/undo-move", ("undo-move.why", ""));
        var back = await (await hall.SignInAsync("township1")).PostAsync(mistaken, $"{mistaken}/undo-move", [("undo-move.why", "派出所证明未迁出")], file: "undo-move.paper");
        var (_, stays) = await station.GetAsync(mistaken);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(nowhere.Text, Does.Contain("href=\"#f-move-elsewhere\"").And.Contain("value=\"2022-03-01\""));
            Assert.That((moved.Status, open.IsOpen, ended.Status), Is.EqualTo((HttpStatusCode.SeeOther, true, HttpStatusCode.SeeOther)));
            Assert.That((await Office.CaseAsync(opened.Id)).Outcome, Is.EqualTo(CaseOutcome.Ended));
            Assert.That(after, Does.Contain("终止办理告知书"));
            Assert.That(own.Text, Does.Contain("这是您本人登记的"));
            Assert.That(bare.Text, Does.Contain("href=\"#f-undo-move-why\"").And.Contain("href=\"#f-undo-move-paper\""));
            Assert.That(back.Status, Is.EqualTo(HttpStatusCode.SeeOther), back.Text);
            Assert.That(stays, Does.Contain("撤销误登记的户籍迁出").And.Contain("撤销误登记的证明").And.Not.Contain($"{mistaken}/undo-move"));
        }
    }

    [Test]
    public async Task Within_the_city_the_village_is_chosen_step_by_step_and_the_case_leaves_the_station()
    {
        var opened = await Office.SubmitCompleteAsync();
        var (station, page) = (await hall.SignInAsync("station1"), $"/cases/{opened.Id}");
        var (district, township, village) = (await UnitAsync("370402"), await UnitAsync("370402002"), await UnitAsync("370402002001"));

        var (_, districts) = await station.GetAsync($"{page}/place/move");
        var (_, villages) = await station.GetAsync($"{page}/place/move?in={township}");
        var nothing = await station.PostAsync(page, $"{page}/move", ("in", township), ("move.on", "2022-03-01"));
        var moved = await station.PostAsync(page, $"{page}/move", ("in", township), ("move.on", "2022-03-01"), ("move.to", village));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(districts, Does.Contain($"{page}/place/move?in={district}"));
            Assert.That(villages, Does.Contain($"value=\"{village}\""));
            Assert.That(nothing.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(nothing.Text, Does.Contain("href=\"#f-move-to\"").And.Contain("value=\"2022-03-01\""));
            Assert.That((moved.Status, moved.Text), Is.EqualTo((HttpStatusCode.SeeOther, "/cases/handed-over")), "it is another station's now");
            Assert.That((await Office.CaseAsync(opened.Id)).UnitId.ToString(), Is.EqualTo(village));
        }
    }

    [Test]
    public async Task The_deciding_level_hands_a_case_over_within_its_area()
    {
        var opened = await Office.SubmitCompleteAsync();
        await Office.UntilAsync(opened.Id, "TownshipReview");
        var (decider, page) = (await hall.SignInAsync("decider1"), $"/cases/{opened.Id}");
        var (township, village) = (await UnitAsync("370402002"), await UnitAsync("370402002001"));

        var (_, districts) = await decider.GetAsync($"{page}/place/hand-over");
        var noReason = await decider.PostAsync(page, $"{page}/hand-over", ("in", township), ("hand-over.to", village), ("hand-over.why", ""));
        var handed = await decider.PostAsync(page, $"{page}/hand-over", ("in", township), ("hand-over.to", village), ("hand-over.why", "户籍登记有误。"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(districts, Does.Contain(await UnitAsync("370402")).And.Not.Contain(await UnitAsync("370403")));
            Assert.That(noReason.Text, Does.Contain("href=\"#f-hand-over-why\"").And.Match($"value=\"{village}\" checked"));
            Assert.That(handed.Status, Is.EqualTo(HttpStatusCode.SeeOther));
            Assert.That((await Office.CaseAsync(opened.Id)).UnitId.ToString(), Is.EqualTo(village));
        }
    }

    [TestCase(false, "4,000.00 元 已停止发放", "已送银行")]
    [TestCase(true, "4,000.00 元 已送银行，本系统停不下来，要等银行结果。已通知", "已停止发放")]
    public async Task A_death_says_what_is_stopped_and_what_is_still_on_its_way(bool sent, string told, string untold)
    {
        var opened = await Office.SubmitCompleteAsync();
        await Office.UntilAsync(opened.Id, "Payout");
        if (sent)
            await Office.SendAsync(await Office.BatchAsync(opened.Id));
        var (station, page) = (await hall.SignInAsync("station1"), $"/cases/{opened.Id}");

        var died = await station.PostAsync(page, $"{page}/death", ("death.on", "2022-03-01"), ("death.sure", "yes"), ("death.proof", "死亡证明第 31 号"));
        var (_, after) = await station.GetAsync(died.Text);

        Assert.That(after, Does.Contain("已登记去世").And.Contain(told).And.Not.Contain(untold));
    }

    [TestCase("zh-CN", "请填写姓名。", "身份证号应为 18 位", "请写明凭什么材料承接", "请填写户名", "请填写银行账号", "请填写开户银行")]
    [TestCase("en", "Enter a name.", "An identity number has 18 characters", "Say which paper proves it", "Enter the account holder", "Enter the account number", "Enter the bank with its branch")]
    public async Task Everything_wrong_with_a_take_over_is_told_at_once_and_the_paper_stays(string language, params string[] faults)
    {
        var opened = await Office.SubmitCompleteAsync();
        var (station, page) = (await hall.SignInAsync("station1", language), $"/cases/{opened.Id}");
        await station.PostAsync(page, $"{page}/death", ("death.on", "2022-03-01"), ("death.sure", "yes"), ("death.proof", "死亡证明第 32 号"));
        var son = others.Next("370402", LocalDay.Today(Office.Clock));
        (string Name, string Value)[] Written(string proof, string kept) =>
        [
            ("take-over.successor.name", son.Name.Value), ("take-over.successor.citizenId", son.CitizenId.Value), ("take-over.kinship", "Child"), ("take-over.successor.proof", proof),
            ("take-over.accountName", son.Name.Value), ("take-over.accountNumber", son.Account.Number), ("take-over.bankName", son.BankName), ("take-over.proofFile.kept", kept),
        ];

        var empty = await station.PostAsync(page, $"{page}/take-over", ("take-over.kinship", "Child"));
        var wordless = await station.PostAsync(page, $"{page}/take-over", Written("", ""), file: "take-over.proofFile");
        var kept = System.Text.RegularExpressions.Regex.Match(wordless.Text, "name=\"take-over.proofFile.kept\" value=\"(?<kept>[^\"]+)\"", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)).Groups["kept"].Value;
        var stolen = await (await hall.SignInAsync("township1", language)).PostAsync(page, $"{page}/take-over", Written("户口簿第 3 页", kept));
        var taken = await station.PostAsync(page, $"{page}/take-over", Written("户口簿第 3 页", kept));

        using (Assert.EnterMultipleScope())
        {
            foreach (var fault in faults)
                Assert.That(empty.Text, Does.Contain(fault));
            Assert.That(wordless.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(wordless.Text, Does.Contain("证明.pdf").And.Contain(son.CitizenId.Value).And.Contain("value=\"Child\" selected"));
            Assert.That(stolen.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity), "a paper that somebody else uploaded is not one's own");
            Assert.That(taken.Status, Is.EqualTo(HttpStatusCode.SeeOther), taken.Text);
        }
    }

    private Task<string> UnitAsync(string code) => Office.ReadAsync(async db =>
        (await db.Set<Cases.Organisation.Unit>().AsNoTracking().Where(unit => unit.DivisionCode == code && unit.ValidTo == null).OrderBy(unit => unit.Level).FirstAsync()).Id.ToString());
}
