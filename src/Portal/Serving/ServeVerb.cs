using System.CommandLine;
using System.Globalization;
using System.Net.Sockets;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Portal.Commands;
using AidWorkflow.Portal.Delivering;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Serving;

/// <summary><c>serve</c>, and what happens without a verb: the portal on loopback until it is told to stop.</summary>
internal static class ServeVerb
{
    public static Command Command(SharedOptions shared)
    {
        var command = new Command("serve", shared.Say(("启动门户（默认命令）。", "Start the portal (the default).")));
        Serves(command, shared);
        return command;
    }

    /// <summary>Makes a command start the portal: the verb itself, and the root that stands for it.</summary>
    public static void Serves(Command command, SharedOptions shared)
    {
        var port = new Option<int>("--port")
        {
            Description = shared.Say(("端口；0 表示任选空闲端口。", "The port; 0 takes any free one.")),
            DefaultValueFactory = _ => 5080,
        };
        var demo = new Option<bool>("--demo") { Description = shared.Say(("使用演示机构和演示账号。", "With a demo organisation and demo accounts.")) };
        port.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var number) || number is < 0 or > 65535))
                result.AddError(shared.Say(($"端口“{result.Tokens[0].Value}”无效：请用 0 至 65535 之间的整数。", $"'{result.Tokens[0].Value}' is no port: use a whole number from 0 to 65535.")));
        });
        command.Add(port);
        command.Add(demo);
        command.SetAction(async (parsed, cancellation) =>
        {
            var settings = shared.Settings(parsed, with => parsed.GetValue(demo) ? with with { Demo = new DemoSettings { Enabled = true, Fund = true, Texts = true } } : with);
            return await RunAsync(shared, settings, parsed.GetValue(port), parsed.InvocationConfiguration.Output, cancellation);
        });
    }

    private static async Task<int> RunAsync(SharedOptions shared, PortalSettings settings, int port, TextWriter output, CancellationToken cancellation)
    {
        await using var portal = PortalHost.Build(settings, SharedOptions.EnvironmentName, port);
        string? password;
        try
        {
            await portal.Services.GetRequiredService<Preparation>().RunAsync(cancellation);
            password = settings.Demo.Enabled ? await portal.Services.GetRequiredService<IActs>().RunAsync<DemoSignIn, string>((act, token) => act.SeedAsync(token), cancellation) : null;
            await portal.StartAsync(cancellation);
        }
        catch (IOException taken) when (taken.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException or SocketException)
        {
            throw new WrongInputException(($"端口 {port} 已被占用。", $"Port {port} is taken."), taken);
        }

        foreach (var address in portal.Urls)
            await output.WriteLineAsync(shared.Say(($"门户已启动：{address}", $"The portal is open: {address}")));
        if (password is not null)
            await output.WriteLineAsync(shared.Say(($"演示账号 applicant1、station1、township1、decider1、maker1 等，密码：{password}", $"Demo accounts applicant1, station1, township1, decider1, maker1 and others; password: {password}")));
        if (settings.Demo.Texts && settings.Delivery.Sms is null)
            await output.WriteLineAsync(shared.Say(($"短信（含登录验证码）写在：{DemoTexts.FileOf(settings.Database)}", $"Text messages, with codes for signing in, are written to: {DemoTexts.FileOf(settings.Database)}")));
        await portal.WaitForShutdownAsync(cancellation);
        return 0;
    }
}
