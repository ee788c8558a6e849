namespace CheckIn.Gate.Commands;

/// <summary>Brings what is logged into the ring; the levels are those of the settings.</summary>
[ProviderAlias("Ring")]
internal sealed class LogRingProvider(LogRing ring) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new RingLogger(ring, categoryName);

    public void Dispose()
    {
        // The ring lives longer than this.
    }

    private sealed class RingLogger(LogRing ring, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            var message = formatter(state, exception);
            ring.Add(logLevel, category, eventId.Id, exception is null ? message
                : $"{message} | {exception.GetType().Name}: {exception.Message}");
        }
    }
}
