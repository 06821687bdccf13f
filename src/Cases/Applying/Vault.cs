using System.Text.Json.Nodes;
using AidWorkflow.Cases.Protecting;

namespace AidWorkflow.Cases.Applying;

/// <summary>Texts about the people of a case, as they are kept: encrypted and bound to their place.</summary>
public sealed class Vault(FieldProtector protector)
{
    public byte[] Seal(string text, string place) => protector.Seal(text, place);

    public string Open(byte[] kept, string place) => protector.Open(kept, place);

    public byte[] SealAnswers(Acting.CaseId id, JsonObject answers) => protector.Seal(answers.ToJsonString(), Answers(id));

    /// <summary>As the applicant gave them, whatever officials corrected since.</summary>
    public JsonObject OpenSubmitted(AidCase aidCase) => (JsonObject)JsonNode.Parse(protector.Open(aidCase.Submitted ?? aidCase.Answers, Answers(aidCase.Id)))!;

    public JsonObject OpenAnswers(AidCase aidCase) => (JsonObject)JsonNode.Parse(protector.Open(aidCase.Answers, Answers(aidCase.Id)))!;

    /// <summary>For exact search and comparison without opening anything.</summary>
    public string Index(string value, string field) => Convert.ToHexStringLower(protector.Index(value, field));

    /// <summary>The index under every key of the ring: search for any of them, as older rows may carry older keys.</summary>
    public string[] Indexes(string value, string field) => [.. protector.Indexes(value, field).Select(Convert.ToHexStringLower)];

    private static string Answers(Acting.CaseId id) => $"case.answers:{id}";
}
