using CheckIn.Hub.Broker;

namespace CheckIn.Hub.Ingest;

/// <summary>
/// How much of what cannot be read is kept and logged: so much a second and no more, because one client that sends
/// rubbish as fast as it can would fill the log and keep the store from everybody's commits.
/// </summary>
internal sealed class SetAside(TimeProvider time)
{
    internal const int PerSecond = 100;
    private static readonly TimeSpan Penalty = TimeSpan.FromMilliseconds(10);
    private readonly RateLimit _rate = new(PerSecond, time);

    /// <summary>Whether one more may be noted; what may not is only counted.</summary>
    internal bool TryEnter() => _rate.TryTake();

    /// <summary>
    /// Has the sender of what may not be noted wait: it is not read from meanwhile. Without that a few who need no
    /// commit would keep both the processor and the thread pool from everybody else.
    /// </summary>
    internal Task HoldUpAsync(CancellationToken cancellation) => Task.Delay(Penalty, time, cancellation);
}
