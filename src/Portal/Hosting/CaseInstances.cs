using System.Diagnostics;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Portal.Hosting;

/// <summary>Cases and petitions own the instances of their runs: those go on in an act, with the case or the petition before it.</summary>
internal sealed class CaseInstances(IActs acts) : IOwnedInstances
{
    public async Task<bool> ResumeAsync(BookmarkRow bookmark, JsonNode? input, CancellationToken cancellation) =>
        await acts.RunAsync<ResumeDue, Resumption>((act, token) => act.ResumeAsync(bookmark, input, token), cancellation) switch
        {
            Resumption.Resumed => true,
            Resumption.Bare => false,
            Resumption.Gone => throw new BookmarkGoneException(bookmark.Id),
            _ => throw new UnreachableException(),
        };
}
