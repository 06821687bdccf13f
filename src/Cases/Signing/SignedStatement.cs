using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Cases.Signing;

/// <summary>Exactly what a handwritten signature stands under. Two statements that say the same have the same digest, and no others.</summary>
/// <param name="AnswersHash">Of the applicant's answers, under the house's key: it tells nothing of them.</param>
/// <param name="At">The moment that the signer was shown.</param>
public sealed record SignedStatement(
    CaseId Case, string Number, TaskId Task, string Step, int Visit, Verdict Verdict, long? Cents, string Opinion, string AnswersHash, AccountId Signer, DateTimeOffset At)
{
    /// <summary>"sha256:…" of every part with its length before it, so that no two ways of writing the parts run into one another.</summary>
    public string Digest
    {
        get
        {
            string[] parts =
            [
                "1", Case.ToString(), Number, Task.ToString(), Step, Visit.ToString(CultureInfo.InvariantCulture), Verdict.ToString(), Cents?.ToString(CultureInfo.InvariantCulture) ?? "-", Opinion, AnswersHash,
                Signer.ToString(), At.UtcTicks.ToString(CultureInfo.InvariantCulture),
            ];
            var text = string.Concat(parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(part)}:{part}\n")));
            return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        }
    }
}

/// <summary>A signature that comes with a decision.</summary>
/// <param name="Picture">As it was drawn or photographed, uploaded before.</param>
/// <param name="Digest">Of the statement that the signer was shown.</param>
/// <param name="At">The moment in it.</param>
public sealed record HandSigned(StoredFileId? Picture, string Digest, DateTimeOffset At);
