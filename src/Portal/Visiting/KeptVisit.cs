using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Inbox;

namespace AidWorkflow.Portal.Visiting;

/// <summary>What goes along on the phone: whom to visit, where and until when, and no more.</summary>
internal sealed record KeptVisit(Guid Task, Guid Account, string Receipt, string Person, KeptWords Service, KeptWords Place, string Address, DateOnly? Due)
{
    /// <exception cref="RefusedException">visit.not-for-the-road</exception>
    public static KeptVisit Of(TaskView view, AccountId account)
    {
        if (view.Task.Kind != RoundKind.HomeVisit || !view.Task.IsOpen || view.VisitWaitsForSecond || view.Task.AssigneeId != account)
            throw new RefusedException("visit.not-for-the-road");
        return new(view.Task.Id.Value, account.Value, view.Case.ReceiptNumber ?? "", view.Person, KeptWords.Of(view.Service.Description.Name), KeptWords.Of(view.Place),
            Answer.Plain(view.Dossier.Answers[FormKeys.ResidenceAddress]) ?? "", view.Due?.On);
    }
}

/// <summary>Both languages: on the road the page may be turned to the other one, and nobody can be asked for it there.</summary>
internal sealed record KeptWords(string Zh, string En)
{
    public static KeptWords Of(LocalText text) => new(text.Zh, text.En);
}
