using System.CommandLine;
using System.Net.Sockets;
using AidWorkflow.Portal.Commands;
using AidWorkflow.Portal.Hosting;

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
        command.Add(port);
        command.Add(demo);
        command.SetAction(async (parsed, cancellation) =>
        {
            var settings = shared.Settings(parsed, with => parsed.GetValue(demo) ? with with { Demo = new DemoSettings { Enabled = true } } : with);
            return await RunAsync(shared, settings, parsed.GetValue(port), parsed.InvocationConfiguration.Output, cancellation);
        });
    }

    private static async Task<int> RunAsync(SharedOptions shared, PortalSettings settings, int port, TextWriter output, CancellationToken cancellation)
    {
        await using var portal = PortalHost.Build(settings, SharedOptions.EnvironmentName, port);
        try
        {
            await portal.Services.GetRequiredService<Preparation>().RunAsync(cancellation);
            await portal.StartAsync(cancellation);
        }
        catch (IOException taken) when (taken.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException or SocketException)
        {
            throw new WrongInputException(($"端口 {port} 已被占用。", $"Port {port} is taken."), taken);
        }

        foreach (var address in portal.Urls)
            await output.WriteLineAsync(shared.Say(($"门户已启动：{address}", $"The portal is open: {address}")));
        await portal.WaitForShutdownAsync(cancellation);
        return 0;
    }
}
