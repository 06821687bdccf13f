using System.CommandLine;
using AidWorkflow.Cases.Accounts;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.SigningIn;
using Microsoft.AspNetCore.Identity;

namespace AidWorkflow.Portal.Commands;

/// <summary><c>account open|password|second-factor|unlock</c>: the first administrator, and the way back in when nobody is left who can sign in.</summary>
internal static class AccountVerb
{
    public static Command Command(SharedOptions shared) => new("account", shared.Say(("账号：开立第一个管理员，或在无人能登录时补救。", "Accounts: the first administrator, and the way back in when nobody can sign in.")))
    {
        Open(shared),
        Changing(shared, "password", ("重置密码，并显示一次初始密码。", "Reset a password and show an initial one once."),
            async (act, id, secret, token) => await act.PasswordAsync(id, secret.Hash, secret.Stamp, MendingSession.Actor, token), showsPassword: true),
        Changing(shared, "second-factor", ("清除第二重验证和通行密钥。", "Forget second factor and passkeys."),
            async (act, id, secret, token) => await act.SecondFactorAsync(id, secret.Stamp, MendingSession.Actor, token), showsPassword: false),
        Changing(shared, "unlock", ("解锁。", "Unlock it."), async (act, id, _, token) => await act.UnlockAsync(id, MendingSession.Actor, token), showsPassword: false),
    };

    private static Command Open(SharedOptions shared)
    {
        var name = Name(shared);
        var zh = new Option<string>("--name-zh") { Description = shared.Say(("中文姓名。", "The name in Chinese.")), Required = true };
        var en = new Option<string>("--name-en") { Description = shared.Say(("英文姓名或拼音。", "The name in English or Pinyin.")), Required = true };
        var role = new Option<Role>("--role") { Description = shared.Say(("岗位，默认 Administrator。", "The role; Administrator by default.")), DefaultValueFactory = _ => Role.Administrator };
        var at = new Option<string>("--at") { Description = shared.Say(("单位的区划代码。", "The division code of the unit.")), Required = true };
        var command = new Command("open", shared.Say(("开立账号，并显示一次初始密码。", "Open an account and show its initial password once."))) { name, zh, en, role, at };
        command.SetAction(async (parsed, cancellation) =>
        {
            var (secret, today) = (NewSecret(), LocalDay.Today(TimeProvider.System));
            var unit = await MendingSession.RunAsync<Units, Unit?>(shared, parsed, (units, token) => units.ByCodeAsync(parsed.GetRequiredValue(at), today, token), cancellation)
                ?? throw new RefusedException("unit.unknown");
            var spec = new NewAccount(parsed.GetRequiredValue(name), parsed.GetRequiredValue(zh), parsed.GetRequiredValue(en), parsed.GetValue(role), unit.Id, today, null);
            await MendingSession.RunAsync<OpenAccount, AccountId>(shared, parsed, (act, token) => act.RunAsync(spec, secret.Hash, secret.Stamp, MendingSession.Actor, token), cancellation);
            await SayAsync(shared, parsed, spec.UserName, secret.Password);
            return 0;
        });
        return command;
    }

    private static Command Changing(SharedOptions shared, string verb, Hosting.Said words, Func<ResetSignIn, AccountId, InitialSecret, CancellationToken, Task> change, bool showsPassword)
    {
        var name = Name(shared);
        var command = new Command(verb, shared.Say(words)) { name };
        command.SetAction(async (parsed, cancellation) =>
        {
            var (userName, secret) = (parsed.GetRequiredValue(name).Trim().ToLowerInvariant(), NewSecret());
            await MendingSession.RunAsync<ResetSignIn, bool>(shared, parsed, async (act, token) =>
            {
                await change(act, await act.IdAsync(userName, token), secret, token);
                return true;
            }, cancellation);
            await SayAsync(shared, parsed, userName, showsPassword ? secret.Password : null);
            return 0;
        });
        return command;
    }

    private static async Task SayAsync(SharedOptions shared, ParseResult parsed, string userName, string? password)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (shared.Json(parsed))
            await output.WriteLineAsync(SharedOptions.ToJson(new { userName, password }));
        else if (password is not null)
            await output.WriteLineAsync(shared.Say(($"{userName} 的初始密码（只显示这一次，三天内有效）：{password}", $"Initial password of {userName}, shown this once and good for three days: {password}")));
        else
            await output.WriteLineAsync(shared.Say(($"{userName}：已办理。", $"{userName}: done.")));
    }

    private static InitialSecret NewSecret() => new Secrets(new PasswordHasher<Member>()).Initial();

    private static Argument<string> Name(SharedOptions shared) => new("user-name") { Description = shared.Say(("用户名。", "The user name.")) };
}

/// <summary><c>unit found</c>: the first unit of an empty database.</summary>
internal static class UnitVerb
{
    public static Command Command(SharedOptions shared)
    {
        var code = new Option<string>("--code") { Description = shared.Say(("区划代码，例如 370400。", "The division code, like 370400.")), Required = true };
        var zh = new Option<string>("--name-zh") { Description = shared.Say(("中文名称。", "The name in Chinese.")), Required = true };
        var en = new Option<string>("--name-en") { Description = shared.Say(("英文名称。", "The name in English.")), Required = true };
        var level = new Option<UnitLevel>("--level") { Description = shared.Say(("层级，默认 City。", "The level; City by default.")), DefaultValueFactory = _ => UnitLevel.City };
        var kind = new Option<string>("--kind") { Description = shared.Say(("类别，默认 city。", "The kind; city by default.")), DefaultValueFactory = _ => "city" };
        var found = new Command("found", shared.Say(("在空数据库中设立第一个单位。", "Set up the first unit of an empty database."))) { code, zh, en, level, kind };
        found.SetAction(async (parsed, cancellation) =>
        {
            var spec = new NewUnit(parsed.GetValue(level), parsed.GetValue(kind)!, parsed.GetRequiredValue(code), parsed.GetRequiredValue(zh), parsed.GetRequiredValue(en));
            var id = await MendingSession.RunAsync<FoundOrganisation, UnitId>(shared, parsed, (act, token) => act.RunAsync(spec, MendingSession.Actor, token), cancellation);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(shared.Json(parsed) ? SharedOptions.ToJson(new { id = id.Value }) : shared.Say(($"已设立 {spec.NameZh}。", $"{spec.NameEn} is set up.")));
            return 0;
        });
        return new Command("unit", shared.Say(("单位。", "Units."))) { found };
    }
}
