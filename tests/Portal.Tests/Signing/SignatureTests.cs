using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Signing;
using AidWorkflow.Portal.Inbox;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static AidWorkflow.Portal.Tests.Commands.CommandRun;

namespace AidWorkflow.Portal.Tests.Signing;

/// <summary>手写签名: what was signed is what is on record, or it shows.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class SignatureTests(Provider provider)
{
    internal static readonly byte[] Picture = Drawn.Png(120, 60, ink: true);

    private Office office = null!;
    private CaseId id;
    private ReviewTask task = null!;

    [SetUp]
    public async Task Open()
    {
        office = await Office.OpenAsync(provider);
        id = (await office.SubmitCompleteAsync()).Id;
        task = await office.ReachAsync(id, "TownshipReview");
        await office.AskForSignaturesAsync(task.RoundId);
    }

    [TearDown]
    public async Task Close() => await office.DisposeAsync();

    [Test]
    public async Task A_signed_step_is_decided_only_with_a_signature_which_then_verifies()
    {
        var said = new DecideCommand(task.Id, Verdict.Approve, "同意上报。");
        await office.RefusesAsync("signature.missing", () => DecideAsync(said), "signature");

        await DecideAsync(said with { Signature = await SignAsync(said) });

        var signed = (await CheckAsync()).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((signed.Step, signed.Verdict, signed.IsAsSigned, signed.AnswersSince), Is.EqualTo(("TownshipReview", Verdict.Approve, true, false)));
            Assert.That(await office.AuditAsync(id), Does.Contain("task.signed"));
            Assert.That(await office.ReadAsync(db => db.Set<StoredFile>().Where(file => file.Id == signed.Picture).Select(file => file.Linked).SingleAsync()), Is.True, "kept with the case");
            Assert.That((await RunAsync(["case", "verify", (await office.CaseAsync(id)).ReceiptNumber!, .. Place])).Status, Is.Zero);
        }
    }

    [Test]
    public async Task What_changed_between_signing_and_posting_is_refused()
    {
        var said = new DecideCommand(task.Id, Verdict.Approve, "同意上报。");
        var signature = await SignAsync(said);

        await office.RefusesAsync("signature.changed", () => DecideAsync(said with { Opinion = "同意上报，从快办理。", Signature = signature }), "signature");
        await office.RefusesAsync("signature.changed", () => DecideAsync(said with { Verdict = Verdict.Refuse, Signature = signature }), "signature");
        await office.RefusesAsync("signature.changed", () => DecideAsync(said with { Signature = signature with { At = signature.At.AddSeconds(-1) } }), "signature");
        office.Clock.Advance(TimeSpan.FromHours(13));
        await office.RefusesAsync("signature.late", () => DecideAsync(said with { Signature = signature }), "signature");
    }

    [Test]
    public async Task A_signature_is_a_picture_of_one_s_own_and_stands_under_one_decision()
    {
        var said = new DecideCommand(task.Id, Verdict.Approve, "同意上报。");
        var signature = await SignAsync(said);
        var paper = await office.UploadAsync("paper");
        var elses = await PictureAsync("station1");

        await office.RefusesAsync("signature.no-picture", () => DecideAsync(said with { Signature = signature with { Picture = paper } }), "signature");
        await office.RefusesAsync("signature.no-picture", () => DecideAsync(said with { Signature = signature with { Picture = elses } }), "signature");
        await office.RefusesAsync("signature.missing", () => DecideAsync(said with { Signature = signature with { Picture = null } }), "signature");
        await DecideAsync(said with { Signature = signature });

        var next = await office.ReachAsync(id, "DistrictReview");
        await office.RefusesAsync("signature.not-asked", async () => await office.DecideAsync(await office.HolderAsync(next), new(next.Id, Verdict.Approve, "同意。") { Signature = signature }));
        await office.AskForSignaturesAsync(next.RoundId);
        await office.RefusesAsync("signature.changed", async () => await office.DecideAsync(await office.HolderAsync(next), new(next.Id, Verdict.Approve, "同意。") { Signature = signature with { At = office.Clock.GetUtcNow() } }));
    }

    [Test]
    public async Task Whoever_changes_the_record_afterwards_is_found_out()
    {
        var said = new DecideCommand(task.Id, Verdict.Approve, "同意上报。");
        await DecideAsync(said with { Signature = await SignAsync(said) });

        await WriteAsync(db => db.Set<Decision>().Where(decision => decision.TaskId == task.Id).ExecuteUpdateAsync(set => set.SetProperty(decision => decision.Opinion, "不同意。")));
        Assert.That((await CheckAsync()).Single().Differs, Is.EqualTo(new[] { "record" }));
        Assert.That((await RunAsync(["case", "verify", (await office.CaseAsync(id)).ReceiptNumber!, .. Place])).Status, Is.EqualTo(1));

        await WriteAsync(db => db.Set<HandSignature>().ExecuteUpdateAsync(set => set.SetProperty(signature => signature.Digest, "sha256:00")));
        Assert.That((await CheckAsync()).Single().Differs, Is.EqualTo(new[] { "record", "trail" }));

        await WriteAsync(db => db.Set<StoredFile>().Where(file => db.Set<HandSignature>().Any(signature => signature.FileId == file.Id)).ExecuteUpdateAsync(set => set.SetProperty(file => file.Content, new byte[] { 1, 2, 3 })));
        Assert.That((await CheckAsync()).Single().Differs, Does.Contain("picture"));
    }

    [Test]
    public async Task A_picture_of_one_point_or_one_colour_is_no_signature()
    {
        var said = new DecideCommand(task.Id, Verdict.Approve, "同意上报。");
        var signature = await SignAsync(said);
        foreach (var (content, code) in new[]
        {
            (Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="), "signature.too-small"),
            (Drawn.Png(59, 40, ink: true), "signature.too-small"),
            (Drawn.Png(600, 220, ink: false), "signature.blank"),
            (Drawn.BlankJpeg, "signature.blank"),
            (Drawn.Png(600, 220, ink: true)[..60], "signature.blank"),
        })
        {
            var picture = await PictureAsync(await office.HolderAsync(task), content);
            await office.RefusesAsync(code, () => DecideAsync(said with { Signature = signature with { Picture = picture } }), "signature");
        }

        await DecideAsync(said with { Signature = signature with { Picture = await PictureAsync(await office.HolderAsync(task), Drawn.SignedJpeg) } });
    }

    [Test]
    public async Task Sending_back_needs_no_signature()
    {
        await office.DecideAsync(await office.HolderAsync(task), new(task.Id, Verdict.Return, "请补充。") { ReturnTo = "HomeVisit" });

        Assert.That(await CheckAsync(), Is.Empty);
    }

    private string[] Place => provider == Provider.Sqlite
        ? ["--database", office.Settings.Database.File]
        : ["--provider", "postgres", "--connection", office.Settings.Database.Connection!];

    private async Task<DecisionReceipt> DecideAsync(DecideCommand command) => await office.DecideAsync(await office.HolderAsync(task), command);

    private async Task<HandSigned> SignAsync(DecideCommand command)
    {
        var name = await office.HolderAsync(task);
        var actor = await office.AsAsync(name);
        var statement = await office.AskAsync(services => new StatementReading(services.GetRequiredService<IUnitOfWork>(), services.GetRequiredService<CaseFiles>(), services.GetRequiredService<Signatures>(), office.Clock).OfAsync(command, actor, CancellationToken.None));
        return new(await PictureAsync(name), statement.Digest, statement.At);
    }

    private Task<StoredFileId> PictureAsync(string userName) => PictureAsync(userName, Picture);

    private async Task<StoredFileId> PictureAsync(string userName, byte[] content)
    {
        var actor = await office.AsAsync(userName);
        return await office.DoAsync((UploadDocument act, CancellationToken _) => Task.FromResult(act.Upload("signature.png", content, actor)));
    }

    private async Task<IReadOnlyList<CheckedSignature>> CheckAsync() => await office.AskAsync(async services => await services.GetRequiredService<SignatureCheck>().OfAsync(id, CancellationToken.None));

    private Task<bool> WriteAsync(Func<DbContext, Task<int>> change) => office.AskAsync(async services =>
    {
        var work = services.GetRequiredService<IUnitOfWork>();
        work.Within((db, _) => change(db));
        await work.CommitAsync(CancellationToken.None);
        return true;
    });
}

/// <summary>Makes a step one that is signed by hand, as its definition may.</summary>
internal static class SignedSteps
{
    public static Task AskForSignaturesAsync(this Office office, RoundId round) => office.AskAsync(async services =>
    {
        var work = services.GetRequiredService<IUnitOfWork>();
        var found = await work.Db.Set<Round>().SingleAsync(one => one.Id == round);
        work.Db.Entry(found).Property(one => one.Plan).CurrentValue = found.Plan with { Signed = true };
        await work.CommitAsync(CancellationToken.None);
        return true;
    });
}
