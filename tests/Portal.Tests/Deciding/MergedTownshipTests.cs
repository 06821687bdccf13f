using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>Who stands above a village is kept between acts; a change of the tree is seen by the very next act all the same.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class MergedTownshipTests(Provider provider)
{
    [Test]
    public async Task After_a_merger_the_next_step_of_an_old_case_goes_to_the_township_that_carries_on()
    {
        await using var office = await Office.OpenAsync(provider);
        var aidCase = await office.SubmitCompleteAsync();
        var (closing, heir) = (await TownshipAsync(office, "370402001"), await TownshipAsync(office, "370402002"));

        await office.DoAsync(async (MergeUnits act, CancellationToken token) => (await act.RunAsync([closing], heir, new DateOnly(2022, 3, 7), Actor.System, token)).Id);
        await DecideAsync(office, aidCase.Id, "station-370402-002", new(default, Verdict.Complete, "材料齐全。") { IdentityProved = true });
        await DecideAsync(office, aidCase.Id, "village1", new(default, Verdict.Approve, "情况属实。"));

        Assert.That((await office.TasksAsync(aidCase.Id)).Select(task => (task.Step, task.UnitId)), Is.EqualTo(new[] { ("HomeVisit", heir), ("HomeVisit", heir) }));
    }

    [Test]
    public async Task Who_held_the_role_at_the_closed_township_no_longer_decides()
    {
        await using var office = await Office.OpenAsync(provider);
        var aidCase = await office.SubmitCompleteAsync();
        var (closing, heir) = (await TownshipAsync(office, "370402001"), await TownshipAsync(office, "370402002"));
        await office.DoAsync(async (MergeUnits act, CancellationToken token) => (await act.RunAsync([closing], heir, new DateOnly(2022, 3, 7), Actor.System, token)).Id);

        Assert.That(async () => await DecideAsync(office, aidCase.Id, "station1", new(default, Verdict.Complete, "材料齐全。") { IdentityProved = true }),
            Throws.InstanceOf<RefusedException>().With.Property(nameof(RefusedException.Code)).EqualTo("task.not-yours"));
    }

    private static async Task DecideAsync(Office office, CaseId aidCase, string by, DecideCommand command) =>
        await office.DecideAsync(by, command with { Task = (await office.TasksAsync(aidCase))[0].Id });

    private static Task<UnitId> TownshipAsync(Office office, string code) =>
        office.ReadAsync(db => db.Set<Unit>().Where(unit => unit.DivisionCode == code && unit.Level == UnitLevel.Township).Select(unit => unit.Id).SingleAsync());
}
