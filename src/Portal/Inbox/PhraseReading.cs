using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Phrasing;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Inbox;

/// <summary>Words that can be put into an opinion.</summary>
/// <param name="Own">Which of somebody's own phrases it is; null for one of the service.</param>
public sealed record Phrase(PhraseId? Own, LocalText Text);

/// <summary>The phrases that somebody has at a task: those of the service for the step, filled, and their own.</summary>
public sealed class PhraseReading(IUnitOfWork work)
{
    public async Task<ImmutableArray<Phrase>> ReadAsync(TaskView view, Visitor visitor, CancellationToken cancellation)
    {
        var own = visitor.Account is { } account ? await OwnAsync(work.Db, account.Id, cancellation) : [];
        var cents = view.Case.DecidedCents ?? (view.Dossier.Proposal is { } proposal ? view.Round.Plan.Part == Part.First ? proposal.FirstPaymentCents ?? proposal.Cents : proposal.Cents : view.Case.ProposedCents);
        var values = new Dictionary<string, LocalText?>(StringComparer.Ordinal)
        {
            ["amount"] = cents is { } amount ? new($"{Yuan.Said(amount)} 元", $"{Yuan.Said(amount)} yuan") : null,
            ["number"] = LocalText.Same(view.Case.ReceiptNumber ?? ""),
            ["service"] = view.Service.Description.Name,
            ["today"] = LocalText.Same($"{view.Today:yyyy-MM-dd}"),
        };
        return [.. view.Service.Opinions.Where(phrase => phrase.IsFor(view.Task.Step)).Select(phrase => new Phrase(null, phrase.Filled(values))), .. own];
    }

    /// <summary>Their own, in the order in which they were kept.</summary>
    internal static async Task<IReadOnlyList<Phrase>> OwnAsync(DbContext db, AccountId account, CancellationToken cancellation) =>
        (await db.Set<OpinionPhrase>().AsNoTracking().Where(phrase => phrase.AccountId == account).OrderBy(phrase => phrase.KeptAt).ThenBy(phrase => phrase.Id).ToListAsync(cancellation))
            .ConvertAll(phrase => new Phrase(phrase.Id, LocalText.Same(phrase.Text)));
}
