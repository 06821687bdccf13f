using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Accounts;

/// <summary>
/// Sends a code to a mobile number, known or not: whoever asks learns nothing of who has an account. The code stands in the database as a keyed
/// digest, and sealed in the message that carries it.
/// </summary>
public sealed class SendSignInCode(IUnitOfWork work, FieldProtector protector, IIds ids, TimeProvider time)
{
    public static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);
    private const int MostADay = 10;

    /// <returns>Until when the code is taken.</returns>
    /// <exception cref="RefusedException">code.mobile, code.too-soon, code.too-many</exception>
    public async Task<DateTimeOffset> RunAsync(string mobile, string language, CancellationToken cancellation)
    {
        var (phone, now) = (SignInPhones.Read(mobile), time.GetUtcNow());
        var kept = await SignInPhones.CodeAsync(work.Db, protector, phone, cancellation);
        if (kept is null)
            work.Db.Add(kept = new SignInCode { Phone = SignInPhones.Key(protector, phone) });
        var today = LocalDay.Of(now);
        if (now < kept.SentAt + Between)
            throw new RefusedException("code.too-soon", "mobile");
        var sent = kept.Day == today ? kept.SentThatDay : 0;
        if (sent >= MostADay)
            throw new RefusedException("code.too-many", "mobile");

        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        (kept.Digest, kept.SentAt, kept.ValidUntil, kept.Failures, kept.Day, kept.SentThatDay) =
            (SignInPhones.Digest(protector, kept.Phone, code), now, now + GoodFor, 0, today, sent + 1);
        Send(phone, code, language, now);
        return now + GoodFor;
    }

    private void Send(Mobile phone, string code, string language, DateTimeOffset now)
    {
        var id = MessageId.Of(ids.Next());
        var words = language == "en"
            ? $"Your code for the veterans' aid service is {code}. It is good for 5 minutes. Tell it to nobody: our staff never ask for it."
            : $"您登录退役军人帮扶服务的验证码是 {code}，5 分钟内有效。请勿告诉任何人，工作人员不会向您索要。";
        work.Db.Add(new OutboxRow
        {
            Id = id,
            Channel = Channel.Sms,
            IdempotencyKey = $"sign-in-code:{id}",
            Payload = SealedPayload.Seal(id, new JsonObject { ["to"] = phone.Number, ["text"] = words, ["language"] = language }, protector),
            CreatedAt = now,
            NextAttemptAt = now,
        });
    }
}

/// <summary>How a mobile number is read and found where people sign in by it.</summary>
internal static class SignInPhones
{
    private const string CodeField = "sign-in.code";

    /// <exception cref="RefusedException">code.mobile: a landline gets no text messages.</exception>
    public static Mobile Read(string mobile)
    {
        try
        {
            if (Mobile.Parse(mobile) is { Kind: PhoneKind.Mobile } phone)
                return phone;
        }
        catch (RefusedException)
        {
            // Said below, in words of this page.
        }

        throw new RefusedException("code.mobile", "mobile");
    }

    public static string Key(FieldProtector protector, Mobile phone) => Convert.ToHexStringLower(protector.Index(phone.Number, Organisation.Account.PhoneField));

    public static string Digest(FieldProtector protector, string key, string code) => Convert.ToHexStringLower(protector.Index($"{key}:{code}", CodeField));

    public static async Task<SignInCode?> CodeAsync(DbContext db, FieldProtector protector, Mobile phone, CancellationToken cancellation)
    {
        var keys = protector.Indexes(phone.Number, Organisation.Account.PhoneField).Select(Convert.ToHexStringLower).ToArray();
        return await db.Set<SignInCode>().Where(code => keys.Contains(code.Phone)).OrderByDescending(code => code.SentAt).FirstOrDefaultAsync(cancellation);
    }
}
