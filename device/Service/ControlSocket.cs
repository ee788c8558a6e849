using System.Net.Sockets;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Health;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Lanes;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Service;

/// <summary>
/// The technician's way into the running gate: a Unix socket, mode 600, for root and the gate's own user. The gate owns the
/// lines and the camera, so it is the gate that tries them. Everything is bounded: four connections, a line of 4 KiB,
/// five minutes of silence, one test at a time. Whatever goes wrong here is logged, and the lanes never hear of it; a gate
/// without this socket is a gate that cannot be asked, no more.
/// </summary>
internal sealed class ControlSocket(
    IOptions<ServiceOptions> options, StatusSource status, GateParts parts, GateAlarms alarms, GateJournal journal,
    EventRecorder recorder, GateClock clock, TimeProvider time, ILogger<ControlSocket> logger)
    : BackgroundService
{
    private const int MaxConnections = 4;
    private readonly LaneTests _tests = new(parts, alarms, time);
    private int _connections;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var path = ControlPath.Of(options.Value.Socket, journal.Path, Environment.GetEnvironmentVariable("RUNTIME_DIRECTORY"));
        try
        {
            using var listener = Listen(path);
            if (listener is null)
                return;
            Log.Listening(logger, path);
            try
            {
                while (true)
                    Take(await listener.AcceptAsync(stoppingToken), stoppingToken);
            }
            finally
            {
                File.Delete(path);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The gate stops.
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
        {
            Log.NoSocket(logger, path, e.Message);
        }
    }

    /// <summary>Nobody can connect before the mode is set: that takes a listening socket.</summary>
    private Socket? Listen(string path)
    {
        if (ControlPath.IsTooLong(path))
        {
            Log.NoSocket(logger, path, $"Its path has more than {ControlPath.MaxBytes} bytes.");
            return null;
        }
        if (File.Exists(path) && ServiceClient.IsAlive(path))
        {
            Log.NoSocket(logger, path, "Another gate answers there.");
            return null;
        }
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            // What a gate left behind that was killed. The journal's lock says that it is ours.
            File.Delete(path);
            listener.Bind(new UnixDomainSocketEndPoint(path));
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            listener.Listen(MaxConnections);
            return listener;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    private void Take(Socket socket, CancellationToken stopping)
    {
        if (Interlocked.Increment(ref _connections) > MaxConnections)
        {
            Interlocked.Decrement(ref _connections);
            socket.Dispose();
            return;
        }
        _ = Task.Run(() => ServeAsync(socket, stopping), CancellationToken.None);
    }

    private async Task ServeAsync(Socket socket, CancellationToken stopping)
    {
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            var lines = new JsonLines(stream, ServiceRequest.MaxBytes);
            var user = Peer.UserOf(socket);
            if (!Peer.MayAsk(user))
            {
                Log.NotAllowed(logger, user);
                await lines.WriteAsync(ServiceAnswer.Refused(Refusals.NotAllowed), ServiceJson.Default.ServiceAnswer, stopping);
                return;
            }
            var visit = new ServiceVisit(Peer.NameOf(user), journal.AppendAsync, recorder.Record, StampOf);
            await new Conversation(lines, status.Read, status.Settings, _tests, visit, time).RunAsync(stopping);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
        {
            // Whoever asked went away, fell asleep, or the gate stops.
        }
        catch (Exception e)
        {
            Log.Failed(logger, e);
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }

    private EventStamp StampOf(string lane) => parts.Lanes.FirstOrDefault(open => open.Options.Name == lane) is { } found
        ? new EventStamp(lane, found.Options.Direction, clock) : new EventStamp(EventStamp.WholeGate, null, clock);
}
