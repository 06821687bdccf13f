using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.StandingIn;
using AidWorkflow.Portal.Inbox;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Intervening;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.StandingIn;

/// <summary>The hardship service with rules of who decides one of its steps, and people who stand in for others.</summary>
internal static class Ruled
{
    private static int versions;

    /// <summary>Publishes the service anew; the cases of a test are sent in after that.</summary>
    /// <param name="step">The id of the step on the canvas.</param>
    public static Task RuleAsync(this Office office, string rules, string step = "districtReview", params (string Name, string Value)[] more) =>
        office.PublishAsync(("workflow.json", WithRules(Flows.Hardship().Files["workflow.json"], rules, step, more)));

    public static string WithRules(string workflow, string rules, string step, params (string Name, string Value)[] more)
    {
        var json = JsonNode.Parse(workflow)!;
        Put(json, step, "reviewers", "Object", rules.StartsWith('[') ? "Literal" : "JavaScript", rules);
        foreach (var (name, value) in more)
            Put(json, step, name, "String", "Literal", value);
        json["description"] = $"{json["description"]} {Interlocked.Increment(ref versions)}"; // a version of its own each time
        return json.ToJsonString();
    }

    private static void Put(JsonNode json, string step, string name, string type, string syntax, string value) =>
        json["root"]!["activities"]!.AsArray().Single(one => one!["id"]!.GetValue<string>() == step)![name] = new JsonObject
        {
            ["typeName"] = type,
            ["expression"] = new JsonObject { ["type"] = syntax, ["value"] = value },
        };

    /// <summary>The open tasks of a step, with whom they were given to.</summary>
    public static async Task<List<(string? Who, string? For, Role Role)>> AskedAsync(this Office office, CaseId id, string step)
    {
        var names = await office.ReadAsync(db => db.Set<Account>().ToDictionaryAsync(account => account.Id, account => account.UserName));
        return [.. (await office.TasksAsync(id)).Where(task => task.Step == step)
            .Select(task => (task.AssigneeId is { } who ? names[who] : null, task.ForId is { } principal ? names[principal] : null, task.Role)).Order()];
    }

    public static async Task<DeputyId> DeputeAsync(this Office office, string principal, string deputy, int days = 60, params string[] services)
    {
        var (actor, today) = (await office.AsAsync(principal), LocalDay.Today(office.Clock));
        return await office.DoAsync((NameDeputy act, CancellationToken token) => act.RunAsync(new(actor.Account!.Value, deputy, today, today.AddDays(days - 1), [.. services], "年休假"), actor, token));
    }

    public static async Task<InboxPage> InboxAsync(this Office office, string userName, InboxTab tab)
    {
        var account = await office.ReadAsync(db => db.Set<Account>().AsNoTracking().SingleAsync(account => account.UserName == userName));
        return await office.AskAsync(services => ActivatorUtilities.CreateInstance<InboxReading>(services).ReadAsync(account, tab, InboxFilter.None, 1, [Role.DistrictReviewer], CancellationToken.None));
    }

    public static Task<UnitId> UnitAsync(this Office office, string code, UnitLevel level) =>
        office.ReadAsync(db => db.Set<Unit>().Where(unit => unit.DivisionCode == code && unit.Level == level && unit.ValidTo == null).Select(unit => unit.Id).SingleAsync());
}
