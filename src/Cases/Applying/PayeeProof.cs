using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Services;

namespace AidWorkflow.Cases.Applying;

/// <summary>Money goes to an account of the applicant's own name; to somebody else's for a reason that is said and proved.</summary>
internal static class PayeeProof
{
    /// <summary>The key of the paper in documents.json.</summary>
    public const string Paper = "payeeProof";

    /// <param name="papers">The keys of the papers that lie with the application.</param>
    /// <exception cref="RefusedException">payee.reason-missing, payee.proof-missing</exception>
    public static void Require(ServicePackage service, JsonObject answers, IEnumerable<string> papers)
    {
        // A name is what the register writes: no normalisation makes two people one.
        var applicant = PersonName.Parse(Answer.Plain(answers[FormKeys.ApplicantName]), FormKeys.ApplicantName);
        var holder = PersonName.Parse(Answer.Plain(answers[FormKeys.AccountName]), FormKeys.AccountName);
        if (holder == applicant)
            return;
        if (string.IsNullOrWhiteSpace(Answer.Plain(answers[FormKeys.PayeeReason])))
            throw new RefusedException("payee.reason-missing", FormKeys.PayeeReason);
        if (service.Documents.Documents.Any(document => document.Key == Paper) && !papers.Contains(Paper, StringComparer.Ordinal))
            throw new RefusedException("payee.proof-missing", Paper);
    }
}
