using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.Hosting;

namespace AidWorkflow.Portal.Replaying;

/// <summary>
/// Holds a whole plan against villages, forms, papers, amounts and purses before anything is written: a year that would break off in the middle is
/// never begun.
/// </summary>
internal sealed class PlanCheck(ReplayPlan plan, IReadOnlySet<string> villages, IEnumerable<ServiceReading> readings)
{
    private readonly Dictionary<string, ServiceReading> services = readings.ToDictionary(reading => reading.Name, StringComparer.Ordinal);
    private readonly SyntheticPeople register = new(plan.Seed);

    /// <summary>What the final grants take from each purse so far, in the order of application.</summary>
    private readonly Dictionary<string, long> taken = new(StringComparer.Ordinal);
    private readonly HashSet<string> unpaid = new(StringComparer.Ordinal);

    /// <exception cref="PlanException">With every fault: case, field and remedy.</exception>
    public void Run()
    {
        var faults = Paces().Concat(Samples()).Concat(plan.Cases.Select((planned, index) => (planned, index)).OrderBy(one => one.planned.On).SelectMany(one =>
            Of(one.planned).Select(fault => ReplayPlan.OfCase(one.planned.Key, $"$.cases[{one.index}]{fault.Field}", fault.Reason)))).ToList();
        if (faults.Count > 0)
            throw new PlanException(faults);
    }

    /// <summary>A step that no service has would be paced in vain.</summary>
    private IEnumerable<Said> Paces()
    {
        var steps = services.Values.Where(reading => reading.Package is not null)
            .SelectMany(reading => reading.Package!.Files.Where(file => file.Key.EndsWith(".json", StringComparison.Ordinal)))
            .SelectMany(file => Steps(JsonNode.Parse(file.Value) is JsonObject definition ? definition["root"] : null)).ToHashSet(StringComparer.Ordinal);
        return plan.Pace.Keys.Where(step => !steps.Contains(step)).Order(StringComparer.Ordinal).Select(step => (Said)(
            $"$.pace.{step}：没有名为“{step}”的环节，请改正名称或删去", $"$.pace.{step}: no service has a step '{step}'; correct its name or take it out"));
    }

    /// <summary>The names of the steps of an Elsa definition, however deep they lie.</summary>
    private static IEnumerable<string> Steps(JsonNode? node) => node switch
    {
        JsonArray list => list.SelectMany(Steps),
        JsonObject activity => activity.SelectMany(member => member is { Key: "name", Value: JsonValue name } && name.TryGetValue<string>(out var step) ? [step] : Steps(member.Value)),
        _ => [],
    };

    /// <summary>Papers that the service does not ask for cannot be handed in.</summary>
    private IEnumerable<Said> Samples()
    {
        foreach (var (name, sample) in plan.Samples)
        {
            if (services.GetValueOrDefault(name)?.Package is not { } service || sample.Documents.IsDefault)
                continue; // the cases say so
            foreach (var key in sample.Documents.Where(key => !service.Documents.Documents.Any(paper => paper.Key == key && paper.Types.Contains("application/pdf", StringComparer.OrdinalIgnoreCase))))
            {
                var first = plan.Cases.FirstOrDefault(planned => planned.Service == name)?.Key ?? "-";
                yield return ReplayPlan.OfCase(first, $"$.samples.{name}.documents",
                    ($"{name} 的材料清单不收“{key}”（PDF），请删去或改正", $"the document list of {name} takes no '{key}' as PDF; take it out or correct it"));
            }
        }
    }

    private IEnumerable<(string Field, Said Reason)> Of(PlannedCase planned)
    {
        var known = villages.Contains(planned.Unit);
        if (!known)
            yield return (".unit", ($"没有代码为 {planned.Unit} 的村（社区），请改为已有的区划代码", $"there is no village {planned.Unit}; use the code of one that exists"));

        // Everybody is drawn, so that the others stay who they are.
        var person = register.Next(known ? planned.Unit[..6] : SeedDemoOrganisation.MainDistrict, planned.On);
        if (services.GetValueOrDefault(planned.Service)?.Package is not { } service)
        {
            yield return (".service", ($"没有可用的帮扶项目“{planned.Service}”，请改正，或用 workflow lint 检查该项目", $"there is no service '{planned.Service}' that can be used; correct the name, or see workflow lint"));
            yield break;
        }

        var answers = Townspeople.Answers(plan, planned, person);
        var values = service.SeededValues(planned.On);
        var malformed = service.Form.Check(answers, service.Context(planned.On, values));
        foreach (var fault in malformed)
            yield return ($".answers.{fault.Field}", (fault.Say("zh-CN"), fault.Say("en")));
        if (malformed.Count > 0 || planned.Has(Turn.NotAccepted))
            yield break;

        foreach (var fault in Papers(planned, service, answers).Concat(Eligible(planned, service, answers)).Concat(Amount(planned, service, answers, values)))
            yield return fault;
    }

    private IEnumerable<(string Field, Said Reason)> Papers(PlannedCase planned, ServicePackage service, JsonObject answers)
    {
        var brought = plan.Samples[planned.Service].Documents;
        foreach (var paper in service.Documents.Missing(answers, brought))
        {
            yield return (".answers", (
                $"按这些答案还须提交“{paper.Name.Zh}”，请在 $.samples.{planned.Service}.documents 中加上 {paper.Key}",
                $"with these answers '{paper.Name.En}' is owed; add {paper.Key} to $.samples.{planned.Service}.documents"));
        }

        if (planned.Has(Turn.Supplement) && brought.IsEmpty)
            yield return (".turns", ("样例没有材料，无可补正，请删去 supplement", "the sample brings no papers, so none can be missing; take supplement out"));
    }

    private static IEnumerable<(string Field, Said Reason)> Eligible(PlannedCase planned, ServicePackage service, JsonObject answers)
    {
        var inForce = service.Form.InForce(answers);
        var findings = EligibilityCheck.Run(service.Description.Eligibility, new EligibilityFacts
        {
            On = planned.On,
            Identity = IdentityProof.Proved,
            Category = Answer.Plain(inForce[FormKeys.Category]) ?? "",
            RegisteredHere = true,
            Situation = Answer.Plain(inForce[FormKeys.Situation]),
        });
        return findings.Where(finding => finding.Severity == FindingSeverity.Block)
            .Select(finding => (".answers", (Said)($"{finding.Say("zh-CN")}（或将结果改为 notAccepted）", $"{finding.Say("en")} (or plan the turn notAccepted)")));
    }

    private IEnumerable<(string Field, Said Reason)> Amount(PlannedCase planned, ServicePackage service, JsonObject answers, RuleValues values)
    {
        if (planned.Has(Turn.WithdrawnBeforeVisit) || planned.Has(Turn.RefusedByDistrict) || planned.Has(Turn.ReconsideredAndUpheld))
            yield break;
        var (most, refused) = Most(service, answers, values, planned.On);
        if (refused is not null)
            yield return (".on", (Texts.Say(refused, "zh-CN"), Texts.Say(refused, "en")));
        else if (planned.Cents > most)
            yield return (".yuan", ($"{planned.Yuan} 元超过按规定可给予的 {most / 100m:0.00} 元，请降低金额或改正答案", $"{planned.Yuan} yuan is above the {most / 100m:0.00} that the rules allow; lower it or correct the answers"));

        var prefix = service.Description.Fund;
        if (plan.Funds.IsDefault || plan.Funds.FirstOrDefault(fund => fund.Code == $"{prefix}-{plan.Year}" || fund.Code.StartsWith($"{prefix}-{plan.Year}-", StringComparison.Ordinal)) is not { } purse)
        {
            if (unpaid.Add(prefix))
                yield return (".service", ($"计划中没有支付 {service.Id} 的资金，请在 $.funds 中加上代码为“{prefix}-{plan.Year}”的资金", $"no fund of the plan pays {service.Id}; add one to $.funds with the code '{prefix}-{plan.Year}'"));
        }
        else if (!planned.Has(Turn.RefusedByProvince))
        {
            var budget = ReplayPlan.Cents(purse.Yuan)!.Value;
            var sum = taken[purse.Code] = taken.GetValueOrDefault(purse.Code) + planned.Cents;
            if (sum > budget && unpaid.Add(purse.Code))
                yield return (".yuan", ($"到此件时资金 {purse.Code} 的 {purse.Yuan} 元已不够，请增加 $.funds 中的金额或减少案件", $"with this case the {purse.Yuan} yuan of fund {purse.Code} are used up; give it more in $.funds or plan less"));
        }
    }

    private static (long Cents, RefusedException? Refused) Most(ServicePackage service, JsonObject answers, RuleValues values, DateOnly on)
    {
        try
        {
            return (service.Amounts.Propose(values, service.Amounts.Facts(service.Form.InForce(answers), on, 0, 0)).Cents, null);
        }
        catch (RefusedException refused)
        {
            return (0, refused);
        }
    }
}
