using System.Text.Json.Nodes;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;

namespace AidWorkflow.Portal.Tests.Reviewing;

/// <summary>
/// Hardship aid decided in ways that nobody thought of: each number is a way of its own, always the same. Odd ones have two branches side by side between the township and the decision: the
/// notice and the district's opinion in one, papers (with a supplement of their own) and an opinion on the money in the other.
/// </summary>
internal static class RandomPlans
{
    public const int Count = 8;

    private static readonly string[] Reviews = ["TownshipReview", "DistrictReview", "MoneyReview"];

    public static async Task<Office> OpenAsync(Provider provider, int number)
    {
        var office = await Office.OpenWithAsync(provider, $"random-plan-{number}", ("workflow.json", definition => Draw(definition, number)), ("service.json", Clock));
        await office.StaffAsync();
        await office.HireAsync("station-b", Role.StationClerk, UnitLevel.Township, ReviewOffice.Township);
        await office.HireAsync("admin-city", Role.Administrator, UnitLevel.City, "370400");
        return office;
    }

    /// <summary>The two branches, with one person at each step.</summary>
    /// <param name="resubmission">Of the district's opinion, which may be sent back to every step and the applicant.</param>
    public static Task<Office> BranchedAsync(Provider provider, string resubmission) => Office.OpenWithAsync(provider, $"branched-{resubmission}", "workflow.json", definition =>
    {
        var flow = definition["root"]!;
        Branch(flow);
        ReviewOffice.Set(Find(flow, "DistrictReview")!, ("returnTo", "[\"*\"]"), ("resubmission", resubmission));
    });

    private static void Draw(JsonNode definition, int number)
    {
        var random = new Random(9000 + number);
        var flow = definition["root"]!;
        if (number % 2 == 1)
            Branch(flow);
        foreach (var step in Reviews.Select(name => Find(flow, name)).OfType<JsonNode>())
            ReviewOffice.Set(step, [.. Several(random, 1 + random.Next(4)), ("returnTo", Pick(random, "[\"*\"]", "[\"previous\", \"Supplement\"]", "[\"*\", \"Supplement\"]", "[\"HomeVisit\", \"Completeness\"]")),
                ("resubmission", Pick(random, "WalkAgain", "StraightBack")), ("opinion", Pick(random, "OnRefusal", "Always"))]);
        ReviewOffice.Set(Find(flow, "DistrictDecision")!, [.. Several(random, number % 3 == 0 ? 1 : 1 + random.Next(3)), ("returnTo", "[\"previous\", \"*\"]")]);
    }

    private static IEnumerable<(string, string)> Several(Random random, int people) =>
        [("people", $"{people}"), ("agreement", Pick(random, "All", "Sequence", "Vote", "AnyOne")), ("passesAt", Pick(random, "1/2", "2/3", "60%", "1/1")), ("quorum", Pick(random, "0%", "1/2", "2/3"))];

    private static string Pick(Random random, params string[] of) => of[random.Next(of.Length)];

    /// <summary>Every step of ours has a time, and who leaves a task lying loses it.</summary>
    private static void Clock(JsonNode service)
    {
        service["deadlines"]!["MoneyReview"] = new JsonObject { ["count"] = 5, ["unit"] = "working-days" };
        service["clocks"]!["*"]!["hearing"] = true;
        var ladder = service["clocks"]!["*"]!["ladder"]!.AsArray();
        foreach (var (days, to) in new[] { (1, "holders"), (3, "next-level") })
            ladder.Add(new JsonObject { ["days"] = days, ["at"] = "09:00", ["to"] = to, ["does"] = "reassign" });
    }

    /// <summary>Parts the ways behind the township and brings them together before the decision.</summary>
    internal static void Branch(JsonNode flow)
    {
        var (notice, district) = (Take(flow, "publicNotice"), Take(flow, "districtReview"));
        var activities = flow["activities"]!.AsArray();
        JsonNode Like(string id, string of, string name)
        {
            var copy = activities.Single(one => one!["id"]!.GetValue<string>() == of)!.DeepClone();
            (copy["id"], copy["name"], copy["nodeId"]) = (id, name, $"Workflow1:flow:{id}");
            return copy;
        }

        var money = district.DeepClone();
        (money["id"], money["name"], money["nodeId"]) = ("moneyReview", "MoneyReview", "Workflow1:flow:checking:moneyReview");
        activities.Add(Flowchart("reviewing", "Reviewing", [Start("startReviewing"), notice, district],
            [("startReviewing", "Done", "publicNotice"), ("publicNotice", "Ended", "districtReview"), ("publicNotice", "Objected", "districtReview")]));
        activities.Add(Flowchart("checking", "Checking", [Start("startChecking"), Like("completenessAgain", "completeness", "Completeness"), Like("supplementAgain", "supplement", "Supplement"), money],
            [("startChecking", "Done", "completenessAgain"), ("completenessAgain", "Complete", "moneyReview"), ("completenessAgain", "Incomplete", "supplementAgain"), ("supplementAgain", "Supplied", "completenessAgain")]));
        activities.Add(Activity("part", "Part", "Elsa.FlowFork", ("branches", "String[]", "[\"Reviewing\", \"Checking\"]")));
        activities.Add(Activity("meet", "Meet", "Elsa.FlowJoin", ("mode", "FlowJoinMode", "WaitAllActive")));

        var links = flow["connections"]!.AsArray();
        foreach (var link in links.Where(link => new[] { "source", "target" }.Any(end => link![end]!["activity"]!.GetValue<string>() is "publicNotice" or "districtReview")
            || link!["source"]!["activity"]!.GetValue<string>() == "townshipReview").ToArray())
            links.Remove(link);
        foreach (var (from, port, to) in new[]
        {
            ("townshipReview", "Approve", "part"), ("townshipReview", "Refuse", "part"), ("part", "Reviewing", "reviewing"), ("part", "Checking", "checking"), ("reviewing", "Done", "meet"), ("checking", "Done", "meet"),
            ("meet", "Done", "districtDecision"),
        })
            links.Add(Link(from, port, to));
    }

    private static JsonNode? Find(JsonNode flow, string name)
    {
        foreach (var activity in flow["activities"]!.AsArray())
        {
            if (activity!["name"]!.GetValue<string>() == name)
                return activity;
            if (activity["activities"] is not null && Find(activity, name) is { } inside)
                return inside;
        }

        return null;
    }

    private static JsonNode Take(JsonNode flow, string id)
    {
        var activities = flow["activities"]!.AsArray();
        var taken = activities.Single(one => one!["id"]!.GetValue<string>() == id)!;
        activities.Remove(taken);
        return taken;
    }

    private static JsonObject Start(string id) => Activity(id, char.ToUpperInvariant(id[0]) + id[1..], "Elsa.Start");

    private static JsonObject Flowchart(string id, string name, JsonNode[] activities, (string From, string Port, string To)[] links)
    {
        var chart = Activity(id, name, "Elsa.Flowchart");
        chart["variables"] = new JsonArray();
        chart["activities"] = new JsonArray([.. activities]);
        chart["connections"] = new JsonArray([.. links.Select(link => Link(link.From, link.Port, link.To))]);
        return chart;
    }

    private static JsonObject Activity(string id, string name, string type, params (string Name, string Type, string Value)[] inputs)
    {
        var activity = new JsonObject { ["id"] = id, ["nodeId"] = $"Workflow1:flow:{id}", ["name"] = name, ["type"] = type, ["version"] = 1, ["customProperties"] = new JsonObject(), ["metadata"] = new JsonObject { ["displayText"] = name } };
        foreach (var input in inputs)
            activity[input.Name] = new JsonObject { ["typeName"] = input.Type, ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = input.Value } };
        return activity;
    }

    private static JsonObject Link(string from, string port, string to) =>
        new() { ["source"] = new JsonObject { ["activity"] = from, ["port"] = port }, ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" } };
}
