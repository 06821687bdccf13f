using System.Text.Json.Nodes;
using AidWorkflow.Cases.Branching;
using AidWorkflow.Cases.Copying;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Engine.Authoring;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>What domain activities find as the subject of a burst: the file, and the things that can be done with it. Expressions ask it for the amounts and answers of the case.</summary>
public sealed class CaseAtHand : IFurtherInputs
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
    public Branchings Branchings => desk.Branchings;

    public JsonNode? Input(string name) => name switch
    {
        CaseInputs.Proposed => File.Case.ProposedCents,
        CaseInputs.Approved => Branchings.GrantedTo(File),
        CaseInputs.Answers => Branchings.AnswersOf(File),
        _ => null,
    };
}

/// <summary>Everything that is done with a case between its intake and its end, within one act.</summary>
public sealed record Desk(Rounds Rounds, CaseClosing Closing, Posting Notices, Proposals Proposals, Payouts Payouts, Issuing Documents, CaseTelling Telling, Copies Copies, Branchings Branchings);
