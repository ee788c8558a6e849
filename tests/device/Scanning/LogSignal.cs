using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace CheckIn.Gate.Tests.Scanning;

/// <summary>A logger that tells when a certain message has been logged.</summary>
internal sealed class LogSignal(int eventId) : ILogger
{
    private readonly TaskCompletionSource _raised = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<bool> _times = Channel.CreateUnbounded<bool>();

    /// <summary>It has been logged once.</summary>
    internal Task Raised => _raised.Task;

    /// <summary>Each time it is logged ends one wait.</summary>
    internal async Task NextAsync(CancellationToken cancellation) => await _times.Reader.ReadAsync(cancellation);

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (id.Id != eventId)
            return;
        _raised.TrySetResult();
        _times.Writer.TryWrite(true);
    }
}
