using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Approving;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Cases.Integrating;
using AidWorkflow.Cases.Intervening;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Cases.StandingIn;
using AidWorkflow.Cases.Urging;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Running;
using AidWorkflow.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AidWorkflow.Portal.Hosting;

/// <summary>The one place where the rooms are put together: the portal, the replay and the benchmarks all run in this.</summary>
internal static class Composition
{
    /// <summary>Storage, clock, ids, the engine and every act. The caller may put a clock of its own before it.</summary>
    public static IServiceCollection AddAidWorkflow(this IServiceCollection services, PortalSettings settings)
    {
        settings.Database.PreparePlace();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IIds, TimeOrderedIds>();
        services.AddAidStorage(settings.Database.Storage);
        services.AddSingleton(settings);
        services.AddSingleton<IActs, Acts>();
        services.AddScoped<Attempt>();
        services.AddSingleton(all => new RunnerOptions { Definitions = all.GetRequiredService<IDefinitions>() });
        services.AddSingleton<Runner>();
        services.AddSingleton<IDefinitions, HouseDefinitions>();
        services.AddSingleton<CompiledWorkflows>();
        services.AddSingleton<IOwnedInstances, CaseInstances>();
        services.AddSingleton<BareInstances>();
        services.AddSingleton(new Deployment(settings.Production));
        services.AddSingleton(new ServiceHouse(settings.Production));
        services.AddSingleton(new PublishingHouse(settings.Publishing.FourEyes));
        services.AddSingleton(new UrgeLimits(settings.Urging.ADay, settings.Urging.ToldAboveFrom));
        services.AddSingleton(new ReminderHouse(settings.Reminders.MostSingly, settings.Reminders.Portal));
        services.AddSingleton(new RegisterHours(settings.Reminders.RegisterSummaryAt, settings.Reminders.RegistersAt));
        services.AddSingleton(new OfficeHours(settings.Reminders.WorksFrom, settings.Reminders.WorksUntil));
        services.AddSingleton<CalendarCache>();
        services.AddSingleton<UnitsAboveCache>();
        services.AddSingleton<StandInCache>();
        services.AddSingleton<CaseQueries>();
        services.AddSingleton(KnownActivities.Catalog);
        services.AddSingleton<CaseDefinitions>();
        services.AddSingleton<ReturnTargets>();
        services.AddSingleton<InterventionRuns>();
        services.AddSingleton<ServiceCatalogue>();
        services.AddSingleton<IWorkflowCheck, WorkflowCheck>();
        services.AddSingleton<PublishCheck>();
        services.AddSingleton<PetitionLint>();
        services.AddScoped<IPayoutOutcome, PayoutAnswers>();
        services.AddScoped(typeof(Once<>));
        services.AddScoped(typeof(Answered<>));
        services.AddSingleton(_ => KeyRings.Open(settings));
        services.AddSingleton<FieldProtector>();
        services.AddSingleton<Vault>();
        services.AddScoped<Petitioners>();
        services.AddSingleton(_ => PetitionFolder.Read(settings.WorkflowFolder("petition")).House.In(settings.Production));
        services.AddSingleton<IBankTemplates>(_ => BankTemplates.Load(settings.WorkflowFolder("banks")).Templates);
        services.AddSingleton<Preparation>();
        services.AddSingleton<ImportDefinitions>();
        services.AddActs(typeof(RefusedException).Assembly);
        return services;
    }
}
