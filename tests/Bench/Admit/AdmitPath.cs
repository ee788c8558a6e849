using System.Text;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Journal;
using CheckIn.Time;

namespace CheckIn.Bench.Admit;

/// <summary>
/// What a gate does between a code's bytes and the relay's edge: pseudonym, sealed part, durable row. The edge is
/// taken where the relay would be set: after the commit, on the thread that continues.
/// </summary>
internal sealed class AdmitPath : IAsyncDisposable
{
    private readonly GateKeys _keys;
    private readonly TimeProvider _time = TimeProvider.System;

    private AdmitPath(GateKeys keys, GateJournal journal) => (_keys, Journal) = (keys, journal);

    /// <summary>Where the events go.</summary>
    public GateJournal Journal { get; }

    public static AdmitPath Open(string directory)
    {
        var keys = GateKeys.Open(new KeyOptions { Directory = Path.Combine(directory, "keys") }, TimeProvider.System);
        var journal = GateJournal.Open(
            new JournalOptions { Path = Path.Combine(directory, "journal.db") }, TimeProvider.System);
        return new AdmitPath(keys, journal);
    }

    /// <summary>Admits one person; returns the edge as a timestamp of <see cref="TimeProvider.System"/>.</summary>
    public async Task<long> AdmitAsync(ReadOnlyMemory<byte> code)
    {
        await Journal.AppendAsync(Draft(Encoding.UTF8.GetString(code.Span).Split('|'))).ConfigureAwait(false);
        return _time.GetTimestamp();
    }

    public async ValueTask DisposeAsync()
    {
        await Journal.DisposeAsync().ConfigureAwait(false);
        _keys.Dispose();
    }

    private EventDraft Draft(string[] fields)
    {
        var tag = _keys.TagOf("cccd:" + fields[0]);
        var personal = _keys.Seal(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>
        {
            ["number"] = fields[0],
            ["name"] = fields[2],
            ["born"] = fields[3],
            ["address"] = fields[5],
        }));
        var body = Encoding.UTF8.GetBytes(
            "{\"outcome\":\"admitted\",\"reason\":\"known_credential\",\"credential\":\"cccd\","
            + $"\"tag\":\"{tag.Tag}\",\"tag_day\":\"{tag.Day}\",\"sealed_hash\":\"{personal.Hash}\"}}");
        return new EventDraft(EventKinds.Decision, "in", Direction.In, Boot.Id, _time.MonotonicNs(),
            _time.GetUtcNow().ToUnixTimeMilliseconds(), null, body, personal.Json);
    }
}
