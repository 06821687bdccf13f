using AidWorkflow.Cases.Copying;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Publicising;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>What domain activities find as the subject of a burst: the file, and the things that can be done with it.</summary>
public sealed class CaseAtHand
{
    private readonly Desk desk;

    internal CaseAtHand(CaseFile file, Desk desk) => (File, this.desk) = (file, desk);

    public CaseFile File { get; }
    public Rounds Rounds => desk.Rounds;
    public CaseClosing Closing => desk.Closing;
    public Posting Notices => desk.Notices;
    public Proposals Proposals => desk.Proposals;
    public Payouts Payouts => desk.Payouts;
    public Issuing Documents => desk.Documents;
    public CaseTelling Telling => desk.Telling;
    public Copies Copies => desk.Copies;
}

/// <summary>Everything that is done with a case between its intake and its end, within one act.</summary>
public sealed record Desk(Rounds Rounds, CaseClosing Closing, Posting Notices, Proposals Proposals, Payouts Payouts, Issuing Documents, CaseTelling Telling, Copies Copies);
