using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.SigningIn;

/// <summary>What the page that a post came from calls its fields, so that words which are shown again are not without a name.</summary>
internal sealed class LateLabels(IUnitOfWork work, ServiceCatalogue services)
{
    private static readonly LocalText Else = new("其他内容", "Something else");

    /// <summary>By the last part of a field's name: "death.proof" is called as "proof".</summary>
    private static readonly Dictionary<string, LocalText> Usual = new(StringComparer.Ordinal)
    {
        ["opinion"] = new("意见", "Opinion"),
        ["reason"] = new("理由或说明", "Why"),
        ["reasons"] = new("理由", "Why"),
        ["otherReason"] = new("由他人收款的原因", "Why somebody else receives the money"),
        ["note"] = new("理由", "Why"),
        ["words"] = new("您写的话", "Your words"),
        ["elsewhere"] = new("迁往何地", "Where to"),
        ["findings"] = new("调查情况", "What was found"),
        ["familyMember"] = new("在场家属姓名", "Family member present"),
        ["documentNumber"] = new("文号", "Document number"),
        ["name"] = new("姓名或名称", "Name"),
        ["nameZh"] = new("中文名称", "Name in Chinese"),
        ["nameEn"] = new("英文名称", "Name in English"),
        ["contact"] = new("联系方式", "How to be reached"),
        ["bankName"] = new("开户银行", "Bank and branch"),
        ["correction"] = new("核对情况", "What was wrong and how it was verified"),
        ["proof"] = new("证明材料说明", "What proves it"),
        ["keptName"] = new("文件", "File"),
        ["source"] = new("依据的通知", "The notice it is taken from"),
        ["off"] = new("放假日期", "Days off"),
        ["makeUp"] = new("调休上班日期", "Weekend days worked instead"),
    };

    /// <summary>The words that somebody wrote, each with its label.</summary>
    /// <param name="asking">Whether the database may be asked for the form: where it did not answer, it is not asked again.</param>
    public async Task<IReadOnlyList<(LocalText Label, string Words)>> OfAsync(LatePost late, bool asking, Func<string, bool> isWritten, CancellationToken cancellation)
    {
        var form = asking ? await FormAsync(late.Address, cancellation) : null;
        return [.. late.Fields.Where(one => isWritten(one.Value.Trim())).Select(one => (Of(one.Name, form), one.Value.Trim()))];
    }

    private static LocalText Of(string name, FormDefinition? form)
    {
        var parts = name.Split('[', '.', ']').Where(part => part.Length > 0).ToArray();
        if (form?.Field(parts[0]) is { } asked)
            return parts.Length > 1 && asked.Columns.FirstOrDefault(column => column.Key == parts[^1]) is { } column ? new($"{asked.Label.Zh}：{column.Label.Zh}", $"{asked.Label.En}: {column.Label.En}") : asked.Label;
        return parts[0] == "missing" ? new("要求补正的说明", "What is asked for") : Usual.GetValueOrDefault(parts[^1]) ?? Else;
    }

    /// <summary>The form of the draft or the case that was written to; null where it was neither.</summary>
    private async Task<FormDefinition?> FormAsync(string address, CancellationToken cancellation)
    {
        if (address.Split('/', '?') is not ["", var room and ("drafts" or "applications"), var written, ..] || !Guid.TryParse(written, out var id))
            return null;
        var (draft, about) = (new DraftId(id), new CaseId(id));
        var version = room == "drafts"
            ? await work.Db.Set<Draft>().AsNoTracking().Where(one => one.Id == draft).Select(one => (ServiceVersionId?)one.ServiceVersionId).FirstOrDefaultAsync(cancellation)
            : await work.Db.Set<AidCase>().AsNoTracking().Where(one => one.Id == about).Select(one => (ServiceVersionId?)one.ServiceVersionId).FirstOrDefaultAsync(cancellation);
        return version is { } known ? (await services.GetAsync(work.Db, known, cancellation)).Form : null;
    }
}
