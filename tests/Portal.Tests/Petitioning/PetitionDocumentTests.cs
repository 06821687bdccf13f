using System.Security.Cryptography;
using System.Text;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static AidWorkflow.Cases.Petitioning.PetitionDocumentKind;
using static AidWorkflow.Cases.Petitioning.PetitionEventKind;

namespace AidWorkflow.Portal.Tests.Petitioning;

/// <summary>What is put into writing of a petition: issued by whoever may, kept as it was, and delivered, which starts the petitioner's time.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class PetitionDocumentTests(Provider provider)
{
    private Office office = null!;
    private Actor desk = null!;
    private Actor rights = null!;
    private Actor city = null!;
    private int petitioners;

    private DateOnly Today => LocalDay.Today(office.Clock);

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        office.Clock.MoveTo(LocalDay.At(new DateOnly(2022, 5, 9), new TimeOnly(9, 0)));
        (desk, rights, city) = (await office.AsAsync("desk1"), await office.AsAsync("rights1"), await office.AsAsync("cityrights1"));
    }

    [OneTimeTearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task An_issued_letter_is_numbered_kept_as_it_was_and_its_delivery_begins_the_time_for_review()
    {
        var id = await ReachAsync(Answered);
        var before = await StatusAsync(id);

        var letter = await IssueAsync(rights, id, DispositionLetter);
        var (zh, en) = (await ReadAsync(rights, id, letter.Id, "zh-CN"), await ReadAsync(rights, id, letter.Id, "en"));
        await DeliverAsync(desk, letter, Today.AddDays(2), DeliveryMethod.Post, "EMS 1234567890123");

        var due = await office.ReadAsync(db => db.Set<Petition>().Where(petition => petition.Id == id).Select(petition => petition.NextDueOn).SingleAsync());
        var calendar = await office.AskAsync(all => all.GetRequiredService<Calendars>().CurrentAsync(CancellationToken.None));
        var kept = await office.ReadAsync(db => db.Set<PetitionDocument>().AsNoTracking().SingleAsync(one => one.Id == letter.Id));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((before, await StatusAsync(id)), Is.EqualTo((PetitionStatus.Answered, PetitionStatus.MayAskReview)));
            Assert.That(due, Is.EqualTo(calendar.After(Today, Term.CalendarDays(30), Roll.ToNextWorkingDay).On), "from the day on which it was received");
            Assert.That(letter.Number, Does.StartWith("CL3704022022"));
            Assert.That(zh.Html, Does.Contain(letter.Number!).And.Contain("市中区退役军人事务局").And.Contain("日内").And.Contain("枣庄市退役军人事务局").And.Contain("不予支持").And.Contain("<p>&lt;b&gt;查明&lt;/b&gt;如下</p>"));
            Assert.That(en.Html, Does.Contain(letter.Number!).And.Contain("Within 30 days of receiving this letter").And.Contain("not supported"));
            Assert.That(kept.Hash, Is.EqualTo("sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{zh.Html}\n{en.Html}")))));
            Assert.That(Encoding.UTF8.GetString(kept.BodyZh!), Does.Not.Contain("查明"), "it lies sealed");
            Assert.That(await office.ReadAsync(db => db.Set<AuditEntry>().CountAsync(entry => entry.Subject == $"matter:{id}" && entry.Facts.Contains($"petition-document:{letter.Id}"))), Is.EqualTo(2), "each look is on record");
        }
    }

    [Test]
    public async Task Each_unit_counts_its_own_kind_of_document()
    {
        var (one, two) = (await ReachAsync(Accepted), await ReachAsync(Accepted));

        var issued = new[] { await IssueAsync(rights, one, Acknowledgement), await IssueAsync(rights, two, Acknowledgement) };

        var numbers = issued.Select(document => long.Parse(document.Number!["SL".Length..], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.That(numbers[1], Is.EqualTo(numbers[0] + 1));
    }

    [Test]
    public async Task What_is_missing_comes_too_early_or_is_not_theirs_is_refused_by_name_and_uses_up_no_number()
    {
        var id = await ReachAsync(Forwarded);
        var early = await RefusedAsync(() => IssueAsync(rights, id, Acknowledgement));
        var letter = await IssueAsync(desk, id, TransferLetter);
        await EnterAsync(id, Arrived, Accepted);
        var clerk = await RefusedAsync(() => IssueAsync(desk, id, Acknowledgement));
        var missing = await RefusedAsync(() => IssueAsync(rights, id, Acknowledgement, ("route", "")));
        var elsewhere = await RefusedAsync(async () => await IssueAsync(await office.AsAsync("rights-370403"), id, Acknowledgement));
        var stale = await RefusedAsync(() => office.DoAsync((IssuePetitionDocument act, CancellationToken token) => act.RunAsync(Command(id, Acknowledgement) with { Seen = 0 }, rights, token)));
        var acknowledged = await IssueAsync(rights, id, Acknowledgement);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((early.Code, clerk.Code, elsewhere.Code, stale.Code), Is.EqualTo(("petition-document.too-early", "petition-document.not-yours", "matter.unknown", "petition-document.changed-meanwhile")));
            Assert.That((missing.Code, missing.Field), Is.EqualTo(("petition-document.missing", "route")));
            Assert.That((letter.UnitId, acknowledged.Ordinal), Is.EqualTo((await UnitAsync(id), 2)));
        }
    }

    [Test]
    public async Task Until_it_went_out_another_can_take_its_place_and_afterwards_none()
    {
        var id = await ReachAsync(Answered);
        var bare = await RefusedAsync(() => office.DoAsync((RecordPetitionStep act, CancellationToken token) => act.RunAsync(new(id, Delivered, Today, 0, "当面送达"), rights, token)));
        var first = await IssueAsync(rights, id, DispositionLetter);
        var second = await IssueAsync(rights, id, DispositionLetter, ("facts", "改正后的事实"));

        var replaced = await RefusedAsync(() => DeliverAsync(rights, first, Today, DeliveryMethod.InPerson, "本人"));
        var aside = await RefusedAsync(() => office.DoAsync((RecordPetitionStep act, CancellationToken token) => act.RunAsync(new(id, Delivered, Today, 0, "当面送达"), rights, token)));
        await DeliverAsync(rights, second, Today, DeliveryMethod.InPerson, "本人");
        var twice = await RefusedAsync(() => DeliverAsync(rights, second, Today, DeliveryMethod.InPerson, "本人"));
        var late = await RefusedAsync(() => IssueAsync(rights, id, DispositionLetter));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((bare.Code, bare.Field), Is.EqualTo(("petition-document.none-yet", "kind")), "no time of the petitioner's runs from a word of ours alone");
            Assert.That((replaced.Code, twice.Code, late.Code), Is.EqualTo(("petition-document.replaced", "petition-delivery.recorded", "petition-document.delivered-before")));
            Assert.That((aside.Code, aside.Values["number"]), Is.EqualTo(("petition-document.deliver-it", (object)second.Number!)), "one delivery, told in one place");
        }
    }

    [TestCase(DeliveryMethod.InPerson, null, "本人", "petition-delivery.day-missing", "on")]
    [TestCase(DeliveryMethod.InPerson, -1, "本人", "petition-delivery.before-issue", "on")]
    [TestCase(DeliveryMethod.InPerson, 1, "本人", "petition-delivery.day-ahead", "on")]
    [TestCase(DeliveryMethod.InPerson, 0, " ", "petition-delivery.receiver-missing", "to")]
    [TestCase(DeliveryMethod.Post, 0, "", "petition-delivery.tracking-missing", "to")]
    [TestCase(DeliveryMethod.Electronic, 0, "", "petition-delivery.address-missing", "to")]
    [TestCase(null, 0, "本人", "petition-delivery.method-missing", "method")]
    public async Task A_delivery_that_does_not_say_when_how_or_to_whom_is_refused_by_its_field(DeliveryMethod? method, int? later, string to, string code, string field)
    {
        var id = await ReachAsync(Accepted);
        var document = await IssueAsync(rights, id, Acknowledgement);

        var refusal = await RefusedAsync(() => office.DoAsync((RecordPetitionDelivery act, CancellationToken token) => act.RunAsync(new(id, document.Id, method, later is { } days ? Today.AddDays(days) : null, to), desk, token)));

        Assert.That((refusal.Code, refusal.Field), Is.EqualTo((code, field)));
    }

    [Test]
    public async Task A_delivery_goes_by_the_same_order_as_any_step_and_whoever_only_reads_records_none()
    {
        var id = await ReachAsync(Answered);
        await DeliverAsync(desk, await IssueAsync(rights, id, DispositionLetter), Today, DeliveryMethod.InPerson, "本人");
        await EnterAsync(id, ReviewAsked);
        var asked = Today;
        office.Clock.MoveTo(office.Clock.GetUtcNow().AddDays(2));
        await EnterAsync(id, ReviewAnswered);
        var opinion = await RecordAsync(id, await UploadAsync(rights), ("date", $"{asked:yyyy-MM-dd}"));

        var early = await RefusedAsync(() => DeliverAsync(desk, opinion, asked.AddDays(1), DeliveryMethod.InPerson, "本人"));
        var reader = await RefusedAsync(async () => await DeliverAsync(await office.AsAsync("leader1"), opinion, Today, DeliveryMethod.InPerson, "本人"));
        var kept = await office.ReadAsync(db => db.Set<PetitionDocument>().AsNoTracking().SingleAsync(one => one.Id == opinion.Id));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((early.Code, early.Field, reader.Code), Is.EqualTo(("petition.before-last", "on", "petition-document.unknown")), "nobody has an opinion before it was given");
            Assert.That((kept.DeliveredOn, await StatusAsync(id)), Is.EqualTo(((DateOnly?)null, PetitionStatus.ReviewAnswered)));
        }
    }

    [Test]
    public async Task Of_two_who_issue_or_deliver_at_once_both_numbers_differ_and_one_delivery_counts()
    {
        var id = await ReachAsync(Answered);
        var issued = await Task.WhenAll(IssueAsync(rights, id, DispositionLetter), IssueAsync(rights, id, DispositionLetter));
        var open = await office.ReadAsync(db => db.Set<PetitionDocument>().Where(one => one.MatterId == id && !one.IsReplaced).ToListAsync());

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Caught(() => DeliverAsync(desk, open.Single(), Today, DeliveryMethod.InPerson, "本人"))));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(issued.Select(one => one.Number), Is.Unique);
            Assert.That(outcomes.Where(code => code is not null), Has.Exactly(1).Matches<string?>(code => code is "petition-delivery.recorded" or "petition.not-now"));
            Assert.That(await office.ReadAsync(db => db.Set<PetitionEntry>().CountAsync(entry => entry.MatterId == id && entry.Kind == Delivered)), Is.EqualTo(1));
        }

        static async Task<string?> Caught(Func<Task> act)
        {
            try
            {
                await act();
                return null;
            }
            catch (RefusedException refusal)
            {
                return refusal.Code;
            }
        }
    }

    [Test]
    public async Task A_review_is_issued_by_a_body_above_and_by_nobody_who_answered()
    {
        var id = await ReachAsync(Answered);
        await DeliverAsync(desk, await IssueAsync(rights, id, DispositionLetter), Today, DeliveryMethod.InPerson, "本人");
        await EnterAsync(id, ReviewAsked, ReviewAnswered);

        var same = await RefusedAsync(() => IssueAsync(rights, id, ReviewOpinion));
        var offers = await OffersAsync(rights, id);
        var opinion = await IssueAsync(city, id, ReviewOpinion);
        await DeliverAsync(desk, opinion, Today, DeliveryMethod.InPerson, "本人");
        await EnterAsync(id, ReReviewAsked, ReReviewAnswered);
        var above = await RefusedAsync(() => IssueAsync(city, id, ReReviewOpinion));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((same.Code, above.Code), Is.EqualTo(("petition-document.not-superior", "petition-document.not-superior")));
            Assert.That(offers.Single(offer => offer.Kind == ReviewOpinion).IsElsewhere, Is.True);
            Assert.That(opinion.Number, Does.StartWith("FC370400"));
            Assert.That((await ReadAsync(city, id, opinion.Id, "zh-CN")).Html, Does.Contain("信访处理意见书（CL370402").And.Contain("申请复核"));
        }
    }

    [Test]
    public async Task An_opinion_from_outside_is_recorded_with_its_scan_and_starts_the_same_time()
    {
        var id = await ReachAsync(Answered);
        await DeliverAsync(desk, await IssueAsync(rights, id, DispositionLetter), Today, DeliveryMethod.InPerson, "本人");
        var asked = Today;
        await EnterAsync(id, ReviewAsked, ReviewAnswered);
        var scan = await UploadAsync(rights);
        var foreign = await UploadAsync(city);

        var bare = await RefusedAsync(() => RecordAsync(id, null, ("number", ""), ("date", $"{asked.AddDays(-1):yyyy-MM-dd}")));
        var others = await RefusedAsync(() => RecordAsync(id, foreign));
        var wrong = await RefusedAsync(() => office.DoAsync((RecordSuperiorOpinion act, CancellationToken token) => act.RunAsync(new(id, CompletionReport, new Dictionary<string, string>(), scan), rights, token)));
        var opinion = await RecordAsync(id, scan);
        var text = await ReadAsync(desk, id, opinion.Id, "zh-CN");
        await DeliverAsync(desk, opinion, Today, DeliveryMethod.Post, "EMS 1");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bare.Others.Prepend(bare).Select(one => (one.Code, one.Field)), Is.EquivalentTo(new[]
            {
                ("petition-document.missing", "number"), ("petition-document.before-request", "date"), ("petition-document.scan-missing", "scan"),
            }));
            Assert.That(others.Code, Is.EqualTo("document.not-uploaded"), "naming somebody's file does not open it");
            Assert.That(wrong.Code, Is.EqualTo("petition-document.not-assigned"));
            Assert.That((opinion.Number, opinion.IssuedOn, text.Html, text.Scan, text.Fields["body"]), Is.EqualTo(("枣政信复〔2022〕7号", Today, (string?)null, (StoredFileId?)scan, "枣庄市人民政府")));
            Assert.That(await StatusAsync(id), Is.EqualTo(PetitionStatus.MayAskReReview));
            Assert.That(await office.ReadAsync(db => db.Set<StoredFile>().Where(file => file.Id == scan).Select(file => file.Linked).SingleAsync()), Is.True);
        }
    }

    [Test]
    public async Task What_was_sent_to_another_body_is_answered_by_its_own_paper_which_is_recorded()
    {
        var id = await SentToAsync("薛城区人力资源和社会保障局");
        var refused = await RefusedAsync(() => IssueAsync(rights, id, DispositionLetter));
        var offered = (await OffersAsync(rights, id)).Single(offer => offer.Kind == DispositionLetter);
        var scan = await UploadAsync(rights);
        var letter = await office.DoAsync((RecordSuperiorOpinion act, CancellationToken token) => act.RunAsync(
            new(id, DispositionLetter, new Dictionary<string, string> { ["body"] = "薛城区人力资源和社会保障局", ["number"] = "薛人社信处〔2022〕3号", ["date"] = $"{Today:yyyy-MM-dd}", ["result"] = "Explain" }, scan), rights, token));
        await DeliverAsync(desk, letter, Today, DeliveryMethod.InPerson, "本人");
        await EnterAsync(id, ReviewAsked, ReviewAnswered);
        var above = await RefusedAsync(() => IssueAsync(city, id, ReviewOpinion));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((refused.Code, offered.IsElsewhere), Is.EqualTo(("petition-document.other-body", true)));
            Assert.That((letter.Number, letter.IsRecorded, await StatusAsync(id)), Is.EqualTo(("薛人社信处〔2022〕3号", true, PetitionStatus.ReviewAnswered)));
            Assert.That(above.Code, Is.EqualTo("petition-document.not-superior"), "nobody here is known to stand above it");
        }
    }

    [Test]
    public async Task What_was_sent_to_a_bureau_of_the_house_is_answered_under_its_seal_and_under_no_other()
    {
        var id = await SentToAsync("枣庄市退役军人事务局");

        var district = await RefusedAsync(() => IssueAsync(rights, id, DispositionLetter));
        var letter = await IssueAsync(city, id, DispositionLetter);
        var wrong = await RefusedAsync(() => office.DoAsync((RecordSuperiorOpinion act, CancellationToken token) => act.RunAsync(new(id, DispositionLetter, new Dictionary<string, string>(), null), city, token)));

        Assert.That((district.Code, letter.Number![..8], wrong.Code), Is.EqualTo(("petition-document.other-body", "CL370400", "petition-document.not-recorded")));
    }

    [Test]
    public async Task Documents_of_an_accusation_do_not_exist_for_whom_it_names()
    {
        var accused = await office.HireAsync("letters-accused", Role.RightsOfficer, UnitLevel.District, "370402");
        var id = await RegisterAsync(new MatterCommand(MatterKind.Petition, "conduct", "反映某人") { Class = PetitionClass.Accusation, Accused = ["letters-accused"] });
        await EnterAsync(id, Forwarded);
        var letter = await IssueAsync(rights, id, TransferLetter);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await RefusedAsync(() => ReadAsync(accused, id, letter.Id, "zh-CN"))).Code, Is.EqualTo("petition-document.unknown"));
            Assert.That((await RefusedAsync(() => DeliverAsync(accused, letter, Today, DeliveryMethod.InPerson, "某人"))).Code, Is.EqualTo("petition-document.unknown"));
            Assert.That((await RefusedAsync(() => IssueAsync(accused, id, TransferLetter))).Code, Is.EqualTo("matter.unknown"));
            Assert.That(await OffersAsync(accused, id), Is.Empty);
            Assert.That((await ReadAsync(desk, id, letter.Id, "zh-CN")).Html, Does.Contain("反映某人"), "whoever received it sees it");
        }
    }

    private async Task<MatterId> ReachAsync(PetitionEventKind last)
    {
        var id = await RegisterAsync(new MatterCommand(MatterKind.Petition, "pension", "要求落实待遇") { Class = PetitionClass.Claim, Branch = ClaimBranch.PetitionHandling });
        PetitionEventKind[] way = [Forwarded, Arrived, Accepted, Answered];
        await EnterAsync(id, [.. way.Take(Array.IndexOf(way, last) + 1)]);
        return id;
    }

    /// <summary>Sent to a body, and answered as far as the register knows.</summary>
    private async Task<MatterId> SentToAsync(string body)
    {
        var id = await RegisterAsync(new MatterCommand(MatterKind.Petition, "pension", "要求落实待遇") { Class = PetitionClass.Claim, Branch = ClaimBranch.PetitionHandling });
        await office.DoAsync((SendPetitionOn act, CancellationToken token) => act.RunAsync(new(id, Forwarded, Today, body, "职责在该机关"), desk, token));
        await EnterAsync(id, Arrived, Accepted, Answered);
        return id;
    }

    private async Task<MatterId> RegisterAsync(MatterCommand matter) =>
        (await office.DoAsync((RegisterVisit act, CancellationToken token) => act.RunAsync(new(MatterChannel.Visit, Today) { Name = $"来信人{++petitioners}", Matters = [matter] }, desk, token))).Single().Id;

    private async Task EnterAsync(MatterId id, params PetitionEventKind[] kinds)
    {
        foreach (var kind in kinds)
            await office.DoAsync((RecordPetitionStep act, CancellationToken token) => act.RunAsync(new(id, kind, Today, 0, "枣庄市市中区退役军人事务局"), rights, token));
    }

    private static PetitionDocumentCommand Command(MatterId id, PetitionDocumentKind kind, params (string Name, string Text)[] other)
    {
        var fields = PetitionPapers.Of(kind).Fields.ToDictionary(field => field.Name, field => field.Kind switch
        {
            PaperFieldKind.Day => "2022-08-01",
            PaperFieldKind.Choice => field.Choices[^1].Key,
            _ => field.Name switch { "facts" => "<b>查明</b>如下\r\n另查", "superior" => "枣庄市退役军人事务局", "request" => "反映某人", _ => $"填写 {field.Name}" },
        });
        foreach (var (name, text) in other)
            fields[name] = text;
        return new(id, kind, fields);
    }

    private Task<PetitionDocument> IssueAsync(Actor actor, MatterId id, PetitionDocumentKind kind, params (string Name, string Text)[] other) =>
        office.DoAsync((IssuePetitionDocument act, CancellationToken token) => act.RunAsync(Command(id, kind, other), actor, token));

    private async Task<PetitionDocument> RecordAsync(MatterId id, StoredFileId? scan, params (string Name, string Text)[] other)
    {
        var fields = new Dictionary<string, string> { ["body"] = "枣庄市人民政府", ["number"] = "枣政信复〔2022〕7号", ["date"] = $"{Today:yyyy-MM-dd}", ["result"] = "Uphold" };
        foreach (var (name, text) in other)
            fields[name] = text;
        return await office.DoAsync((RecordSuperiorOpinion act, CancellationToken token) => act.RunAsync(new(id, ReviewOpinion, fields, scan), rights, token));
    }

    private Task<StoredFileId> UploadAsync(Actor actor) => office.DoAsync((UploadDocument act, CancellationToken _) => Task.FromResult(act.Upload("意见.pdf", "%PDF-1.4"u8.ToArray(), actor)));

    private async Task DeliverAsync(Actor actor, PetitionDocument document, DateOnly on, DeliveryMethod method, string to)
    {
        if (on > Today)
            office.Clock.MoveTo(LocalDay.At(on, new TimeOnly(9, 0)));
        await office.DoAsync((RecordPetitionDelivery act, CancellationToken token) => act.RunAsync(new(document.MatterId, document.Id, method, on, to), actor, token));
    }

    private Task<PetitionDocumentText> ReadAsync(Actor actor, MatterId id, PetitionDocumentId document, string language) =>
        office.DoAsync((ReadPetitionDocument act, CancellationToken token) => act.RunAsync(id, document, language, "test", actor, token));

    private Task<System.Collections.Immutable.ImmutableArray<PetitionOffer>> OffersAsync(Actor actor, MatterId id) => office.DoAsync((PetitionDrafting act, CancellationToken token) => act.OffersAsync(id, actor, token));

    private Task<PetitionStatus> StatusAsync(MatterId id) => office.ReadAsync(db => db.Set<Petition>().Where(petition => petition.Id == id).Select(petition => petition.Status).SingleAsync());

    private Task<UnitId> UnitAsync(MatterId id) => office.ReadAsync(db => db.Set<Matter>().Where(matter => matter.Id == id).Select(matter => matter.UnitId).SingleAsync());

    private static async Task<RefusedException> RefusedAsync(Func<Task> act) => (await Assert.ThrowsAsync<RefusedException>(act))!;
}
