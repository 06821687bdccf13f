using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Urging;

/// <summary>Somebody who has an urged step has opened its task: whoever urged sees when, and who. The first look counts.</summary>
public sealed class SeeUrges(IUnitOfWork work, TimeProvider time)
{
    /// <param name="by">Who has the step and looks at its task.</param>
    public void See(RoundId round, AccountId by)
    {
        var (now, who) = ((DateTimeOffset?)time.GetUtcNow(), (AccountId?)by);
        work.Within((db, token) => db.Set<Urge>().Where(urge => urge.RoundId == round && urge.SeenAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(urge => urge.SeenAt, now).SetProperty(urge => urge.SeenById, who), token));
    }
}
