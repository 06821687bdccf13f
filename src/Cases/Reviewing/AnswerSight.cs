using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Services;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>
/// What of a case somebody of the house may see and change: by the step whose task they opened, or, where they opened none, nothing that any of the desks and steps they hold withholds.
/// Whatever shows or changes answers of a case asks here: pages, the API, papers and letters, messages, history and explanations.
/// </summary>
public sealed class AnswerSight
{
    private readonly ServicePackage service;

    private AnswerSight(ServicePackage service, FormView form)
    {
        this.service = service;
        Form = form;
    }

    /// <summary>The form as it is seen from there.</summary>
    public FormView Form { get; }

    /// <summary>By the task that was opened, whatever else the person holds.</summary>
    public static AnswerSight AtTask(ServicePackage service, string step, Role role) => new(service, service.Form.At(FormSteps.Of(role), step));

    /// <summary>A paper of a step read beside its tasks: by every role held there, and the least of what they see.</summary>
    public static AnswerSight AtStep(ServicePackage service, string step, IEnumerable<Role> roles) => new(service, service.Form.AtNone(roles.Select(role => (FormSteps.Of(role), (string?)step))));

    /// <summary>
    /// On the page of the case: of every role held there, the desk and each step of the workflows that is that role's. What one of them withholds is seen at the task that shows it, and
    /// not beside it, so that nobody reads on the page of the case what the task before them hides.
    /// </summary>
    public static AnswerSight OnCase(ServicePackage service, IEnumerable<Role> roles) => new(service, service.Form.AtNone(roles.SelectMany(role =>
        service.Seats.Where(step => step.Value.Contains(role)).Select(step => (FormSteps.Of(role), (string?)step.Key)).Prepend((FormSteps.Of(role), null)))));

    /// <summary>How the amount was worked out tells the answers it rests on.</summary>
    public bool ShowsWorking => service.Formula.Fields.All(Form.Reads);

    /// <summary>The name of the applicant, by whatever else lets it be seen.</summary>
    public Sight Name(Sight otherwise) => Form.To(FormKeys.ApplicantName) switch
    {
        FieldAccess.Hidden => Sight.Hidden,
        FieldAccess.Masked when otherwise == Sight.Full => Sight.Masked,
        _ => otherwise,
    };

    /// <summary>The last figures of the account, which is all that a masked number shows.</summary>
    public bool ShowsAccountTail => Form.To(FormKeys.AccountNumber) >= FieldAccess.Masked;

    /// <summary>What is found on declared relatives, or on who applies for the applicant, repeats answers.</summary>
    public bool Shows(EligibilityFinding finding) => finding.Code switch
    {
        "eligibility.agent-power-ended" => Form.Reads(FormKeys.AgentName) && Form.Reads(FormKeys.AgentUntil),
        "eligibility.staff-relative" => Form.Reads(FormKeys.StaffRelative),
        "eligibility.not-a-recipient" => Form.Reads(FormKeys.Category),
        _ => true,
    };

    /// <summary>Whether a letter of the office tells nothing that is withheld: an approval names the payee, the account and how the amount was worked out.</summary>
    public bool Shows(DocumentKind letter) => letter != DocumentKind.Approval || (ShowsWorking && ShowsAccountTail && Form.Reads(FormKeys.AccountName));
}
