using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Copying;

/// <summary>Somebody to whom a case was sent has opened it (已阅): the first time counts, and nobody else's look does.</summary>
public sealed class ReadCopy(IUnitOfWork work, TimeProvider time)
{
    public void Read(CaseId id, AccountId account)
    {
        DateTimeOffset? now = time.GetUtcNow();
        work.Within((db, token) => db.Set<CaseCopy>().Where(copy => copy.CaseId == id && copy.AccountId == account && copy.ReadAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(copy => copy.ReadAt, now), token));
    }
}
