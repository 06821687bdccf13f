using System.Text.Json;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Meetings;
using AidWorkflow.Portal.Tests.Petitioning;
using AidWorkflow.Portal.Tests.Serving;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>Every page that can be opened, on a narrow phone and in the language of the longer words: none is forgotten, wider than the screen or closed to somebody.</summary>
[TestFixture]
internal sealed class EveryPageTests
{
    private const int Narrow = 360;

    /// <summary>What is opened by its address and is no page: files, streams, health, and ways that only lead on.</summary>
    private static readonly string[] NoPages =
    [
        "/matters/new/before", // a part of a page
        "/matters/days/{id:guid}/sign",
        "/matters/duty/turns", "/matters/routes/{id:guid}/end", "/scorecard/csv",
        "/matters/policies/{id:guid}/end",
        "/matters/duty/{id:guid}/close",
        "/matters/{id:guid}/documents", "/matters/{id:guid}/documents/{document:guid}/scan",
        "/", "/workflows/{**path}", "/status.css", "/tasks/news", "/tasks/back", "/people", "/admin/units/named", "/tasks/views/{**any}", "/payouts/{id:guid}/news", "/choose", "/health/live", "/health/ready", "/payouts/{id:guid}/file",
        "/tasks/{id:guid}/papers/{file:guid}", "/cases/{id:guid}/papers/{file:guid}", "/drafts/{id:guid}/go", "/services/{id}/apply", "/drafts/{id:guid}/submit", "/drafts/{id:guid}/papers/{key}",
        "/tasks/{id:guid}/{act:regex(^(decision|claim|release|numbers|answers|phrases|transfer|delegate|recall|signers|stand-aside|take-back)$)}", "/tasks/{id:guid}/signers/remove", "/tasks/{id:guid}/phrases/{phrase:guid}/forget", "/cases/{id:guid}/signatures/{signature:guid}", "/applications/{id:guid}/urge", "/audit/verify", "/admin/services/{service}/values", "/admin/jobs/{name}", "/admin/tokens/{id:guid}/revoke",
        "/admin/instances/{id:guid}/{act:regex(^(suspend|activate|cancel|undo|variable|migrate|check)$)}", "/admin/cases/{id:guid}/{act:regex(^(suspend|activate|jump|terminate|wake)$)}",
        "/admin/accounts/{id:guid}/{act:regex(^(role|end|close|reopen|password|unlock|second-factor)$)}", "/admin/units/{id:guid}/{act:regex(^(rename|move|open|merge|split|close)$)}",
        "/account/mail", "/account/deputies/{id:guid}/end", "/admin/stand-ins/{what:regex(^(deputy|cover)$)}", "/admin/stand-ins/{what:regex(^(deputy|cover)$)}/{id:guid}/end",
        "/sign-in/mobile/code", "/sign-in/passkey", "/sign-in/organisation", "/account/second-factor/{what:regex(^(begin|off|codes)$)}", "/account/passkeys", "/account/passkeys/{key}/{what:regex(^(name|remove)$)}",
        "/admin/{what:regex(^(incidents|messages)$)}/{id:guid}/{how}", "/visits/worker.js", "/visits/me", "/visits/{id:guid}/keep", "/visits/{id:guid}/kept",
        "/meetings/{id:guid}/{act:regex(^(gather|add|take-off|freeze|return|dissolve|confirm|send-back|carry-out)$)}", "/meetings/{id:guid}/scan", "/meetings/{id:guid}/scan/{file:guid}", "/meetings/{id:guid}/minutes/scan",
        "/messages/read", "/messages/{id:guid}/read", "/admin/phones/{id:guid}", "/funds/{id:guid}/budget", "/funds/proposals/{id:guid}/{act:regex(^(confirm|decline)$)}",
        "/cases/{id:guid}/{act:regex(^(delivery|death|undo-death|take-over|end|withdrawal|again|move|undo-move|hand-over|copy|urge|agency|agency-answer|hearing|hearing-record|hearing-off)$)}",
    ];

    /// <summary>Packed files, and what programs read.</summary>
    private static readonly string[] Elsewhere = ["/assets/", "/api", "/elsa/", "/openapi"];

    private readonly Dictionary<string, IPage> browsers = new(StringComparer.Ordinal);
    private readonly List<string> complaints = [];
    private Screen screen = null!;

    private Office Office => screen.Office;

    [OneTimeSetUp]
    public async Task OpenAsync() => screen = await Screen.OpenAsync();

    [OneTimeTearDown]
    public async Task CloseAsync() => await screen.DisposeAsync();

    [Test]
    [CancelAfter(300_000)]
    public async Task None_is_forgotten_or_too_wide_or_closed_to_somebody(CancellationToken cancellation)
    {
        var pages = await PagesAsync();
        var routes = screen.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>() is not { } methods || methods.HttpMethods.Contains("GET"))
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/')).Where(route => !Elsewhere.Any(start => route.StartsWith(start, StringComparison.Ordinal))).ToHashSet(StringComparer.Ordinal);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(routes.Except(pages.Keys).Except(NoPages), Is.Empty, "a page that this test does not open");
            Assert.That(pages.Keys.Concat(NoPages).Except(routes), Is.Empty, "there is no such page any more");
            foreach (var (route, (who, path)) in pages)
                await FitsAsync(route, who, path);
            Assert.That(complaints, Is.Empty);
        }
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Their_browser_has_nothing_that_the_oldest_one_lacks_and_styles_need_nothing_of_it(CancellationToken cancellation)
    {
        var page = await screen.AnybodyAsync(Narrow, "en");
        await page.GotoAsync("/services");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await page.EvaluateAsync<bool>("() => 'at' in [] || 'structuredClone' in window || 'randomUUID' in crypto || 'parseHTMLUnsafe' in Document"), Is.False);
            foreach (var sheet in new[] { "pages.css", "print.css", "sheet.css" })
                Assert.That(Older.Styles.Where(PackedFiles.Text(sheet).Contains), Is.Empty, sheet);
        }
    }

    private async Task<Dictionary<string, (string? Who, string Path)>> PagesAsync()
    {
        var before = await Office.WaitingAsync(2);
        var (entering, comparing) = (await Office.OpenListAsync(), await Office.OpenListAsync());
        var decisions = await Office.ReadAsync(db => db.Set<Cases.Reviewing.ReviewTask>().Where(one => before.Contains(one.CaseId) && one.Kind == Cases.Reviewing.RoundKind.Decision).Select(one => one.Id).ToListAsync());
        await Office.AsAsync("district1", (Cases.Meeting.GatherCases act, Cases.Acting.Actor actor, CancellationToken token) => act.AddAsync(entering, decisions[0], actor, token));
        await Office.AsAsync("district1", (Cases.Meeting.GatherCases act, Cases.Acting.Actor actor, CancellationToken token) => act.AddAsync(comparing, decisions[1], actor, token));
        await Office.FreezeAsync(entering);
        await Office.FreezeAsync(comparing);
        await Office.EnterAsync(comparing, await Office.MinutesAsync(comparing));
        var paid = await Office.SubmitCompleteAsync();
        await Office.UntilAsync(paid.Id, "Payout");
        var batch = await Office.BatchAsync(paid.Id);
        await Office.SendAsync(batch);
        var line = await Office.ReadAsync(db => db.Set<AidWorkflow.Cases.Paying.PayoutLine>().Where(one => one.Batch == batch).Select(one => one.Payment).FirstAsync());
        var task = await Office.ReachAsync((await Office.SubmitCompleteAsync()).Id, "TownshipReview");
        var lacking = await Office.SendAsync("applicant1", Office.Answers());
        var asked = (await Office.TasksAsync(lacking)).Single();
        await Office.DecideAsync("station1", new(asked.Id, Cases.Reviewing.Verdict.Incomplete) { Missing = [new("householdRegister", "请补交清晰的原件照片")] });
        var refused = await Office.SendAsync("applicant1", Office.Answers());
        var decision = await Office.ReachAsync(refused, "DistrictDecision");
        await Office.DecideAsync("decider1", new(decision.Id, Cases.Reviewing.Verdict.Refuse, "未达到救助标准。"));
        var own = await Office.SendAsync("applicant1", Office.Answers());
        await Office.UntilAsync(own, "PublicNotice");
        var draft = await Office.DraftAsync("applicant1", Office.Answers(), Drafting.Papers);
        var notice = await Office.ReadAsync(db => db.Set<PublicNotice>().Where(notice => notice.CaseId == own).Select(notice => notice.Id).SingleAsync());
        var letter = await Office.ReadAsync(db => db.Set<IssuedDocument>().Where(document => document.CaseId == refused).Select(document => document.Id).FirstAsync());
        var sent = await Office.ReadAsync(db => db.Set<Engine.Instances.OutboxRow>().Where(message => message.Channel == "sms").Select(message => message.Id).FirstAsync());
        var unit = await Office.ReadAsync(db => db.Set<Unit>().Where(unit => unit.DivisionCode == "370402").Select(unit => unit.Id).SingleAsync());
        var clerk = await Office.ReadAsync(db => db.Set<Account>().Where(account => account.UserName == "station1").Select(account => account.Id).SingleAsync());
        var fund = await Office.ReadAsync(db => db.Set<Cases.Funding.Fund>().FirstAsync());
        var maker = await Office.AsAsync("maker1");
        var proposal = await Office.DoAsync((Cases.Funding.ProposeFund act, CancellationToken token) => act.ChangeAsync(fund.Id, -1_000_00, "鲁退役军人发〔2022〕9 号", maker, token));
        var desk = await Office.AsAsync("desk1");
        var matter = (await Office.DoAsync((Cases.Petitioning.RegisterVisit act, CancellationToken token) => act.RunAsync(new(Cases.Petitioning.MatterChannel.Visit, Cases.Clocks.LocalDay.Today(Office.Clock))
        {
            Name = "王大山",
            Matters = [new(Cases.Petitioning.MatterKind.Petition, "pension", "要求落实待遇") { Class = Cases.Petitioning.PetitionClass.Claim, Branch = Cases.Petitioning.ClaimBranch.PetitionHandling }],
        }, desk, token))).Single().Id;
        var rights = await Office.AsAsync("rights1");
        foreach (var kind in (Cases.Petitioning.PetitionEventKind[])[Cases.Petitioning.PetitionEventKind.Arrived, Cases.Petitioning.PetitionEventKind.Accepted])
            await Office.DoAsync((Cases.Petitioning.RecordPetitionStep act, CancellationToken token) => act.RunAsync(new(matter, kind, Cases.Clocks.LocalDay.Today(Office.Clock)), rights, token));
        var spoken = await SpokenMatters.EnterAsync(Office, "applicant1", own);
        var acknowledgement = (await Office.DoAsync((Cases.Petitioning.IssuePetitionDocument act, CancellationToken token) => act.RunAsync(
            new(matter, Cases.Petitioning.PetitionDocumentKind.Acknowledgement, new Dictionary<string, string> { ["route"] = "六十日内书面答复。", ["signer"] = "李副局长" }), rights, token))).Id;
        return new(StringComparer.Ordinal)
        {
            ["/matters/{id:guid}/application"] = ("desk1", $"/matters/{spoken.Help}/application"),
            ["/matters/{id:guid}/appointment"] = ("desk1", $"/matters/{spoken.Counselling}/appointment"),
            ["/matters/{id:guid}/reports"] = ("rights1", $"/matters/{spoken.Opinion}/reports"),
            ["/matters/opinions"] = ("rights1", "/matters/opinions"),
            ["/appointments"] = ("counsellor1", "/appointments"),
            ["/appointments/{id:guid}"] = ("counsellor1", $"/appointments/{spoken.Appointment}"),
            ["/matters/{id:guid}/satisfaction"] = ("desk1", $"/matters/{spoken.Delivered}/satisfaction"),
            ["/matters/{id:guid}/rating"] = ("desk1", $"/matters/{spoken.Ended}/rating"),
            ["/own-matters"] = ("applicant1", "/own-matters"),
            ["/own-matters/{id:guid}/satisfaction"] = ("applicant1", $"/own-matters/{spoken.Delivered}/satisfaction"),
            ["/own-matters/{id:guid}/rating"] = ("applicant1", $"/own-matters/{spoken.Ended}/rating"),
            ["/ratings/negative"] = ("rights1", "/ratings/negative"),
            ["/ratings/negative/{id:guid}"] = ("rights1", $"/ratings/negative/{spoken.Rated}"),
            ["/scorecard"] = ("leader1", "/scorecard"),
            ["/scorecard/list"] = ("rights1", "/scorecard/list?figure=TimelyAcceptance"),
            ["/matters/{id:guid}/documents/new"] = ("rights1", $"/matters/{matter}/documents/new?kind=Acknowledgement"),
            ["/matters/{id:guid}/documents/{document:guid}"] = ("rights1", $"/matters/{matter}/documents/{acknowledgement}"),
            ["/matters/{id:guid}/documents/{document:guid}/delivery"] = ("desk1", $"/matters/{matter}/documents/{acknowledgement}/delivery"),
            ["/matters"] = ("desk1", "/matters"),
            ["/matters/new"] = ("desk1", "/matters/new"),
            ["/matters/open"] = ("rights1", "/matters/open"),
            ["/matters/policies"] = ("rights1", "/matters/policies"),
            ["/matters/routes"] = ("rights1", "/matters/routes"),
            ["/matters/replies"] = ("rights1", "/matters/replies"),
            [$"/matters/{{id:guid}}/acts/{AidWorkflow.Portal.Petitioning.MatterActs.Route}"] = ("rights1", $"/matters/{matter}/acts/split"),
            ["/matters/duty"] = ("rights1", "/matters/duty"),
            ["/matters/days"] = ("desk1", "/matters/days"),
            ["/matters/{id:guid}"] = ("rights1", $"/matters/{matter}"),
            ["/meetings"] = ("decider1", "/meetings"),
            ["/meetings/{id:guid}"] = ("decider1", $"/meetings/{entering}"),
            ["/meetings/{id:guid}/sheet"] = ("decider1", $"/meetings/{entering}/sheet"),
            ["/meetings/{id:guid}/minutes"] = ("decider1", $"/meetings/{entering}/minutes"),
            ["/meetings/{id:guid}/check"] = ("district1", $"/meetings/{comparing}/check"),
            ["/sign-in"] = (null, "/sign-in"),
            ["/sign-in/mobile"] = (null, "/sign-in/mobile"),
            ["/sign-in/code"] = (null, "/sign-in/code"), // leads to the beginning: the test of the second factor sees the page itself
            ["/again"] = ("station1", "/again"), // leads on where nothing waits: SentTooLateTests see the page itself
            ["/account"] = ("station1", "/account"),
            ["/account/password"] = ("station1", "/account/password"),
            ["/account/second-factor"] = ("station1", "/account/second-factor"),
            ["/applicants"] = ("station1", "/applicants"),
            ["/no-right"] = ("station1", "/no-right"),
            ["/status"] = (null, "/status"),
            ["/progress"] = (null, "/progress"),
            ["/notices"] = (null, "/notices"),
            ["/notices/{id:guid}"] = (null, $"/notices/{notice}"),
            ["/notices/{id:guid}/sheet"] = ("station1", $"/notices/{notice}/sheet"),
            ["/notices/{id:guid}/objection"] = (null, $"/notices/{notice}/objection"),
            ["/notices/{id:guid}/objection/taken"] = (null, $"/notices/{notice}/objection/taken"),
            ["/services"] = ("applicant1", "/services"),
            ["/services/{id}"] = ("applicant1", "/services/hardship-aid"),
            ["/drafts/{id:guid}"] = ("applicant1", $"/drafts/{draft}"),
            ["/drafts/{id:guid}/place"] = ("applicant1", $"/drafts/{draft}/place"),
            ["/drafts/{id:guid}/topics/{key}"] = ("applicant1", $"/drafts/{draft}/topics/household"),
            ["/drafts/{id:guid}/papers"] = ("applicant1", $"/drafts/{draft}/papers"),
            ["/drafts/{id:guid}/sheets/{key}"] = ("applicant1", $"/drafts/{draft}/sheets/signedPromise"),
            ["/drafts/{id:guid}/check"] = ("applicant1", $"/drafts/{draft}/check"),
            ["/applications"] = ("applicant1", "/applications"),
            ["/applications/{id:guid}"] = ("applicant1", $"/applications/{own}"),
            ["/applications/{id:guid}/receipt"] = ("applicant1", $"/applications/{own}/receipt"),
            ["/applications/{id:guid}/papers/{paper:guid}"] = ("applicant1", $"/applications/{refused}/papers/{letter}"),
            ["/applications/{id:guid}/supplement"] = ("applicant1", $"/applications/{lacking}/supplement"),
            ["/applications/{id:guid}/withdraw"] = ("applicant1", $"/applications/{own}/withdraw"),
            ["/applications/{id:guid}/again"] = ("applicant1", $"/applications/{refused}/again"),
            ["/tasks"] = ("township1", "/tasks"),
            ["/tasks/many"] = ("township1", "/tasks/many"),
            ["/tasks/{id:guid}/give"] = ("township1", $"/tasks/{task.Id}/give"),
            ["/tasks/team"] = ("township1", "/tasks/team"),
            ["/tasks/team/list"] = ("township1", "/tasks/team/list?who=nobody&count=Open"),
            ["/tasks/calendar"] = ("township1", "/tasks/calendar"),
            ["/tasks/waiting"] = ("township1", "/tasks/waiting"),
            ["/cases/waiting"] = ("decider1", "/cases/waiting"),
            ["/tasks/copied"] = ("township1", "/tasks/copied"),
            ["/tasks/{id:guid}"] = ("township1", $"/tasks/{task.Id}"),
            ["/visits/road"] = ("township1", "/visits/road"),
            ["/messages"] = ("applicant1", "/messages"),
            ["/admin/deliveries"] = ("admin1", "/admin/deliveries"),
            ["/admin/deliveries/{id:guid}"] = ("admin1", $"/admin/deliveries/{sent}"),
            ["/admin/cases/{id:guid}"] = ("admin1", $"/admin/cases/{own}"),
            ["/admin/instances"] = ("admin1", "/admin/instances"),
            ["/admin/instances/{id:guid}"] = ("admin1", $"/admin/instances/{await Office.ReadAsync(db => db.Set<Cases.Applying.CaseRun>().Where(run => run.CaseId == own).Select(run => run.Id).FirstAsync())}"),
            ["/admin/phones"] = ("admin1", "/admin/phones"),
            ["/account/deputies"] = ("station1", "/account/deputies"),
            ["/admin/stand-ins"] = ("admin1", "/admin/stand-ins"),
            ["/admin/groups"] = ("admin1", "/admin/groups"),
            ["/admin/rules"] = ("admin1", "/admin/rules"),
            ["/admin/accounts/{id:guid}/hand-over"] = ("admin1", $"/admin/accounts/{clerk}/hand-over"),
            ["/funds"] = ("leader1", "/funds"),
            ["/funds/new"] = ("maker1", "/funds/new"),
            ["/funds/{id:guid}"] = ("maker1", $"/funds/{fund.Id}"),
            ["/funds/proposals/{id:guid}"] = ("checker1", $"/funds/proposals/{proposal}"),
            ["/ratings"] = ("leader1", "/ratings"),
            ["/applications/{id:guid}/rating"] = ("applicant1", $"/applications/{refused}/rating"),
            ["/cases"] = ("decider1", "/cases"),
            ["/cases/{id:guid}"] = ("decider1", $"/cases/{paid.Id}"),
            ["/cases/{id:guid}/documents/{document:guid}"] = ("decider1", $"/cases/{refused}/documents/{letter}"),
            ["/cases/{id:guid}/approval-form"] = ("decider1", $"/cases/{paid.Id}/approval-form"),
            ["/cases/{id:guid}/place/{act:regex(^(move|hand-over)$)}"] = ("station1", $"/cases/{own}/place/move"),
            ["/cases/handed-over"] = ("station1", "/cases/handed-over"),
            ["/payouts"] = ("maker1", "/payouts"),
            ["/payouts/{id:guid}"] = ("maker1", $"/payouts/{batch}"),
            ["/payouts/{id:guid}/lines/{payment:guid}/take"] = ("maker1", $"/payouts/{batch}/lines/{line}/take"),
            ["/payouts/{id:guid}/keying"] = ("maker1", $"/payouts/{batch}/keying"),
            ["/recoveries"] = ("maker1", "/recoveries"),
            ["/admin"] = ("admin1", "/admin"),
            ["/admin/units/{id:guid?}"] = ("admin1", $"/admin/units/{unit}"),
            ["/admin/accounts"] = ("admin1", "/admin/accounts"),
            ["/admin/accounts/new"] = ("admin1", "/admin/accounts/new?at=370402001"),
            ["/admin/accounts/{id:guid}"] = ("admin1", $"/admin/accounts/{clerk}"),
            ["/admin/services"] = ("admin1", "/admin/services"),
            ["/admin/designer"] = ("admin1", "/admin/designer"),
            ["/admin/designer/{service}/form"] = ("admin1", "/admin/designer/hardship-aid/form"),
            ["/admin/designer/{service}/form/preview"] = ("admin1", "/admin/designer/hardship-aid/form/preview?language=en&section=household"),
            ["/admin/designer/{service}/templates"] = ("admin1", "/admin/designer/hardship-aid/templates"),
            ["/admin/designer/{service}/templates/{key}"] = ("admin1", "/admin/designer/hardship-aid/templates/approved.applicant.sms"),
            ["/admin/designer/{service}/rules"] = ("admin1", "/admin/designer/serious-illness-relief/rules"),
            ["/admin/designer/{service}/simulation"] = ("admin1", "/admin/designer/hardship-aid/simulation?said=%5B%22Completeness%22,%22Complete%22,null,1%5D"),
            ["/admin/designer/{definitionId}"] = ("admin1", "/admin/designer/hardship-aid"),
            ["/admin/designer/{definitionId}/rehearsal"] = ("admin1", "/admin/designer/hardship-aid/rehearsal"),
            ["/admin/designer/{definitionId}/compare"] = ("admin1", "/admin/designer/hardship-aid/compare"),
            ["/admin/designer/{definitionId}/live"] = ("admin1", "/admin/designer/hardship-aid/live"),
            ["/admin/calendar"] = ("admin1", "/admin/calendar"),
            ["/admin/jobs"] = ("admin1", "/admin/jobs"),
            ["/admin/tokens"] = ("admin1", "/admin/tokens"),
            ["/audit"] = ("auditor1", "/audit"),
            ["/audit/workflows"] = ("auditor1", "/audit/workflows"),
            ["/audit/workflows/{definitionId}"] = ("auditor1", "/audit/workflows/hardship-aid"),
            ["/audit/workflows/{definitionId}/compare"] = ("auditor1", "/audit/workflows/hardship-aid/compare"),
            ["/figures/time"] = ("leader1", "/figures/time"),
            ["/figures"] = ("leader1", "/figures"),
        };
    }

    private async Task FitsAsync(string route, string? who, string path)
    {
        var page = await BrowserAsync(who);
        var answer = await page.GotoAsync(path);
        Assert.That(answer?.Status, Is.EqualTo(route == "/no-right" ? 403 : 200), $"{route} for {who}");
        await Accessibility.CheckAsync(page);
        Assert.That(await page.Locator("[data-chart]:not([data-drawn])").CountAsync(), Is.Zero, $"{path} has a chart that was not drawn");
        var widest = await page.EvaluateAsync<JsonElement>("() => [document.scrollingElement.scrollWidth, ...[...document.querySelectorAll('.wide')].map(one => one.scrollWidth)]");
        Assert.That(widest.EnumerateArray().Max(one => one.GetInt32()), Is.AtMost(Narrow), $"{path} is wider than the phone");
    }

    private async Task<IPage> BrowserAsync(string? who)
    {
        if (browsers.TryGetValue(who ?? "", out var known))
            return known;
        var page = await screen.AnybodyAsync(Narrow, "en");
        page.Console += (_, message) => complaints.AddRange(message.Type == "error" && !message.Location.Contains("/no-right", StringComparison.Ordinal) ? [$"{who}: {message.Text} ({message.Location})"] : []);
        page.PageError += (_, error) => complaints.Add($"{who}: {error}");
        browsers.Add(who ?? "", page);
        if (who is not null)
            await screen.SignInAsync(page, who);
        return page;
    }
}
