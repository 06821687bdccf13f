using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Tests.Services;

namespace AidWorkflow.Cases.Tests.Notifying;

[TestFixture]
internal sealed class TemplateBookTests
{
    private static readonly TemplateBook Book = Workflows.Package(Workflows.Illness).Templates;

    private static IEnumerable<TestCaseData> Everything() =>
        from occasion in Occasions.All
        from audience in occasion.Audiences
        from channel in Occasions.Channels(audience)
        from language in Texts.Languages
        select new TestCaseData(occasion.Name, audience, channel, language);

    [TestCaseSource(nameof(Everything))]
    public void Every_message_of_the_house_renders_with_and_without_what_is_optional(string occasion, string audience, string channel, string language)
    {
        var variables = Occasions.Find(occasion)!.Variables;
        foreach (var data in new[] { Sample.Of(variables), Sample.Of(variables.Where(variable => !variable.Optional)) })
        {
            var message = Book.Render(occasion, audience, channel, language, data);

            using (Assert.EnterMultipleScope())
            {
                Assert.That(message.Body, Is.Not.Empty.And.Not.Contain("{{").And.Not.Contain("HandlebarsDotNet"));
                Assert.That(message.Title, channel == Channel.Sms ? Is.Empty : Is.Not.Empty);
            }
        }
    }

    [Test]
    public void A_text_message_says_nothing_that_a_bystander_should_not_read()
    {
        foreach (var occasion in Occasions.All.Where(occasion => occasion.Audiences.Contains(Audience.Applicant)))
        {
            var data = Sample.Of(occasion.Variables);
            var text = Book.Render(occasion.Name, Audience.Applicant, Channel.Sms, "zh-CN", data).Body;

            Assert.That(text, Does.Not.Contain("孙建国").And.Not.Contain("大病").And.Not.Contain("20,000").And.Not.Contain("0004"), occasion.Name);
        }
    }

    [TestCase("board")]
    [TestCase("web")]
    public void A_public_notice_shows_name_household_and_amount_and_is_encoded(string channel)
    {
        var data = Sample.Of(Occasions.PublicNotice);
        data["name"] = "孙<b>**";

        var html = Book.Render(Occasions.NoticePublished, Audience.Public, channel, "zh-CN", data).Body;

        Assert.That(html, Does.Contain("孙&lt;b&gt;**").And.Contain("20,000.00").And.Not.Contain("<b>"));
    }

    [Test]
    public void Plain_text_is_not_encoded()
    {
        var data = Sample.Of(Occasions.Find(Occasions.Approved)!.Variables);
        data["name"] = "O'Neil & Söhne";

        Assert.That(Book.Render(Occasions.Approved, Audience.Applicant, Channel.Email, "en", data).Body, Does.StartWith("Dear O'Neil & Söhne,"));
    }

    [Test]
    public void The_list_of_what_is_missing_has_a_line_each()
    {
        var data = Sample.Of(Occasions.Find(Occasions.CompletionNotice)!.Variables);
        data["missing"] = new[] { new LocalText("身份证", "Identity card"), new LocalText("户口簿", "Household register") };

        Assert.That(Book.Render(Occasions.CompletionNotice, Audience.Applicant, Channel.InApp, "zh-CN", data).Body, Does.Contain("· 身份证\n· 户口簿\n"));
    }

    [TestCase("approval")]
    [TestCase("refusal")]
    [TestCase("completion-notice")]
    [TestCase("non-acceptance")]
    public void A_document_renders_in_both_languages(string kind)
    {
        foreach (var language in Texts.Languages)
        {
            var html = Book.RenderDocument(kind, language, Sample.Of(DocumentKinds.Variables(kind)!.Value));

            Assert.That(html, Does.StartWith("<!DOCTYPE html>").And.Contain("@page").And.Contain("孙建国").And.Not.Contain("{{"));
        }
    }

    [Test]
    public void Data_that_lack_a_variable_are_a_mistake_of_ours_and_say_which() =>
        Assert.That(() => Book.Render(Occasions.Refused, Audience.Applicant, Channel.Email, "en", []), Throws.ArgumentException.With.Message.Contain("receiptNumber"));

    [Test]
    public void A_message_that_grows_without_end_is_cut_off()
    {
        var data = Sample.Of(Occasions.Find(Occasions.CompletionNotice)!.Variables);
        data["missing"] = Enumerable.Repeat(new string('x', 1000), 1000).ToArray();

        Assert.That(() => Book.Render(Occasions.CompletionNotice, Audience.Applicant, Channel.InApp, "en", data), Throws.InstanceOf<Exception>().With.Message.Contain("template.too-long"));
    }

    [Test]
    public void A_template_that_is_not_there_is_refused_and_not_skipped() =>
        Assert.That(() => new TemplateBook([]).Render(Occasions.Paid, Audience.Applicant, Channel.Sms, "en", []), Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo("template.missing"));
}

/// <summary>A value for every variable.</summary>
internal static class Sample
{
    public static TemplateData Of(IEnumerable<Variable> variables)
    {
        var data = new TemplateData();
        foreach (var variable in variables)
            data[variable.Name] = variable.Kind switch
            {
                VariableKind.Money => 2_000_000L,
                VariableKind.Date => new DateOnly(2022, 3, 7),
                VariableKind.Moment => new DateTimeOffset(2022, 3, 7, 1, 0, 0, TimeSpan.Zero),
                VariableKind.Number => 3,
                VariableKind.List => new[] { "One", "Two" },
                VariableKind.Rows => new[] { Row(variable) },
                _ => variable.Name switch
                {
                    "name" or "applicantName" or "payeeName" => "孙建国",
                    "serviceName" => new LocalText("大病救助", "Serious-illness relief"),
                    "payeeAccountTail" => "0004",
                    _ => variable.Name,
                },
            };
        return data;
    }

    private static TemplateData Row(Variable variable)
    {
        var row = new TemplateData();
        foreach (var column in variable.Columns)
            row[column] = column;
        return row;
    }
}
