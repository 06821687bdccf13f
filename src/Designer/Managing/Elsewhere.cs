using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Designer.Managing;

/// <summary>What Elsa's clients offer and this house does otherwise, with a reason, the place of a case, or an application. Each is refused in words that say where.</summary>
internal static class Elsewhere
{
    private static readonly (string Code, string Method, string Address)[] Calls =
    [
        ("definition.started-by-application", "POST", "/workflow-definitions/{definitionId}/execute"),
        ("definition.started-by-application", "POST", "/workflow-definitions/{definitionId}/dispatch"),
        ("definition.started-by-application", "POST", "/workflow-definitions/{definitionId}/bulk-dispatch"),
        ("definition.kept", "DELETE", "/workflow-definitions/{definitionId}"),
        ("definition.kept", "DELETE", "/workflow-definition-versions/{**versionId}"),
        ("definition.kept", "POST", "/bulk-actions/delete/workflow-definitions/{**by}"),
        ("definition.kept", "POST", "/bulk-actions/delete/workflow-definition-versions/{**by}"),
        ("definition.exported-one-by-one", "POST", "/bulk-actions/export/{**what}"),
        ("definition.exported-one-by-one", "POST", "/bulk-actions/import/{**what}"),
        ("instance.kept", "DELETE", "/workflow-instances/{id}"),
        ("instance.kept", "POST", "/bulk-actions/delete/workflow-instances/{**by}"),
        ("instance.ended-at-its-page", "POST", "/cancel/workflow-instances/{id}"),
        ("instance.ended-at-its-page", "POST", "/bulk-actions/cancel/{**what}"),
        ("instance.moved-at-its-page", "POST", "/alterations/{**what}"),
        ("instance.moved-at-its-page", "POST", "/retry/{**what}"),
        ("account.signs-in-elsewhere", "POST", "/identity/login"),
        ("account.signs-in-elsewhere", "POST", "/identity/refresh-token"),
    ];

    public static IEnumerable<Call> All => Calls.Select(call => new Call(call.Method, call.Address, (_, _) => throw new RefusedException(call.Code)));
}
