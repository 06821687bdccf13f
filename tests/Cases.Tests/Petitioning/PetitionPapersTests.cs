using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Cases.Tests.Clocks;
using static AidWorkflow.Cases.Petitioning.PetitionDocumentKind;

namespace AidWorkflow.Cases.Tests.Petitioning;

/// <summary>The table of documents: after what each is issued, by whom, what its author owes, and what its templates say.</summary>
[TestFixture]
internal sealed class PetitionPapersTests
{
    private static readonly string[] Answered = ["Received 2022-05-05", "Forwarded 2022-05-06", "Arrived 2022-05-09", "Accepted 2022-05-20", "Answered 2022-07-01"];

    private static readonly ImmutableDictionary<string, string> Files =
        new DirectoryInfo(Path.Combine(A.Root(), "workflows", "petition", "templates")).EnumerateFiles().ToImmutableDictionary(file => file.Name, file => File.ReadAllText(file.FullName));

    [Test]
    public void Each_kind_is_in_the_table_once_with_letters_of_its_own_and_only_opinions_begin_a_limit()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(PetitionPapers.All.Select(paper => paper.Kind), Is.EquivalentTo(Enum.GetValues<PetitionDocumentKind>()));
            Assert.That(PetitionPapers.All.Select(paper => paper.Letters), Is.Unique);
            Assert.That(PetitionPapers.All.Where(paper => paper.Delivery is not null).Select(paper => (paper.Kind, paper.After, paper.Delivery)), Is.EqualTo(new (PetitionDocumentKind, PetitionEventKind, PetitionEventKind?)[]
            {
                (DispositionLetter, PetitionEventKind.Answered, PetitionEventKind.Delivered),
                (ReviewOpinion, PetitionEventKind.ReviewAnswered, PetitionEventKind.ReviewDelivered),
                (ReReviewOpinion, PetitionEventKind.ReReviewAnswered, PetitionEventKind.ReReviewDelivered),
            }));
            Assert.That(PetitionPapers.All.Where(paper => paper.Issuers.Contains(Role.DeskClerk)).Select(paper => paper.Kind), Is.EqualTo(new[] { TransferLetter }), "the desk sends on; the authority answers");
        }
    }

    [TestCase(TransferLetter, null, "Forwarded 2022-05-06")]
    [TestCase(AssignmentLetter, "petition-document.too-early", "Forwarded 2022-05-06")]
    [TestCase(Acknowledgement, "petition-document.too-early", "Arrived 2022-05-09")]
    [TestCase(Acknowledgement, null, "Arrived 2022-05-09", "Accepted 2022-05-10")]
    [TestCase(NonAcceptance, null, "Arrived 2022-05-09", "NotAccepted 2022-05-10")]
    [TestCase(OtherWay, null, "Routed 2022-05-09")]
    [TestCase(ExtensionNotice, null, "Arrived 2022-05-09", "Accepted 2022-05-10", "Extended 2022-06-10 30")]
    [TestCase(DispositionLetter, "petition-document.too-early", "Arrived 2022-05-09", "Accepted 2022-05-10")]
    [TestCase(DispositionLetter, null, "Arrived 2022-05-09", "Accepted 2022-05-10", "Answered 2022-06-10")]
    [TestCase(DispositionLetter, "petition-document.delivered-before", "Arrived 2022-05-09", "Accepted 2022-05-10", "Answered 2022-06-10", "Delivered 2022-06-13")]
    [TestCase(ReviewOpinion, "petition-document.too-early", "Arrived 2022-05-09", "Accepted 2022-05-10", "Answered 2022-06-10", "Delivered 2022-06-13", "ReviewAsked 2022-06-20")]
    [TestCase(CompletionReport, "petition-document.not-assigned", "Forwarded 2022-05-06", "Arrived 2022-05-09", "Accepted 2022-05-10", "Answered 2022-06-10")]
    [TestCase(CompletionReport, null, "Assigned 2022-05-06", "Arrived 2022-05-09", "Accepted 2022-05-10", "Answered 2022-06-10")]
    [TestCase(Acknowledgement, "petition-document.withdrawn", "Arrived 2022-05-09", "Accepted 2022-05-10", "Withdrawn 2022-05-11")]
    public void A_document_comes_after_its_event_and_not_before(PetitionDocumentKind kind, string? code, params string[] events)
    {
        var refusal = PetitionPapers.Refusal(PetitionPapers.Of(kind), Laws.Story(["Received 2022-05-05", .. events]), ClaimBranch.PetitionHandling, MatterChannel.Visit, isAnonymous: false);

        Assert.That(refusal?.Code, Is.EqualTo(code));
    }

    [Test]
    public void Nobody_is_told_of_an_anonymous_one_and_only_what_a_petition_opinion_answers_gets_one()
    {
        var story = Laws.Story(Answered);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Of(Acknowledgement, isAnonymous: true), Is.EqualTo("petition-document.nobody"));
            Assert.That(Of(TransferLetter, isAnonymous: true), Is.Null, "another office is told all the same");
            Assert.That(Of(DispositionLetter, ClaimBranch.Litigation), Is.EqualTo("petition-document.no-opinion"));
            Assert.That(Of(DispositionLetter, branch: null), Is.EqualTo("petition-document.no-opinion"), "a suggestion is answered in another form");
            Assert.That(PetitionPapers.Refusal(PetitionPapers.Of(CompletionReport), story, null, MatterChannel.Above, isAnonymous: false), Is.Null, "a task from above is reported on");
        }

        string? Of(PetitionDocumentKind kind, ClaimBranch? branch = ClaimBranch.PetitionHandling, bool isAnonymous = false) => PetitionPapers.Refusal(PetitionPapers.Of(kind), story, branch, MatterChannel.Visit, isAnonymous)?.Code;
    }

    [Test]
    public void It_belongs_to_the_last_event_of_its_kind() => Assert.That(
        PetitionPapers.EntryOf(PetitionPapers.Of(TransferLetter), Laws.Story("Received 2022-05-05", "Forwarded 2022-05-06", "Arrived 2022-05-09", "Objected 2022-05-10", "ObjectionAllowed 2022-05-11", "Forwarded 2022-05-12")), Is.EqualTo(6));

    [TestCaseSource(typeof(PetitionPapers), nameof(PetitionPapers.All))]
    public void Each_field_that_is_missing_is_named(PetitionPaper paper)
    {
        var refusals = new Refusals();
        PetitionPapers.Read(paper.Fields, new Dictionary<string, string> { [paper.Fields[0].Name] = "  " }, refusals);

        var thrown = Assert.Throws<RefusedException>(refusals.ThrowIfAny)!;
        Assert.That(thrown.Others.Prepend(thrown).Select(one => (one.Code, one.Field)), Is.EqualTo(paper.Fields.Select(field => ("petition-document.missing", (string?)field.Name))));
    }

    [Test]
    public void A_choice_outside_the_list_a_day_that_is_none_and_a_field_that_is_not_there_are_told()
    {
        var refusals = new Refusals();
        var written = new Dictionary<string, string> { ["body"] = "枣庄市退役军人事务局", ["number"] = "7号", ["date"] = "2022-13-01", ["result"] = "Support", ["facts"] = "多写的" };
        PetitionPapers.Read(PetitionPapers.Of(ReviewOpinion).Recorded, written, refusals);

        var thrown = Assert.Throws<RefusedException>(refusals.ThrowIfAny)!;
        Assert.That(thrown.Others.Prepend(thrown).Select(one => (one.Code, one.Field)), Is.EquivalentTo(new[]
        {
            ("petition-document.unreadable", "date"), ("petition-document.unreadable", "result"), ("petition-document.unknown-field", "facts"),
        }));
    }

    [Test]
    public void The_templates_of_the_repository_are_sound_and_say_everything_that_is_written()
    {
        var (templates, faults) = PetitionTemplates.Read(Files);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(faults.Select(fault => $"{fault.File} {fault.Place}: {fault.Reason("en")}"), Is.Empty);
            foreach (var paper in PetitionPapers.All)
            {
                var sheets = templates.Render(paper, Data(paper));
                foreach (var language in Texts.Languages)
                {
                    var said = sheets.In(language);
                    foreach (var field in paper.Fields)
                        Assert.That(said, Does.Contain(field.Kind == PaperFieldKind.Day ? language == "en" ? "1 August 2022" : "2022年8月1日" : $"[{field.Name}] &lt;b&gt;"), $"{paper.Kind} {language} {field.Name}");
                    Assert.That(said, Does.Contain("[documentNumber]").And.Contain("[unitName]").And.Contain("@page"), $"{paper.Kind} {language}");
                    Assert.That(said, Does.Not.Contain("{{"));
                    Assert.That(said.Contains("class=\"receipt\"", StringComparison.Ordinal), Is.EqualTo(paper.IsToPetitioner), $"{paper.Kind} {language}: whoever receives it signs");
                }
            }
        }
    }

    [TestCase(DispositionLetter)]
    [TestCase(ReviewOpinion)]
    public void An_opinion_names_the_days_the_article_and_the_body_that_can_be_asked(PetitionDocumentKind kind)
    {
        var sheets = PetitionTemplates.Read(Files).Templates.Render(PetitionPapers.Of(kind), Data(PetitionPapers.Of(kind)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(sheets.Zh, Does.Match("自收到本意见书之日起 \\[askDays\\] &lt;b&gt; 日内.*第\\[askArticle\\] &lt;b&gt;条，向\\[superior\\]"));
            Assert.That(sheets.En, Does.Match("Within \\[askDays\\] &lt;b&gt; days of receiving this letter you can ask \\[superior\\]"));
        }
    }

    [Test]
    public void A_template_that_names_what_there_is_not_is_left_out_and_told_and_another_text_is_another_version()
    {
        var faulty = Files.SetItem("disposition-letter.en.html", "<p>{{nobody}}</p>");
        var (templates, faults) = PetitionTemplates.Read(faulty);
        var reworded = PetitionTemplates.Read(Files.SetItem("disposition-letter.zh-CN.html", Files["disposition-letter.zh-CN.html"] + "<p>另行通知。</p>")).Templates;
        var letter = PetitionPapers.Of(DispositionLetter);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(faults.Select(fault => fault.File), Is.All.EqualTo("disposition-letter.en.html").And.Not.Empty);
            Assert.That(Assert.Throws<RefusedException>(() => templates.Render(letter, Data(letter)))!.Code, Is.EqualTo("template.missing"));
            Assert.That(reworded.Render(letter, Data(letter)).Version, Is.Not.EqualTo(PetitionTemplates.Read(Files).Templates.Render(letter, Data(letter)).Version));
        }
    }

    /// <summary>Everything that a template may say, as its own name with letters that HTML has to escape.</summary>
    private static TemplateData Data(PetitionPaper paper)
    {
        var data = new TemplateData();
        foreach (var variable in PetitionDocumentFacts.Variables(paper))
            data[variable.Name] = variable.Kind switch
            {
                VariableKind.Date => A.Day("2022-08-01"),
                VariableKind.List => new[] { $"[{variable.Name}] <b>", "second" },
                _ => $"[{variable.Name}] <b>",
            };
        if (!paper.IsToPetitioner)
            data["isToPetitioner"] = "";
        return data;
    }
}
