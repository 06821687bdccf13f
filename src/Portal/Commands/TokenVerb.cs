using System.CommandLine;
using System.Globalization;
using AidWorkflow.Cases.Integrating;

namespace AidWorkflow.Portal.Commands;

/// <summary><c>token issue|list|revoke</c>: tokens by which programs of others use the API, where there is no administrator at a browser.</summary>
internal static class TokenVerb
{
    public static Command Command(SharedOptions shared) => new("token", shared.Say(("其他系统使用接口的令牌。", "Tokens by which programs of others use the API.")))
    {
        Issue(shared), List(shared), Revoke(shared),
    };

    private static Command Issue(SharedOptions shared)
    {
        var name = new Option<string>("--name") { Description = shared.Say(("给哪个程序使用。", "Which program it is for.")), Required = true };
        var account = new Option<string>("--as") { Description = shared.Say(("以哪个账号办事（用户名）。", "The user name of the account it acts as.")), Required = true };
        var until = new Option<DateOnly>("--until") { Description = shared.Say(("最后有效日期，例如 2026-12-31。", "The last day it is good, like 2026-12-31.")), Required = true };
        var command = new Command("issue", shared.Say(("签发令牌；只显示这一次。", "Issue a token; it is shown this once."))) { name, account, until };
        command.SetAction(async (parsed, cancellation) =>
        {
            var request = new TokenRequest(parsed.GetRequiredValue(name), parsed.GetRequiredValue(account), parsed.GetRequiredValue(until));
            var issued = await MendingSession.RunAsync<IssueToken, IssuedToken>(shared, parsed, (act, token) => act.IssueAsync(request, MendingSession.Actor, token), cancellation);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(shared.Json(parsed) ? SharedOptions.ToJson(new { id = issued.Id.Value, token = issued.Token }) : issued.Token);
            return 0;
        });
        return command;
    }

    private static Command List(SharedOptions shared)
    {
        var command = new Command("list", shared.Say(("列出令牌，有效的在前。", "List tokens, those that are good first.")));
        command.SetAction(async (parsed, cancellation) =>
        {
            var found = await MendingSession.RunAsync<TokensReading, IReadOnlyList<TokenRow>>(shared, parsed, (reading, token) => reading.ReadAsync(MendingSession.Actor, token), cancellation);
            var output = parsed.InvocationConfiguration.Output;
            if (shared.Json(parsed))
            {
                await output.WriteLineAsync(SharedOptions.ToJson(new { tokens = found.Select(one => new { id = one.Id.Value, one.Name, one.UserName, one.Good, one.LastDay, one.LastUsedAt, one.RevokedAt }) }));
                return 0;
            }

            foreach (var one in found)
                await output.WriteLineAsync($"{one.Id}  {(one.Good ? shared.Say(("有效", "good")) : shared.Say(("失效", "over")))}  {one.LastDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}  {one.UserName}  {one.Name}");
            return 0;
        });
        return command;
    }

    private static Command Revoke(SharedOptions shared)
    {
        var id = MendingSession.IdOf(shared);
        var command = new Command("revoke", shared.Say(("撤销令牌，立即生效。", "Take a token back, at once."))) { id };
        command.SetAction(async (parsed, cancellation) =>
        {
            var token = ApiTokenId.Of(MendingSession.Read(parsed, id));
            await MendingSession.RunAsync<RevokeToken, ApiTokenId>(shared, parsed, (act, stop) => act.RevokeAsync(token, MendingSession.Actor, stop), cancellation);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(shared.Json(parsed) ? SharedOptions.ToJson(new { id = token.Value, revoked = true }) : shared.Say(("已撤销。", "It is taken back.")));
            return 0;
        });
        return command;
    }
}
