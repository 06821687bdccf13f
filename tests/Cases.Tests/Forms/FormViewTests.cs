using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Tests.Services;

namespace AidWorkflow.Cases.Tests.Forms;

/// <summary>Field permissions hold on the server, on read and on write.</summary>
[TestFixture]
internal sealed class FormViewTests
{
    private static readonly FormDefinition Form = Workflows.Package(Workflows.Hardship).Form;

    private static JsonObject Stored => Application.To(Workflows.Hardship);

    [Test]
    public void Numbers_and_names_are_masked_the_customary_way_also_inside_a_table()
    {
        var seen = Form.At(FormSteps.Audit).Filter(Stored);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)seen["citizenId"], Is.EqualTo("370402********0011"));
            Assert.That((string?)seen["mobile"], Is.EqualTo("138****0001"));
            Assert.That((string?)seen["accountNumber"], Is.EqualTo("****0004"));
            Assert.That((string?)seen["members"]![1]!["name"], Is.EqualTo("李**"));
            Assert.That((string?)seen["members"]![0]!["citizenId"], Is.EqualTo("370402********0011"));
            Assert.That((string?)seen["members"]![1]!["monthlyIncome"], Is.EqualTo("***"));
        }
    }

    [TestCase("village", "accountNumber", "6222000000000000004")]
    [TestCase("township", "householdSize", "9")]
    [TestCase("city", "accountNumber", "6217000000000000004")]
    [TestCase("finance", "description", "改写")]
    [TestCase("nowhere", "applicantName", "孙建国")]
    public void A_step_cannot_write_what_it_may_not_edit(string step, string field, string value) =>
        Assert.That(() => Form.At(step).Merge(Stored, new JsonObject { [field] = value }), Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo("form.field-not-editable"));

    [Test]
    public void A_page_that_posts_back_what_it_was_shown_changes_nothing()
    {
        var view = Form.At(FormSteps.City);

        var merged = view.Merge(Stored, view.Filter(Stored));

        Assert.That(JsonNode.DeepEquals(merged, Stored), Is.True);
    }

    [Test]
    public void Only_the_listed_items_can_be_supplemented()
    {
        var view = Form.At(FormSteps.Supplement, new HashSet<string> { "bankName" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)view.Merge(Stored, new JsonObject { ["bankName"] = "齐鲁银行" })["bankName"], Is.EqualTo("齐鲁银行"));
            Assert.That(() => view.Merge(Stored, new JsonObject { ["mobile"] = "13900000000" }), Throws.TypeOf<RefusedException>());
        }
    }

    [Test]
    public void An_unknown_field_is_refused_and_what_was_stored_stays()
    {
        var stored = Stored;

        Assert.That(() => Form.At(FormSteps.Apply).Merge(stored, new JsonObject { ["bankName"] = "x", ["shoeSize"] = 42 }), Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo("form.unknown-field"));
        Assert.That(JsonNode.DeepEquals(stored, Stored), Is.True);
    }

    [Test]
    public void What_was_not_sent_is_kept()
    {
        var merged = Form.At(FormSteps.Apply).Merge(Stored, new JsonObject { ["bankName"] = "齐鲁银行" });

        Assert.That(merged, Has.Count.EqualTo(Stored.Count));
    }

    [Test]
    public void A_step_may_owe_a_field_that_the_form_does_not_require()
    {
        var faults = new List<FileFault>();
        var form = FormReading.Read(JsonSpot.Parse(
            """
            { "sections": [ { "key": "s", "title": { "zh-CN": "节", "en": "Section" }, "fields": [ { "key": "opinion", "type": "text", "label": { "zh-CN": "意见", "en": "Opinion" } } ] } ],
              "steps": { "apply": { "default": "edit" }, "village": { "default": "read", "fields": { "opinion": "required" } } } }
            """, "form.json", faults)!.Value);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(faults, Is.Empty);
            Assert.That(form.At("apply").Check([], new FormContext(Application.Today)), Is.Empty);
            Assert.That(form.At("village").Check([], new FormContext(Application.Today)).Select(fault => fault.Code), Is.EqualTo(new[] { "form.required" }));
        }
    }
}
