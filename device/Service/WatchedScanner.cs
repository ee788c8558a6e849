using System.Runtime.CompilerServices;
using CheckIn.Contract;
using CheckIn.Gate.Scanning;

namespace CheckIn.Gate.Service;

/// <summary>A lane's scanner, with a count of the codes that passed. Which codes is nobody's business here.</summary>
internal sealed class WatchedScanner(string lane, IScanner scanner, bool countOnly, TimeProvider time) : IScanner, IDisposable
{
    private const int MostText = 300;
    private long _codes;
    private long _lastAt;

    /// <summary>Codes handed on.</summary>
    internal long Codes => Interlocked.Read(ref _codes);

    public ScannerStatus Status => scanner.Status;

    internal LaneHealth Health
    {
        get
        {
            var status = scanner.Status;
            var codes = Codes;
            return new(
                lane, status.Ready, codes,
                codes == 0 ? null : (long)time.GetElapsedTime(Interlocked.Read(ref _lastAt)).TotalSeconds,
                Short(status.Device), Short(status.Problem), Short(status.Format), status.FramesPerSecond, status.Focus);
        }
    }

    public async IAsyncEnumerable<ScannedCode> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var code in scanner.ReadAsync(cancellation))
        {
            Interlocked.Exchange(ref _lastAt, time.GetTimestamp());
            Interlocked.Increment(ref _codes);
            if (!countOnly)
                yield return code;
        }
    }

    /// <summary>A code was answered; on the lane's thread, so whoever listens only takes a note.</summary>
    internal event Action<Answer>? Told;

    public void Answered(Answer answer)
    {
        scanner.Answered(answer);
        Told?.Invoke(answer);
    }

    public void Dispose() => (scanner as IDisposable)?.Dispose();

    private static string? Short(string? text) => text is { Length: > MostText } ? text[..MostText] : text;
}
