namespace CheckIn.Hub.Commands;

/// <summary>
/// Commands that an answer is waited for, in memory, with the moment after which it is not; bounded, of all gates and of
/// each. Those that wait to be sent have no such moment yet. Safe from any thread.
/// </summary>
internal sealed class CommandsUnderWay(TimeProvider time)
{
    private readonly Dictionary<string, (string Gate, long? Since, TimeSpan Patience)> _all = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>They are about to be given.</summary>
    /// <exception cref="CommandException">There is no room; none was taken.</exception>
    internal void Add(List<GivenCommand> commands)
    {
        lock (_lock)
        {
            if (_all.Count + commands.Count > CommandDesk.MostUnderWay)
                throw CommandException.Busy();
            if (commands is [var one] && _all.Values.Count(other => other.Gate == one.Gate) >= CommandDesk.MostOfGate)
                throw CommandException.GateBusy(one.Gate);
            foreach (var command in commands)
                _all[command.Id] = (command.Gate, null, default);
        }
    }

    /// <summary>From now on its answer is waited for, as long as its state asks for.</summary>
    internal void Sent(GivenCommand command)
    {
        lock (_lock)
            _all[command.Id] = (command.Gate, time.GetTimestamp(), command.Patience);
    }

    internal void Recall(IEnumerable<GivenCommand> commands)
    {
        foreach (var command in commands)
            Sent(command);
    }

    internal void Remove(string id)
    {
        lock (_lock)
            _all.Remove(id);
    }

    /// <summary>Those whose answer is not waited for any longer. They stay until they are removed.</summary>
    internal IReadOnlyList<string> Due()
    {
        lock (_lock)
        {
            return [.. _all.Where(pair => pair.Value.Since is { } since && time.GetElapsedTime(since) >= pair.Value.Patience)
                .Select(static pair => pair.Key)];
        }
    }
}
