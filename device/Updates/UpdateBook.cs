namespace CheckIn.Gate.Updates;

/// <summary>
/// The state, as this process alone changes it; each change is on the disk before anybody sees it. Safe from any thread.
/// </summary>
internal sealed class UpdateBook
{
    private readonly Lock _lock = new();
    private UpdateState _state;

    internal UpdateBook(VersionStore store)
    {
        (Store, _state) = (store, new UpdateState());
        try
        {
            _state = store.Read();
        }
        catch (IOException e)
        {
            Trouble = e.Message;
        }
    }

    /// <summary>Why the state cannot be read, so that nothing is changed; null = it can.</summary>
    internal string? Trouble { get; }

    internal VersionStore Store { get; }

    internal UpdateState State
    {
        get { lock (_lock) return _state; }
    }

    /// <summary>Whether this very program is on trial.</summary>
    internal bool IsOnTrial => State is { IsOnTrial: true, Candidate: { } candidate }
        && candidate.Release == OwnVersion.Here.Release && Launcher.HasParent;

    /// <exception cref="IOException">It cannot be written; nothing has changed.</exception>
    internal UpdateState Change(Func<UpdateState, UpdateState> step)
    {
        if (Trouble is not null)
            throw new IOException(Trouble);
        lock (_lock)
        {
            var next = step(_state);
            if (!ReferenceEquals(next, _state) && next != _state)
                Store.Write(next);
            return _state = next;
        }
    }
}
