using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Sweeping;

[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class UnlinkedFileSweepTests(Provider provider)
{
    private Office office = null!;

    [SetUp]
    public async Task Open() => office = await Office.OpenAsync(provider);

    [TearDown]
    public async Task Close() => await office.DisposeAsync();

    [Test]
    public async Task An_upload_that_no_case_takes_goes_after_a_day_and_not_before()
    {
        await office.SubmitCompleteAsync();
        var linked = await IdsAsync();
        var lonely = await office.UploadAsync("identityCard");

        office.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        await office.SweepAsync(UnlinkedFileSweep.Key);
        var before = await IdsAsync();
        office.Clock.Advance(TimeSpan.FromSeconds(1));
        await office.SweepAsync(UnlinkedFileSweep.Key);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Does.Contain(lonely));
            Assert.That(await IdsAsync(), Is.EquivalentTo(linked));
        }
    }

    [Test]
    public async Task A_file_that_a_case_links_in_the_meantime_stays()
    {
        var file = await office.UploadAsync("identityCard");
        office.Clock.Advance(TimeSpan.FromDays(2));

        await office.DoAsync(async (RemoveUnlinkedFiles act, CancellationToken token) =>
        {
            var found = await act.RunAsync(10, token);
            await office.SubmitWithAsync(office.Answers(), "hardship-aid", [new("identityCard", file)]);
            return found;
        });

        Assert.That(await IdsAsync(), Does.Contain(file));
    }

    [Test]
    public async Task Who_links_a_file_that_was_just_removed_is_told_and_nothing_is_linked()
    {
        var file = await office.UploadAsync("identityCard");
        office.Clock.Advance(TimeSpan.FromDays(2));
        var before = await office.ReadAsync(db => db.Set<CaseDocument>().CountAsync());
        var opened = await office.SubmitAsync(office.Answers());
        var service = await office.ReadAsync(db => office.Services.GetRequiredService<ServiceCatalogue>().GetAsync(db, opened.ServiceVersionId, CancellationToken.None));

        var refused = await Assert.ThrowsAsync<RefusedException>(() => office.DoAsync(async (Documents act, CancellationToken token) =>
        {
            await act.LinkAsync(opened.Id, service, new("identityCard", file), token);
            await office.SweepAsync(UnlinkedFileSweep.Key);
            return true;
        }));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused!.Code, Is.EqualTo("document.not-uploaded"));
            Assert.That(await office.ReadAsync(db => db.Set<CaseDocument>().CountAsync()), Is.EqualTo(before));
        }
    }

    private Task<List<StoredFileId>> IdsAsync() => office.ReadAsync(db => db.Set<StoredFile>().Select(file => file.Id).ToListAsync());
}
