using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Notifying;

/// <summary>Who is told, how, and in which language. An address that is missing leaves its channel out; in-app needs an account, a person or a role.</summary>
/// <param name="Role">"administrator": everybody with that role; used where there is neither account nor person.</param>
public sealed record Recipient(
    string Audience, string Language, ImmutableArray<string> Channels, AccountId? Account = null, PersonId? Person = null, string? Role = null, string? Email = null, string? Mobile = null)
{
    /// <summary>The task for which somebody of the staff is told; null where for none.</summary>
    public AboutTask? About { get; init; }

    /// <summary>The stable name of the recipient within an idempotency key.</summary>
    public string Key => Account is { } account ? $"account:{account}" : Person is { } person ? $"person:{person}" : $"role:{Role}";
}

/// <summary>The task that a message is about, so that the message is over when the task is.</summary>
/// <param name="Round">Its passage through the step: tasks that take over from one another are one.</param>
/// <param name="AskedOf">In which capacity the reader is to do it; null where it is somebody else's to do.</param>
public sealed record AboutTask(RoundId Round, Organisation.Role? AskedOf);

/// <summary>
/// What a template is filled with, by variable name: string, <see cref="LocalText"/>, long (money in cents, numbers), int, DateOnly, DateTimeOffset,
/// IEnumerable of string or LocalText, IEnumerable of <see cref="TemplateData"/> for rows. It is turned into strings, numbers and lists of one language before a template sees it.
/// </summary>
public sealed class TemplateData : Dictionary<string, object?>
{
    public TemplateData()
        : base(StringComparer.Ordinal)
    {
    }
}

/// <summary>One event of one case, told to some people.</summary>
/// <param name="Sequence">What tells this telling from another of the same event: the round, the task, a running number.</param>
public sealed record Telling(CaseId? Case, string Occasion, string Sequence, TemplateData Data, ImmutableArray<Recipient> Recipients)
{
    /// <summary>Colleagues are told together with what else they are reminded of (<see cref="ReminderLine"/>).</summary>
    public bool Gathered { get; init; }
}

/// <summary>A rendered message.</summary>
/// <param name="Title">The first line of the template: subject of an e-mail, heading of an in-app message; empty for SMS and HTML.</param>
public sealed record RenderedMessage(string Title, string Body);
