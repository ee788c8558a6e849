namespace CheckIn.Gate.Settings;

/// <summary>
/// The state, as this process alone changes it; each change is on the disk before anybody sees it. Safe from any thread.
/// </summary>
internal sealed class SettingsBook
{
    private readonly Lock _lock = new();
    private readonly SettingsStore _store;
    private SettingsState _state;

    internal SettingsBook(SettingsStore store)
    {
        _store = store;
        _state = store.Read(out var trouble);
        Trouble = trouble is null ? null : $"{store.Path}: {trouble}";
    }

    /// <summary>Why what lay there is not in force; null = it is.</summary>
    internal string? Trouble { get; }

    internal SettingsState State
    {
        get { lock (_lock) return _state; }
    }

    /// <exception cref="IOException">It cannot be written; nothing has changed.</exception>
    internal SettingsState Change(Func<SettingsState, SettingsState> step)
    {
        lock (_lock)
        {
            var next = step(_state);
            if (!ReferenceEquals(next, _state))
                _store.Write(next);
            return _state = next;
        }
    }

    /// <summary>A step back is taken even where it cannot be written: the next start takes it again.</summary>
    internal void ChangeAnyway(Func<SettingsState, SettingsState> step)
    {
        try
        {
            Change(step);
        }
        catch (IOException)
        {
            lock (_lock)
                _state = step(_state);
        }
    }
}
