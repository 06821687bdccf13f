using AidWorkflow.Engine.Instances;
using AidWorkflow.Harness;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Storage.Tests.Reading;

/// <summary>"Nothing changed" is only worth something where any change would be seen.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class DatabaseStateTests(Provider provider)
{
    [Test]
    public async Task A_byte_a_word_that_moved_and_a_row_are_seen_in_their_table_alone_and_a_second_look_sees_the_same()
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (one, other) = (A.Start(A.Bookmark()), A.Start(A.Bookmark()));
        await database.ActAsync(work =>
        {
            work.Add(one);
            work.Add(other);
            return Task.CompletedTask;
        });
        var table = await database.ReadAsync(db => Task.FromResult(db.Model.FindEntityType(typeof(InstanceRow))!.GetTableName()));
        var before = await database.ReadAsync(DatabaseState.DigestAsync);
        var again = await database.ReadAsync(DatabaseState.DigestAsync);

        var bytes = new byte[600];
        bytes[^1] = 1;
        await SetAsync(one, state: bytes);
        var byByte = await ChangedAsync();
        await SetAsync(one, state: new byte[600]);
        var back = await ChangedAsync();
        await SetAsync(one, correlation: other.Instance.CorrelationId);
        await SetAsync(other, correlation: one.Instance.CorrelationId);
        var byWords = await ChangedAsync();
        await database.ReadAsync(db => db.Set<BookmarkRow>().Where(row => row.InstanceId == one.Instance.Id).ExecuteDeleteAsync());
        var byRow = await ChangedAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(again, Is.EqualTo(before));
            Assert.That(byByte, Is.EqualTo(new[] { table }));
            Assert.That(back, Is.Empty, "what is the same again looks the same");
            Assert.That(byWords, Is.EqualTo(new[] { table }), "two rows that changed places in one column are others");
            Assert.That(byRow, Has.Length.EqualTo(2).And.Contains(table));
        }

        async Task<string[]> ChangedAsync() => [.. (await database.ReadAsync(DatabaseState.DigestAsync)).Where(now => before[now.Key] != now.Value).Select(now => now.Key)];

        Task<int> SetAsync(StepWrites step, byte[]? state = null, string? correlation = null) => database.ReadAsync(db => db.Set<InstanceRow>().Where(row => row.Id == step.Instance.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, row => state ?? row.State).SetProperty(row => row.CorrelationId, row => correlation ?? row.CorrelationId)));
    }
}
