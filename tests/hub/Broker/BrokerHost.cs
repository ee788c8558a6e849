using System.Buffers;
using System.Collections.Concurrent;
using System.Threading.Channels;
using CheckIn.Contract;
using CheckIn.Hub.Broker;
using CheckIn.Mqtt;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CheckIn.Hub.Tests.Broker;

/// <summary>The real endpoint on a free loopback port, with an inbox that records.</summary>
internal sealed class BrokerHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private readonly BrokerFigures _figures;

    private BrokerHost(WebApplication app)
    {
        _app = app;
        _figures = new BrokerFigures(app.Services.GetRequiredService<BrokerMetrics>().Meter);
    }

    public RecordingInbox Inbox { get; } = new();

    public IMessageBus Bus => _app.Services.GetRequiredService<IMessageBus>();

    public int Port => _app.Services.GetRequiredService<BrokerEndPoint>().Bound!.Port;

    public int TlsPort => _app.Services.GetRequiredService<BrokerEndPoint>().TlsBound!.Port;

    public int Sessions => _app.Services.GetRequiredService<SessionTable>().Sessions;

    public int Connections => _app.Services.GetRequiredService<SessionTable>().Count;

    /// <summary>What a metric says now; of one with a label, that label's part or the sum.</summary>
    public long Figure(string name, string? label = null) => _figures.Read(name, label);

    /// <summary>Until the metric says so.</summary>
    public async Task FigureAsync(string name, Func<long, bool> says, string? label = null)
    {
        var patience = Patience.Token;
        while (!says(Figure(name, label)))
            await Task.Delay(1, patience);
    }

    public static Task<BrokerHost> StartAsync(params (string Name, string Value)[] settings) =>
        StartAsync(TimeProvider.System, settings);

    public static async Task<BrokerHost> StartAsync(TimeProvider time, params (string Name, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(
            settings.Append(("Listen", "127.0.0.1:0")).Append(("Path", "none")).DistinctBy(s => s.Item1)
                .Select(s => KeyValuePair.Create("Broker:" + s.Item1, (string?)s.Item2)));
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton<IProgramReaders, Programs>();
        builder.Services.AddBroker(builder.Configuration);
        builder.Services.AddSingleton<IGateInbox>(s => s.GetRequiredService<BrokerHost>().Inbox);
        BrokerHost? host = null;
        builder.Services.AddSingleton(_ => host!);
        builder.UseBroker();
        host = new BrokerHost(builder.Build());
        await host._app.StartAsync();
        return host;
    }

    public Task<MqttClient> ConnectAsync(
        string id, MqttMessage? will = null, Channel<MqttMessage>? into = null, TimeSpan? keepAlive = null) =>
        MqttClient.ConnectAsync(new MqttClientOptions
        {
            Port = Port,
            ClientId = id,
            Password = id is "tool" or "watcher" ? (ReadOnlyMemory<byte>?)Programs.Password : null,
            Will = will,
            KeepAlive = keepAlive ?? TimeSpan.FromSeconds(25),
            OnMessage = into is null ? null : (m, c) => into.Writer.WriteAsync(m, c),
        }, TimeProvider.System, Patience.Token);

    public Task StopAsync() => _app.StopAsync();

    /// <summary>One token, of a program that reads everything.</summary>
    internal sealed class Programs : IProgramReaders
    {
        internal static readonly byte[] Password = "ci_all"u8.ToArray();

        public bool IsToken(string password) => password.StartsWith("ci_", StringComparison.Ordinal);

        public Reader? Find(string password, System.Net.EndPoint? remote) => password == "ci_all" ? new ReaderOfAll() : null;
    }

    private sealed class ReaderOfAll : Reader
    {
        internal override bool MayRead(RoutedMessage routed) => true;
    }

    public async ValueTask DisposeAsync()
    {
        _figures.Dispose();
        await _app.DisposeAsync();
    }
}

internal sealed record Received(string Gate, GateTopic Topic, string Payload);

internal sealed class RecordingInbox : IGateInbox
{
    private readonly Channel<Received> _received = Channel.CreateUnbounded<Received>();

    /// <summary>Called before recording; may wait or throw.</summary>
    public Func<Received, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Takes everything at once and remembers nothing.</summary>
    public bool IsDeaf { get; set; }

    public Task<Received> NextAsync() => _received.NextAsync();

    public bool IsEmpty => _received.Reader.Count == 0;

    public ValueTask OnPublishAsync(
        string gate, GateTopic topic, ReadOnlySequence<byte> payload, CancellationToken cancellation) =>
        IsDeaf ? ValueTask.CompletedTask : RecordAsync(gate, topic, payload);

    private async ValueTask RecordAsync(string gate, GateTopic topic, ReadOnlySequence<byte> payload)
    {
        var received = new Received(gate, topic, System.Text.Encoding.UTF8.GetString(payload.ToArray()));
        await Before(received);
        _received.Writer.TryWrite(received);
    }
}
