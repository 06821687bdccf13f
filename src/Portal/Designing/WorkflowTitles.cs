using System.Text.Json;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Services;
using AidWorkflow.Designer.Managing;

namespace AidWorkflow.Portal.Designing;

/// <summary>What people call a workflow: one of a service by the service and what it is there for, one of the library by the name that its author gave it, in whatever language.</summary>
internal static class WorkflowTitles
{
    public static LocalText Of(ManagedVersion version) => version.Service is not { } service ? LocalText.Same(version.Name)
        : version.File == "workflow.json" ? Service(service)
        : new($"{Service(service).Zh}：{Kind(version).Zh}", $"{Service(service).En}: {Kind(version).En}");

    /// <summary>What a workflow of a service is there for.</summary>
    public static LocalText Kind(ManagedVersion version) => version.File switch
    {
        "workflow.json" => new("办理流程", "The way of a case"),
        "reconsideration.json" => new("复核流程", "Reconsideration"),
        "acceptance.json" => new("受理复核流程", "Second look at an acceptance"),
        "repayment.json" => new("退款重发流程", "Paying again"),
        _ => LocalText.Same(version.Name),
    };

    /// <summary>As its files name it; its id where a draft of them cannot be read.</summary>
    public static LocalText Service(EditedService service)
    {
        try
        {
            using var description = JsonDocument.Parse(service.Files.GetValueOrDefault("service.json", ""));
            var name = description.RootElement.GetProperty("name");
            return new(name.GetProperty("zh-CN").GetString()!, name.GetProperty("en").GetString()!);
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return LocalText.Same(service.ServiceId);
        }
    }
}
