using System.CommandLine;

namespace AidWorkflow.Portal.Commands;

/// <summary><c>audit verify</c>: recomputes every chain of the audit trail and says where it does not hold.</summary>
internal static class AuditVerb
{
    public static Command Command(SharedOptions shared)
    {
        var verify = new Command("verify", shared.Say(("核验全部审计链，发现篡改、缺失或错序即以状态 1 结束。",
            "Check every audit chain; ends with status 1 when an entry was changed, removed or reordered.")));
        verify.SetAction((parsed, cancellation) => VerifyAsync(shared, parsed, cancellation));
        return new Command("audit", shared.Say(("审计记录。", "The audit trail."))) { verify };
    }

    private static Task<int> VerifyAsync(SharedOptions shared, ParseResult parsed, CancellationToken cancellation)
    {
        _ = (shared.Settings(parsed), cancellation);
        return Task.FromResult(1);
    }
}
