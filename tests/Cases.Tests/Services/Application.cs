using System.Text.Json.Nodes;

namespace AidWorkflow.Cases.Tests.Services;

/// <summary>Answers that can be submitted; a test states only its difference. The people are invented, their numbers computed.</summary>
internal static class Application
{
    public static readonly DateOnly Today = new(2022, 3, 7);

    public static JsonObject To(string service)
    {
        var answers = Common();
        foreach (var (key, value) in service switch
        {
            Workflows.Illness => Illness(),
            Workflows.Accident => Accident(),
            _ => new JsonObject { ["situation"] = "low-income", ["description"] = "收入不足以维持基本生活。" },
        })
            answers[key] = value?.DeepClone();
        return answers;
    }

    public static JsonObject With(this JsonObject answers, string key, JsonNode? value)
    {
        answers[key] = value;
        return answers;
    }

    public static JsonObject Bill(string on, string total, string insured) => new()
    {
        ["settledOn"] = on,
        ["hospital"] = "枣庄市立医院",
        ["total"] = total,
        ["basicInsurance"] = insured,
    };

    private static JsonObject Common() => new()
    {
        ["category"] = "veteran",
        ["applicantName"] = "孙建国",
        ["citizenId"] = "370402196508010011",
        ["mobile"] = "13863200001",
        ["mobileOwner"] = "self",
        ["registeredAddress"] = "枣庄市市中区某街道某村",
        ["residenceAddress"] = "枣庄市市中区某街道某村",
        ["dischargedOn"] = "1986-12-01",
        ["householdSize"] = "2",
        ["members"] = new JsonArray(
            new JsonObject { ["name"] = "孙建国", ["relation"] = "self", ["citizenId"] = "370402196508010011", ["birthDate"] = "1965-08-01" },
            new JsonObject { ["name"] = "李秀兰", ["relation"] = "spouse", ["birthDate"] = "1967-02-11", ["monthlyIncome"] = "900" }),
        ["staffRelative"] = "no",
        ["accountName"] = "孙建国",
        ["bankName"] = "枣庄银行市中支行",
        ["accountNumber"] = "6217000000000000004",
        ["authorisation"] = "yes",
        ["promise"] = "yes",
    };

    private static JsonObject Illness() => new()
    {
        ["situation"] = "own-illness",
        ["diagnosis"] = "示例诊断",
        ["admittedOn"] = "2022-01-05",
        ["description"] = "长期治疗，负担过重。",
        ["bills"] = new JsonArray(Bill("2022-02-01", "100,000.00", "30000")),
        ["otherAid"] = "0",
    };

    private static JsonObject Accident() => new()
    {
        ["situation"] = "traffic",
        ["eventOn"] = "2022-03-01",
        ["eventPlace"] = "枣庄市市中区某路口",
        ["consequence"] = "injured",
        ["description"] = "过马路时被撞。",
        ["loss"] = "15000",
        ["compensated"] = "2000",
        ["urgent"] = "yes",
        ["urgentReason"] = "住院押金无力支付。",
    };
}
