using System.Security.Cryptography;
using System.Text;
using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>What a person decided on a task.</summary>
public enum Verdict
{
    Approve,
    Refuse,

    /// <summary>Back to an earlier step or the applicant.</summary>
    Return,

    /// <summary>The papers are complete, or what was to be recorded is recorded.</summary>
    Complete,

    /// <summary>Something is missing; the applicant is told everything at once.</summary>
    Incomplete,

    /// <summary>Not for this office or not this service: told where to go.</summary>
    NotAccept,

    /// <summary>The applicant gets more time.</summary>
    Extend,

    /// <summary>Present, and neither for nor against, in a vote.</summary>
    Abstain,

    /// <summary>Stands aside from this case (回避): the vote is counted without this seat, or somebody else gets it.</summary>
    Recuse,

    /// <summary>What a delegate answers to whoever asked, who decides.</summary>
    Advise,
}

/// <summary>One person's decision on one task. Inserted once, never changed.</summary>
public sealed record Decision
{
    public required DecisionId Id { get; init; }
    public required TaskId TaskId { get; init; }
    public required RoundId RoundId { get; init; }
    public required CaseId CaseId { get; init; }
    public required string Step { get; init; }

    /// <summary>The person who acted.</summary>
    public required AccountId AccountId { get; init; }

    /// <summary>The person acted for, where a deputy decides.</summary>
    public AccountId? OnBehalfOfId { get; init; }
    public required Verdict Verdict { get; init; }
    public string? Opinion { get; init; }

    /// <summary>The amount decided, in cents, where the round decides one.</summary>
    public long? Cents { get; init; }

    /// <summary>What the kind of round asks for beside the verdict, and what it was decided on, as JSON: missing items, proposal with its frozen rule values, meeting.</summary>
    public string? Detail { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Of what was said beside the verdict and what it rests on; the audit entry of the decision keeps it, so that a later change of the words shows.</summary>
    internal string WordsDigest() => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Opinion}\0{Detail}")))}";
}
