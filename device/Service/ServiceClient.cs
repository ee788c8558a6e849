using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CheckIn.Gate.Settings;

namespace CheckIn.Gate.Service;

/// <summary>What came of asking for the running gate.</summary>
/// <param name="Path">The socket that answered, or was found; null = there is none.</param>
/// <param name="Client">The connection; null = no gate answers.</param>
/// <param name="Denied">A gate may run, but this user may not ask it.</param>
internal sealed record FoundGate(string? Path, ServiceClient? Client, bool Denied);

/// <summary>A command's side of the control socket.</summary>
internal sealed class ServiceClient : ITestBench, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly NetworkStream _stream;
    private readonly JsonLines _lines;

    private ServiceClient(Socket socket)
    {
        _stream = new NetworkStream(socket, ownsSocket: true);
        _lines = new JsonLines(_stream, ServiceAnswer.MaxBytes);
    }

    public IReadOnlyList<LaneEquipment> Equipment { get; private set; } = [];

    /// <summary>The first of the places at which a gate answers.</summary>
    internal static FoundGate Find(IEnumerable<string> candidates)
    {
        var (path, denied) = ((string?)null, false);
        foreach (var candidate in candidates)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                socket.Connect(new UnixDomainSocketEndPoint(candidate));
                return new FoundGate(candidate, new ServiceClient(socket), false);
            }
            catch (Exception e) when (e is SocketException or ArgumentOutOfRangeException)
            {
                socket.Dispose();
                // A socket below a directory that may not be entered is there for all we know.
                if (e is SocketException { SocketErrorCode: SocketError.AccessDenied })
                    (path, denied) = (candidate, true);
            }
        }
        return new FoundGate(path, null, denied);
    }

    internal static bool IsAlive(string path)
    {
        if (Find([path]).Client is not { } client)
            return false;
        client._stream.Dispose();
        return true;
    }

    /// <exception cref="IOException">The gate does not answer, or not like one.</exception>
    internal async Task<StatusReport> StatusAsync(CancellationToken cancellation)
    {
        StatusReport? report = null;
        await foreach (var answer in AskAsync(new ServiceRequest("status"), Patience, cancellation))
            report = answer.Status ?? throw new IOException(answer.Error ?? "no status");
        Equipment = report!.Equipment;
        return report;
    }

    /// <exception cref="IOException">The gate does not answer, or not like one.</exception>
    internal async Task<IReadOnlyList<SettingShown>> SettingsAsync(bool all, CancellationToken cancellation)
    {
        IReadOnlyList<SettingShown>? settings = null;
        await foreach (var answer in AskAsync(new ServiceRequest("settings", All: all), Patience, cancellation))
            settings = answer.Settings ?? throw new IOException(answer.Detail ?? answer.Error ?? "no settings");
        return settings ?? [];
    }

    public IAsyncEnumerable<ServiceAnswer> TestAsync(string what, string lane, int seconds, CancellationToken cancellation) =>
        AskAsync(new ServiceRequest("test", what, lane, seconds), TimeSpan.FromSeconds(seconds) + Patience, cancellation);

    public async ValueTask JudgeAsync(string what, string lane, bool ok, CancellationToken cancellation)
    {
        await foreach (var _ in AskAsync(new ServiceRequest("verdict", what, lane, Ok: ok), Patience, cancellation))
        {
            // Its one answer says that it was taken down.
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private async IAsyncEnumerable<ServiceAnswer> AskAsync(
        ServiceRequest request, TimeSpan patience, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        await SendAsync(request, limit.Token);
        while (true)
        {
            var answer = await NextAsync(limit.Token, cancellation);
            yield return answer;
            if (answer.Done)
                yield break;
        }
    }

    private async Task SendAsync(ServiceRequest request, CancellationToken cancellation) =>
        await _lines.WriteAsync(request, ServiceJson.Default.ServiceRequest, cancellation);

    private async Task<ServiceAnswer> NextAsync(CancellationToken limit, CancellationToken asked)
    {
        try
        {
            return await _lines.ReadAsync(ServiceJson.Default.ServiceAnswer, limit)
                ?? throw new IOException("The gate ended the conversation.");
        }
        catch (OperationCanceledException) when (!asked.IsCancellationRequested)
        {
            throw new IOException("The gate did not answer in time.");
        }
        catch (JsonException e)
        {
            throw new IOException("The gate answered with something that is no answer: " + e.Message, e);
        }
    }
}
