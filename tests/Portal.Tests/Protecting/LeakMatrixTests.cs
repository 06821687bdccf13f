using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Handling;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Protecting;

/// <summary>
/// Everybody against everything: each account of the demo city opens each list, count, search, document and detail, and finds no case outside
/// who and where. What an account may see is worked out here from the tree alone, not by the predicate under test.
/// </summary>
[TestFixture]
internal sealed partial class LeakMatrixTests
{
    /// <summary>A village, its sibling of a township whose code and name begin alike, one that moved there and kept its old code, and another district's.</summary>
    private static readonly string[] Homes = ["370402001001", "370402002001", "370402001099", "370403001001"];

    private static readonly string[] Accounts =
    [
        "village1", "village-370402-001-002", "village-370402-002-001", "village-370402-001-099", "village-370403-001-001", "station1", "station-370402-002", "station-370403-001",
        "township1", "township-370402-002", "township-370403-001", "district1", "district-370403", "decider1", "decider-370403",
        "city1", "citydecider1", "maker1", "checker1", "releaser1", "admin1", "auditor1", "leader1", "applicant1",
    ];

    private static readonly string[] Lists =
        ["/tasks", "/tasks?tab=Mine", "/tasks?tab=Waiting", "/tasks?tab=Overdue", "/tasks?tab=Done", "/cases", "/applications", "/payouts", "/admin", "/admin/units", "/admin/accounts", "/applicants", "/account", "/admin/services", "/audit", "/figures", "/notices", "/status",
            "/api/me", "/api/tasks", "/api/tasks?tab=Mine", "/api/tasks?tab=Waiting", "/api/tasks?tab=Overdue", "/api/tasks?tab=Done", "/api/tasks/views", "/api/cases", "/api/applications", "/api/drafts", "/api/payouts", "/api/payouts/funds", "/recoveries", "/api/recoveries", "/api/admin/stuck", "/api/admin/units", "/api/admin/accounts",
            "/api/admin/services", "/api/admin/calendar", "/api/admin/jobs", "/api/audit/looks", "/api/figures", "/api/notices", "/api/status"];

    private Hall hall = null!;
    private ImmutableArray<Known> cases;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        hall = await Hall.OpenAsync();
        var found = new List<Known>();
        foreach (var home in Homes)
        {
            found.Add(await UnderWayAsync(home));
            found.Add(await PaidAsync(home));
        }

        cases = [.. found];
    }

    [OneTimeTearDown]
    public async Task CloseAsync() => await hall.DisposeAsync();

    [TestCaseSource(nameof(Accounts))]
    public async Task Nobody_finds_a_case_outside_who_and_where(string who)
    {
        var seat = await hall.SignInAsync(who, "en");
        var own = await OwnAsync(who);
        var foreign = cases.Where(one => !own.Contains(one.Id)).ToList();
        var searches = foreign.SelectMany(one => one.Terms.SelectMany(term => new[] { "/tasks?q=", "/cases?q=", "/audit?number=", "/api/tasks?search=", "/api/cases?search=", "/api/audit/cases/" }, (term, list) => (List: list + Uri.EscapeDataString(term), Term: term)));

        using (Assert.EnterMultipleScope())
        {
            foreach (var (list, asked) in Lists.Select(list => (list, "")).Concat(searches))
            {
                var (status, text) = await seat.GetAsync(list);
                if (status != HttpStatusCode.OK)
                    continue;
                var found = foreign.SelectMany(one => one.Terms.Append(one.Id.ToString())).Where(term => term != asked && text.Contains(term, StringComparison.Ordinal)); // a page repeats what was asked for
                Assert.That(found, Is.Empty, $"{who} reads in {list}");
                var most = asked.Length > 0 ? 0 : list.Contains("/tasks", StringComparison.Ordinal) ? cases.Where(one => own.Contains(one.Id)).Sum(one => one.Tasks) : own.Count;
                foreach (Match shown in Counts(list).Matches(text))
                    Assert.That(int.Parse(shown.Groups["count"].Value, CultureInfo.InvariantCulture), Is.AtMost(most), $"{who} counts what is not theirs in {list}");
            }

            foreach (var address in foreign.SelectMany(one => one.Addresses))
            {
                var (status, _) = await seat.GetAsync(address);
                Assert.That(status, Is.Not.EqualTo(HttpStatusCode.OK), $"{who} opens {address}");
            }
        }
    }

    /// <summary>The matrix would hold for an empty portal too.</summary>
    [TestCase("village1", 2)]
    [TestCase("station1", 2)]
    [TestCase("village-370402-001-099", 2)]
    [TestCase("station-370402-002", 4)]
    [TestCase("district1", 6)]
    [TestCase("decider-370403", 2)]
    [TestCase("city1", 8)]
    [TestCase("auditor1", 8)]
    public async Task Staff_find_every_case_of_their_own_area(string who, int count)
    {
        var seat = await hall.SignInAsync(who, "en");
        var own = await OwnAsync(who);

        var (_, list) = await seat.GetAsync("/cases");
        var (_, told) = await seat.GetAsync("/api/cases");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(own, Has.Count.EqualTo(count));
            Assert.That(list, Does.Contain($"{count} cases"));
            Assert.That(told, Does.Contain($"\"count\":{count}"));
            foreach (var one in cases.Where(one => own.Contains(one.Id)))
            {
                Assert.That(list, Does.Contain(one.Number), who);
                Assert.That(told, Does.Contain(one.Number), who);
                Assert.That((await seat.GetAsync($"/cases/{one.Id}")).Status, Is.EqualTo(HttpStatusCode.OK), who);
                Assert.That((await seat.GetAsync($"/api/cases/{one.Id}")).Status, Is.EqualTo(HttpStatusCode.OK), who);
            }
        }
    }

    /// <summary>Cases whose village lies under a unit at which the account holds a role of the staff.</summary>
    private async Task<HashSet<CaseId>> OwnAsync(string who)
    {
        var units = await hall.Office.ReadAsync(db => db.Set<Unit>().AsNoTracking().ToDictionaryAsync(unit => unit.Id, unit => unit.ParentId));
        var held = await hall.Office.ReadAsync(db => db.Set<RoleAssignment>().AsNoTracking()
            .Where(one => one.Role != Role.Applicant && db.Set<Account>().Any(account => account.Id == one.AccountId && account.UserName == who)).Select(one => one.UnitId).ToListAsync());
        bool IsUnder(UnitId? unit) => unit is { } known && (held.Contains(known) || IsUnder(units[known]));
        return [.. cases.Where(one => IsUnder(one.Unit)).Select(one => one.Id)];
    }

    private async Task<Known> UnderWayAsync(string home)
    {
        var (opened, answers) = await SubmitAsync(home);
        await hall.Office.UntilAsync(opened.Id, "PublicNotice");
        return await KnownAsync(opened.Id, answers);
    }

    private async Task<Known> PaidAsync(string home)
    {
        var (opened, answers) = await SubmitAsync(home);
        await hall.Office.UntilAsync(opened.Id, "Payout");
        await hall.Office.PayAsync(opened.Id);
        return await KnownAsync(opened.Id, answers);
    }

    private async Task<(AidCase Case, System.Text.Json.Nodes.JsonObject Answers)> SubmitAsync(string home)
    {
        var answers = hall.Office.Answers();
        var village = await hall.Office.ReadAsync(db => db.Set<Unit>().Where(unit => unit.DivisionCode == home && unit.Level == UnitLevel.Village).Select(unit => unit.Id).SingleAsync());
        var linked = new List<LinkedFile>();
        foreach (var paper in (string[])["identityCard", "dischargePapers", "bankCard", "signedPromise", "hardshipStatement", "householdRegister"])
            linked.Add(new(paper, await hall.Office.UploadAsync(paper)));
        var opened = await hall.Office.DoAsync((SubmitApplication act, CancellationToken token) => act.SubmitAsync(
            new SubmitCommand("hardship-aid", answers, village, Intake.Station, (string)answers["citizenId"]!) { Documents = [.. linked] }, Actor.System, token));
        return (opened, answers);
    }

    private Task<Known> KnownAsync(CaseId id, System.Text.Json.Nodes.JsonObject answers) => hall.Office.ReadAsync(async db =>
    {
        var aidCase = await db.Set<AidCase>().AsNoTracking().SingleAsync(one => one.Id == id);
        var files = await db.Set<CaseDocument>().Where(one => one.CaseId == id).Select(one => one.FileId).ToListAsync();
        var documents = await db.Set<IssuedDocument>().Where(one => one.CaseId == id).Select(one => one.Id).ToListAsync();
        var tasks = await db.Set<ReviewTask>().Where(one => one.CaseId == id).Select(one => one.Id).ToListAsync();
        var about = id.ToString();
        var sent = await db.Set<Engine.Instances.OutboxRow>().Where(one => one.CorrelationId == about && one.Channel == "sms").Select(one => one.Id).ToListAsync();
        string[] addresses =
        [
            .. sent.Select(message => $"/admin/deliveries/{message}"), .. sent.Select(message => $"/api/admin/deliveries/{message}"),
            $"/cases/{id}", $"/cases/{id}/place/move", $"/applications/{id}", $"/applications/{id}/receipt", $"/applications/{id}/supplement", $"/applications/{id}/withdraw", $"/applications/{id}/again",
            .. files.Select(file => $"/cases/{id}/papers/{file}"), .. documents.Select(document => $"/cases/{id}/documents/{document}"), .. documents.Select(document => $"/applications/{id}/papers/{document}"),
            $"/api/cases/{id}", $"/api/cases/{id}/hand-over/places", $"/api/applications/{id}", $"/api/applications/{id}/receipt", $"/api/applications/{id}/supplement",
            .. files.Select(file => $"/api/cases/{id}/papers/{file}"), .. documents.Select(document => $"/api/cases/{id}/documents/{document}"), .. documents.Select(document => $"/api/applications/{id}/papers/{document}"),
            .. tasks.Select(task => $"/api/tasks/{task}"), .. tasks.Take(1).SelectMany(task => files.Select(file => $"/api/tasks/{task}/papers/{file}")),
            .. tasks.Select(task => $"/tasks/{task}"), .. tasks.Select(task => $"/visits/{task}/kept"), .. tasks.Take(1).SelectMany(task => files.Select(file => $"/tasks/{task}/papers/{file}")),
        ];
        return new Known(id, aidCase.UnitId, aidCase.ReceiptNumber!, (string)answers["applicantName"]!, (string)answers["citizenId"]!, tasks.Count, [.. addresses]);
    });

    [GeneratedRegex("data-count=\"[^\"]*\">(?<count>[0-9]+)<|(?<count>[0-9]+) cases", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Count();

    /// <summary>Where cases or tasks are counted; the API counts funds and jobs too.</summary>
    private static Regex Counts(string list) => !list.StartsWith("/api/", StringComparison.Ordinal) || !(list.Contains("/tasks", StringComparison.Ordinal) || list.Contains("/cases", StringComparison.Ordinal)) ? Count() : ApiCount();

    /// <summary>What the API counts of cases and tasks, over all pages and tabs.</summary>
    [GeneratedRegex("\"(?:count|Mine|Team|Waiting|Done)\":(?<count>[0-9]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex ApiCount();

    private sealed record Known(CaseId Id, UnitId Unit, string Number, string Name, string CitizenId, int Tasks, ImmutableArray<string> Addresses)
    {
        public IEnumerable<string> Terms => [Number, Name, CitizenId];
    }
}
