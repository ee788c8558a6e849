using System.Diagnostics.Metrics;

namespace CheckIn.Hub.Commands;

/// <summary>What became of commands, and what was said of them that helps nobody.</summary>
internal sealed class CommandCounters : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _given, _ended, _strayReplies;

    /// <param name="meters">Null = nobody collects what is counted.</param>
    public CommandCounters(IMeterFactory? meters = null)
    {
        _meter = meters?.Create("CheckIn.Hub.Commands") ?? new Meter("CheckIn.Hub.Commands");
        _given = _meter.CreateCounter<long>("checkin_commands_total", "{command}", "Commands given to gates, by name");
        _ended = _meter.CreateCounter<long>(
            "checkin_commands_ended_total", "{command}",
            "Commands that ended, by outcome: done, refused, failed, unanswered or not_sent");
        _strayReplies = _meter.CreateCounter<long>(
            "checkin_command_replies_stray_total", "{reply}",
            "Replies that were late, repeated, to no command of that gate, or malformed");
    }

    internal void Gave(string name, int gates) => _given.Add(gates, new KeyValuePair<string, object?>("name", name));

    internal void Ended(string outcome, int commands = 1) =>
        _ended.Add(commands, new KeyValuePair<string, object?>("outcome", outcome));

    /// <param name="kind">late, repeated, foreign or malformed.</param>
    internal void Stray(string kind) => _strayReplies.Add(1, new KeyValuePair<string, object?>("kind", kind));

    public void Dispose() => _meter.Dispose();
}
