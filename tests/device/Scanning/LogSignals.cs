using Microsoft.Extensions.Logging;

namespace CheckIn.Gate.Tests.Scanning;

/// <summary>Several messages waited for at once.</summary>
internal sealed class LogSignals(IReadOnlyList<LogSignal> signals) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        foreach (var signal in signals)
            signal.Log(logLevel, eventId, state, exception, formatter);
    }
}
