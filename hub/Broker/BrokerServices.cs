using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Broker;

/// <summary>Puts the MQTT endpoint together.</summary>
public static class BrokerServices
{
    /// <summary>
    /// The embedded broker as <see cref="IMessageBus"/>. An <see cref="IGateInbox"/> is to be added elsewhere.
    /// </summary>
    public static IServiceCollection AddBroker(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<BrokerOptions>()
            .Bind(configuration.GetSection(BrokerOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<BrokerOptions>, BrokerOptionsRules>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<EmbeddedBroker>();
        services.AddSingleton<IMessageBus>(s => s.GetRequiredService<EmbeddedBroker>());
        services.AddSingleton<SessionTable>();
        services.AddSingleton<BrokerEndPoint>();
        services.AddSingleton<MqttConnectionHandler>();
        services.AddHostedService<KeepAliveMonitor>();
        return services;
    }

    /// <summary>Has Kestrel listen where <see cref="BrokerOptions.Listen"/> says.</summary>
    public static WebApplicationBuilder UseBroker(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelListener>();
        return builder;
    }

    private sealed class KestrelListener(
        IOptions<BrokerOptions> options, BrokerEndPoint endPoint, IServiceProvider services)
        : IConfigureOptions<KestrelServerOptions>
    {
        public void Configure(KestrelServerOptions kestrel)
        {
            if (!options.Value.TryGetEndPoint(out var listen))
                throw new InvalidOperationException($"Broker:Listen is '{options.Value.Listen}'.");
            kestrel.Listen(listen, endpoint =>
            {
                // Kestrel's options are made while the application is being built, too early for the inbox and what
                // stands behind it; the handler is made when the hosted services are.
                endpoint.Run(connection =>
                    services.GetRequiredService<MqttConnectionHandler>().OnConnectedAsync(connection));
                endPoint.Listener = endpoint;
            });
        }
    }
}

/// <summary>Where the endpoint really listens, once it does; the port was free to choose when it was 0.</summary>
public sealed class BrokerEndPoint
{
    internal ListenOptions? Listener { get; set; }

    /// <summary>Null before the server has started.</summary>
    public IPEndPoint? Bound => Listener?.IPEndPoint;
}
