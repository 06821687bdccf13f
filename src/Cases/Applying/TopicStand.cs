using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Applying;

/// <summary>How the answers to a topic stand, as a short stamp: a page carries that of the answers it showed, and another one says that they were changed since.</summary>
public static class TopicStand
{
    private const int Letters = 24;

    public static string Of(FormSection topic, JsonObject answers)
    {
        var own = new JsonObject();
        foreach (var field in topic.Fields)
        {
            if (answers[field.Key] is { } answer && !Answer.IsEmpty(answer))
                own[field.Key] = answer.DeepClone();
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(own.ToJsonString())))[..Letters];
    }
}
