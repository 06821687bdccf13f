using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Portal.Applying;

namespace AidWorkflow.Portal.Api.Applying;

internal sealed record NewDraft(string Service) : IAsked;

/// <summary>A draft that is there now.</summary>
internal sealed record DraftBegun(DraftId Id);

/// <param name="Stand">The place stamp of the draft as it was read: another choice since is not overwritten. Left out, nothing is compared.</param>
internal sealed record DraftPlaceChosen(UnitId Unit, string? Stand = null) : IAsked;

/// <param name="Answers">By the key of each question; a question left out is answered with nothing.</param>
/// <param name="Stand">The stamp of the topic as it was read: what was changed since is not overwritten, but refused. Left out, nothing is compared; for all topics at once there is none.</param>
internal sealed record WrittenAnswers(JsonObject Answers, string? Stand = null) : IAsked;

/// <summary>What was found in answers that were kept all the same.</summary>
/// <param name="Done">Nothing is wrong with them.</param>
/// <param name="Odd">What may be right: look at it once more.</param>
internal sealed record AnswersKept(bool Done, IReadOnlyDictionary<string, IReadOnlyList<FieldError>> Errors, IReadOnlyDictionary<string, IReadOnlyList<FieldError>> Odd)
{
    public static AnswersKept Of(IEnumerable<FieldFault> faults, IEnumerable<FieldFault> odd)
    {
        var errors = ByField(faults);
        return new(errors.Count == 0, errors, ByField(odd));
    }

    private static Dictionary<string, IReadOnlyList<FieldError>> ByField(IEnumerable<FieldFault> faults) => ApiProblems.Errors(faults)
        .GroupBy(one => one.Field, StringComparer.Ordinal).ToDictionary(field => field.Key, field => (IReadOnlyList<FieldError>)[.. field.Select(one => one.Error)], StringComparer.Ordinal);
}

/// <param name="Reason">Why a likeness to another case is passed by, where one was found.</param>
internal sealed record DraftSubmission(string? Reason = null) : IAsked;

/// <summary>A draft that became a case.</summary>
internal sealed record DraftSubmitted(CaseId Application);

/// <summary>A file that was taken.</summary>
internal sealed record FileTaken(StoredFileId File);

/// <param name="Stand">How its answers stand, as a stamp to write them with.</param>
internal sealed record TopicState(string Key, LocalText Title, bool Done, string Stand);

internal sealed record PaperState(string Key, LocalText Name, bool Required, ImmutableArray<DraftFile> Files);

/// <summary>A draft as far as it is written.</summary>
/// <param name="Place">The village that was chosen; null until it is.</param>
/// <param name="Complete">Nothing is missing: it can be submitted.</param>
/// <param name="SubmittedAs">The application that it became.</param>
internal sealed record DraftDetail(
    DraftId Id, string Service, LocalText ServiceName, UnitId? Unit, string? Place, JsonObject Answers, ImmutableArray<TopicState> Topics, ImmutableArray<PaperState> Papers, bool Complete,
    DateTimeOffset ChangedAt, CaseId? SubmittedAs)
{
    /// <summary>How the place stands, as a stamp to choose it with.</summary>
    public string PlaceStand => WriteDraft.PlaceStand(Unit);

    public static DraftDetail Of(DraftView view) => new(
        view.Draft.Id, view.Service.Id, view.Service.Description.Name, view.Draft.UnitId, view.Village, view.Answers,
        [.. view.Topics.Select(topic => new TopicState(topic.Key, topic.Title, view.IsDone(topic), TopicStand.Of(topic, view.Answers)))],
        [.. view.Papers.Select(paper => new PaperState(paper.Paper.Key, paper.Paper.Name, paper.Paper.Required, paper.Files))], view.IsComplete, view.Draft.ChangedAt, view.Draft.SubmittedAs);
}
