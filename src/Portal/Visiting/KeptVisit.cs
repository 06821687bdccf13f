using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Inbox;

namespace AidWorkflow.Portal.Visiting;

/// <summary>What goes along on the phone: whom to visit, where and until when, and no more.</summary>
internal sealed record KeptVisit(Guid Task, Guid Account, string Receipt, string Person, LocalText Service, LocalText Place, string Address, DateOnly? Due)
{
    /// <exception cref="RefusedException">visit.not-for-the-road</exception>
    public static KeptVisit Of(TaskView view, AccountId account)
    {
        if (view.Task.Kind != RoundKind.HomeVisit || !view.Task.IsOpen || view.VisitWaitsForSecond || view.Task.AssigneeId != account)
            throw new RefusedException("visit.not-for-the-road");
        return new(view.Task.Id.Value, account.Value, view.Case.ReceiptNumber ?? "", view.Person, view.Service.Description.Name, view.Place,
            Answer.Plain(view.Dossier.Answers[FormKeys.ResidenceAddress]) ?? "", view.Due?.On);
    }
}
