using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Portal.Applying;
using AidWorkflow.Portal.Following;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AidWorkflow.Portal.Api.Applying;

/// <summary>Writing an application and sending it. What is written is kept, right or wrong, and told about.</summary>
internal static class DraftsApi
{
    public static void MapDrafts(this RouteGroupBuilder api)
    {
        var drafts = api.Room("/drafts", "Applying").RequireAuthorization();
        drafts.MapGet("", async (int? page, OwnCases own, Asking asking) => Paging.Of((await own.ListAsync(asking.Visitor.Account!, asking.Cancellation)).Drafts, page))
            .Called("drafts", "My drafts that were not sent yet.");
        drafts.MapPost("", BeginAsync).TakesKey().Called("beginDraft", "Begin an application; whoever applies for himself goes on with the draft he has.");
        drafts.MapGet("/{id:guid}", async (Guid id, DraftReading reading, Asking asking) => DraftDetail.Of(await ReadAsync(id, reading, asking)))
            .Called("draft", "A draft with its answers, and what is still missing.");
        drafts.MapDelete("/{id:guid}", async (Guid id, Asking asking) =>
        {
            await asking.DoAsync<WriteDraft, DraftId>((act, actor, token) => act.DropAsync(new(id), actor, token));
            return TypedResults.NoContent();
        }).Called("dropDraft", "Give a draft up; its files go with it.");
        drafts.MapPut("/{id:guid}/place", async (Guid id, DraftPlaceChosen chosen, Asking asking) =>
        {
            await asking.DoAsync<WriteDraft, DraftId>((act, actor, token) => act.PlaceAsync(new(id), chosen.Unit, chosen.Stand, actor, token));
            return TypedResults.NoContent();
        }).Called("placeDraft", "Choose the village of the household registration.");
        drafts.MapPut("/{id:guid}/topics/{key}", KeepTopicAsync).Called("keepTopic", "Keep the answers of one topic, right or wrong. With the stamp of the answers that were read, a change by somebody else since is not overwritten.");
        drafts.MapPut("/{id:guid}/answers", KeepAllAsync).Called("keepAnswers", "Keep the answers of all topics at once.");
        drafts.MapPost("/{id:guid}/papers/{key}", AttachAsync).Called("attachPaper", "Upload a paper: JPG, PNG or PDF, 10 MB at most.");
        drafts.MapDelete("/{id:guid}/papers/{file:guid}", async (Guid id, Guid file, Asking asking) =>
        {
            await asking.DoAsync<WriteDraft, DraftId>((act, actor, token) => act.DetachAsync(new(id), new(file), actor, token));
            return TypedResults.NoContent();
        }).Called("detachPaper", "Take a paper out of the draft.");
        drafts.MapPost("/{id:guid}/submission", SubmitAsync).TakesKey().Called("submitDraft", "Send the application. A draft becomes one case, however often it is sent.");
    }

    private static async Task<Created<DraftBegun>> BeginAsync(NewDraft asked, Offers offers, Asking asking)
    {
        var (intake, known) = await offers.BeginningAsync(asking.Visitor, asking.Cancellation);
        var id = await asking.OnceAsync<WriteDraft, DraftId>(asked, (act, actor, token) => act.BeginAsync(asked.Service, intake, known, actor, token));
        return TypedResults.Created($"/api/drafts/{id}", new DraftBegun(id));
    }

    private static async Task<AnswersKept> KeepTopicAsync(Guid id, string key, WrittenAnswers written, DraftReading reading, TimeProvider time, Asking asking)
    {
        var view = await ReadAsync(id, reading, asking);
        var topic = view.Topic(key) ?? throw new RefusedException("draft.topic-unknown", null, ("topic", key));
        Known(written.Answers, [.. topic.Fields.Select(field => field.Key)]);
        var check = view.Check(topic, written.Answers, LocalDay.Today(time));
        await asking.DoAsync<WriteDraft, DraftId>((act, actor, token) => written.Stand is { } stand
            ? act.KeepSeenAsync(new(id), key, written.Answers, check.Faults.IsEmpty, stand, actor, token)
            : act.KeepAsync(new(id), key, written.Answers, check.Faults.IsEmpty, actor, token));
        return AnswersKept.Of(check.Faults, check.Odd);
    }

    /// <summary>One act: all topics are kept, or none.</summary>
    private static async Task<AnswersKept> KeepAllAsync(Guid id, WrittenAnswers written, DraftReading reading, TimeProvider time, Asking asking)
    {
        var view = await ReadAsync(id, reading, asking);
        Known(written.Answers, [.. view.Service.Form.Applicants.SelectMany(topic => topic.Fields).Select(field => field.Key)]);
        var whole = view with { Answers = written.Answers };
        var checks = whole.Service.Form.Applicants.ToDictionary(topic => topic.Key, topic => whole.Check(topic, written.Answers, LocalDay.Today(time)), StringComparer.Ordinal);
        await asking.DoAsync<WriteDraft, DraftId>(async (act, actor, token) =>
        {
            foreach (var (key, check) in checks)
                await act.KeepAsync(new(id), key, written.Answers, check.Faults.IsEmpty, actor, token);
            return new(id);
        });
        var asked = whole.Topics.Select(topic => checks[topic.Key]).ToList();
        return AnswersKept.Of(asked.SelectMany(check => check.Faults), asked.SelectMany(check => check.Odd));
    }

    private static async Task<Created<FileTaken>> AttachAsync(Guid id, string key, IFormFile file, Asking asking)
    {
        var content = await Uploads.ReadAsync(file, key, asking.Cancellation);
        var stored = await asking.DoAsync<WriteDraft, StoredFileId>((act, actor, token) => act.AttachAsync(new(id), key, file.FileName, content, actor, token));
        return TypedResults.Created($"/api/drafts/{id}", new FileTaken(stored));
    }

    private static async Task<Created<DraftSubmitted>> SubmitAsync(Guid id, DraftSubmission sent, Asking asking)
    {
        var opened = await asking.OnceAsync<SubmitDraft, CaseId>(sent, (act, actor, token) => act.SubmitAsync(new(id), sent.Reason, actor, token));
        return TypedResults.Created($"/api/applications/{opened}", new DraftSubmitted(opened));
    }

    /// <summary>A question that the form does not ask is a mistake of the program, and not an answer to lose.</summary>
    private static void Known(JsonObject answers, HashSet<string> asked)
    {
        var refusals = new Refusals();
        foreach (var (key, _) in answers)
            refusals.Require(asked.Contains(key), new RefusedException("draft.question-unknown", key, ("question", key)));
        refusals.ThrowIfAny();
    }

    private static Task<DraftView> ReadAsync(Guid id, DraftReading reading, Asking asking) => reading.ReadAsync(new(id), asking.Actor, asking.Cancellation);
}
