using CheckIn.Gate.Gpio;
using CheckIn.Gate.Health;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Scanning;
using CheckIn.Gate.Settings;
using CheckIn.Gate.Uplink;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Service.Doctor;

/// <summary>
/// The gate's lanes without a gate, for tests while it does not run: the same program with the same settings, opened by the
/// same composition, guard and all. Only its journal, keys and identity are others, in a folder that goes with it, it has
/// no way to the hub, and its scanners count codes instead of handing them on: nobody is admitted by it.
/// </summary>
internal sealed class OpenedGate : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly IHost _host;
    private readonly DirectoryInfo _folder;

    private OpenedGate(IHost host, DirectoryInfo folder, ITestBench bench) => (_host, _folder, Bench) = (host, folder, bench);

    internal ITestBench Bench { get; }

    /// <param name="settings">The command's own settings, as arguments.</param>
    /// <param name="compose">What makes a gate.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="OptionsValidationException">The settings are wrong.</exception>
    /// <exception cref="InvalidOperationException">A line or a device cannot be opened; the message says which.</exception>
    internal static async Task<OpenedGate> OpenAsync(
        string[] settings, Action<HostApplicationBuilder> compose, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("checkin-doctor-");
        IHost? host = null;
        try
        {
            host = Build(settings, compose, folder.FullName);
            host.Services.GetRequiredService<IStartupValidator>().Validate();
            var parts = host.Services.GetRequiredService<GateParts>();
            parts.CountOnly = true;
            await host.StartAsync(cancellation);
            await OpenAsync(host, parts, cancellation);
            var alarms = host.Services.GetRequiredService<GateAlarms>();
            return new OpenedGate(host, folder, new LaneTests(parts, alarms, TimeProvider.System));
        }
        catch
        {
            if (host is not null)
                await EndAsync(host);
            folder.Delete(recursive: true);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync(_host);
        _folder.Delete(recursive: true);
    }

    private static IHost Build(string[] settings, Action<HostApplicationBuilder> compose, string folder)
    {
        var builder = SettingsRegistration.CreateBuilder(settings);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Journal:Path"] = Path.Combine(folder, "journal.db"),
            ["Keys:Directory"] = Path.Combine(folder, "keys"),
            // Nobody for this hour: what the gate is, and what the hub delivered for it, stays untouched.
            ["Enrolment:Directory"] = Path.Combine(folder, "enrolment"),
            ["Service:Socket"] = Path.Combine(folder, "control.sock"),
        });
        builder.Logging.ClearProviders();
        compose(builder);
        // A host ends its process's standing with the console when it is told to; the command keeps that for itself.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var uplinks = builder.Services.Where(static service => service.ImplementationType == typeof(Uplink.Uplink));
        foreach (var uplink in uplinks.ToList())
            builder.Services.Remove(uplink);
        return builder.Build();
    }

    /// <summary>The lanes open after the host has started, or the host ends with the reason.</summary>
    private static async Task OpenAsync(IHost host, GateParts parts, CancellationToken cancellation)
    {
        var lanes = host.Services.GetRequiredService<IOptions<LanesOptions>>().Value.Lanes.Count;
        var service = host.Services.GetServices<IHostedService>().OfType<LanesService>().Single();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        while (parts.Lanes.Count < lanes)
        {
            if (service.ExecuteTask is { IsFaulted: true, Exception.InnerException: { } fault })
                throw new InvalidOperationException(fault.Message, fault);
            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
        }
    }

    private static async Task EndAsync(IHost host)
    {
        try
        {
            await host.StopAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is AggregateException or GpioException or OperationCanceledException)
        {
            // What could not be opened cannot be closed either; it is reported already.
        }
        host.Dispose();
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
