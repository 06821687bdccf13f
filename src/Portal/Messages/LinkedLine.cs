using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Portal.Messages;

/// <summary>A line of a message. What it is about is named at its end by its page, which is shown as a link and not as an address.</summary>
public readonly record struct LinkedLine(string Words, string? Leads)
{
    private const string Cases = "/cases/";

    private static readonly string[] Pages = [$" {Cases}", " /matters/", " /meetings/", " /appointments/", " /ratings/negative/"];

    /// <summary>The case it is about; null where it is about none.</summary>
    public CaseId? Case => Leads?.StartsWith(Cases, StringComparison.Ordinal) == true ? new CaseId(Guid.Parse(Leads[Cases.Length..])) : null;

    public static LinkedLine Of(string line)
    {
        foreach (var page in Pages)
            if (line.LastIndexOf(page, StringComparison.Ordinal) is >= 0 and var at && Guid.TryParse(line.AsSpan(at + page.Length), out _))
                return new(line[..at], line[(at + 1)..]);
        return new(line, null);
    }
}
