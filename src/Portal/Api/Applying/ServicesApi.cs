using System.Collections.Immutable;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.Applying;

namespace AidWorkflow.Portal.Api.Applying;

/// <summary>Something that can be applied for.</summary>
internal sealed record Offer(string Id, LocalText Name, LocalText Summary, GrantUnit Unit);

/// <summary>A question of the form.</summary>
/// <param name="When">When it is to be answered, in words; null where always.</param>
/// <param name="Columns">Of a table: its answer is a list of objects with these.</param>
internal sealed record Question(string Key, FieldType Type, LocalText Label, LocalText? Help, bool Required, LocalText? When, ImmutableArray<FieldOption> Options, ImmutableArray<Question> Columns, int? Most)
{
    public static Question Of(FormField field, IReadOnlyCollection<FormField> among) => new(
        field.Key, field.Type, field.Label, field.Help, field.Required, field.When is { } when ? ConditionWords.Of(when, among) : null, field.Options,
        [.. field.Columns.Select(column => Of(column, field.Columns))], field.Type == FieldType.Members ? field.Most : null);
}

/// <summary>A topic of the form.</summary>
internal sealed record Topic(string Key, LocalText Title, LocalText? Help, LocalText? When, ImmutableArray<Question> Questions)
{
    public static Topic Of(FormSection section, FormField[] all) => new(
        section.Key, section.Title, section.Help, section.When is { } when ? ConditionWords.Of(when, all) : null, [.. section.Fields.Select(field => Question.Of(field, all))]);
}

/// <summary>A paper that an application needs or may bring.</summary>
internal sealed record NeededPaper(string Key, LocalText Name, LocalText? Help, LocalText? When, bool Required, ImmutableArray<string> Types, long MaxBytes, int MaxFiles);

/// <summary>A service with everything that an application answers and brings.</summary>
internal sealed record ServiceDetail(string Id, LocalText Name, LocalText Summary, GrantUnit Unit, bool Demo, ImmutableArray<Topic> Topics, ImmutableArray<NeededPaper> Papers)
{
    public static ServiceDetail Of(ServicePackage service)
    {
        FormField[] all = [.. service.Form.Fields];
        return new(service.Id, service.Description.Name, service.Description.Summary, service.Description.Unit, service.Description.Demo,
            [.. service.Form.Applicants.Select(section => Topic.Of(section, all))],
            [.. service.Documents.Documents.Select(paper => new NeededPaper(
                paper.Key, paper.Name, paper.Help, paper.When is { } when ? ConditionWords.Of(when, all) : null, paper.Required, paper.Types, paper.MaxBytes, paper.MaxFiles))]);
    }
}

/// <summary>A unit to choose.</summary>
internal sealed record Place(Cases.Acting.UnitId Id, LocalText Name, UnitLevel Level, string Code)
{
    public static Place Of(Unit unit) => new(unit.Id, new(unit.NameZh, unit.NameEn), unit.Level, unit.DivisionCode);
}

/// <summary>The way from the district down to a village, a level at a time.</summary>
internal sealed record PlaceChoices(ImmutableArray<Place> Chosen, ImmutableArray<Place> Below)
{
    public static PlaceChoices Of(PlaceChoice choice) => new([.. choice.Chosen.Select(Place.Of)], [.. choice.Below.Select(Place.Of)]);
}

internal static class ServicesApi
{
    public static void MapOffers(this RouteGroupBuilder api)
    {
        var services = api.Room("/services", "Applying");
        services.MapGet("", async (Offers offers, Asking asking, int? page) =>
                Paging.Of([.. (await offers.AllAsync(asking.Cancellation)).Select(one => new Offer(one.Id, one.Name, one.Summary, one.Unit))], page))
            .Called("services", "What can be applied for.");
        services.MapGet("/{id}", async (string id, Offers offers, Asking asking) => ServiceDetail.Of(await offers.OneAsync(id, asking.Cancellation)))
            .Called("service", "A service with the questions of its form and the papers it needs.");
        api.MapGet("/places", async (Guid? @in, Places places, Asking asking) => PlaceChoices.Of(await places.ReadAsync(@in, asking.Cancellation)))
            .RequireAuthorization().WithTags("Applying").Called("places", "Districts, townships and villages, a level at a time, to choose the village of the household registration.");
    }
}
