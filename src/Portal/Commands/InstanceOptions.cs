using System.CommandLine;
using AidWorkflow.Cases.Intervening;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Portal.Commands;

/// <summary>Which instances a command means: by what they are of and how they stand.</summary>
internal sealed class InstanceOptions
{
    private readonly Option<string?> definition;
    private readonly Option<string?> version;
    private readonly Option<InstanceSubStatus?> status;
    private readonly Option<string?> correlation;

    public InstanceOptions(SharedOptions shared)
    {
        definition = new("--definition") { Description = shared.Say(("流程编号（definitionId）。", "The definition, by its definitionId.")) };
        version = new("--version-id") { Description = shared.Say(("流程版本编号。", "The version, by its id.")) };
        status = new("--status") { Description = shared.Say(("状态：Suspended（等待中）、OnHold（已挂起）、Faulted（有异常）、Finished、Cancelled。", "How it stands: Suspended (it waits), OnHold, Faulted, Finished, Cancelled.")) };
        correlation = new("--correlation") { Description = shared.Say(("关联编号；案件的实例即案件编号。", "The correlation id; for the instances of a case, the case's id.")) };
    }

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { definition, version, status, correlation })
            command.Add(option);
    }

    public InstanceFilter Read(ParseResult parsed) => new()
    {
        DefinitionId = parsed.GetValue(definition),
        VersionId = parsed.GetValue(version),
        SubStatus = parsed.GetValue(status),
        CorrelationId = parsed.GetValue(correlation),
    };
}
