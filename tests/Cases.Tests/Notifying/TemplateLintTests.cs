using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Notifying;

namespace AidWorkflow.Cases.Tests.Notifying;

[TestFixture]
internal sealed class TemplateLintTests
{
    private const string Email = "templates/approved.applicant.email.en.hbs";
    private const string Sms = "templates/approved.applicant.sms.en.hbs";
    private const string Notice = "templates/notice-published.public.board.en.hbs";
    private const string Missing = "templates/completion-notice.applicant.in-app.en.hbs";
    private const string Approval = "documents/approval.en.hbs";

    [TestCase(Email, "Title\nBody {{amount", "line 2", "template.brace-open")]
    [TestCase(Email, "Title\n\n{{#if amount}}Body", "line 3", "template.block-unclosed")]
    [TestCase(Email, "Title\n{{/if}}Body", "line 2", "template.block-unopened")]
    [TestCase(Email, "Title\n{{else}}Body", "line 2", "template.block-unopened")]
    [TestCase(Email, "Title\n{{#if amount}}{{#unless reason}}{{/if}}{{/unless}}x", "line 2", "template.block-crossed")]
    [TestCase(Email, "Title\n{{diagnosis}}", "line 2", "template.unknown-variable")]
    [TestCase(Email, "Title\n{{#if diagnosis}}x{{/if}}", "line 2", "template.unknown-variable")]
    [TestCase(Email, "Title\n{{money amount}}", "line 2", "template.unknown-helper")]
    [TestCase(Email, "Title\n{{#with amount}}x{{/with}}", "line 2", "template.unknown-helper")]
    [TestCase(Email, "Title\n{{#if amount name}}x{{/if}}", "line 2", "template.one-argument")]
    [TestCase(Email, "Title\n{{{name}}}", "line 2", "template.unescaped")]
    [TestCase(Email, "Title\n{{&name}}", "line 2", "template.unescaped")]
    [TestCase(Email, "Title\n{{> footer}}", "line 2", "template.partial")]
    [TestCase(Email, "Title\n{{#each amount}}x{{/each}}", "line 2", "template.not-a-list")]
    [TestCase(Email, "Only one line", "line 1", "template.no-title")]
    [TestCase(Email, "Title\n恭喜", "line 1", "template.wrong-language")]
    [TestCase(Sms, "You get {{amount}} yuan", "line 1", "template.unknown-variable")]
    [TestCase(Sms, "Dear {{name}}", "line 1", "template.unknown-variable")]
    [TestCase(Notice, "{{name}}, {{citizenId}}", "line 1", "template.unknown-variable")]
    [TestCase(Notice, "{{name}} has cancer", "line 1", "template.names-illness")]
    [TestCase(Missing, "Title\n{{#each missing}}{{name}}{{/each}}", "line 2", "template.unknown-variable")]
    [TestCase(Approval, "<p>{{#each explanation}}{{cents}}{{/each}}</p>", "line 1", "template.unknown-variable")]
    [TestCase(Approval, "<p>ok</p>", "line 1", "template.no-print-style")]
    [TestCase("templates/approved.public.board.en.hbs", "x", "", "template.stray")]
    [TestCase("templates/promoted.applicant.sms.en.hbs", "x", "", "template.stray")]
    [TestCase("templates/approved.applicant.fax.en.hbs", "x", "", "template.stray")]
    [TestCase("templates/approved.applicant.sms.fr.hbs", "x", "", "template.stray")]
    public void A_bad_template_is_a_fault_with_file_and_line(string file, string text, string place, string code)
    {
        var faults = new TemplateBook([new(file, text)]).Lint();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(faults.Select(fault => (fault.File, fault.Place, fault.Code)), Does.Contain((file, place, code)));
            foreach (var language in Texts.Languages)
                Assert.That(faults.Select(fault => fault.Reason(language)), Has.None.Contain("template."));
        }
    }

    [TestCase(Email, "Title\n{{! a comment }}{{#if amount}}{{amount}}{{else}}{{name}}{{/if}}{{!-- {{not}} read --}}")]
    [TestCase(Missing, "Title\n{{#each missing}}{{@index}} {{this}} {{../name}}{{/each}}")]
    [TestCase(Approval, "<style>@page{}</style>{{#each explanation}}{{label}}{{this.amount}}{{/each}}")]
    public void A_good_template_has_none(string file, string text) => Assert.That(new TemplateBook([new(file, text)]).Lint(), Is.Empty);

    [Test]
    public void An_empty_book_misses_every_event_audience_channel_and_language()
    {
        var missing = new TemplateBook([]).Missing([Channel.Board]);
        var expected = Occasions.All.Where(occasion => occasion.Else is null).Sum(occasion => occasion.Audiences.Sum(audience => Occasions.Channels(audience).Length)) + 1 + DocumentKinds.All.Length;

        Assert.That(missing, Has.Length.EqualTo(expected * 2));
    }

    [Test]
    public void What_another_message_stands_for_is_needed_only_where_some_of_it_is_there()
    {
        var missing = new TemplateBook([new("templates/advice-asked.staff.in-app.zh-CN.hbs", "请您提意见\n{{words}}")]).Missing([]);

        Assert.That(missing.Select(fault => fault.File).Where(file => file.Contains("-asked", StringComparison.Ordinal) || file.Contains("task-transferred", StringComparison.Ordinal)), Is.EquivalentTo(new[]
        {
            "templates/advice-asked.staff.in-app.en.hbs", "templates/advice-asked.staff.email.en.hbs", "templates/advice-asked.staff.email.zh-CN.hbs",
        }));
    }
}
