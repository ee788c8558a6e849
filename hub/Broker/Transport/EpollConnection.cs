using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace CheckIn.Hub.Broker.Transport;

/// <summary>
/// One accepted socket as Kestrel wants to see it. Its pipe's two ends call recv and send themselves, so that nothing
/// is copied between threads and an idle connection holds no buffer.
/// </summary>
internal sealed class EpollConnection : ConnectionContext, IDuplexPipe
{
    private static long _lastId;
    private readonly Socket _socket;
    private readonly EpollPoller _poller;
    private readonly int _fd;
    private readonly EpollReader _input;
    private readonly EpollWriter _output;
    private FeatureCollection? _features;
    private string? _id;
    private int _disposed;

    public EpollConnection(Socket socket, EpollPoller poller)
    {
        (_socket, _poller, _fd) = (socket, poller, (int)socket.SafeHandle.DangerousGetHandle());
        _input = new EpollReader(socket.SafeHandle);
        _output = new EpollWriter(socket.SafeHandle);
        RemoteEndPoint = socket.RemoteEndPoint;
        poller.Add(_fd, this);
    }

    public PipeReader Input => _input;

    public PipeWriter Output => _output;

    public override IDuplexPipe Transport
    {
        get => this;
        set => throw new NotSupportedException("The transport of a plain MQTT connection stays what it is.");
    }

    public override string ConnectionId
    {
        get => _id ??= $"mqtt-{Interlocked.Increment(ref _lastId)}";
        set => _id = value;
    }

    public override IFeatureCollection Features => _features ??= new FeatureCollection(4);

    public override IDictionary<object, object?> Items { get; set; } = new ConnectionItems();

    /// <summary>On the poller's thread.</summary>
    public void OnReady(uint ready)
    {
        const uint Ended = EpollApi.HangUp | EpollApi.Error;
        if ((ready & (EpollApi.Out | Ended)) != 0)
            _output.OnReady();
        if ((ready & (EpollApi.In | EpollApi.ReadHangUp | Ended)) != 0)
            _input.OnReady(isEnding: (ready & (EpollApi.ReadHangUp | Ended)) != 0);
    }

    public override void Abort(ConnectionAbortedException abortReason) => Abort();

    /// <summary>Resets the connection; both ends learn of it by their next call.</summary>
    public override void Abort()
    {
        try
        {
            _socket.LingerState = new LingerOption(true, 0);
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is gone already.
        }
    }

    public override ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            Close();
        return base.DisposeAsync();
    }

    private void Close()
    {
        _poller.Remove(_fd, this);
        _input.Complete();
        _output.Complete();
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // The peer was faster.
        }
        _socket.Dispose();
    }
}
