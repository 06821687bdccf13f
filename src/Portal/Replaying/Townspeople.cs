using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Replaying;

/// <summary>The made-up applicants of a plan: one a case, the same for the same seed, whatever was done before.</summary>
internal sealed class Townspeople
{
    private readonly Stage stage;
    private readonly Dictionary<string, SyntheticPerson> people = new(StringComparer.Ordinal);

    public Townspeople(Stage stage)
    {
        this.stage = stage;
        var register = new SyntheticPeople(stage.Plan.Seed);
        foreach (var planned in stage.Plan.Cases)
            people.Add(planned.Key, register.Next(planned.Unit[..6], planned.On));
    }

    /// <summary>Applicants act through the station here: the replay knows them by their case, not by an account.</summary>
    public Actor Of(PlannedCase planned) => new(null, $"applicant {planned.Key}");

    public async Task SubmitAsync(string once, PlannedCase planned, CancellationToken cancellation)
    {
        var unit = await stage.ReadAsync((db, token) => db.Set<Unit>().Where(unit => unit.DivisionCode == planned.Unit && unit.Level == UnitLevel.Village && unit.ValidTo == null)
            .Select(unit => (UnitId?)unit.Id).FirstOrDefaultAsync(token), cancellation) ?? throw new PlanException([ReplayPlan.OfCase(planned.Key, "unit", ($"没有代码为 {planned.Unit} 的村（社区）", $"there is no village {planned.Unit}"))]);
        var sample = stage.Plan.Samples[planned.Service];
        var brought = planned.Has(Turn.Supplement) ? sample.Documents[..^1] : sample.Documents;
        var linked = await UploadAsync(planned, brought, cancellation);
        await stage.DoAsync<SubmitApplication, AidCase>(once, (act, token) =>
            act.SubmitAsync(new SubmitCommand(planned.Service, Answers(stage.Plan, planned, people[planned.Key]), unit, Intake.Station, planned.Key) { Documents = linked }, Of(planned), token), cancellation);
    }

    public async Task SupplyAsync(string once, PlannedCase planned, CaseId id, CancellationToken cancellation)
    {
        var linked = await UploadAsync(planned, [stage.Plan.Samples[planned.Service].Documents[^1]], cancellation);
        await stage.DoAsync<SupplyMissing, CaseId>(once, (act, token) => act.SupplyAsync(new SupplyCommand(id, [], linked), Of(planned), token), cancellation);
    }

    public ImmutableArray<MissingItem> Missing(PlannedCase planned) => [new(stage.Plan.Samples[planned.Service].Documents[^1], "请补交清晰的原件照片")];

    /// <summary>The account as it turns out to be: the bank had another last digits on its books.</summary>
    public PayeeReport Corrected(PlannedCase planned)
    {
        var person = people[planned.Key];
        var number = person.Account.Number[..^2] + (person.Account.Number[^2] == '1' ? '2' : '1'); // another one than the bank returned
        var check = Enumerable.Range(0, 10).First(digit => BankCard.Luhn(number + digit.ToString(CultureInfo.InvariantCulture)));
        return new(person.Name.Value, $"{number}{check}", person.BankName, "与申请人当面核对存折，更正账号末位。");
    }

    internal static JsonObject Answers(ReplayPlan plan, PlannedCase planned, SyntheticPerson person)
    {
        var answers = (JsonObject)plan.Samples[planned.Service].Answers.DeepClone();
        answers[FormKeys.ApplicantName] = person.Name.Value;
        answers[FormKeys.CitizenId] = person.CitizenId.Value;
        answers[FormKeys.Mobile] = person.Phone.Number;
        answers[FormKeys.MobileOwner] = "self";
        answers[FormKeys.AccountName] = person.Name.Value;
        answers[FormKeys.AccountNumber] = person.Account.Number;
        answers[FormKeys.BankName] = person.BankName;
        foreach (var (key, value) in planned.Answers ?? [])
            answers[key] = value?.DeepClone();
        return answers;
    }

    /// <summary>An upload is a commit of its own, also here.</summary>
    private async Task<ImmutableArray<LinkedFile>> UploadAsync(PlannedCase planned, IEnumerable<string> keys, CancellationToken cancellation)
    {
        var linked = ImmutableArray.CreateBuilder<LinkedFile>();
        foreach (var key in keys)
        {
            var paper = Encoding.UTF8.GetBytes($"%PDF-1.4\n% {planned.Key} {key}\n%%EOF\n");
            var id = await stage.DoAsync<UploadDocument, StoredFileId>($"{planned.Key}/upload/{key}",
                (act, _) => Task.FromResult(act.Upload($"{key}.pdf", paper, Of(planned))), cancellation);
            linked.Add(new(key, StoredFileId.Of(Guid.Parse(id!))));
        }

        return linked.ToImmutable();
    }
}
