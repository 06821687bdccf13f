using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Applying;

/// <summary>Keeps what a form names besides its applicant, and finds the cases that name the same.</summary>
public sealed class Marks(IUnitOfWork work, Vault vault)
{
    private const string BillField = "case.bill";

    /// <summary>As the form stands now: what it no longer names goes.</summary>
    public async Task WriteAsync(CaseId id, ServicePackage service, JsonObject answers, CancellationToken cancellation)
    {
        var named = NamedPeople.Of(service, answers).Select(one => (Kind: MarkKind.Person, Index: vault.Index(one.Number.Full, Person.CitizenIdField)))
            .Concat(BillsOf(service, answers).Select(bill => (Kind: MarkKind.Bill, Index: vault.Index(bill, BillField))))
            .Append((Kind: MarkKind.Looked, Index: CaseMark.Now)).ToHashSet();
        foreach (var kept in await work.Db.Set<CaseMark>().Where(mark => mark.CaseId == id).ToListAsync(cancellation))
            if (!named.Remove((kept.Kind, kept.Index)))
                work.Db.Remove(kept);
        foreach (var (kind, index) in named)
            work.Db.Add(new CaseMark { CaseId = id, Kind = kind, Index = index });
    }

    /// <summary>Cases whose form names one of these numbers besides its applicant.</summary>
    public Task<List<CaseId>> NamingAsync(IEnumerable<CitizenId> numbers, CancellationToken cancellation) =>
        WithAsync(MarkKind.Person, numbers.SelectMany(number => vault.Indexes(number.Full, Person.CitizenIdField)), cancellation);

    /// <summary>Cases with a bill that is in this form too.</summary>
    public Task<List<CaseId>> SharingBillsAsync(ServicePackage service, JsonObject answers, CancellationToken cancellation) =>
        WithAsync(MarkKind.Bill, BillsOf(service, answers).SelectMany(bill => vault.Indexes(bill, BillField)), cancellation);

    /// <summary>What two people who name the same number at the same moment both pass.</summary>
    public IEnumerable<string> Turns(IEnumerable<CitizenId> numbers) => numbers.Select(number => vault.Index(number.Full, Person.CitizenIdField));

    private async Task<List<CaseId>> WithAsync(MarkKind kind, IEnumerable<string> indexes, CancellationToken cancellation)
    {
        var sought = indexes.ToArray();
        return sought.Length == 0 ? [] : await work.Db.Set<CaseMark>().AsNoTracking().Where(mark => sought.Contains(mark.Index) && mark.Kind == kind)
            .Select(mark => mark.CaseId).Distinct().ToListAsync(cancellation);
    }

    /// <summary>The day and total of each bill, with whose it is: the hospital's name is written in too many ways.</summary>
    private static IEnumerable<string> BillsOf(ServicePackage service, JsonObject answers) => NamedPeople.PatientOf(service, answers) is not { } patient ? []
        : (Answer.Rows(service.Form.InForce(answers)[FormKeys.Bills]) ?? []).Where(bill => Answer.Cents(bill[FormKeys.BillTotal]) > 0)
            .Select(bill => $"{patient}|{Answer.Plain(bill[FormKeys.BillSettledOn])}|{Answer.Cents(bill[FormKeys.BillTotal])}");
}
