using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Running;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Calling;

/// <summary>Where a request leads: to a workflow that it starts, or to an instance that waits for it.</summary>
/// <param name="Bookmark">Null where it starts one.</param>
internal sealed record Called(TriggerId? Trigger, BookmarkRow? Bookmark, bool MustBeKnown, RouteValueDictionary Route);

/// <summary>What came of a request.</summary>
/// <param name="Answer">What the workflow wrote; null where it wrote nothing.</param>
/// <param name="Faulted">It ended in a fault before it wrote anything.</param>
internal sealed record CallEnded(HttpAnswer? Answer, bool Faulted)
{
    public static CallEnded Of(Burst burst) => new(burst.Answer, burst is { Answer: null, Incidents.Length: > 0 });
}

/// <summary>Which workflows wait for a request, and what becomes of it.</summary>
internal sealed class CallDesk(IUnitOfWork work, IActs acts, IOwnedInstances owned, BareInstances bare)
{
    /// <summary>
    /// A workflow that the request starts comes before an instance that waits for it, and a path written out before one with parameters, as in Elsa.
    /// </summary>
    /// <returns>Null where nobody waits.</returns>
    /// <exception cref="RefusedException">workflow.call-ambiguous: more than one waits.</exception>
    public async Task<Called?> FindAsync(string method, string path, string? correlationId, CancellationToken cancellation)
    {
        var (open, known) = ($"{method.ToLowerInvariant()}:{path}", $"{method.ToLowerInvariant()}!{path}");
        var triggers = await work.Db.Set<WorkflowTrigger>().AsNoTracking()
            .Where(trigger => trigger.Type == HttpPlaces.Type && (trigger.Stimulus == open || trigger.Stimulus == known || trigger.Stimulus.Contains('{'))).ToListAsync(cancellation);
        if (One(triggers.Select(trigger => Match(trigger.Stimulus, method, path, new Called(trigger.Id, null, false, [])))) is { } started)
            return started;
        var bookmarks = await work.Db.Set<BookmarkRow>().AsNoTracking()
            .Where(row => row.Name == HttpPlaces.Type && (row.Stimulus == open || row.Stimulus == known || row.Stimulus.Contains('{')) && (correlationId == null || row.CorrelationId == correlationId))
            .OrderBy(row => row.CreatedAt).ToListAsync(cancellation);
        return One(bookmarks.Select(row => Match(row.Stimulus, method, path, new Called(null, row, false, []))));
    }

    /// <exception cref="RefusedException">definition.one-runs-already; workflow.call-gone: somebody was first; workflow.call-on-hold: it waits for the request, and takes it when it is activated.</exception>
    public async Task<CallEnded> AnswerAsync(Called called, Actor caller, string? correlationId, JsonObject request, CancellationToken cancellation)
    {
        if (called.Bookmark is not { } waiting)
            return CallEnded.Of(await acts.RunAsync<StartOnRequest, Burst>((act, token) => act.RunAsync(called.Trigger!.Value, caller, correlationId, request, token), cancellation));
        try
        {
            return await owned.ResumeAsync(waiting, request, cancellation) ? new(null, Faulted: false) : CallEnded.Of(await bare.ResumeAsync(waiting.Id, request, cancellation));
        }
        catch (BookmarkGoneException)
        {
            throw new RefusedException("workflow.call-gone");
        }
        catch (InstanceOnHoldException)
        {
            throw new RefusedException("workflow.call-on-hold");
        }
    }

    private static Called? One(IEnumerable<Called?> found)
    {
        var all = found.OfType<Called>().ToList();
        var best = all.Exists(one => one.Route.Count == 0) ? all.FindAll(one => one.Route.Count == 0) : all;
        return best.Count > 1 ? throw new RefusedException("workflow.call-ambiguous") : best.FirstOrDefault();
    }

    private static Called? Match(string stimulus, string method, string path, Called called)
    {
        var place = HttpPlaces.Read(stimulus);
        if (!place.Method.Equals(method, StringComparison.OrdinalIgnoreCase))
            return null;
        try
        {
            var values = new RouteValueDictionary();
            return new TemplateMatcher(new RouteTemplate(RoutePatternFactory.Parse(place.Path)), []).TryMatch($"/{path}", values) ? called with { MustBeKnown = place.MustBeKnown, Route = values } : null;
        }
        catch (RoutePatternException)
        {
            return null; // A path that nobody can ever call.
        }
    }
}
