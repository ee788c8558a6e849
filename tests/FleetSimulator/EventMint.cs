using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using CheckIn.Contract;
using CheckIn.Sealing;
using CheckIn.Time;

namespace CheckIn.FleetSimulator;

/// <summary>An event as it is hashed and as it is sent.</summary>
internal readonly record struct MintedEvent(byte[] Fact, byte[] Sealed, byte[] Link)
{
    internal int WireLength => EventFact.WireLength(Fact, Sealed);
}

/// <summary>
/// Makes events of the size and shape of a gate's decisions: the same ones from the same seed, gate, number and time.
/// The sealed part has the form of a real one around random bytes, because sealing a fleet's events would keep the
/// processor from what is to be measured.
/// </summary>
internal sealed class EventMint(int seed, TimeProvider time)
{
    private const int EncapsulatedKey = 65;
    private const int Personal = 150;
    private const int Salt = 16;
    private const int Tag = 32;
    private readonly long _wallMinusMono =
        time.GetUtcNow().ToUnixTimeMilliseconds() - time.MonotonicNs() / 1_000_000;

    internal MintedEvent Make(int gate, long seq, long monotonicNs, byte[] prev)
    {
        Span<byte> random = stackalloc byte[EncapsulatedKey + Personal + Salt + Tag];
        Fill(random, gate, seq);
        var at = monotonicNs / 1_000_000 + _wallMinusMono;
        var day = DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(at).UtcDateTime);
        var sealedPart = new SealedFields(day, random[..EncapsulatedKey].ToArray(),
            random.Slice(EncapsulatedKey, Personal).ToArray(),
            random.Slice(EncapsulatedKey + Personal, Salt).ToArray());
        var isAdmitted = random[0] % 16 != 0;
        var body = Encoding.UTF8.GetBytes(
            $"{{\"outcome\":\"{(isAdmitted ? "admitted" : "refused")}\",\"reason\":\""
            + $"{(isAdmitted ? Reasons.KnownCredential : Reasons.UnknownCode)}\",\"credential\":\"cccd\",\"tag\":\""
            + $"{Convert.ToHexStringLower(random[^Tag..])}\",\"tag_day\":\"{SealedFields.DayText(day)}\","
            + $"\"sealed_hash\":\"{sealedPart.Hash()}\"}}");
        var draft = new EventDraft(EventKinds.Decision, "vao", Direction.In, Boot.Id, monotonicNs, at,
            new ClockQuality(2, 60), body);
        var fact = new ArrayBufferWriter<byte>(640);
        EventFact.Write(fact, draft, seq, prev);
        var link = new byte[ChainLink.Size];
        ChainLink.Of(fact.WrittenSpan, link);
        return new MintedEvent(fact.WrittenSpan.ToArray(), sealedPart.ToJson(), link);
    }

    /// <summary>Bytes as a function of seed, gate and number.</summary>
    private void Fill(Span<byte> random, int gate, long seq)
    {
        Span<byte> next = stackalloc byte[sizeof(ulong)];
        var state = ((ulong)(uint)seed << 32 | (uint)gate) * 0x9E3779B97F4A7C15 ^ (ulong)seq;
        while (!random.IsEmpty)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(next, SplitMix64(ref state));
            var part = Math.Min(next.Length, random.Length);
            next[..part].CopyTo(random);
            random = random[part..];
        }
    }

    /// <summary>Steele, Lea and Flood, Fast splittable pseudorandom number generators, 2014.</summary>
    private static ulong SplitMix64(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        return z ^ z >> 31;
    }
}
