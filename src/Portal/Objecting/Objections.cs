using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Portal.Handling;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Objecting;

/// <summary>Anybody objects to a notice that stands; staff in whose area the case lies write down what somebody says who came in person.</summary>
public sealed class Objections(Noticeboard board, CaseReading cases)
{
    /// <summary>Who objects without an account, as the audit trail names them.</summary>
    private static readonly Actor Anybody = new(null, "public");

    /// <returns>Null where there is none, or it no longer stands.</returns>
    public async Task<PublicNotice?> StandingAsync(Guid id, CancellationToken cancellation) =>
        await board.FindAsync(NoticeId.Of(id), cancellation) is { } notice && board.StandingOf(notice) == NoticeStanding.Open ? notice : null;

    public async Task<bool> IsInPersonAsync(PublicNotice notice, Visitor visitor, CancellationToken cancellation) =>
        visitor.IsStaff && await cases.SeesAsync(notice.CaseId, visitor, cancellation);

    /// <summary>Whoever objects is not the account that writes it down, unless that is what staff do.</summary>
    public static Actor By(bool inPerson, Visitor visitor) => inPerson ? visitor.Actor : Anybody;

    /// <summary>The objection as those read it who look into it: what was said, by whom as far as they said, and who wrote it down.</summary>
    /// <exception cref="RefusedException">objection.words-missing, form.too-long</exception>
    public static string Words(string? said, string? by, string? reachedAt, string? writtenBy)
    {
        var words = Limited.Text(said, "words", 2000);
        if (words.Length == 0)
            throw new RefusedException("objection.words-missing", "words");
        var (name, contact) = (Limited.Text(by, "name", 50), Limited.Text(reachedAt, "contact", 100));
        string[] about = [name.Length > 0 ? $"姓名：{name}" : "", contact.Length > 0 ? $"联系方式：{contact}" : "", writtenBy is null ? "" : $"当面提出，{writtenBy}记录"];
        var known = string.Join("；", about.Where(part => part.Length > 0));
        return known.Length == 0 ? words : $"{words}（{known}）";
    }
}
