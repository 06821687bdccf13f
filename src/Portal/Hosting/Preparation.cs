using System.Collections.Immutable;
using System.Text.Json;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Meeting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Storage.Migrating;

namespace AidWorkflow.Portal.Hosting;

/// <summary>
/// What must be there before work begins: keys that open, the schema, the calendars, the demo organisation where one is wanted.
/// The portal and the replay both begin with it; doing it again changes nothing.
/// </summary>
internal sealed class Preparation(PortalSettings settings, IMigrator migrator, IActs acts, KeyRing keys, ILogger<Preparation> logger)
{
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (keys.IsDemo)
            logger.DemoKeys();
        if (settings.Database.Migrates)
            await migrator.MigrateAsync(cancellation);
        await LoadCalendarsAsync(cancellation);
        await FillMeetingRuleAsync(cancellation);
        if (settings.Demo.Enabled)
            await acts.RunAsync<SeedDemoOrganisation, bool>((act, token) => act.RunAsync(Actor.System, token), cancellation);
        await SeedServicesAsync(cancellation);
        await SeedPetitionsAsync(cancellation);
        if (settings.Demo.Enabled)
            await acts.RunAsync<SeedDemoRoutes, bool>((act, token) => act.RunAsync(token), cancellation);
        if (settings.Demo is { Enabled: true, Fund: true })
        {
            await acts.RunAsync<SeedDemoFund, bool>((act, token) => act.RunAsync(Actor.System, token), cancellation);
            await acts.RunAsync<SeedDemoApplicant, bool>((act, token) => act.RunAsync(token), cancellation);
            await acts.RunAsync<SeedDemoHeads, bool>((act, token) => act.RunAsync(token), cancellation);
        }

        foreach (var fault in BankTemplates.Load(settings.WorkflowFolder("banks")).Faults)
            logger.BankTemplateBroken(fault.File, fault.Place, fault.Reason.En);
    }

    /// <summary>The workflows that lead petitions and visits. Where one is broken, or not there, the order of the law, or of what is entered, leads alone.</summary>
    private async Task SeedPetitionsAsync(CancellationToken cancellation)
    {
        foreach (var fault in PetitionFolder.Read(settings.WorkflowFolder("petition")).Faults)
            logger.PetitionFileBroken(fault.File, fault.Place, fault.Reason("en"));
        await SeedDefinitionAsync("petition", cancellation);
        await SeedDefinitionAsync("visit", cancellation);
    }

    private async Task SeedDefinitionAsync(string name, CancellationToken cancellation)
    {
        var file = new FileInfo(Path.Combine(settings.WorkflowFolder(name), "workflow.json"));
        if (!file.Exists)
            return;
        try
        {
            var json = await File.ReadAllTextAsync(file.FullName, cancellation);
            foreach (var fault in await acts.RunAsync<SeedDefinition, ImmutableArray<DefinitionFault>>((act, token) => act.RunAsync(json, token), cancellation))
                logger.PetitionFileBroken(file.Name, fault.Path, fault.Reason);
        }
        catch (DefinitionException broken)
        {
            logger.PetitionFileBroken(file.Name, broken.Fault.Path, broken.Fault.Reason);
        }
    }

    /// <summary>How many must be there and agree at a meeting, where no bureau has said otherwise.</summary>
    private async Task FillMeetingRuleAsync(CancellationToken cancellation)
    {
        var file = new FileInfo(Path.Combine(settings.WorkflowFolder("meetings"), "quorum.json"));
        if (!file.Exists)
            return;
        try
        {
            var usual = JsonSerializer.Deserialize<NewMeetingRule>(await File.ReadAllTextAsync(file.FullName, cancellation), JsonSerializerOptions.Web)!;
            await acts.RunAsync<SetMeetingRule, bool>((act, token) => act.FillAsync(usual, token), cancellation);
        }
        catch (JsonException broken)
        {
            logger.MeetingRuleBroken(file.Name, broken.Message);
        }
        catch (RefusedException refused)
        {
            logger.MeetingRuleBroken(file.Name, Texts.Say(refused, "en"));
        }
    }

    /// <summary>A broken service is said and left out; the others load.</summary>
    private async Task SeedServicesAsync(CancellationToken cancellation)
    {
        var readings = ServiceFolder.ReadAll(settings.WorkflowFolder(""));
        foreach (var result in await acts.RunAsync<SeedServices, ImmutableArray<SeedResult>>((act, token) => act.RunAsync(readings, token), cancellation))
        {
            foreach (var fault in result.Faults)
                logger.ServiceFault(result.ServiceId, fault.Say("en"));
        }
    }

    /// <summary>A broken year is said and left out; a deadline that needs it is provisional until it is mended.</summary>
    private async Task LoadCalendarsAsync(CancellationToken cancellation)
    {
        var folder = new DirectoryInfo(settings.WorkflowFolder("calendars"));
        foreach (var file in folder.Exists ? folder.EnumerateFiles("*.json").OrderBy(file => file.Name, StringComparer.Ordinal) : Enumerable.Empty<FileInfo>())
        {
            var reading = CalendarFile.Read(await File.ReadAllTextAsync(file.FullName, cancellation), file.Name);
            foreach (var problem in reading.Problems)
                logger.CalendarBroken(file.Name, Texts.Say(problem, "en"));
            await acts.RunAsync<LoadCalendarYear, IReadOnlyList<MovedDeadline>>((act, token) => act.FillAsync(reading.Years, token), cancellation);
        }
    }
}
