using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Engine.Instances;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.SigningIn;

/// <summary>What a telephone would show: the code of the last text message to a number.</summary>
internal static partial class SentCodes
{
    public static async Task<string> LastAsync(DbContext db, FieldProtector protector, string mobile)
    {
        foreach (var message in await db.Set<OutboxRow>().AsNoTracking().Where(row => row.IdempotencyKey.StartsWith("sign-in-code:")).OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id).ToListAsync())
        {
            var payload = JsonNode.Parse(SealedPayload.Open(message, protector))!;
            if ((string)payload["to"]! == mobile)
                return Code().Match((string)payload["text"]!).Value;
        }

        throw new InvalidOperationException("No code was sent to that number.");
    }

    [GeneratedRegex("[0-9]{6}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
