using Microsoft.Extensions.Logging;

namespace CheckIn.Gate.Tests.Scanning;

/// <summary>A logger that tells when a certain message has been logged.</summary>
internal sealed class LogSignal(int eventId) : ILogger
{
    private readonly TaskCompletionSource _raised = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task Raised => _raised.Task;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (id.Id == eventId)
            _raised.TrySetResult();
    }
}
