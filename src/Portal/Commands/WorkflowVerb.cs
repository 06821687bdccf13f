using System.CommandLine;

namespace AidWorkflow.Portal.Commands;

/// <summary><c>workflow run|lint|draw</c>: definitions without a database.</summary>
internal static class WorkflowVerb
{
    public static Command Command(SharedOptions shared) =>
        new("workflow", shared.Say(("检查、绘制或试运行流程定义。", "Check, draw or try a workflow definition.")));
}
