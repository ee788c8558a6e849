using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using CheckIn.Hub.Broker.Transport;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Hub.Tests.Broker.Transport;

/// <summary>The transport of plain MQTT, over real sockets.</summary>
public sealed class EpollTransportTests : IAsyncLifetime, IDisposable
{
    private const int Seed = 20261121;
    private readonly EpollTransport _transport = new(TimeProvider.System, NullLogger<EpollTransport>.Instance);
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(30));
    private readonly List<IDisposable> _clients = [];
    private IConnectionListener _listener = null!;

    public async Task InitializeAsync() =>
        _listener = await _transport.BindAsync(new PlainMqttEndPoint(new IPEndPoint(IPAddress.Loopback, 0)));

    public async Task DisposeAsync()
    {
        foreach (var client in _clients)
            client.Dispose();
        await _listener.DisposeAsync();
    }

    public void Dispose()
    {
        _transport.Dispose();
        _patience.Dispose();
    }

    private async Task<(Socket Client, ConnectionContext Server)> ConnectAsync()
    {
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        _clients.Add(client);
        await client.ConnectAsync(_listener.EndPoint, _patience.Token);
        return (client, (await _listener.AcceptAsync(_patience.Token))!);
    }

    [Fact]
    public async Task What_is_sent_arrives_whole_and_in_order_both_ways()
    {
        var (client, server) = await ConnectAsync();
        await using var _ = server;
        var random = new Random(Seed);
        var sent = new byte[3_000_000];
        random.NextBytes(sent);
        var echoing = EchoAsync(server);
        var sending = Task.Run(async () =>
        {
            for (var at = 0; at < sent.Length;)
            {
                var length = Math.Min(random.Next(1, 60_000), sent.Length - at);
                await client.SendAsync(sent.AsMemory(at, length), _patience.Token);
                at += length;
            }
            client.Shutdown(SocketShutdown.Send);
        });
        var received = new byte[sent.Length];
        var got = 0;
        while (got < received.Length)
        {
            var now = await client.ReceiveAsync(received.AsMemory(got), _patience.Token);
            Assert.NotEqual(0, now);
            got += now;
        }
        await sending;
        await echoing;
        Assert.Equal(sent, received);
    }

    [Fact]
    public async Task What_was_not_examined_is_given_again_and_what_was_is_kept_until_more_comes()
    {
        var (client, server) = await ConnectAsync();
        await using var _ = server;
        await client.SendAsync(new byte[] { 1, 2, 3 }, _patience.Token);
        var input = server.Transport.Input;
        var read = await input.ReadAsync(_patience.Token);
        input.AdvanceTo(read.Buffer.GetPosition(1), read.Buffer.GetPosition(1));
        read = await input.ReadAsync(_patience.Token);
        Assert.Equal([2, 3], read.Buffer.ToArray());
        input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        var waiting = input.ReadAsync();
        Assert.False(waiting.IsCompleted);
        Assert.False(input.TryRead(out var none));
        await client.SendAsync(new byte[] { 4 }, _patience.Token);
        Assert.Equal([2, 3, 4], (await waiting).Buffer.ToArray());
    }

    [Fact]
    public async Task A_packet_larger_than_any_buffer_gathers_until_it_is_whole()
    {
        var (client, server) = await ConnectAsync();
        await using var _ = server;
        var sent = new byte[700_000];
        new Random(Seed).NextBytes(sent);
        var sending = client.SendAsync(sent, _patience.Token);
        var input = server.Transport.Input;
        var read = await input.ReadAsync(_patience.Token);
        while (read.Buffer.Length < sent.Length)
        {
            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await input.ReadAsync(_patience.Token);
        }
        Assert.Equal(sent, read.Buffer.ToArray());
        await sending;
    }

    [Fact]
    public async Task A_read_that_waits_can_be_cancelled_and_the_next_one_reads_on()
    {
        var (client, server) = await ConnectAsync();
        await using var _ = server;
        var input = server.Transport.Input;
        var waiting = input.ReadAsync();
        input.CancelPendingRead();
        var read = await waiting;
        Assert.True(read.IsCanceled);
        input.AdvanceTo(read.Buffer.End);
        using (var impatience = new CancellationTokenSource())
        {
            var other = input.ReadAsync(impatience.Token);
            await impatience.CancelAsync();
            await Assert.ThrowsAsync<OperationCanceledException>(async () => await other);
        }
        await client.SendAsync(new byte[] { 7 }, _patience.Token);
        Assert.Equal([7], (await input.ReadAsync(_patience.Token)).Buffer.ToArray());
    }

    [Fact]
    public async Task A_client_that_closes_or_resets_ends_the_reading()
    {
        var (closing, first) = await ConnectAsync();
        var (resetting, second) = await ConnectAsync();
        await using var _ = first;
        await using var __ = second;
        var ending = first.Transport.Input.ReadAsync(_patience.Token);
        closing.Close();
        Assert.True((await ending).IsCompleted);
        var breaking = second.Transport.Input.ReadAsync(_patience.Token);
        resetting.LingerState = new LingerOption(true, 0);
        resetting.Close();
        Assert.True((await breaking).IsCompleted);
    }

    [Fact]
    public async Task An_end_that_comes_together_with_the_last_bytes_is_not_overlooked()
    {
        for (var i = 0; i < 50; i++)
        {
            var (client, server) = await ConnectAsync();
            await using var _ = server;
            await client.SendAsync(new byte[] { 1, 2, 3 }, _patience.Token);
            client.Shutdown(SocketShutdown.Send);
            // Both are there, and told of in one, before anybody asks.
            await Task.Run(() => client.Poll(TimeSpan.FromMilliseconds(1), SelectMode.SelectRead));
            var read = await server.Transport.Input.ReadAsync(_patience.Token);
            Assert.Equal(3, read.Buffer.Length);
            server.Transport.Input.AdvanceTo(read.Buffer.End);
            Assert.True((await server.Transport.Input.ReadAsync(_patience.Token)).IsCompleted);
        }
    }

    [Fact]
    public async Task A_flush_waits_while_the_client_does_not_read_and_goes_on_when_it_does()
    {
        var (client, server) = await ConnectAsync();
        await using var _ = server;
        var output = server.Transport.Output;
        long written = 0;
        Task<FlushResult> flush;
        do
        {
            output.GetSpan(100_000)[..100_000].Fill((byte)written);
            output.Advance(100_000);
            written += 100_000;
            Assert.InRange(written, 0, 100_000_000);
            flush = output.FlushAsync().AsTask();
        }
        while (flush.IsCompleted);
        Assert.InRange(output.UnflushedBytes, 1, 100_000);
        var buffer = new byte[1_000_000];
        for (long got = 0; got < written;)
            got += await client.ReceiveAsync(buffer, _patience.Token);
        Assert.False((await flush).IsCompleted);
        Assert.Equal(0, output.UnflushedBytes);
    }

    [Fact]
    public async Task A_flush_that_waits_ends_when_it_is_cancelled_or_the_connection_aborted()
    {
        var (_, server) = await ConnectAsync();
        await using var __ = server;
        var output = server.Transport.Output;
        Task<FlushResult> flush;
        do
        {
            output.Advance(output.GetSpan(500_000).Length);
            flush = output.FlushAsync().AsTask();
        }
        while (flush.IsCompleted);
        output.CancelPendingFlush();
        Assert.True((await flush).IsCanceled);
        flush = output.FlushAsync(_patience.Token).AsTask();
        Assert.False(flush.IsCompleted);
        server.Abort();
        Assert.True((await flush).IsCompleted);
        Assert.True((await server.Transport.Input.ReadAsync(_patience.Token)).IsCompleted);
    }

    [Fact]
    public async Task After_its_disposal_a_connection_is_neither_read_nor_written()
    {
        var (client, server) = await ConnectAsync();
        await server.DisposeAsync();
        await server.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(() => server.Transport.Output.GetSpan(1));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await server.Transport.Input.ReadAsync());
        server.Abort();
        Assert.Equal(0, await client.ReceiveAsync(new byte[1], _patience.Token));
    }

    [Fact]
    public async Task Connections_that_come_and_go_quickly_never_hear_of_each_other()
    {
        var serving = Task.Run(async () =>
        {
            for (var i = 0; i < 600; i++)
                _ = ServeAsync((await _listener.AcceptAsync(_patience.Token))!);
        });
        await Parallel.ForEachAsync(Enumerable.Range(0, 600), _patience.Token, async (number, cancellation) =>
        {
            using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await client.ConnectAsync(_listener.EndPoint, cancellation);
            var word = BitConverter.GetBytes(number);
            await client.SendAsync(word, cancellation);
            // Every third goes without waiting for its answer.
            if (number % 3 == 0)
                return;
            var answer = new byte[4];
            Assert.Equal(4, await client.ReceiveAsync(answer, cancellation));
            Assert.Equal(word, answer);
        });
        await serving;
    }

    [Fact]
    public Task An_address_in_use_is_refused_in_Kestrel_s_words() => Assert.ThrowsAsync<AddressInUseException>(
        async () => await _transport.BindAsync(new PlainMqttEndPoint((IPEndPoint)_listener.EndPoint)));

    [Fact]
    public async Task Once_unbound_nothing_is_accepted_any_more()
    {
        var accepting = _listener.AcceptAsync(_patience.Token);
        await _listener.UnbindAsync();
        Assert.Null(await accepting);
    }

    [Fact]
    public void It_binds_only_what_it_is_meant_for()
    {
        Assert.True(_transport.CanBind(new PlainMqttEndPoint(new IPEndPoint(IPAddress.Loopback, 0))));
        Assert.False(_transport.CanBind(new IPEndPoint(IPAddress.Loopback, 0)));
    }

    private async Task ServeAsync(ConnectionContext server)
    {
        try
        {
            await EchoAsync(server);
        }
        catch (IOException)
        {
            // Some clients do not wait.
        }
        await server.DisposeAsync();
    }

    private async Task EchoAsync(ConnectionContext server)
    {
        var (input, output) = (server.Transport.Input, server.Transport.Output);
        while (true)
        {
            var read = await input.ReadAsync(_patience.Token);
            foreach (var segment in read.Buffer)
                output.Write(segment.Span);
            input.AdvanceTo(read.Buffer.End);
            await output.FlushAsync(_patience.Token);
            if (read.IsCompleted)
                return;
        }
    }
}
