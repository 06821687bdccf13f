using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;

namespace AidWorkflow.Cases.Meeting;

/// <summary>What somebody said of a case at an earlier step.</summary>
public sealed record SaidBefore(string Step, RoundKind Kind, Verdict Verdict, LocalText By, string? Opinion, DateOnly On)
{
    /// <summary>Of a visit: who signed what the first of the two wrote down.</summary>
    public bool Second { get; init; }
}

/// <summary>A case as the meeting has it before it: what the step that the list was gathered from lets those see who decide, with the end of the identity number alone.</summary>
/// <param name="Situation">What the form's choices say, in words.</param>
/// <param name="Words">What the applicant wrote of it.</param>
/// <param name="Cents">What the rules propose for what is decided here.</param>
/// <param name="Explanation">The proposal line by line.</param>
public sealed record SheetLine(
    int Number, TaskId Task, CaseId Case, string? ReceiptNumber, LocalText Service, string Name, string CitizenId, LocalText Place, int HouseholdSize,
    LocalText Situation, string Words, long Cents, ImmutableArray<AmountLine> Explanation, ImmutableArray<SaidBefore> Opinions)
{
    /// <summary>The applicant named a relative on the staff.</summary>
    public bool RelativeOfStaff { get; init; }

    /// <summary>The last four of an identity number, which tell two of one name apart.</summary>
    internal static string Tail(string? number) => number is { Length: > 0 } ? Mask.Account(number) : "";

    /// <summary>As a reader sees it by what they hold, whatever was frozen: a sheet from before numbers were cut had them whole.</summary>
    public SheetLine SeenBy(AnswerSight sight) => this with
    {
        Name = sight.Form.To(FormKeys.ApplicantName) >= FieldAccess.Read ? Name : Mask.Name(Name, sight.Name(Sight.Full)),
        CitizenId = sight.Form.To(FormKeys.CitizenId) == FieldAccess.Hidden ? "" : Tail(CitizenId),
        Situation = sight.Form.Reads(FormKeys.Situation) ? Situation : LocalText.Same(""),
        Words = sight.Form.Reads(FormKeys.Description) ? Words : "",
        Explanation = sight.ShowsWorking ? Explanation : [],
    };
}

/// <summary>The summary sheet of a meeting as it was frozen: what is printed is this and nothing else.</summary>
public sealed record MeetingSheet(string? Number, LocalText Unit, string Step, DateOnly PlannedOn, DateTimeOffset FrozenAt, ImmutableArray<SheetLine> Lines)
{
    private static readonly JsonSerializerOptions Shape = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [JsonIgnore]
    public long Cents => Lines.Sum(line => line.Cents);

    internal byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Shape);

    internal static MeetingSheet Read(byte[] bytes) => JsonSerializer.Deserialize<MeetingSheet>(bytes, Shape)!;
}
