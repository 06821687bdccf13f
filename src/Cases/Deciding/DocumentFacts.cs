using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Meeting;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Deciding;

/// <summary>What documents and notices may say of a case.</summary>
public sealed class DocumentFacts(IUnitOfWork work, CasePayees payees, Succession succession, CaseTelling telling)
{
    /// <summary>The division code of the unit that numbers.</summary>
    public string Place(CaseFile file) => file.DistrictCode;

    public async Task<TemplateData> OfAsync(CaseFile file, DocumentKind kind, CancellationToken cancellation)
    {
        var person = (await work.Db.Set<Person>().FindAsync([file.Case.ApplicantId], cancellation))!;
        var successor = person.DeceasedOn is null ? null : await succession.CurrentAsync(person.Id, file.Today, cancellation);
        var district = file.Units[UnitLevel.District];
        var unit = await work.Db.Set<Unit>().FirstAsync(unit => unit.Id == district, cancellation);
        var reason = work.Db.Set<Decision>().Local.Where(decision => decision.CaseId == file.Case.Id && decision.Opinion is not null).MaxBy(decision => decision.At)?.Opinion ?? "";
        var data = new TemplateData
        {
            ["serviceName"] = file.Service.Description.Name,
            ["name"] = successor is null ? person.Name : new LocalText($"{successor.Name}（承接{person.Name}的申请）", $"{successor.Name} (going on for {person.Name})"),
            ["unitName"] = unit.Signature(),
            ["unitPhone"] = unit.Phone,
            ["issuedOn"] = file.Today,
            ["appliedOn"] = file.Case.AppliedOn,
            ["legalBasis"] = file.Service.Description.BasisOn(file.Today).Select(basis => basis.Title).ToArray(),
            ["reason"] = reason,
        };
        if (kind is DocumentKind.Approval or DocumentKind.Refusal && await MeetingAsync(file.Case.Id, cancellation) is { } meeting)
            data["meeting"] = meeting;
        if (Reconsideration.IsOffered(file, kind) && file.Service.Term(ConfirmDelivery.ReconsiderationClock) is { } term)
        {
            var again = Reconsideration.By(file, kind);
            data["reconsiderAt"] = (await work.Db.Set<Unit>().FirstAsync(unit => unit.Id == again, cancellation)).Signature();
            data["reconsiderBy"] = Reconsideration.Within(term, new("本文书", "this document"));
        }

        if (file.Case.ApprovedCents is > 0 and var cents)
        {
            var payee = await payees.EntitledAsync(file.Case, cancellation);
            data["amount"] = cents;
            data["amountInWords"] = new LocalText(YuanInWords.Of(cents), ""); // capitals guard a Chinese paper; English has none
            data["payeeName"] = payee is null ? new LocalText("（待核定的收款人）", "(the payee to be named)") : payee.Name;
            data["payeeAccountTail"] = payee?.AccountNumber[^Math.Min(4, payee.AccountNumber.Length)..] ?? "—";
            data["explanation"] = (await Explanations.OfAsync(work.Db, file.Case.Id, cancellation)).Select(line => new TemplateData { ["label"] = line.Label, ["computation"] = line.Computation, ["amount"] = line.Cents }).ToArray();
        }

        return data;
    }

    /// <summary>Of the last decision on the amount, which may be older than this act: a body above may have had the last word.</summary>
    private async Task<LocalText?> MeetingAsync(CaseId id, CancellationToken cancellation)
    {
        var last = work.Db.Set<Decision>().Local.Where(decision => decision.CaseId == id && decision.Detail?.Contains("\"proposal\"", StringComparison.Ordinal) == true).MaxBy(decision => decision.At)?.Detail
            ?? await work.Db.Set<Decision>().AsNoTracking().Where(decision => decision.CaseId == id && decision.Detail != null && decision.Detail.Contains("\"proposal\""))
                .OrderByDescending(decision => decision.At).Select(decision => decision.Detail).FirstOrDefaultAsync(cancellation);
        return MeetingBasis.Of(last)?.Words;
    }

    /// <param name="document">The one that they are told of: told once.</param>
    public Task TellAsync(CaseFile file, string occasion, IssuedDocumentId document, TemplateData data, CancellationToken cancellation) =>
        telling.TellAsync(file, occasion, Audience.Applicant, document.ToString(), cancellation, data);
}
