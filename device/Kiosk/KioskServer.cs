using System.Net;
using System.Net.Sockets;
using CheckIn.Gate.Kiosk.Guards;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CheckIn.Gate.Kiosk;

/// <summary>
/// Serves the pages for a screen at the gate, to this machine alone and under this machine's own names, so that no page of
/// elsewhere in the same browser reads them. Everything is bounded: connections, sizes, times. Whatever goes wrong here is
/// logged, and the lanes never hear of it.
/// </summary>
internal sealed class KioskServer(
    KioskPages pages, GuardPages guards, Screens screens, TimeProvider time, ILoggerFactory loggers, ILogger<KioskServer> logger)
    : BackgroundService
{
    private const int MostConnections = 32;
    private const int MostFormBytes = 4096;
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (screens.Options.EndPoint is not { } endPoint)
            return;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ServeAsync(endPoint, stoppingToken);
            }
            // A port that is taken; one that is not this user's to have; an address that this machine has not.
            catch (Exception e) when (e is IOException or SocketException)
            {
                Log.NotListening(logger, endPoint.ToString(), e.Message, TryAgainAfter.TotalSeconds);
                await Task.Delay(TryAgainAfter, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ServeAsync(IPEndPoint endPoint, CancellationToken stopping)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostFilteringOptions>(
            static hosts => hosts.AllowedHosts = ["localhost", "127.0.0.1", "[::1]"]);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Bound(kestrel, endPoint));
        await using var app = builder.Build();
        app.UseHostFiltering();
        app.UseRouting();
        pages.Map(app);
        guards.Map(app);
        await app.StartAsync(stopping);
        Log.Listening(logger, endPoint.ToString());
        await Task.Delay(Timeout.InfiniteTimeSpan, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Screens hold their streams open; they are told at once, and come back when the gate does.
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(500), time);
        await app.StopAsync(now.Token);
    }

    private static void Bound(KestrelServerOptions kestrel, IPEndPoint endPoint)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = MostConnections;
        kestrel.Limits.MaxRequestBodySize = MostFormBytes;
        kestrel.Limits.MaxRequestLineSize = 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 8192;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
        kestrel.Listen(endPoint, static listener => listener.Protocols = HttpProtocols.Http1);
    }
}
