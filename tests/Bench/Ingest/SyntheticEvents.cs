using System.Buffers;
using System.Text;
using CheckIn.Contract;
using CheckIn.Sealing;
using CheckIn.Time;

namespace CheckIn.Bench.Ingest;

/// <summary>
/// Events of the size and shape of a gate's decisions. The sealed part has the form of a real one around random bytes,
/// because sealing a million of them would take the bench's whole time.
/// </summary>
internal sealed class SyntheticEvents(int seed)
{
    private readonly Random _random = new(seed);
    private readonly byte[] _bytes = new byte[65 + 150 + 16 + 32];
    private readonly long _wallMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
    private long _made;

    public EventDraft Next()
    {
        _random.NextBytes(_bytes);
        var at = _wallMs + _made++;
        var day = DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(at).UtcDateTime);
        var sealedPart = new SealedFields(day, _bytes[..65], _bytes[65..215], _bytes[215..231]);
        var isAdmitted = _bytes[0] % 16 != 0;
        var body = $"{{\"outcome\":\"{(isAdmitted ? "admitted" : "refused")}\",\"reason\":\""
            + $"{(isAdmitted ? Reasons.KnownCredential : Reasons.UnknownCode)}\",\"credential\":\"cccd\",\"tag\":\""
            + $"{Convert.ToHexStringLower(_bytes.AsSpan(231))}\",\"tag_day\":\"{SealedFields.DayText(day)}\","
            + $"\"sealed_hash\":\"{sealedPart.Hash()}\"}}";
        return new EventDraft(EventKinds.Decision, "vao", Direction.In, Boot.Id, _made * 1_000_000, at,
            new ClockQuality(2, 60), Encoding.UTF8.GetBytes(body), sealedPart.ToJson());
    }
}

/// <summary>One gate's events, batch by batch, chained as its journal would.</summary>
internal sealed class SyntheticBatches(string epoch, SyntheticEvents events)
{
    private readonly ArrayBufferWriter<byte> _batch = new(EventBatch.MaxBytes);
    private readonly ArrayBufferWriter<byte> _fact = new(1024);
    private readonly byte[] _link = ChainLink.Genesis(epoch);
    private long _last;

    public string Epoch => epoch;

    /// <summary>The next events as one batch.</summary>
    public byte[] Next(int count)
    {
        _batch.ResetWrittenCount();
        EventBatch.WriteStart(_batch, epoch, _last + 1, 1);
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
                _batch.Write(","u8);
            var draft = events.Next();
            _fact.ResetWrittenCount();
            EventFact.Write(_fact, draft, ++_last, _link);
            ChainLink.Of(_fact.WrittenSpan, _link);
            EventFact.WriteWire(_batch, _fact.WrittenSpan, draft.Sealed.Span);
        }
        EventBatch.WriteEnd(_batch);
        if (_batch.WrittenCount > EventBatch.MaxBytes)
            throw new ArgumentOutOfRangeException(nameof(count), $"{count} events are more than 128 KB.");
        return _batch.WrittenSpan.ToArray();
    }
}
