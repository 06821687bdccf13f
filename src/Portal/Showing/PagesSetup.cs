using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Applying;
using AidWorkflow.Portal.Awaiting;
using AidWorkflow.Portal.Confirming;
using AidWorkflow.Portal.Designing;
using AidWorkflow.Portal.Dossiers;
using AidWorkflow.Portal.Following;
using AidWorkflow.Portal.Funds;
using AidWorkflow.Portal.Handling;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Inbox;
using AidWorkflow.Portal.Intervening;
using AidWorkflow.Portal.Keying;
using AidWorkflow.Portal.Meetings;
using AidWorkflow.Portal.Messages;
using AidWorkflow.Portal.Objecting;
using AidWorkflow.Portal.Overseeing;
using AidWorkflow.Portal.OwnAccount;
using AidWorkflow.Portal.Payouts;
using AidWorkflow.Portal.Petitioning;
using AidWorkflow.Portal.Rating;
using AidWorkflow.Portal.Receiving;
using AidWorkflow.Portal.Recovering;
using AidWorkflow.Portal.Reorganising;
using AidWorkflow.Portal.Searching;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.SigningIn;
using AidWorkflow.Portal.Staffing;
using AidWorkflow.Portal.Visiting;

namespace AidWorkflow.Portal.Showing;

internal static class PagesSetup
{
    public static IServiceCollection AddPages(this IServiceCollection services) => services
        .AddSingleton<DryRun>().AddSingleton<AheadReading>()
        .AddScoped<Offers>().AddScoped<Places>().AddScoped<StoredPapers>().AddScoped<Objections>().AddScoped<NoticeReading>()
        .AddScoped<DraftReading>().AddScoped<OwnCases>().AddScoped<OwnStory>().AddScoped<ProgressLookUp>()
        .AddScoped<Turns>().AddScoped<InboxReading>().AddScoped<InboxViewReading>().AddScoped<ManyReading>().AddScoped<OwnTasks>().AddScoped<TeamReading>().AddScoped<WaitReading>().AddScoped<DueCalendarReading>().AddScoped<DecidedReading>().AddSingleton<Arrivals>().AddSingleton<LiveNews>().AddScoped<DossierReading>().AddScoped<HistoryReading>().AddScoped<TaskReading>().AddScoped<SinceReading>().AddScoped<CaseSearch>().AddScoped<PayoutReading>().AddScoped<RecoveryReading>()
        .AddScoped<MessageReading>().AddScoped<DeliveryReading>().AddScoped<RatingReading>().AddScoped<WayReading>().AddScoped<FundsReading>().AddScoped<FundDesk>().AddScoped<PhoneReading>()
        .AddScoped<CaseReading>().AddScoped<HeldReading>().AddScoped<HouseReading>().AddScoped<AuditReading>().AddScoped<FiguresReading>().AddScoped<ServicesReading>().AddScoped<CalendarDesk>().AddScoped<JobsDesk>().AddScoped<KeyingReading>()
        .AddScoped<AccountsReading>().AddScoped<StandInsReading>().AddScoped<UnitDesk>().AddScoped<AccountReading>().AddScoped<InstanceDesk>().AddScoped<BesidesReading>().AddScoped<Giving.GivingReading>().AddScoped<DecidingMany>().AddScoped<StatementReading>().AddScoped<PhraseReading>().AddScoped<ApprovalFormReading>().AddScoped<CopiedReading>().AddScoped<CaseControlReading>().AddScoped<MeetingReading>().AddScoped<Leavings>().AddScoped<MinutesWaiting>().AddScoped<ScanReading>().AddScoped<MatterReading>().AddScoped<MatterWorkReading>().AddScoped<OwedReading>().AddScoped<RouteReading>().AddScoped<DutyReading>().AddScoped<RuleTableReading>().AddScoped<CaseSample>().AddScoped<MatterDocumentReading>().AddScoped<ReceivingReading>().AddScoped<OwnMatterReading>().AddScoped<FollowUpReading>().AddScoped<ScorecardReading>().AddSingleton<PaperPdf>();

    /// <summary>Every page; each form carries its token, and what needs an account says so itself.</summary>
    public static void MapPages(this WebApplication app)
    {
        app.MapPackedFiles();
        var pages = app.MapGroup("").DisableAntiforgery().GuardForms(); // the guard looks itself, so that a stale page is told in words
        pages.MapSignIn();
        pages.MapMobileSignIn();
        pages.MapPasskeySignIn();
        pages.MapOrganisation();
        pages.MapOwnAccount();
        pages.MapConfirming();
        pages.MapCatalogue();
        pages.MapDrafts();
        pages.MapFollowing();
        pages.MapRatings();
        pages.MapFollowUps();
        pages.MapSaid();
        pages.MapScorecard();
        pages.MapInbox();
        pages.MapVisits();
        pages.MapMeetings();
        pages.MapMatters();
        pages.MapReceiving();
        pages.MapDuty();
        pages.MapPolicies();
        pages.MapRoutes();
        pages.MapMessages();
        pages.MapSearch();
        pages.MapWaits();
        pages.MapHandling();
        pages.MapObjecting();
        pages.MapAdministering();
        pages.MapInstances();
        pages.MapCaseControl();
        pages.MapAccounts();
        pages.MapStandIns();
        pages.MapSuggestions();
        pages.MapUnits();
        pages.MapServices();
        pages.MapDesigner();
        pages.MapAudited();
        pages.MapStudio(app.Services.GetRequiredService<PortalSettings>().Studio);
        pages.MapCalendar();
        pages.MapJobs();
        pages.MapTokens();
        pages.MapPhones();
        pages.MapOverseeing();
        pages.MapFunds();
        pages.MapPayouts();
        pages.MapKeying();
        pages.MapRecoveries();
    }
}
