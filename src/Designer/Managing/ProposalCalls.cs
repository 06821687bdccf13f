using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Approving;
using Microsoft.AspNetCore.Http;

namespace AidWorkflow.Designer.Managing;

/// <summary>Calls by which publishing takes two administrators, where the house has set it so; Elsa knows no such thing.</summary>
internal static class ProposalCalls
{
    private const string One = "/workflow-definitions/{definitionId}/proposal";

    internal static IEnumerable<Call> All =>
    [
        ManagementApi.Get(One, ViewAsync),
        ManagementApi.Post(One, async (http, caller) =>
        {
            var (subject, publishing) = (await SubjectAsync(http, caller), ManagementApi.Publishing(await http.BodyAsync(), stamp: null));
            await Faulty.AsRefusedAsync(() => caller.DoAsync<ProposePublishing, PublishProposal>((act, actor, token) => act.RunAsync(actor, subject, publishing, token)));
            return await ViewAsync(http, caller);
        }),
        ManagementApi.Post(One + "/approve", async (http, caller) =>
        {
            var (subject, body) = (await SubjectAsync(http, caller), await http.BodyAsync());
            await Faulty.AsRefusedAsync(() => caller.DoAsync<DecideProposal, PublishProposal>((act, actor, token) => act.ApproveAsync(actor, subject, body["stamp"]?.ToString() ?? "", body["remark"]?.ToString(), token)));
            return await ViewAsync(http, caller);
        }),
        ManagementApi.Post(One + "/refuse", async (http, caller) =>
        {
            var (subject, body) = (await SubjectAsync(http, caller), await http.BodyAsync());
            await caller.DoAsync<DecideProposal, PublishProposal>((act, actor, token) => act.RefuseAsync(actor, subject, body["reason"]?.ToString() ?? "", token));
            return await ViewAsync(http, caller);
        }),
        ManagementApi.Post(One + "/withdraw", async (http, caller) =>
        {
            var subject = await SubjectAsync(http, caller);
            await caller.DoAsync<DecideProposal, PublishProposal>((act, actor, token) => act.WithdrawAsync(actor, subject, token));
            return await ViewAsync(http, caller);
        }),
    ];

    /// <summary>The trail's name for the service that the definition belongs to, or for the definition where it belongs to none.</summary>
    private static async Task<string> SubjectAsync(HttpContext http, ICaller caller)
    {
        var latest = await ManagementApi.LatestAsync(http.Named("definitionId"), caller);
        return latest.Service is { } service ? $"service:{service.ServiceId}" : $"definition:{latest.DefinitionId}";
    }

    private static async Task<JsonObject> ViewAsync(HttpContext http, ICaller caller)
    {
        var subject = await SubjectAsync(http, caller);
        var view = await caller.DoAsync<Proposals, ProposalView>((act, actor, token) => act.OfAsync(actor, subject, token));
        return new()
        {
            ["isRequired"] = view.IsRequired,
            ["open"] = view.Open is { } open ? Of(open) : null,
            ["isOwn"] = view.IsOwn,
            ["obstacle"] = view.Obstacle is { } refused ? new JsonObject { ["code"] = refused.Code, ["zh-CN"] = Texts.Say(refused, "zh-CN"), ["en"] = Texts.Say(refused, "en") } : null,
            ["past"] = new JsonArray([.. view.Past.Select(one => (JsonNode)Of(one))]),
        };
    }

    private static JsonObject Of(PublishProposal proposal) => new()
    {
        ["number"] = proposal.Number,
        ["stamp"] = proposal.Stamp,
        ["reason"] = proposal.Reason,
        ["proposedBy"] = proposal.ProposedBy,
        ["proposedAt"] = proposal.ProposedAt,
        ["state"] = proposal.State.ToString(),
        ["decidedBy"] = proposal.DecidedBy,
        ["decidedAt"] = proposal.DecidedAt,
        ["remark"] = proposal.Remark,
    };
}
