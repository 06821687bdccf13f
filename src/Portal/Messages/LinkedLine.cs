namespace AidWorkflow.Portal.Messages;

/// <summary>A line of a message. A list of reminders names behind each one the page of its case, which is shown as a link and not as an address.</summary>
public readonly record struct LinkedLine(string Words, string? Leads)
{
    private const string Case = " /cases/";

    public static LinkedLine Of(string line) => line.LastIndexOf(Case, StringComparison.Ordinal) is >= 0 and var at && Guid.TryParse(line.AsSpan(at + Case.Length), out _)
        ? new(line[..at], line[(at + 1)..]) : new(line, null);
}
