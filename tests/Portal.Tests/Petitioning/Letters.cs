using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Portal.Tests.Deciding;

namespace AidWorkflow.Portal.Tests.Petitioning;

/// <summary>Opinions on petitions, put into writing and delivered as the section does it.</summary>
internal static class Letters
{
    /// <summary>Enters what happens to a petition today; the delivery of an opinion with its document.</summary>
    public static async Task HappensAsync(this Office office, MatterId id, PetitionEventKind kind, Actor actor)
    {
        if (PetitionPapers.DeliveredBy(kind) is { } paper)
            await office.DeliverAsync(id, paper, actor);
        else
            await office.DoAsync((RecordPetitionStep act, CancellationToken token) => act.RunAsync(new(id, kind, LocalDay.Today(office.Clock), Words: "市局"), actor, token));
    }

    /// <summary>The section issues the answer, or records what the body above gave, and it is delivered on the same day.</summary>
    public static async Task DeliverAsync(this Office office, MatterId id, PetitionPaper paper, Actor by)
    {
        var (section, today) = (await office.AsAsync("rights1"), LocalDay.Today(office.Clock));
        PetitionDocument document;
        if (paper.LooksAgainAt is null)
        {
            var fields = paper.Fields.ToDictionary(one => one.Name, one => one.Kind == PaperFieldKind.Choice ? one.Choices[0].Key : $"填写 {one.Name}");
            document = await office.DoAsync((IssuePetitionDocument act, CancellationToken token) => act.RunAsync(new(id, paper.Kind, fields), section, token));
        }
        else
        {
            var scan = await office.DoAsync((UploadDocument act, CancellationToken _) => Task.FromResult(act.Upload("意见.pdf", "%PDF-1.4"u8.ToArray(), section)));
            var fields = new Dictionary<string, string> { ["body"] = "枣庄市人民政府", ["number"] = "枣政信复〔2022〕7号", ["date"] = $"{today:yyyy-MM-dd}", ["result"] = "Uphold" };
            document = await office.DoAsync((RecordSuperiorOpinion act, CancellationToken token) => act.RunAsync(new(id, paper.Kind, fields, scan), section, token));
        }

        await office.DoAsync((RecordPetitionDelivery act, CancellationToken token) => act.RunAsync(new(id, document.Id, DeliveryMethod.InPerson, today, "本人"), by, token));
    }
}
