using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Correcting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Tests.Intervening;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>An official corrects answers where the step may edit them, and nothing anywhere else.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class CorrectionTests(Provider provider)
{
    private Office office = null!;

    [SetUp]
    public async Task OpenAsync() => office = await Office.OpenAsync(provider);

    [TearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task A_correction_counts_from_now_on_and_what_the_applicant_sent_stays_byte_for_byte()
    {
        var opened = await office.SubmitCompleteAsync();
        var task = (await office.TasksAsync(opened.Id)).Single();

        var receipt = await CorrectAsync(task, "station1", new() { ["mobile"] = "13900001234" }, "核对手机，原号少写一位");

        var after = await office.CaseAsync(opened.Id);
        var kept = await office.ReadAsync(db => db.Set<AnswerCorrection>().AsNoTracking().SingleAsync());
        var trail = await office.ReadAsync(db => db.Set<AuditEntry>().AsNoTracking().SingleAsync(entry => entry.Act == CorrectAnswers.Act));
        var (answers, submitted, words, digest) = await WithVaultAsync(vault => (vault.OpenAnswers(after), vault.OpenSubmitted(after), CorrectedWords.Open(vault, kept),
            CorrectedWords.Open(vault, kept).IsDigest(vault, (string)JsonNode.Parse(trail.Facts)!["digest"]!)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(receipt.Fields, Is.EqualTo(new[] { "mobile" }));
            Assert.That((string?)answers["mobile"], Is.EqualTo("13900001234"));
            Assert.That(after.Submitted, Is.EqualTo(opened.Answers), "as it was kept when it was sent");
            Assert.That(submitted["mobile"]!.ToString(), Is.Not.EqualTo("13900001234"));
            Assert.That((kept.Number, kept.Step, kept.Field, kept.TaskId, kept.At), Is.EqualTo((1, "Completeness", "mobile", task.Id, office.Clock.GetUtcNow())));
            Assert.That((words.From!.ToString(), words.To!.ToString(), words.Why), Is.EqualTo((submitted["mobile"]!.ToString(), "13900001234", "核对手机，原号少写一位")));
            Assert.That(digest, Is.True, "the trail knows the words");
            Assert.That(trail.Facts, Does.Not.Contain("13900001234").And.Not.Contain("少写"), "and does not tell them");
            Assert.That((await office.TasksAsync(opened.Id)).Single().AssigneeId, Is.EqualTo(kept.AccountId), "whoever corrects takes the task");
        }
    }

    [Test]
    public async Task Corrections_are_counted_and_the_first_submission_stays_under_all_of_them()
    {
        var opened = await office.SubmitCompleteAsync();
        var task = (await office.TasksAsync(opened.Id)).Single();

        await CorrectAsync(task, "station1", new() { ["mobile"] = "13900001234", ["residenceAddress"] = "东湖镇新村 8 号" }, "电话核实");
        await CorrectAsync(task, "station1", new() { ["mobile"] = "13900005678" }, "又改");

        var after = await office.CaseAsync(opened.Id);
        var kept = await office.ReadAsync(db => db.Set<AnswerCorrection>().AsNoTracking().OrderBy(one => one.Number).ToListAsync());
        Assert.That(kept.Select(one => (one.Number, one.Field)), Is.EqualTo(new[] { (1, "mobile"), (2, "residenceAddress"), (3, "mobile") }));
        Assert.That(after.Submitted, Is.EqualTo(opened.Answers));
        Assert.That(await WithVaultAsync(vault => CorrectedWords.Open(vault, kept[2]).From!.ToString()), Is.EqualTo("13900001234"), "from what it was then");
    }

    [TestCase("accountNumber", "6222000000000000004")]
    [TestCase("citizenId", "370402195503070011")]
    [TestCase("description", "改写")]
    [TestCase("promise", "false")]
    [TestCase("householdSize", "9")]
    public async Task What_a_step_may_not_write_is_refused_with_its_field_and_nothing_changes(string field, string value)
    {
        var opened = await office.SubmitCompleteAsync();
        var task = (await office.TasksAsync(opened.Id)).Single();

        await office.RefusesAsync("form.field-not-editable", () => CorrectAsync(task, "station1", new() { ["mobile"] = "13900001234", [field] = value }, "试试"), field);

        await NothingChangedAsync(opened);
    }

    [Test]
    public async Task A_question_that_is_hidden_is_refused_also_where_nothing_or_its_own_value_is_sent()
    {
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, "VillageOpinion");
        var own = await WithVaultAsync(vault => vault.OpenAnswers(opened)["accountNumber"]!.ToString());

        foreach (var value in new[] { own, null })
            await office.RefusesAsync("form.field-not-editable", () => CorrectAsync(task, "village1", new() { ["accountNumber"] = value }, "试试"), "accountNumber"); // nobody learns by trying
        Assert.That((await office.CaseAsync(opened.Id)).Submitted, Is.Null);
    }

    [Test]
    public async Task A_correction_says_why_changes_something_and_fits_the_form()
    {
        var opened = await office.SubmitCompleteAsync();
        var task = (await office.TasksAsync(opened.Id)).Single();
        var own = await WithVaultAsync(vault => vault.OpenAnswers(opened)["mobile"]!.ToString());

        await office.RefusesAsync("correction.reason-missing", () => CorrectAsync(task, "station1", new() { ["mobile"] = "13900001234" }, " "));
        await office.RefusesAsync("correction.reason-too-long", () => CorrectAsync(task, "station1", new() { ["mobile"] = "13900001234" }, new string('长', 501)));
        await office.RefusesAsync("correction.nothing", () => CorrectAsync(task, "station1", new() { ["mobile"] = own }, "没有改"));
        await office.RefusesAsync("form.unknown-field", () => CorrectAsync(task, "station1", new() { ["shoeSize"] = "42" }, "试试"));
        Assert.That((await Assert.ThrowsAsync<MalformedFormException>(() => CorrectAsync(task, "station1", new() { ["mobile"] = "12" }, "改")))!.Faults.Single().Field, Is.EqualTo("mobile"));
        Assert.That((await Assert.ThrowsAsync<MalformedFormException>(() => CorrectAsync(task, "station1", new() { ["mobile"] = null }, "删")))!.Faults.Single().Code, Is.EqualTo("form.required"));
        await NothingChangedAsync(opened);
    }

    [Test]
    public async Task Only_who_may_decide_the_open_task_may_correct_at_it()
    {
        var opened = await office.SubmitCompleteAsync();
        var task = (await office.TasksAsync(opened.Id)).Single();
        var change = new JsonObject { ["mobile"] = "13900001234" };
        await office.HireAsync("zhao-of-the-station", Cases.Organisation.Role.StationClerk, Cases.Organisation.UnitLevel.Township, "370402001");

        await office.RefusesAsync("task.not-yours", () => CorrectAsync(task, "village1", change, "试试"));
        await office.AsAsync("station1", (ClaimTask act, Actor actor, CancellationToken token) => act.ClaimAsync(task.Id, actor, token));
        await office.RefusesAsync("task.claimed-by-other", () => CorrectAsync(task, "zhao-of-the-station", change, "试试"));
        await office.AgreeAsync(task);
        await office.RefusesAsync("task.already-decided", () => CorrectAsync(task, "station1", change, "晚了"));
        await NothingChangedAsync(opened);
    }

    [Test]
    public async Task The_proposed_amount_is_worked_out_anew_where_it_rests_on_the_answer()
    {
        var opened = await office.SubmitAsync(office.AccidentAnswers(), "sudden-accident-relief", Casework.AccidentPapers);
        var task = await office.ReachAsync(opened.Id, "TownshipReview");
        var before = await ProposedAsync(opened.Id);

        await CorrectAsync(task, "township1", new() { ["compensated"] = "49000.00" }, "保险公司理赔单");

        var after = await ProposedAsync(opened.Id);
        Assert.That(after, Is.LessThan(before));
        await office.AgreeAsync(task);
        Assert.That((await office.CaseAsync(opened.Id)).ProposedCents, Is.EqualTo(after), "the public notice names the corrected amount");
        Assert.That((await office.CaseAsync(opened.Id)).Submitted, Is.EqualTo(opened.Answers));
    }

    [Test]
    public async Task What_a_decided_amount_rests_on_is_not_moved_under_it()
    {
        await PublishAsync(form => form["steps"]!["CityCheck"] = JsonNode.Parse("""{ "fields": { "situation": "edit", "mobile": "edit" } }"""));
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, "CityCheck");
        var clerk = await office.HolderAsync(task);
        var situations = Flows.Hardship().Form.Field("situation")!.Options.Select(option => option.Value).ToArray();
        var proposed = await ProposedAsync(opened.Id);

        var refused = new List<string?>();
        foreach (var other in situations.Where(one => one != "recognised"))
            refused.Add(await CodeAsync(() => CorrectAsync(task, clerk, new() { ["situation"] = other }, "改")));
        await CorrectAsync(task, clerk, new() { ["mobile"] = "13900001234" }, "换号");

        Assert.That(refused, Does.Contain("correction.decided"));
        Assert.That(await ProposedAsync(opened.Id), Is.EqualTo(proposed));
    }

    [Test]
    public async Task A_step_is_not_agreed_to_before_its_required_answer_is_there_and_can_still_send_back()
    {
        await PublishAsync(form =>
        {
            form["steps"]!["TownshipReview"] = JsonNode.Parse("""{ "fields": { "ethnicGroup": "required" } }""");
            form["steps"]!["apply"]!["fields"] = new JsonObject { ["ethnicGroup"] = "hidden" };
        });
        var answers = office.Answers();
        answers.Remove("ethnicGroup");
        var opened = await office.SubmitAsync(answers, "hardship-aid", Drafting.Papers);
        var task = await office.ReachAsync(opened.Id, "TownshipReview");
        var reviewer = await office.HolderAsync(task);

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => office.DecideAsync(reviewer, new(task.Id, Verdict.Approve, "同意")));
        Assert.That((refusal!.Code, refusal.Field), Is.EqualTo(("decision.answer-missing", "answers.ethnicGroup")));
        Assert.That((await office.TasksAsync(opened.Id)).Single().Id, Is.EqualTo(task.Id));

        await office.DecideAsync(reviewer, new(task.Id, Verdict.Return, "再去看看") { ReturnTo = "HomeVisit" });
        var again = await office.ReachAsync(opened.Id, "TownshipReview");
        await CorrectAsync(again, reviewer, new() { ["ethnicGroup"] = "汉族" }, "核对户口簿");
        await office.DecideAsync(reviewer, new(again.Id, Verdict.Approve, "同意"));

        Assert.That(await WithVaultAsync(async vault => vault.OpenSubmitted(await office.CaseAsync(opened.Id)).ContainsKey("ethnicGroup")), Is.False);
    }

    [Test]
    public async Task What_officials_alone_fill_in_does_not_come_with_the_application()
    {
        await PublishAsync(form => form["steps"]!["apply"]!["fields"] = new JsonObject { ["ethnicGroup"] = "hidden" });
        var answers = office.Answers();
        answers["ethnicGroup"] = "汉族";

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => office.SubmitAsync(answers, "hardship-aid", Drafting.Papers));

        Assert.That((refusal!.Code, refusal.Field), Is.EqualTo(("form.field-not-editable", "ethnicGroup")));
    }

    [Test]
    public async Task What_the_applicant_supplements_afterwards_is_theirs_and_the_correction_beside_it_stays()
    {
        var opened = await office.SubmitCompleteAsync();
        var task = (await office.TasksAsync(opened.Id)).Single();
        await CorrectAsync(task, "station1", new() { ["mobile"] = "13900001234" }, "电话核实");
        await office.DecideAsync("station1", new(task.Id, Verdict.Incomplete) { Missing = [new("residenceAddress", "写到门牌号")] });

        await office.DoAsync((SupplyMissing act, CancellationToken token) => act.SupplyAsync(new SupplyCommand(opened.Id, new() { ["residenceAddress"] = "东湖镇新村 8 号" }, []), Actor.System, token));

        var after = await office.CaseAsync(opened.Id);
        var (answers, submitted, first) = await WithVaultAsync(vault => (vault.OpenAnswers(after), vault.OpenSubmitted(after), vault.OpenAnswers(opened)));
        Assert.That((answers["mobile"]!.ToString(), answers["residenceAddress"]!.ToString()), Is.EqualTo(("13900001234", "东湖镇新村 8 号")));
        Assert.That((submitted["mobile"]!.ToString(), submitted["residenceAddress"]!.ToString()), Is.EqualTo((first["mobile"]!.ToString(), "东湖镇新村 8 号")));
    }

    [Test]
    public async Task Of_two_who_correct_at_once_one_is_told_and_both_changes_are_never_mixed_up()
    {
        var opened = await office.SubmitCompleteAsync();
        var task = (await office.TasksAsync(opened.Id)).Single();
        await office.HireAsync("zhao-of-the-station", Cases.Organisation.Role.StationClerk, Cases.Organisation.UnitLevel.Township, "370402001");

        var told = await Task.WhenAll(
            CodeAsync(() => CorrectAsync(task, "station1", new() { ["mobile"] = "13900001234" }, "一")),
            CodeAsync(() => CorrectAsync(task, "zhao-of-the-station", new() { ["mobile"] = "13900005678" }, "二")));

        Assert.That(told.Count(code => code is null), Is.EqualTo(1));
        Assert.That(told, Does.Contain("task.claimed-by-other"));
        Assert.That(await office.ReadAsync(db => db.Set<AnswerCorrection>().CountAsync()), Is.EqualTo(1));
    }

    private static async Task<string?> CodeAsync(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (RefusedException refused)
        {
            return refused.Code;
        }
    }

    private Task PublishAsync(Action<JsonObject> change)
    {
        var form = (JsonObject)JsonNode.Parse(Flows.Hardship().Files["form.json"])!;
        change(form);
        return office.PublishAsync(("form.json", form.ToJsonString()));
    }

    private async Task<CorrectionReceipt> CorrectAsync(ReviewTask task, string userName, JsonObject answers, string why)
    {
        var actor = await office.AsAsync(userName);
        return await office.DoAsync((CorrectAnswers act, CancellationToken token) => act.CorrectAsync(new(task.Id, (JsonObject)answers.DeepClone(), why), actor, token));
    }

    private Task<T> WithVaultAsync<T>(Func<Vault, T> ask) => office.AskAsync(services => Task.FromResult(ask(services.GetRequiredService<Vault>())));

    private Task<T> WithVaultAsync<T>(Func<Vault, Task<T>> ask) => office.AskAsync(services => ask(services.GetRequiredService<Vault>()));

    private Task<long> ProposedAsync(CaseId id) => office.AskAsync(async services =>
    {
        var file = await services.GetRequiredService<CaseFiles>().LoadAsync(id, Actor.System, CancellationToken.None);
        return (await services.GetRequiredService<Cases.Deciding.Proposals>().ComputeAsync(file, CancellationToken.None)).Amount.Cents;
    });

    private async Task NothingChangedAsync(AidCase opened)
    {
        var after = await office.CaseAsync(opened.Id);
        Assert.That((after.Answers, after.Submitted), Is.EqualTo((opened.Answers, (byte[]?)null)));
        Assert.That(await office.ReadAsync(db => db.Set<AnswerCorrection>().CountAsync()), Is.Zero);
        Assert.That(await office.AuditAsync(opened.Id), Does.Not.Contain(CorrectAnswers.Act));
    }
}
