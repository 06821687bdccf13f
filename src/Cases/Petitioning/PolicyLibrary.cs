using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>The section writes the answers of the policy library, and ends those that no longer hold.</summary>
public sealed class WritePolicyAnswer(IUnitOfWork work, PetitionHouse house, Scopes scopes, AuditTrail audit, IIds ids, TimeProvider time)
{
    /// <exception cref="RefusedException">policy.not-yours, policy.subject, policy.title, policy.text, policy.source, policy.backwards, policy.unknown, policy.follows-late</exception>
    public async Task<PolicyAnswer> RunAsync(PolicyAnswerCommand said, Actor actor, CancellationToken cancellation)
    {
        var area = await scopes.OfAsync(actor, [Role.RightsOfficer], cancellation);
        if (area.IsEmpty)
            throw new RefusedException("policy.not-yours");
        var refusals = new Refusals();
        refusals.Require(house.Subject(said.Subject) is not null, new("policy.subject", "subject"));
        refusals.Require(said.Title.Zh.Trim().Length is > 0 and <= PolicyAnswer.MostTitle && said.Title.En.Length <= PolicyAnswer.MostTitle, new("policy.title", "title", ("most", PolicyAnswer.MostTitle)));
        refusals.Require(said.Text.Zh.Trim().Length is > 0 and <= PolicyAnswer.MostText && said.Text.En.Length <= PolicyAnswer.MostText, new("policy.text", "text", ("most", PolicyAnswer.MostText)));
        refusals.Require(said.Source.Trim().Length is > 0 and <= PolicyAnswer.MostSource, new("policy.source", "source", ("most", PolicyAnswer.MostSource)));
        refusals.Require(said.To is not { } to || to >= said.From, new("policy.backwards", "to", ("from", said.From)));
        var former = said.Follows is { } follows ? await work.Db.Set<PolicyAnswer>().Within(area, work.Db).FirstOrDefaultAsync(one => one.Id == follows, cancellation) : null;
        refusals.Require(said.Follows is null || former is not null, new("policy.unknown", "follows"));
        refusals.Require(former is null || said.From > former.From, new("policy.follows-late", "from", ("from", former?.From)));
        refusals.ThrowIfAny();

        var answer = PolicyAnswer.Enter(PolicyAnswerId.Of(ids.Next()), former?.UnitId ?? area.Roots[0], said, actor.Account!.Value, time.GetUtcNow());
        work.Db.Add(answer);
        if (former is not null && (former.To is not { } last || last >= said.From))
            former.End(said.From.AddDays(-1));
        audit.Record($"unit:{answer.UnitId}", "policy.written", actor, ("policy", answer.Id.ToString()), ("name", answer.TitleZh), ("from", $"{answer.From:yyyy-MM-dd}"), ("source", answer.Source));
        return answer;
    }

    /// <exception cref="RefusedException">policy.unknown, policy.backwards</exception>
    public async Task EndAsync(PolicyAnswerId id, DateOnly on, Actor actor, CancellationToken cancellation)
    {
        var answer = await work.Db.Set<PolicyAnswer>().Within(await scopes.OfAsync(actor, [Role.RightsOfficer], cancellation), work.Db).FirstOrDefaultAsync(one => one.Id == id, cancellation) ?? throw new RefusedException("policy.unknown");
        if (on < answer.From)
            throw new RefusedException("policy.backwards", "to", ("from", answer.From));
        answer.End(on);
        audit.Record($"unit:{answer.UnitId}", "policy.ended", actor, ("policy", id.ToString()), ("name", answer.TitleZh), ("to", $"{on:yyyy-MM-dd}"));
    }
}

/// <summary>Finds answers that hold on a day: those of the reader's units and of the units above them.</summary>
public sealed class PolicyLibrary(IUnitOfWork work, Scopes scopes)
{
    /// <param name="words">Each of them in the title, the text or the source, or in another order: all signs of a Chinese word in the title. What has them in its title stands first.</param>
    /// <param name="day">On which it holds; null for those of all days, newest first.</param>
    public async Task<IReadOnlyList<PolicyAnswer>> FindAsync(Actor actor, string words, string? subject, DateOnly? day, CancellationToken cancellation)
    {
        var roots = (await scopes.OfAsync(actor, MatterSight.Readers, cancellation)).Roots.ToArray();
        var near = work.Db.Set<UnitAncestor>().Where(line => line.ValidTo == null && roots.Contains(line.UnitId)).Select(line => line.AncestorId)
            .Union(work.Db.Set<UnitAncestor>().Where(line => line.ValidTo == null && roots.Contains(line.AncestorId)).Select(line => line.UnitId));
        var answers = await work.Db.Set<PolicyAnswer>().AsNoTracking()
            .Where(answer => near.Contains(answer.UnitId) && (subject == null || answer.Subject == subject) && (day == null || (answer.From <= day && (answer.To == null || day <= answer.To))))
            .OrderByDescending(answer => answer.From).ThenBy(answer => answer.Id).ToListAsync(cancellation);
        var sought = words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [.. answers.Where(answer => sought.All(word => Has(answer.Title, word) || Has(answer.Text, word) || HasSigns(answer.Title.Zh, word) || answer.Source.Contains(word, StringComparison.OrdinalIgnoreCase)))
            .OrderByDescending(answer => sought.Length > 0 && sought.All(word => Has(answer.Title, word)))];
    }

    /// <summary>The words of an answer for somebody who asked, with what it rests on; null where it does not hold on the day, or not for the desk.</summary>
    public async Task<string?> WordsAsync(PolicyAnswerId id, Actor actor, DateOnly day, CancellationToken cancellation) =>
        (await FindAsync(actor, "", null, day, cancellation)).FirstOrDefault(answer => answer.Id == id) is { } answer ? $"{answer.TextZh}（依据：{answer.Source}）" : null;

    /// <summary>People ask in their own order: "申领优待证" is "优待证怎样申领".</summary>
    private static bool HasSigns(string title, string word) => word.Length > 1 && word.All(sign => char.GetUnicodeCategory(sign) == UnicodeCategory.OtherLetter && title.Contains(sign, StringComparison.Ordinal));

    private static bool Has(LocalText text, string word) => text.Zh.Contains(word, StringComparison.OrdinalIgnoreCase) || text.En.Contains(word, StringComparison.OrdinalIgnoreCase);
}
