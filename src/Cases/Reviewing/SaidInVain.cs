using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>
/// Nothing that was said is dropped: what a decision carries and its round and verdict do not ask for is refused, so that whoever said it learns that it would count for nothing.
/// </summary>
internal static class SaidInVain
{
    /// <summary>Whoever answers, stands aside, asks the applicant or turns them away sends the case to no next step for which anybody could be named.</summary>
    /// <exception cref="RefusedException">decision.next-not-asked</exception>
    public static void RefuseNames(DecideCommand command)
    {
        if (!command.Next.IsDefaultOrEmpty && command.Verdict is Verdict.Advise or Verdict.Recuse or Verdict.Incomplete or Verdict.NotAccept or Verdict.Extend)
            throw new RefusedException("decision.next-not-asked", "next");
    }

    /// <exception cref="RefusedException">decision.missing-not-asked, decision.amount-not-asked, decision.return-not-asked, decision.part-not-asked</exception>
    public static void Refuse(Round round, DecideCommand command)
    {
        var verdict = command.Verdict;
        var accepts = round.Kind == RoundKind.Completeness && verdict == Verdict.Complete;
        var asksApplicant = (round.Kind == RoundKind.Completeness && verdict == Verdict.Incomplete) || (verdict == Verdict.Return && command.ReturnTo == StepNames.Supplement);
        var refusals = new Refusals();
        refusals.Require(asksApplicant || command.Missing.IsDefaultOrEmpty, new RefusedException("decision.missing-not-asked", "missing"));
        refusals.Require(command.Cents is null || (round.Kind == RoundKind.Decision && verdict == Verdict.Approve), new RefusedException("decision.amount-not-asked", "cents"));
        refusals.Require(string.IsNullOrEmpty(command.ReturnTo) || verdict == Verdict.Return, new RefusedException("decision.return-not-asked", "returnTo"));
        RequirePart(!command.IdentityProved || accepts, "identityProved");
        RequirePart(command.Households.IsDefaultOrEmpty || accepts || (round.Kind == RoundKind.Decision && verdict is Verdict.Approve or Verdict.Refuse), "households");
        RequirePart(command.Visit is null || (round.Kind == RoundKind.HomeVisit && verdict == Verdict.Complete), "visit");
        RequirePart(command.External is null || (round.Kind == RoundKind.ExternalDecision && verdict is Verdict.Approve or Verdict.Refuse), "external");
        RequirePart(command.Payee is null || (round.Kind is RoundKind.Payout or RoundKind.Correction && verdict == Verdict.Complete), "payee");
        refusals.ThrowIfAny();

        void RequirePart(bool isAsked, string field) => refusals.Require(isAsked, new RefusedException("decision.part-not-asked", field));
    }
}
