using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Applying;

/// <summary>Cases that were stored before their forms were marked, oldest first. Nothing else remembers how far the work has come: what is marked is done.</summary>
public sealed class UnmarkedCases(IUnitOfWork work)
{
    public async Task<IReadOnlyList<CaseId>> FirstAsync(int most, CancellationToken cancellation) => await work.Db.Set<AidCase>().AsNoTracking()
        .Where(aidCase => !work.Db.Set<CaseMark>().Any(mark => mark.CaseId == aidCase.Id && mark.Kind == MarkKind.Looked && mark.Index == CaseMark.Now))
        .OrderBy(aidCase => aidCase.Id).Take(most).Select(aidCase => aidCase.Id).ToListAsync(cancellation);
}

/// <summary>Marks one stored case by whom its form names, so that a later application finds it.</summary>
public sealed class MarkStoredCase(IUnitOfWork work, ServiceCatalogue services, Marks marks, Vault vault)
{
    public async Task<bool> MarkAsync(CaseId id, CancellationToken cancellation)
    {
        var aidCase = await work.Db.Set<AidCase>().AsNoTracking().FirstAsync(one => one.Id == id, cancellation);
        await marks.WriteAsync(id, await services.GetAsync(work.Db, aidCase.ServiceVersionId, cancellation), vault.OpenAnswers(aidCase), cancellation);
        return true;
    }
}
