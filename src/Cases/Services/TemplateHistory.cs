using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Notifying;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Services;

/// <summary>A version of the service that changed a text.</summary>
/// <param name="By">Null for what came from the folder.</param>
public sealed record TemplateVersion(int Number, DateTimeOffset At, string? By, string? Reason, ImmutableDictionary<string, string> Texts);

/// <summary>The versions of a text: those of the service in which it is another one than before.</summary>
public sealed class TemplateHistory(IUnitOfWork work)
{
    /// <returns>The newest first.</returns>
    public async Task<ImmutableArray<TemplateVersion>> OfAsync(string serviceId, EditedTemplate template, CancellationToken cancellation)
    {
        var versions = await work.Db.Set<ServiceVersion>().AsNoTracking().Where(version => version.ServiceId == serviceId && version.PublishedAt != null).OrderBy(version => version.Number).ToListAsync(cancellation);
        var history = new List<TemplateVersion>();
        foreach (var version in versions)
        {
            var files = EditedService.Of(version).Files;
            var texts = Texts.Languages.ToImmutableDictionary(language => language, language => files.GetValueOrDefault(template.File(language), ""));
            if (history.Count == 0 ? texts.Any(text => text.Value.Length > 0) : texts.Any(text => history[^1].Texts[text.Key] != text.Value))
                history.Add(new(version.Number, version.PublishedAt ?? version.CreatedAt, version.PublishedBy, version.Reason, texts));
        }

        history.Reverse();
        return [.. history];
    }
}
