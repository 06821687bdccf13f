using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Designing;

/// <summary>What other values would have given to the closed cases of a year.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class RulesTrialTests(Provider provider)
{
    private const string Service = "hardship-aid";

    private Office office = null!;
    private Actor admin = null!;
    private AidCase recognised = null!;
    private AidCase low = null!;
    private AidCase again = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        admin = await office.AsAsync("admin1");
        recognised = await PaidAsync(Answers("recognised"));
        low = await PaidAsync(Answers("low-income"));
        again = await RefusedAsync(Answers("low-income"), low);
        await office.UntilAsync((await office.SubmitCompleteAsync()).Id, "Payout"); // open still
    }

    [OneTimeTearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task The_values_of_their_own_day_give_what_was_granted()
    {
        var tried = await TryAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(tried.Cases.Select(one => one.Number), Is.EquivalentTo(new[] { recognised.ReceiptNumber, low.ReceiptNumber, again.ReceiptNumber }), "the open one is not counted");
            Assert.That((tried.Rise, tried.Fall, tried.Unchanged, tried.Left), Is.EqualTo((0, 0, 3, 0)));
            Assert.That((tried.BeforeCents, tried.AfterCents, tried.GrantedCents), Is.EqualTo((7_000_00L, 7_000_00L, 7_000_00L)));
        }
    }

    [Test]
    public async Task Bands_and_caps_that_are_changed_raise_some_and_lower_others()
    {
        var bands = JsonNode.Parse(await office.ReadAsync(db => db.Set<RuleValue>().Where(row => row.ServiceId == Service && row.Key == "bands").Select(row => row.Json).SingleAsync()))!.AsArray();
        bands.Single(band => (string)band!["situation"]! == "low-income")!["flat"] = "3500.00";
        var tried = await TryAsync(("bands", bands.ToJsonString()), ("cap-per-case", "\"3600.00\""));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((tried.Rise, tried.Fall, tried.Unchanged), Is.EqualTo((1, 1, 1)));
            Assert.That(tried.Cases.Single(one => one.Number == low.ReceiptNumber) is { BeforeCents: 3_000_00, AfterCents: 3_500_00 }, Is.True);
            Assert.That(tried.Cases.Single(one => one.Number == recognised.ReceiptNumber) is { BeforeCents: 4_000_00, AfterCents: 3_600_00 }, Is.True);
            Assert.That(tried.Bands.Where(band => band.Band is not null).Select(band => (band.Band!.En, band.Cases, band.AfterCents)), Is.EquivalentTo(new[] { ("low-income household", 1, 3_500_00L), ("recognised household", 1, 3_600_00L) }));
        }
    }

    [Test]
    public async Task What_was_given_earlier_in_the_year_counts_and_who_was_refused_by_the_rules_may_get_something()
    {
        var twice = await TryAsync(("frequency", """{ "per": "year", "most": 2 }"""));
        var capped = await TryAsync(("frequency", """{ "per": "year", "most": 2 }"""), ("cap-per-year", "\"5000.00\""));

        Assert.That(twice.Cases.Single(one => one.Difference != 0) is { BeforeCents: 0, AfterCents: 3_000_00, GrantedCents: 0 } one && one.Number == again.ReceiptNumber, Is.True);
        Assert.That(capped.Cases.Single(one => one.Number == again.ReceiptNumber).AfterCents, Is.EqualTo(2_000_00), "what the first left of the year's cap");
    }

    /// <summary>Value after value, an amount beside a number would tell what the household earns.</summary>
    [Test]
    public async Task What_one_case_would_get_is_told_to_who_may_open_its_dossier_alone()
    {
        await using var site = await Serving.Website.OpenAsync(office);
        var page = await (await site.SignedInAsync("admin1")).GetAsync($"/admin/designer/{Service}/rules");
        (string, string)[] values = [("cap-per-case", "\"3600.00\"")];
        var shut = await TryAsync(values);
        var open = await office.HireAsync("rules1", Role.Administrator, UnitLevel.City, "370400");
        var district = await office.ReadAsync(db => db.Set<Unit>().Where(unit => unit.DivisionCode == "370402" && unit.Level == UnitLevel.District).Select(unit => unit.Id).SingleAsync());
        await office.DoAsync((AssignRole act, CancellationToken token) => act.RunAsync(open.Account!.Value, Role.DistrictReviewer, district, Cases.Clocks.LocalDay.Today(office.Clock), null, Actor.System, token));
        var seen = await TryAsync(open, values);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(shut.Named, Is.Empty);
            Assert.That((shut.Fall, shut.BeforeCents), Is.EqualTo((1, 7_000_00L)), "the sums are of all");
            Assert.That(seen.Named.Select(one => one.Number), Does.Contain(recognised.ReceiptNumber));
            Assert.That(page.Html, Does.Not.Contain(recognised.ReceiptNumber!));
        }
    }

    [Test]
    public async Task A_situation_without_a_band_gets_nothing()
    {
        var tried = await TryAsync(("bands", """[{ "situation": "recognised", "flat": "4000.00" }]"""));

        Assert.That(tried.Bands.Select(band => (band.Band is null, band.BeforeCents, band.AfterCents)), Is.EqualTo(new[] { (false, 4_000_00L, 4_000_00L), (true, 3_000_00L, 0L) }));
    }

    [Test]
    public async Task Nothing_is_kept_but_that_somebody_looked()
    {
        await TryAsync(("cap-per-case", "\"1.00\""));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await office.ReadAsync(db => db.Set<RuleValue>().CountAsync(row => row.Json == "\"1.00\"")), Is.Zero);
            Assert.That((await office.CaseAsync(recognised.Id)).ApprovedCents, Is.EqualTo(4_000_00));
            Assert.That(await office.ReadAsync(db => db.Set<AuditEntry>().AnyAsync(entry => entry.Act == "personal.listed" && entry.Subject == "list:rules-trial")), Is.True);
        }
    }

    [Test]
    public async Task What_takes_too_long_stops_and_says_how_many_are_left()
    {
        var tried = await office.AskAsync(services => ActivatorUtilities.CreateInstance<RulesTrial>(services, (TimeProvider)new HastyClock())
            .RunAsync(admin, Service, office.Clock.GetUtcNow().Year, new Dictionary<string, string>(), CancellationToken.None));

        Assert.That((tried.Cases.Length, tried.Left), Is.EqualTo((0, 4)));
    }

    [Test]
    public async Task Another_administrator_a_wrong_value_and_an_unknown_key_are_refused()
    {
        var station = await office.AsAsync("station1");
        async Task<string> CodeAsync(Actor actor, params (string, string)[] values) => (await Assert.ThrowsAsync<RefusedException>(() => TryAsync(actor, values)))!.Code;

        Assert.That(await CodeAsync(station), Is.EqualTo("definition.not-yours"));
        Assert.That(await CodeAsync(admin, ("bands", "[]")), Is.EqualTo("rules.value-malformed"));
        Assert.That(await CodeAsync(admin, ("nothing", "1")), Is.EqualTo("rules.unused-value"));
    }

    [TestCase("remove:x")]
    [TestCase("up:-1")]
    [TestCase("remove:99")]
    public async Task A_row_that_the_table_does_not_have_is_refused_and_what_was_written_stays(string what)
    {
        await using var site = await Serving.Website.OpenAsync(office);
        var page = await (await site.SignedInAsync("admin1")).GetAsync("/admin/designer/serious-illness-relief/rules");

        var refused = await page.PostAsync("/admin/designer/serious-illness-relief/rules", ("do", what), ("from", "2030-01-01"));

        Assert.That(refused.Status, Is.EqualTo(System.Net.HttpStatusCode.UnprocessableEntity));
        Assert.That(refused.Words, Does.Contain($"表中没有第“{what.Split(':')[1]}”行"));
        Assert.That(refused.Html, Does.Contain("2030-01-01"));
    }

    [Test]
    public async Task A_value_from_a_day_that_has_begun_needs_a_reason_which_the_trail_keeps()
    {
        var today = Cases.Clocks.LocalDay.Today(office.Clock);
        Task AddAsync(DateOnly from, string? reason) => office.DoAsync((AddRuleValue act, CancellationToken token) => act.RunAsync(admin, "serious-illness-relief", new("cap-per-year", from, "\"30000.00\"", true, "试", reason), token));

        var refused = await Assert.ThrowsAsync<RefusedException>(() => AddAsync(today, " "));
        await AddAsync(today, "文件自当日起执行");
        await AddAsync(today.AddDays(1), null);

        Assert.That(refused!.Code, Is.EqualTo("rules.backdated-without-reason"));
        Assert.That(await office.ReadAsync(db => db.Set<AuditEntry>().CountAsync(entry => entry.Act == "rule.value-added" && entry.Stream == "service:serious-illness-relief")), Is.EqualTo(2));
    }

    [Test]
    public async Task A_value_is_set_by_who_administers_the_whole_city_whatever_asks_for_it()
    {
        async Task<string> CodeAsync(string who)
        {
            var actor = await office.AsAsync(who);
            return (await Assert.ThrowsAsync<RefusedException>(() => office.DoAsync((AddRuleValue act, CancellationToken token) => act.RunAsync(actor, "serious-illness-relief", new("cap-per-year", new(2030, 1, 1), "\"30000.00\"", true, "试"), token))))!.Code;
        }

        Assert.That(await CodeAsync("decider1"), Is.EqualTo("admin.not-yours"));
        Assert.That(await CodeAsync("leader1"), Is.EqualTo("admin.not-yours"));
        Assert.That(await office.ReadAsync(db => db.Set<RuleValue>().CountAsync(value => value.From == new DateOnly(2030, 1, 1))), Is.Zero);
    }

    private Task<RulesTried> TryAsync(params (string Key, string Json)[] values) => TryAsync(admin, values);

    private Task<RulesTried> TryAsync(Actor actor, (string Key, string Json)[] values) => office.DoAsync((RulesTrial trial, CancellationToken token) =>
        trial.RunAsync(actor, Service, office.Clock.GetUtcNow().Year, values.ToDictionary(value => value.Key, value => value.Json), token));

    /// <summary>The row that a second application of the same household leaves: aid is given once a year.</summary>
    private async Task<AidCase> RefusedAsync(JsonObject answers, AidCase earlier)
    {
        var opened = await SubmitAsync(answers);
        await office.ReadAsync(db => db.Set<AidCase>().Where(one => one.Id == opened.Id).ExecuteUpdateAsync(set => set
            .SetProperty(one => one.ApplicantId, earlier.ApplicantId).SetProperty(one => one.HouseholdId, earlier.HouseholdId)
            .SetProperty(one => one.Outcome, CaseOutcome.Refused).SetProperty(one => one.Stage, CaseStage.Closed).SetProperty(one => one.ProposedCents, 0)));
        return await office.CaseAsync(opened.Id);
    }

    private JsonObject Answers(string situation)
    {
        var answers = office.Answers();
        answers["situation"] = situation;
        return answers;
    }

    private Task<AidCase> SubmitAsync(JsonObject answers) =>
        office.SubmitAsync((JsonObject)answers.DeepClone(), Service, "identityCard", "dischargePapers", "bankCard", "signedPromise", "hardshipStatement", "householdRegister", "incomeProof");

    private async Task<AidCase> PaidAsync(JsonObject answers)
    {
        var opened = await SubmitAsync(answers);
        await office.UntilAsync(opened.Id, "Payout");
        await office.PayAsync(opened.Id);
        return await office.CaseAsync(opened.Id);
    }

    /// <summary>Half a minute goes by at each look.</summary>
    private sealed class HastyClock : TimeProvider
    {
        private long looks;

        public override long GetTimestamp() => looks++ * 30 * TimestampFrequency;
    }
}
