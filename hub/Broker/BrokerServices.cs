using System.Net;
using CheckIn.Hub.Authority;
using CheckIn.Hub.Broker.Transport;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Broker;

/// <summary>Puts the MQTT endpoint together.</summary>
public static class BrokerServices
{
    /// <summary>
    /// The embedded broker, or the link to an external one, as <see cref="IMessageBus"/>. An <see cref="IGateInbox"/>
    /// is to be added elsewhere.
    /// </summary>
    public static IServiceCollection AddBroker(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<BrokerOptions>()
            .Bind(configuration.GetSection(BrokerOptions.Section))
            .PostConfigure(options =>
            {
                options.Path ??= BesideEvents(configuration);
                if (options.Mode == BrokerMode.Embedded)
                {
                    var address = configuration["Enrolment:Address"];
                    options.TlsListen ??= ListenerDefaults.For(address, ListenerDefaults.MqttPort);
                }
            })
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<BrokerOptions>, BrokerOptionsRules>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<BrokerMetrics>();
        services.AddSingleton<BrokerEndPoint>();
        services.TryAddSingleton<HubReach>();
        services.AddHostedService<ReachOfStart>();
        services.AddSingleton<CertificateMetrics>();
        services.AddSingleton<WatchedCertificates>();
        services.AddSingleton<GateTls>();
        services.AddSingleton<ServerTrust>();
        services.TryAddSingleton<IClientAuthenticator, CertificateAuthenticator>();
        services.TryAddSingleton<ITopicAccess>(s =>
            s.GetRequiredService<IOptions<BrokerOptions>>().Value.Access == BrokerAccess.Open
                ? new OpenTopicAccess() : new StrictTopicAccess());
        services.AddSingleton<BrokerStore>();
        services.AddSingleton<EmbeddedBroker>();
        services.AddSingleton<SessionTable>();
        services.AddSingleton<MqttConnectionHandler>();
        services.AddSingleton<ExternalBroker>();
        services.AddSingleton<Housekeeping>();
        services.AddSingleton(s => IsExternal(s)
            ? s.GetRequiredService<ExternalBroker>() : (IMessageBus)s.GetRequiredService<EmbeddedBroker>());
        services.AddHostedService(s => s.GetRequiredService<BrokerStore>());
        services.AddSingleton(s => IsExternal(s)
            ? s.GetRequiredService<ExternalBroker>() : (IHostedService)s.GetRequiredService<Housekeeping>());
        return services;
    }

    private static bool IsExternal(IServiceProvider services) =>
        services.GetRequiredService<IOptions<BrokerOptions>>().Value.Mode == BrokerMode.External;

    /// <summary>Has Kestrel listen where <see cref="BrokerOptions.Listen"/> and TlsListen say.</summary>
    public static WebApplicationBuilder UseBroker(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelListener>();
        builder.Services.AddSingleton<IConnectionListenerFactory, EpollTransport>();
        builder.Services.Configure<SocketTransportOptions>(sockets =>
        {
            // What a connection may hold before its packet's size is reserved; 1 MB each would be 20 GB.
            sockets.MaxReadBufferSize = 32 * 1024;
            sockets.MaxWriteBufferSize = 32 * 1024;
            sockets.Backlog = 4096;
        });
        return builder;
    }

    private static string BesideEvents(IConfiguration configuration) => Path.Combine(
        Path.GetDirectoryName(configuration["Events:Path"] ?? "data/hub.db") ?? "", "broker.db");

    private sealed class KestrelListener(
        IOptions<BrokerOptions> options, BrokerEndPoint endPoint, IServiceProvider services)
        : IConfigureOptions<KestrelServerOptions>
    {
        private const int RoomForRefusals = 1000;

        public void Configure(KestrelServerOptions kestrel)
        {
            var broker = options.Value;
            if (broker.Mode == BrokerMode.External)
                return;
            kestrel.Listen(new PlainMqttEndPoint(Parse(broker.Listen)), endpoint =>
            {
                Run(endpoint);
                endPoint.Listener = endpoint;
            });
            if (broker.TlsListen is not { } tls)
                return;
            kestrel.Listen(Parse(tls), endpoint =>
            {
                OpenConnections.Bound(endpoint, broker.MaxConnections + RoomForRefusals);
                endpoint.UseHttps(GateTls.OfMqtt(services.GetRequiredService<GateTls>, broker.ConnectTimeout));
                Run(endpoint);
                endPoint.TlsListener = endpoint;
            });
        }

        // Kestrel's options are made while the application is being built, too early for the inbox and what stands
        // behind it; the handler is made when the hosted services are.
        private void Run(ListenOptions endpoint) => endpoint.Run(connection =>
            services.GetRequiredService<MqttConnectionHandler>().OnConnectedAsync(connection));

        private static IPEndPoint Parse(string text) => BrokerOptions.TryParse(text, out var endPoint)
            ? endPoint : throw new InvalidOperationException($"'{text}' is not an address and port.");
    }
}

/// <summary>Where the endpoint really listens, once it does; the port was free to choose when it was 0.</summary>
public sealed class BrokerEndPoint
{
    internal ListenOptions? Listener { get; set; }

    internal ListenOptions? TlsListener { get; set; }

    /// <summary>Null before the server has started.</summary>
    public IPEndPoint? Bound => Listener?.IPEndPoint;

    /// <summary>The same over TLS; null when there is none.</summary>
    public IPEndPoint? TlsBound => TlsListener?.IPEndPoint;
}
