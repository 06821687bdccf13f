using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Cases.Applying;

/// <summary>Hands a case over to the units of another village: its open tasks are seated anew there, what was done stays as it was.</summary>
public sealed class HandingOver(CaseFiles files, Rounds rounds, CaseTelling telling, AuditTrail audit)
{
    /// <summary>Why a case goes to the village that its applicant moved to, where nobody wrote a reason.</summary>
    public const string AfterMove = "applicant moved before acceptance";

    public async Task HandAsync(CaseFile file, Unit village, string why, CancellationToken cancellation)
    {
        var (before, from) = (file.Units, file.Case.UnitId);
        file.Case.MoveTo(village.Id);
        var there = await files.LoadAsync(file.Case.Id, file.Actor, cancellation);
        await rounds.ReseatAsync(there, before, cancellation);
        audit.Record(file.AuditStream, "case.handed-over", file.Actor, ("from", from.ToString()), ("to", village.Id.ToString()), ("why", why));
        await telling.TellAsync(there, Occasions.HandedOver, Audience.Applicant, $"{village.Id}:{file.Case.Revision}", cancellation);
    }
}
