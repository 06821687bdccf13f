using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Running;
using AidWorkflow.Portal.Calling;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Sweeping;

namespace AidWorkflow.Portal.Delivering;

/// <summary>The channels as the settings want them, and the sweep that works the outbox off.</summary>
internal static class Delivery
{
    public static IServiceCollection AddDelivery(this IServiceCollection services, PortalSettings settings)
    {
        var delivery = settings.Delivery;
        services.AddSingleton(delivery);
        services.AddSingleton<IChannel>(new KeptChannel("in-app"));
        foreach (var name in EngineChannel.Names)
            services.AddSingleton<IChannel>(all => new EngineChannel(name, all.GetRequiredService<BareInstances>(), all.GetRequiredService<IActs>()));

        services.AddHttpClient(HttpCallChannel.Client, client => client.Timeout = delivery.Timeout)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        services.AddSingleton<IChannel>(all => new HttpCallChannel(all.GetRequiredService<IHttpClientFactory>().CreateClient(HttpCallChannel.Client), delivery.Http,
            all.GetRequiredService<IInstances>(), all.GetRequiredService<IOwnedInstances>(), all.GetRequiredService<BareInstances>()));
        services.AddSingleton<IChannel>(new KeptChannel(Channels.Task)); // whoever does the task finds it by the API

        if (delivery.Email is { } email)
            services.AddSingleton<IChannel>(all => new EmailChannel(email, delivery.Timeout, all.GetRequiredService<FieldProtector>()));
        else if (settings.Demo.Enabled)
            services.AddSingleton<IChannel>(new KeptChannel("email"));

        if (delivery.Sms is { } sms)
        {
            services.AddHttpClient(SmsChannel.Client, client => client.Timeout = delivery.Timeout)
                .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
            services.AddSingleton<IChannel>(all => new SmsChannel(all.GetRequiredService<IHttpClientFactory>().CreateClient(SmsChannel.Client), sms, all.GetRequiredService<FieldProtector>()));
        }
        else if (settings.Demo is { Enabled: true, Texts: true })
        {
            services.AddSingleton<IChannel>(all => new DemoTexts(settings.Database, all.GetRequiredService<FieldProtector>(), all.GetRequiredService<TimeProvider>()));
        }
        else if (settings.Demo.Enabled)
        {
            services.AddSingleton<IChannel>(new KeptChannel("sms"));
        }

        return services.AddSweep<OutboxSweep>(OutboxSweep.Key, Sweeps.Promptly);
    }
}
