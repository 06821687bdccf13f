using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Cases.Tests.Services;

namespace AidWorkflow.Cases.Tests.Forms;

/// <summary>Laws of the access table, held over every step, question and access there is.</summary>
[TestFixture]
internal sealed class StepAccessTests
{
    private static readonly string[] Services = [Workflows.Hardship, Workflows.Illness, Workflows.Accident];

    private static IEnumerable<(string Step, Role Role)> Seats(ServicePackage service) => service.Seats.SelectMany(step => step.Value.Select(role => (step.Key, role)));

    private static ServicePackage With(string id, Action<JsonObject> change) => Workflows.Parse(id, Workflows.With(id, "form.json", change)).Package!;

    [TestCaseSource(nameof(Services))]
    public void Every_step_shows_and_changes_of_every_answer_what_its_access_allows_and_nothing_else(string id)
    {
        var (whole, cases) = (Workflows.Package(id), 0);
        var stored = Application.To(id);
        using (Assert.EnterMultipleScope())
        {
            foreach (var (step, role) in Seats(whole))
                foreach (var access in Enum.GetValues<FieldAccess>())
                {
                    var view = AnswerSight.AtTask(Changed(whole, step, access), step, role).Form;
                    foreach (var field in whole.Form.Fields.Where(field => !Answer.IsEmpty(stored[field.Key])))
                    {
                        cases++;
                        Holds(view, field, access, stored, $"{step} {role} {field.Key} {access}");
                    }
                }
        }

        Assert.That(cases, Is.GreaterThan(1000));
    }

    /// <summary>The same form with one access to every question at the step; read without parsing all else anew.</summary>
    private static ServicePackage Changed(ServicePackage service, string step, FieldAccess access)
    {
        var form = new FormDefinition(service.Form.Sections,
        [
            .. service.Form.Steps.Values.Where(column => column.Step != step),
            new StepAccess(step, null, System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary(service.Form.Fields, field => field.Key, _ => access, StringComparer.Ordinal)),
        ]);
        return new ServicePackage(service.Description, form, service.Documents, service.Formula, service.Seeds, service.WorkflowJson, service.Templates, service.Files);
    }

    private static void Holds(FormView view, FormField field, FieldAccess access, JsonObject stored, string where)
    {
        var (value, seen, calm) = (stored[field.Key], view.Filter(stored), view.FilterWithoutNumbers(stored));
        var writes = access >= FieldAccess.Edit && !FormKeys.IsApplicants(field);
        Assert.That(seen.ContainsKey(field.Key), Is.EqualTo(access != FieldAccess.Hidden), where);
        Assert.That(JsonNode.DeepEquals(seen[field.Key], value), Is.EqualTo(access >= FieldAccess.Read), where);
        Assert.That(JsonNode.DeepEquals(calm[field.Key], value), Is.EqualTo(access >= FieldAccess.Read && !Numbers(field, value)), where);
        Assert.That(view.Seen(field, value) is null, Is.EqualTo(access < FieldAccess.Read), where);
        Assert.That(view.Editable.Contains(field), Is.EqualTo(writes), where);
        Assert.That(view.Owed(new JsonObject()).Contains(field), Is.EqualTo(writes && access == FieldAccess.Required && field.When is null && Asked(field)), where);
        var sent = new JsonObject { [field.Key] = "另一个值" };
        if (writes)
            Assert.That((string?)view.Merge(stored, sent)[field.Key], Is.EqualTo("另一个值"), where);
        else
            Assert.That(() => view.Merge(stored, sent), Throws.TypeOf<RefusedException>().With.Property(nameof(RefusedException.Code)).EqualTo("form.field-not-editable").And.Property(nameof(RefusedException.Field)).EqualTo(field.Key), where);

        bool Asked(FormField one) => Services.Select(Workflows.Package).Select(service => service.Form).First(form => form.Sections.Any(section => section.Fields.Contains(one))).Asks(one, []);
    }

    private static bool Numbers(FormField field, JsonNode? value) => Masking.HasNumbers(field, value);

    [TestCaseSource(nameof(Services))]
    public void On_the_page_of_a_case_nothing_is_seen_that_a_desk_or_step_of_the_reader_withholds(string id)
    {
        var service = Workflows.Package(id);
        var roles = service.Seats.Values.SelectMany(seat => seat).Distinct().Where(role => role is not (Role.FinanceMaker or Role.FinanceChecker or Role.FinanceReleaser)).ToArray();
        using (Assert.EnterMultipleScope())
        {
            foreach (var one in roles)
                foreach (var other in roles)
                {
                    var page = AnswerSight.OnCase(service, [one, other]).Form;
                    var tasks = Seats(service).Where(seat => seat.Role == one || seat.Role == other).Select(seat => AnswerSight.AtTask(service, seat.Step, seat.Role).Form).ToArray();
                    foreach (var field in service.Form.Fields)
                        Assert.That(page.To(field.Key), Is.AtMost(FieldAccess.Read).And.AtMost(tasks.Min(task => task.To(field.Key))), $"{one} {other} {field.Key}");
                    foreach (var paper in service.Documents.Documents.Where(paper => tasks.Any(task => !task.ShowsPaper(paper.Key))))
                        Assert.That(page.ShowsPaper(paper.Key), Is.False, $"{one} {other} {paper.Key}");
                }
        }
    }

    [Test]
    public void A_step_says_what_it_sees_otherwise_than_its_desk_and_the_rest_stays_as_at_the_desk()
    {
        var service = With(Workflows.Hardship, form => form["steps"]!["HomeVisit"] = JsonNode.Parse("""{ "fields": { "debt": "hidden", "mobile": "edit" }, "papers": { "incomeProof": "hidden" } }"""));

        var (visit, review) = (AnswerSight.AtTask(service, "HomeVisit", Role.TownshipReviewer).Form, AnswerSight.AtTask(service, "TownshipReview", Role.TownshipReviewer).Form);

        Assert.That((visit.To("debt"), visit.To("mobile"), visit.To("accountNumber"), visit.ShowsPaper("incomeProof")), Is.EqualTo((FieldAccess.Hidden, FieldAccess.Edit, FieldAccess.Read, false)));
        Assert.That((review.To("debt"), review.To("mobile"), review.ShowsPaper("incomeProof")), Is.EqualTo((FieldAccess.Read, FieldAccess.Read, true)));
    }

    [Test]
    public void A_step_with_a_default_of_its_own_stands_alone()
    {
        var service = With(Workflows.Hardship, form => form["steps"]!["VillageOpinion"] = JsonNode.Parse("""{ "default": "hidden", "fields": { "applicantName": "read" } }"""));

        var seen = AnswerSight.AtTask(service, "VillageOpinion", Role.VillageHelper).Form.Filter(Application.To(Workflows.Hardship));

        Assert.That(seen.Select(answer => answer.Key), Is.EqualTo(new[] { "applicantName" }));
    }

    [Test]
    public void What_the_table_of_an_older_version_lets_officials_write_of_identity_account_and_promise_they_do_not_write()
    {
        var service = With(Workflows.Hardship, form => form["steps"]!["township"]!["default"] = "edit");
        var view = AnswerSight.AtTask(service, "TownshipReview", Role.TownshipReviewer).Form;

        foreach (var key in new[] { "applicantName", "citizenId", "accountName", "accountNumber", "bankName", "payeeReason", "promise", "authorisation" })
            Assert.That(view.To(key), Is.EqualTo(FieldAccess.Read), key);
        Assert.That(view.To("description"), Is.EqualTo(FieldAccess.Edit));
    }

    [Test]
    public void The_working_of_an_amount_is_told_only_where_all_that_it_rests_on_is_seen()
    {
        var service = Workflows.Package(Workflows.Illness);
        var blind = With(Workflows.Illness, form => form["steps"]!["DistrictReview"] = JsonNode.Parse("""{ "fields": { "otherAid": "masked" } }"""));

        Assert.That(AnswerSight.AtTask(service, "DistrictReview", Role.DistrictReviewer).ShowsWorking, Is.True);
        Assert.That(AnswerSight.AtTask(service, "VillageOpinion", Role.VillageHelper).ShowsWorking, Is.False, "the village does not see the bills");
        Assert.That(AnswerSight.AtTask(blind, "DistrictReview", Role.DistrictReviewer).ShowsWorking, Is.False);
    }
}
