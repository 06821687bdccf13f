using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Cases.Tests.Clocks;

namespace AidWorkflow.Cases.Tests.Petitioning;

/// <summary>The limits of the Regulation on Petition Work, each from its own event, in its own unit; and what may follow what.</summary>
[TestFixture]
internal sealed class PetitionStoryTests
{
    private static readonly string[] Handled = ["Received 2022-05-05", "Forwarded 2022-05-06", "Arrived 2022-05-09", "Accepted 2022-05-20"];
    private static readonly string[] Told = [.. Handled, "Answered 2022-07-01", "Delivered 2022-07-04"];
    private static readonly string[] Reviewed = [.. Told, "ReviewAsked 2022-07-20", "ReviewAnswered 2022-08-10", "ReviewDelivered 2022-08-12"];

    // Vectors of the field notes (section 2.2 and 7), and of each article.
    [TestCase("Registering", "2022-05-16", "Received 2022-05-01")]
    [TestCase("Notifying", "2022-05-24", "Received 2022-05-05", "Forwarded 2022-05-06", "Arrived 2022-05-09")]
    [TestCase("Objecting", "2022-10-10", "Received 2022-09-26", "Forwarded 2022-09-27", "Arrived 2022-09-28")] // over the National Day, 8 and 9 October worked
    [TestCase("Objecting", "2022-05-10", "Received 2022-04-25", "Forwarded 2022-04-26", "Arrived 2022-04-29")] // over Labour Day, 7 May worked
    [TestCase("Handling", "2022-10-02", "Received 2022-08-01", "Forwarded 2022-08-01", "Arrived 2022-08-02", "Accepted 2022-08-03")] // a Sunday and National Day: the office's own limit stays
    [TestCase("Handling", "2022-11-01", "Received 2022-08-01", "Forwarded 2022-08-01", "Arrived 2022-08-02", "Accepted 2022-08-03", "Extended 2022-09-30 30")]
    [TestCase("AskingReview", "2022-10-08", "Received 2022-08-01", "Arrived 2022-08-01", "Accepted 2022-08-03", "Answered 2022-09-01", "Delivered 2022-09-02")] // 2 October rolls over the holiday to a Saturday that is worked
    [TestCase("Reviewing", "2022-08-19", "Received 2022-05-05", "Arrived 2022-05-05", "Accepted 2022-05-20", "Answered 2022-07-01", "Delivered 2022-07-04", "ReviewAsked 2022-07-20")]
    public void A_limit_ends_on_the_day_that_its_article_says(string kind, string due, params string[] events)
    {
        var limit = Laws.Story(events).Open(Enum.Parse<LimitKind>(kind));

        Assert.That((limit!.Due.On, limit.Due.Provisional), Is.EqualTo((A.Day(due), false)));
    }

    [Test]
    public void The_days_of_a_hearing_do_not_count_in_a_re_review_and_count_everywhere_else()
    {
        var handled = Laws.Story([.. Handled, "HearingCalled 2022-06-01", "HearingHeld 2022-06-11"]);
        var asked = Laws.Story([.. Reviewed, "ReReviewAsked 2022-08-20"]);
        var pending = asked.Then(Laws.Event("HearingCalled 2022-08-25"));
        var held = pending.Then(Laws.Event("HearingHeld 2022-09-05"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(handled.Open(LimitKind.Handling)!.Due.On, Is.EqualTo(A.Day("2022-07-19")));
            Assert.That(asked.Open(LimitKind.ReReviewing)!.Due.On, Is.EqualTo(A.Day("2022-09-19")));
            Assert.That(pending.Open(LimitKind.ReReviewing)!.IsPaused, Is.True);
            Assert.That(pending.Open(LimitKind.ReReviewing)!.LateBy(A.Day("2022-12-01")), Is.Zero);
            Assert.That(held.Open(LimitKind.ReReviewing)!.Due.On, Is.EqualTo(A.Day("2022-09-30")));
        }
    }

    [Test]
    public void An_objection_that_is_allowed_begins_the_registration_anew_and_one_that_is_denied_leaves_the_notice_running()
    {
        string[] objected = ["Received 2022-05-05", "Forwarded 2022-05-06", "Arrived 2022-05-09", "Objected 2022-05-16"];
        var (back, stays) = (Laws.Story([.. objected, "ObjectionAllowed 2022-05-18"]), Laws.Story([.. objected, "ObjectionDenied 2022-05-18"]));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((back.Status, back.Open(LimitKind.Registering)!.Due.On, back.Open(LimitKind.Notifying)), Is.EqualTo((PetitionStatus.Registered, A.Day("2022-06-02"), (PetitionLimit?)null)));
            Assert.That((stays.Status, stays.Open(LimitKind.Notifying)!.Due.On), Is.EqualTo((PetitionStatus.AtBody, A.Day("2022-05-24"))));
            Assert.That(PetitionSteps.Refusal(stays, Laws.Event("Objected 2022-05-18"))!.Code, Is.EqualTo("petition.objected-before"));
        }
    }

    [Test]
    public void An_objection_to_what_was_never_sent_on_leaves_one_registration_that_runs()
    {
        var story = Laws.Story("Received 2022-05-05", "Arrived 2022-05-09", "Objected 2022-05-16", "ObjectionAllowed 2022-05-18");

        Assert.That(story.Limits.Where(limit => limit.Rule.Kind == LimitKind.Registering).Select(limit => (limit.Due.On, limit.StoppedOn)), Is.EqualTo(new (DateOnly, DateOnly?)[] { (A.Day("2022-05-20"), A.Day("2022-05-18")), (A.Day("2022-06-02"), null) }));
    }

    [TestCase("petition.objection-late", "Objected 2022-05-17", "Received 2022-05-05", "Forwarded 2022-05-06", "Arrived 2022-05-09")] // the sixth working day
    [TestCase("petition.extension-late", "Extended 2022-07-20 30", "Received 2022-05-05", "Arrived 2022-05-05", "Accepted 2022-05-20")]
    [TestCase("petition.extension-long", "Extended 2022-07-01 31", "Received 2022-05-05", "Arrived 2022-05-05", "Accepted 2022-05-20")]
    [TestCase("petition.extended-before", "Extended 2022-07-02 5", "Received 2022-05-05", "Arrived 2022-05-05", "Accepted 2022-05-20", "Extended 2022-07-01 5")]
    [TestCase("petition.delivery-missing", "ReviewAsked 2022-07-20", "Received 2022-05-05", "Arrived 2022-05-05", "Accepted 2022-05-20", "Answered 2022-07-01")]
    [TestCase("petition.before-last", "Accepted 2022-05-08", "Received 2022-05-05", "Forwarded 2022-05-06", "Arrived 2022-05-09")]
    [TestCase("petition.not-now", "Answered 2022-05-10", "Received 2022-05-05", "Forwarded 2022-05-06", "Arrived 2022-05-09")]
    [TestCase("petition.hearing-pending", "Answered 2022-06-10", "Received 2022-05-05", "Arrived 2022-05-05", "Accepted 2022-05-20", "HearingCalled 2022-06-01")]
    public void What_comes_too_late_or_out_of_place_is_refused_by_its_name(string code, string next, params string[] events)
    {
        var story = Laws.Story(events);

        Assert.That(() => story.Then(Laws.Event(next)), Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo(code));
    }

    [Test]
    public void Review_and_re_review_are_asked_for_up_to_their_last_day_and_not_the_day_after()
    {
        var (told, reviewed) = (Laws.Story(Told), Laws.Story(Reviewed));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(PetitionSteps.Refusal(told, Laws.Event("ReviewAsked 2022-08-03")), Is.Null);
            Assert.That(PetitionSteps.Refusal(told, Laws.Event("ReviewAsked 2022-08-04"))!.Code, Is.EqualTo("petition.review-late"));
            Assert.That(PetitionSteps.Refusal(reviewed, Laws.Event("ReReviewAsked 2022-09-13")), Is.Null); // 11 September was Sunday of the Mid-Autumn holiday, as was the Monday
            Assert.That(PetitionSteps.Refusal(reviewed, Laws.Event("ReReviewAsked 2022-09-14"))!.Code, Is.EqualTo("petition.re-review-late"));
        }
    }

    [Test]
    public void Only_what_is_answered_by_an_opinion_has_sixty_days_and_review_and_before_2022_every_petition()
    {
        var (then, now) = (Laws.All.Of(A.Day("2022-04-30")), Laws.All.Of(A.Day("2022-05-01")));
        ClaimBranch?[] branches = [null, .. Enum.GetValues<ClaimBranch>()];
        var story = PetitionStory.Of(now, ((string[])["Received 2022-05-05", "Arrived 2022-05-05", "Accepted 2022-05-20"]).Select(Laws.Event), A.Calendar, isReviewable: false);
        var ended = story.Then(Laws.Event("Answered 2022-09-01")).Then(Laws.Event("Delivered 2022-09-02"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(branches.Where(branch => now.IsReviewable(branch)), Is.EqualTo(new ClaimBranch?[] { ClaimBranch.PetitionHandling }));
            Assert.That(branches.Where(branch => then.IsReviewable(branch)), Is.EqualTo(branches));
            Assert.That(story.Limits.Where(limit => limit.IsOpen), Is.Empty, "article 34 is for opinions");
            Assert.That(PetitionSteps.Refusal(story, Laws.Event("Extended 2022-06-01 30"))!.Code, Is.EqualTo("petition.extension-none"));
            Assert.That((ended.Status, ended.IsOver, PetitionSteps.Refusal(ended, Laws.Event("ReviewAsked 2022-09-05"))!.Code), Is.EqualTo((PetitionStatus.Settled, true, "petition.not-now")));
        }
    }

    [Test]
    public void After_the_third_word_nothing_is_accepted_again()
    {
        var final = Laws.Story([.. Reviewed, "ReReviewAsked 2022-08-20", "ReReviewAnswered 2022-09-10", "ReReviewDelivered 2022-09-12"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((final.Status, final.IsOver, final.Limits.Any(limit => limit.IsOpen)), Is.EqualTo((PetitionStatus.Final, true, false)));
            Assert.That(PetitionSteps.Refusal(final, Laws.Event("Accepted 2022-09-20"))!.Code, Is.EqualTo("petition.final"));
            Assert.That(PetitionSteps.Refusal(final, Laws.Event("ReviewAsked 2022-09-20"))!.Code, Is.EqualTo("petition.final"));
        }
    }

    [Test]
    public void A_limit_that_rests_on_an_unpublished_year_is_provisional_and_takes_no_right()
    {
        var story = Laws.Story("Received 2026-11-01", "Arrived 2026-11-01", "Accepted 2026-11-10", "Answered 2026-12-10", "Delivered 2026-12-11");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Open(LimitKind.AskingReview)!.Due, Is.EqualTo(new Deadline(A.Day("2027-01-11"), true)));
            Assert.That(PetitionSteps.Refusal(story, Laws.Event("ReviewAsked 2027-02-01")), Is.Null);
        }
    }

    [Test]
    public void Each_date_is_explained_with_its_article_its_first_day_and_whatever_moved_it()
    {
        var rolled = Laws.Story("Received 2022-08-01", "Arrived 2022-08-01", "Accepted 2022-08-03", "Answered 2022-09-01", "Delivered 2022-09-02");
        var objecting = Laws.Story("Received 2022-09-26", "Forwarded 2022-09-27", "Arrived 2022-09-28");

        var (asking, days) = (Explained(rolled, LimitKind.AskingReview), Explained(objecting, LimitKind.Objecting));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(asking, Does.Contain("art. 35: 30 calendar days, for the petitioner").And.Contain("counting starts on 2022-09-03").And.Contain("The last day, 2022-10-02, is a day of rest").And.Contain("Last day: 2022-10-08"));
            Assert.That(days, Does.Contain("7 days of rest within it are not counted: 10-01,10-02,10-03,10-04,10-05,10-06,10-07"));
        }
    }

    private static string Explained(PetitionStory story, LimitKind kind) => string.Join('\n', LimitExplanation.Of(story.Open(kind)!, story, A.Calendar).Select(line => line.En));
}
