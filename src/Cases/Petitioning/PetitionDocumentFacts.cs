using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;
using static AidWorkflow.Cases.Petitioning.PetitionDocumentKind;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>What documents of petitions may say beside what their author writes, and what an author finds written already.</summary>
public sealed class PetitionDocumentFacts(IUnitOfWork work, Organisation.Directory directory, PetitionHouse house, Vault vault)
{
    private static readonly ImmutableArray<Variable> Common =
    [
        Text("title"), Text("documentNumber"), Text("matterNumber"), Text("name"), Text("subject"), Day("receivedOn"), Text("channel"), Text("unitName"), Text("unitPhone", optional: true), Day("issuedOn"), Text("lawName"),
        Text("isToPetitioner", optional: true), Day("happenedOn"),
    ];

    /// <summary>Of single kinds.</summary>
    private static readonly ImmutableArray<Variable> Own =
    [
        Day("acceptedOn", optional: true), Day("dueOn", optional: true), Text("days", optional: true), Text("askDays", optional: true), Text("askArticle", optional: true), Day("requestedOn", optional: true),
        Text("earlierNumber", optional: true), Text("noticeDays"), Text("objectDays"), Day("deliveredOn", optional: true), Day("assignedOn", optional: true),
    ];

    internal static ImmutableArray<Variable> Variables(PetitionPaper paper) =>
        [.. Common, .. Own, .. paper.Fields.Select(one => new Variable(one.Name, KindOf(one), false, []))];

    private static VariableKind KindOf(PaperField one) => one.Kind switch
    {
        PaperFieldKind.Day => VariableKind.Date,
        PaperFieldKind.Lines => VariableKind.List,
        _ => VariableKind.Text,
    };

    /// <summary>What a template is filled with, but for the number.</summary>
    internal TemplateData Of(PetitionDraft draft, string? earlierNumber)
    {
        var (matter, story, paper) = (draft.File.Matter, draft.File.Story, draft.Paper);
        var words = Words(matter);
        var data = new TemplateData
        {
            ["title"] = paper.Name,
            ["matterNumber"] = matter.Number ?? "",
            ["name"] = Called(words, matter),
            ["subject"] = house.Subject(matter.Subject)?.Name ?? LocalText.Same(matter.Subject),
            ["receivedOn"] = matter.ReceivedOn,
            ["channel"] = Came(matter.Channel),
            ["unitName"] = draft.Unit.Signature(),
            ["unitPhone"] = draft.Unit.Phone,
            ["issuedOn"] = draft.On,
            ["lawName"] = story.Law.Name,
            ["isToPetitioner"] = paper.IsToPetitioner ? "yes" : "",
            ["happenedOn"] = story.Events[draft.Entry - 1].On,
            ["acceptedOn"] = OnOf(story, PetitionEventKind.Accepted),
            ["assignedOn"] = OnOf(story, PetitionEventKind.Assigned),
            ["deliveredOn"] = OnOf(story, PetitionEventKind.Delivered),
            ["earlierNumber"] = earlierNumber,
            ["noticeDays"] = Days(story, LimitKind.Notifying),
            ["objectDays"] = Days(story, LimitKind.Objecting),
        };
        if (paper.Kind is Acknowledgement or ExtensionNotice && story.Limits.LastOrDefault(limit => limit.Kind == LimitKind.Handling) is { } handling)
            (data["dueOn"], data["days"]) = (handling.Due.On, $"{story.Events[draft.Entry - 1].Days}");
        if (paper.Kind is DispositionLetter or ReviewOpinion)
        {
            var asking = paper.Kind == DispositionLetter ? LimitKind.AskingReview : LimitKind.AskingReReview;
            (data["askDays"], data["askArticle"]) = (Days(story, asking), story.Law[asking].Article);
        }

        if (paper.Kind is ReviewOpinion or ReReviewOpinion)
            data["requestedOn"] = OnOf(story, paper.Kind == ReviewOpinion ? PetitionEventKind.ReviewAsked : PetitionEventKind.ReReviewAsked);
        foreach (var one in paper.Fields)
            data[one.Name] = one.Kind switch
            {
                PaperFieldKind.Day => Answer.Day(draft.Fields[one.Name]),
                PaperFieldKind.Choice => one.Choices.First(choice => choice.Key == draft.Fields[one.Name]).Name,
                PaperFieldKind.Lines => draft.Fields[one.Name].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), // each line a paragraph
                _ => draft.Fields[one.Name],
            };
        return data;
    }

    /// <summary>What the matter says already, by the fields of the document.</summary>
    internal async Task<ImmutableDictionary<string, string>> PrefilledAsync(PetitionFile file, PetitionPaper paper, Unit unit, DateOnly today, CancellationToken cancellation)
    {
        var written = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var one in paper.Fields)
            written[one.Name] = one.Name switch
            {
                "request" => Words(file.Matter).Summary,
                "reason" or "opinion" => await EntryWordsAsync(file, paper, cancellation),
                "superior" => await directory.AboveAsync(unit.Id, 1, today, cancellation) is { } above ? (await work.Db.Set<Unit>().AsNoTracking().FirstAsync(one => one.Id == above, cancellation)).Signature().Zh : "",
                "basis" => $"《{file.Story.Law.Name.Zh}》",
                "route" when !file.Petition.IsReviewable => PetitionWords.CourseOf(file.Petition.Class, file.Petition.Branch).Zh,
                "route" => $"由本机关自受理之日起 {Days(file.Story, LimitKind.Handling)} 日内办结并书面答复。",
                "reportBy" => await work.Db.Set<ReplyDuty>().AsNoTracking().Where(duty => duty.MatterId == file.Matter.Id && duty.Kind == ReplyDutyKind.AssignedOn).OrderByDescending(duty => duty.At).Select(duty => (DateOnly?)duty.ReplyBy).FirstOrDefaultAsync(cancellation) is { } by ? $"{by:yyyy-MM-dd}" : "",
                "to" when paper.Kind == AssignmentLetter || paper.Kind == TransferLetter => (await EntryWordsAsync(file, paper, cancellation)).Split('\n')[0] is { Length: > 0 and <= 60 } where ? where : "",
                "to" when paper.Kind == CompletionReport && await SourceAsync(file, cancellation) is { } source => source,
                "to" when paper.Kind == CompletionReport => (await work.Db.Set<Unit>().AsNoTracking().FirstAsync(one => one.Id == file.Matter.UnitId, cancellation)).NameZh,
                "to" => await EntryWordsAsync(file, paper, cancellation) is { Length: > 0 and <= 60 } where ? where : "",
                _ => "",
            };
        return written.ToImmutable();
    }

    /// <summary>Which higher body gave the matter to the house.</summary>
    private Task<string?> SourceAsync(PetitionFile file, CancellationToken cancellation) => work.Db.Set<ReplyDuty>().AsNoTracking()
        .Where(duty => duty.MatterId == file.Matter.Id && duty.Kind == ReplyDutyKind.FromAbove).OrderByDescending(duty => duty.At).Select(duty => duty.Party).FirstOrDefaultAsync(cancellation);

    private async Task<string> EntryWordsAsync(PetitionFile file, PetitionPaper paper, CancellationToken cancellation)
    {
        if (PetitionPapers.EntryOf(paper, file.Story) is not { } number)
            return "";
        var entry = await work.Db.Set<PetitionEntry>().AsNoTracking().FirstAsync(one => one.MatterId == file.Matter.Id && one.Number == number, cancellation);
        return entry.Words is { } words ? vault.Open(words, entry.Place) : "";
    }

    private MatterWords Words(Matter matter) => JsonSerializer.Deserialize<MatterWords>(vault.Open(matter.Words, matter.Place))!;

    private static LocalText Called(MatterWords words, Matter matter) => words.Name.Length == 0 ? new("匿名信访人", "an anonymous petitioner")
        : matter.People > 1 ? LocalText.Of($"{words.Name}等 {matter.People} 人", $"{words.Name} and others, {matter.People} in all") : LocalText.Same(words.Name);

    private static LocalText Came(MatterChannel channel) => channel switch
    {
        MatterChannel.Visit => new("来访", "in a visit"),
        MatterChannel.Letter => new("来信", "by letter"),
        MatterChannel.Phone => new("来电", "by telephone"),
        MatterChannel.Web => new("网上提交", "online"),
        _ => new("上级转来", "through a higher body"),
    };

    private static DateOnly? OnOf(PetitionStory story, PetitionEventKind kind) => story.Events.LastOrDefault(one => one.Kind == kind)?.On;

    private static string Days(PetitionStory story, LimitKind kind) => story.Law[kind].Term.Count.ToString(CultureInfo.InvariantCulture);

    private static Variable Text(string name, bool optional = false) => new(name, VariableKind.Text, optional, []);

    private static Variable Day(string name, bool optional = false) => new(name, VariableKind.Date, optional, []);
}
