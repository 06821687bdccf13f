using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Petitioning;

namespace AidWorkflow.Portal.Petitioning;

/// <summary>Reads the form of the desk. A matter of which nothing was written is none.</summary>
internal static class PostedVisit
{
    /// <summary>As many as one visit may bring on one page.</summary>
    public const int Most = 3;

    public static VisitCommand Read(IFormCollection form)
    {
        var refusals = new Refusals();
        foreach (var at in Enumerable.Range(0, Most).Select(at => $"matters[{at}].replyBy").Where(at => form[at].ToString().Length > 0 && Answer.Day(form[at].ToString()) is null))
            refusals.Add(new("matter.day-unreadable", at));
        var received = refusals.Try(() => Answer.Day(form["receivedOn"].ToString()) ?? throw new RefusedException("matter.day-unreadable", "receivedOn"));
        var people = refusals.Try(() => int.TryParse(form["people"], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : throw new RefusedException("matter.people", "people"));
        refusals.ThrowIfAny();
        return new(Chosen<MatterChannel>(form["channel"]) ?? MatterChannel.Visit, received)
        {
            IsAnonymous = form["anonymous"] == "yes",
            Name = form["name"].ToString(),
            CitizenId = form["citizenId"].ToString().Trim(),
            Phone = form["phone"].ToString().Trim(),
            Address = form["address"].ToString(),
            People = people,
            Representatives = [.. Lines(form["representatives"].ToString())],
            Matters = [.. Enumerable.Range(0, Most).Where(at => at == 0 || form[$"matters[{at}].summary"].ToString().Trim().Length > 0).Select(at => Matter(form, $"matters[{at}]"))],
        };
    }

    internal static MatterCommand Matter(IFormCollection form, string at) => new(Chosen<MatterKind>(form[$"{at}.kind"]) ?? MatterKind.Petition, form[$"{at}.subject"].ToString(), form[$"{at}.summary"].ToString())
    {
        Class = Chosen<PetitionClass>(form[$"{at}.class"]),
        Branch = Chosen<ClaimBranch>(form[$"{at}.branch"]),
        IsUrgent = form[$"{at}.urgent"] == "yes",
        Accused = [.. Lines(form[$"{at}.accused"].ToString())],
        Result = form[$"{at}.result"].ToString(),
        Policy = Guid.TryParse(form[$"{at}.policy"], out var policy) ? new(policy) : null,
        Source = form[$"{at}.source"].ToString(),
        ReplyBy = Answer.Day(form[$"{at}.replyBy"].ToString()),
        NewFacts = form[$"{at}.newFacts"].ToString(),
    };

    private static string[] Lines(string text) => text.Split(['\n', '\r', ',', '，', '、', ';', '；'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    internal static T? Chosen<T>(string? said)
        where T : struct, Enum => Enum.TryParse<T>(said, out var chosen) && Enum.IsDefined(chosen) ? chosen : null;
}
