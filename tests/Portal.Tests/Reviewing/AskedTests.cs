using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Reviewing;

/// <summary>Whoever gets a task from a colleague is told by whom, and what is asked of them.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class AskedTests(Provider provider)
{
    [Test]
    public async Task Whoever_is_asked_gets_it_or_signs_too_is_told_by_whom_and_why()
    {
        await using var office = await Office.OpenAsync(provider);
        await office.StaffAsync();
        await office.HireAsync("head1", Role.UnitHead, UnitLevel.Township, ReviewOffice.Township);
        var task = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "TownshipReview");
        await office.DelegateAsync("township1", task.Id, "station1");
        await office.RecallAsync("township1", task.Id);
        await office.AddSignerAsync("township1", task.Id, "district4", SignerPlace.Beside);
        await office.AddSignerAsync("township1", task.Id, "district5", SignerPlace.After);
        await office.AddSignerAsync("township1", task.Id, "district3", SignerPlace.Before);
        Assert.That(await ToldAsync(office, task.CaseId, "district5"), Has.None.EqualTo(Occasions.SignatureAsked), "it is not their turn yet");
        foreach (var signer in new[] { "district3", "district4" })
            await office.SaysAsync(signer, await TheirsAsync(office, task.CaseId, signer), Verdict.Approve);
        await office.SaysAsync("township1", task.Id, Verdict.Approve);
        var other = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "TownshipReview");
        var moved = await office.TransferAsync("township1", other.Id, "township3");
        await office.AsAsync<ReassignTask, TaskId>("head1", (act, actor, token) => act.RunAsync(moved, "township4", "外出培训", actor, token));

        var who = (await office.ReadAsync(db => db.Set<Account>().SingleAsync(one => one.UserName == "township1"))).NameZh;
        using (Assert.EnterMultipleScope())
        {
            await ShouldSayAsync("station1", Occasions.AdviceAsked, $"{who}就", "请核实其家庭收入情况", "asks for your opinion");
            await ShouldSayAsync("district3", Occasions.SignatureAsked, $"{who}请您在其办理之前加签", "请一并把关", "asks you to sign before them");
            await ShouldSayAsync("district4", Occasions.SignatureAsked, $"{who}请您与其同时加签", "请一并把关", "asks you to sign beside them");
            await ShouldSayAsync("district5", Occasions.SignatureAsked, $"{who}请您在其办理之后加签", "请一并把关", "asks you to sign after them");
            await ShouldSayAsync("township3", Occasions.TaskTransferred, $"{who}把", "外出学习一周", "has handed");
            await ShouldSayAsync("township4", Occasions.TaskTransferred, "head1把", "外出培训", "has handed");
        }

        async Task ShouldSayAsync(string user, string occasion, string by, string words, string english)
        {
            var account = (await office.AsAsync(user)).Account;
            var message = await office.ReadAsync(db => db.Set<Notification>().AsNoTracking().SingleAsync(one => one.Account == account && one.Occasion == occasion));
            Assert.That(message.In("zh-CN").Body, Does.Contain(by).And.Contain(words));
            Assert.That(message.In("en").Body, Does.Contain(english).And.Contain(words));
            Assert.That(message.In("zh-CN").Title, Does.Not.Contain(who), "the title goes out by e-mail and names nobody");
        }
    }

    [Test]
    public async Task Services_without_words_for_it_tell_a_new_task_and_running_cases_get_the_words_of_new_ones()
    {
        await using var office = await Office.OpenWithoutWordsAsync(provider, "asked-older", Occasions.AdviceAsked, Occasions.TaskTransferred, Occasions.SignatureAsked);
        await office.StaffAsync();
        var task = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "TownshipReview");
        var theirs = await office.TransferAsync("township1", task.Id, "township3");
        Assert.That(await ToldAsync(office, task.CaseId, "township3"), Is.SupersetOf(new[] { Occasions.TaskAssigned }).And.None.EqualTo(Occasions.TaskTransferred));

        await office.DoAsync((SeedServices act, CancellationToken token) => act.RunAsync([.. ServiceFolder.ReadAll(Path.Combine(Office.Root(), "workflows")).Where(reading => reading.Name == "hardship-aid")], token));
        await office.TransferAsync("township3", theirs, "township4");
        Assert.That(await ToldAsync(office, task.CaseId, "township4"), Has.Member(Occasions.TaskTransferred));
    }

    private static async Task<TaskId> TheirsAsync(Office office, CaseId id, string user)
    {
        var account = (await office.AsAsync(user)).Account;
        return (await office.OpenAsync(id)).Single(task => task.AssigneeId == account).Id;
    }

    private static async Task<ImmutableArray<string>> ToldAsync(Office office, CaseId id, string user)
    {
        var account = (await office.AsAsync(user)).Account;
        return [.. await office.ReadAsync(db => db.Set<Notification>().Where(one => one.Case == id && one.Account == account).Select(one => one.Occasion).ToListAsync())];
    }
}
