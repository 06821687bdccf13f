using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.People;

namespace AidWorkflow.Cases.Rating;

/// <summary>Who says how a case was handled: whom it is about, who applied for themselves, or who goes on for the dead. Who typed it in for somebody does not.</summary>
public sealed class RatingRights(Succession succession, Vault vault)
{
    public async Task<bool> MayAsync(AidCase aidCase, Actor actor, DateOnly today, CancellationToken cancellation) =>
        (actor.Person is { } person && aidCase.ApplicantId == person)
        || (actor.Account is not null && aidCase.Intake == Intake.Self && aidCase.SubmittedBy == actor.Account)
        || await succession.GoesOnAsync(actor.Person, aidCase, today, cancellation);

    /// <summary>Whom to call back, as the application has it.</summary>
    /// <exception cref="RefusedException">rating.nobody-named</exception>
    internal Rater RaterOf(AidCase aidCase)
    {
        var answers = vault.OpenAnswers(aidCase);
        return Answer.Plain(answers[FormKeys.Mobile]) is { Length: > 0 } phone
            ? new(Answer.Plain(answers[FormKeys.ApplicantName]) ?? "", phone)
            : throw new RefusedException("rating.nobody-named", "named");
    }
}
