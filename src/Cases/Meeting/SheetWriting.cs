using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.StandingIn;
using AidWorkflow.Cases.Visiting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Meeting;

/// <summary>Writes down what a meeting has to know of a case: who, in what situation, what the rules propose and why, and what was said of it before.</summary>
public sealed class SheetWriting(IUnitOfWork work, CaseFiles files, Proposals proposals, Vault vault)
{
    public async Task<SheetLine> LineAsync(int number, ReviewTask task, Actor actor, CancellationToken cancellation)
    {
        var file = await files.LoadAsync(task.CaseId, actor, cancellation);
        var person = (await work.Db.Set<Person>().FindAsync([file.Case.ApplicantId], cancellation))!;
        var place = (await work.Db.Set<Unit>().FindAsync([file.Case.UnitId], cancellation))!;
        var proposal = (await proposals.ComputeAsync(file, cancellation)).Amount;
        var (sight, round) = (AnswerSight.AtTask(file.Service, task.Step, task.Role), file.Rounds.First(one => one.Id == task.RoundId));
        var seen = sight.Form.FilterWithoutNumbers(vault.OpenAnswers(file.Case)); // what those who decide may see, and never a whole number: the paper goes round a table
        return new(number, task.Id, file.Case.Id, file.Case.ReceiptNumber, file.Service.Description.Name, Mask.Name(person.Name, sight.Name(Sight.Full)), SheetLine.Tail(Answer.Plain(seen[FormKeys.CitizenId])), place.Called(), file.Case.HouseholdSize,
            Situation(file, seen, sight.Form), Answer.Plain(seen[FormKeys.Description]) ?? "", Proposed(proposal, round), sight.ShowsWorking ? proposal.Lines : [], await SaidAsync(file, round, cancellation))
        {
            RelativeOfStaff = file.Case.RelativeOfStaff,
        };
    }

    /// <summary>What the rules propose for what this round decides.</summary>
    internal static long Proposed(Services.AmountProposal proposal, Round round) => round.Plan.Part == Part.First ? proposal.FirstPaymentCents ?? proposal.Cents : proposal.Cents;

    /// <summary>What was chosen in the form of what the case is about.</summary>
    private static LocalText Situation(CaseFile file, System.Text.Json.Nodes.JsonObject answers, FormView form)
    {
        var said = file.Service.Form.Fields.Where(field => field.Key is FormKeys.Situation or "consequence" or "diagnosis" && form.Reads(field.Key) && file.Service.Form.Asks(field, answers))
            .Select(field => (Field: field, Value: Answer.Plain(answers[field.Key]))).Where(one => one.Value is { Length: > 0 })
            .Select(one => one.Field.Options.FirstOrDefault(option => option.Value == one.Value)?.Label ?? LocalText.Same(one.Value!)).ToList();
        return new(string.Join("；", said.Select(one => one.Zh)), string.Join("; ", said.Select(one => one.En)));
    }

    /// <summary>Of the same run, and only what officials said of the case itself.</summary>
    private async Task<ImmutableArray<SaidBefore>> SaidAsync(CaseFile file, Round before, CancellationToken cancellation)
    {
        var rounds = file.Rounds.Where(round => round.InstanceId == before.InstanceId && round.Id != before.Id && round.Kind is RoundKind.Review or RoundKind.HomeVisit or RoundKind.Decision or RoundKind.Completeness)
            .ToDictionary(round => round.Id, round => round.Kind);
        var id = file.Case.Id;
        var said = (await work.Db.Set<Decision>().AsNoTracking().Where(decision => decision.CaseId == id)
                .Join(work.Db.Set<Account>(), decision => decision.AccountId, account => account.Id, (decision, account) => new { decision, account.NameZh, account.NameEn }).ToListAsync(cancellation))
            .Where(one => rounds.ContainsKey(one.decision.RoundId)).OrderBy(one => one.decision.At).ToList();
        var away = said.Select(one => one.decision.OnBehalfOfId).OfType<AccountId>().Distinct().ToArray();
        var principals = away.Length == 0 ? [] : await work.Db.Set<Account>().AsNoTracking().Where(account => away.Contains(account.Id)).ToDictionaryAsync(account => account.Id, account => new LocalText(account.NameZh, account.NameEn), cancellation);
        var seconds = (await work.Db.Set<HomeVisit>().AsNoTracking().Where(visit => visit.CaseId == id && visit.SecondInvestigatorId != null).Select(visit => new { visit.RoundId, visit.SecondInvestigatorId }).ToListAsync(cancellation))
            .ToDictionary(visit => visit.RoundId, visit => visit.SecondInvestigatorId);
        return [.. said.Select(one => new SaidBefore(one.decision.Step, rounds[one.decision.RoundId], one.decision.Verdict,
            StoodIn.Name(new(one.NameZh, one.NameEn), one.decision.OnBehalfOfId is { } principal ? principals.GetValueOrDefault(principal) : null), one.decision.Opinion, LocalDay.Of(one.decision.At))
        {
            Second = rounds[one.decision.RoundId] == RoundKind.HomeVisit && seconds.GetValueOrDefault(one.decision.RoundId) == one.decision.AccountId,
        })];
    }
}
