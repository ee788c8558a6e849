using System.Buffers;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Fixtures.Mqtt;

/// <summary>
/// Streams of valid packets, mutated, against the decoder of a server and of a client, at both levels. Holds: nothing
/// but
/// <see cref="MqttProtocolException"/> is thrown, with an error as its reason; and whatever was decoded encodes to
/// bytes that decode to an equal packet. The same seed gives the same inputs.
/// </summary>
public sealed class MqttFuzzer(int seed)
{
    private long _inputs;

    /// <summary>Inputs tried so far; stands still when one hangs.</summary>
    public long Inputs => Volatile.Read(ref _inputs);

    /// <summary>Packets that decoded, mutated or not.</summary>
    public long Decoded { get; private set; }

    /// <summary>Inputs that were refused.</summary>
    public long Refused { get; private set; }

    /// <summary>Inputs that went wrong.</summary>
    public long Crashes { get; private set; }

    /// <summary>The first hundred of them: number, bytes, error.</summary>
    public List<string> Findings { get; } = [];

    public void Run(long count, CancellationToken cancellation = default)
    {
        for (var i = 0L; i < count && !cancellation.IsCancellationRequested; i++)
        {
            var random = new Random(unchecked((int)(seed * 0x9E3779B1L + i * 0x85EBCA6BL)));
            var role = random.Next(2) == 0 ? MqttRole.Server : MqttRole.Client;
            var level = random.Next(2) == 0 ? MqttLevel.V311 : MqttLevel.V5;
            var input = Make(random, role, level);
            try
            {
                Try(random, role, level, input);
            }
            catch (Exception e)
            {
                Crashes++;
                if (Findings.Count < 100)
                    Findings.Add($"input {i}, {role} {level}: {Convert.ToHexString(input)}: {e}");
            }
            Volatile.Write(ref _inputs, i + 1);
        }
    }

    private void Try(Random random, MqttRole role, MqttLevel level, byte[] input)
    {
        var decoder = role == MqttRole.Server
            ? MqttDecoder.ForServer(MqttPackets.Limit)
            : MqttDecoder.ForClient(level, MqttPackets.Limit);
        if (level == MqttLevel.V5)
            decoder.TopicAliasMaximum = 16;
        var buffer = Cut(random, input);
        try
        {
            while (decoder.TryReadFrame(ref buffer, out var frame))
            {
                var packet = MqttPackets.Decode(frame, decoder);
                Decoded++;
                CheckSame(packet, decoder.Level);
            }
        }
        catch (MqttProtocolException e) when (e.Reason.IsError())
        {
            Refused++;
        }
    }

    private static void CheckSame(object packet, MqttLevel level)
    {
        var told = MqttPackets.Describe(packet);
        var buffer = new ReadOnlySequence<byte>(MqttPackets.Encode(level, packet));
        var decoder = new MqttDecoder(level, 2 * MqttPackets.Limit);
        if (!decoder.TryReadFrame(ref buffer, out var frame) || !buffer.IsEmpty)
            throw new InvalidOperationException($"Encoded to something else than one packet: {told}");
        var again = MqttPackets.Describe(MqttPackets.Decode(frame, decoder));
        if (again != told)
            throw new InvalidOperationException($"Encoded to another packet: {told} became {again}");
    }

    /// <summary>What one client sends from CONNECT on, mutated.</summary>
    public static byte[] ForServer(Random random) =>
        Make(random, MqttRole.Server, random.Next(2) == 0 ? MqttLevel.V311 : MqttLevel.V5);

    private static byte[] Make(Random random, MqttRole role, MqttLevel level)
    {
        var packets = new RandomMqttPackets(random, level);
        var isServer = role == MqttRole.Server;
        var hello = MqttPackets.Encode(level, isServer ? packets.Connect() : packets.ConnAck());
        var rest = MqttPackets.Encode(level, Enumerable.Range(0, random.Next(1, 4))
            .Select(_ => isServer ? packets.FromClient() : packets.FromServer()));
        switch (random.Next(10))
        {
            case 0:
                random.NextBytes(rest);
                return [.. hello, .. rest];
            case 1 or 2:
                return [.. Mutate(random, hello), .. rest];
            default:
                return [.. hello, .. Mutate(random, rest)];
        }
    }

    private static byte[] Mutate(Random random, byte[] bytes)
    {
        var mutated = new List<byte>(bytes);
        for (var i = random.Next(0, 5); i > 0 && mutated.Count > 0; i--)
        {
            // The first bytes hold type, flags, lengths and identifiers, where most of the rules are.
            var at = random.Next(random.Next(2) == 0 ? Math.Min(mutated.Count, 16) : mutated.Count);
            switch (random.Next(7))
            {
                case 0: mutated[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: mutated[at] = (byte)random.Next(256); break;
                case 2: mutated[at] = (byte)(random.Next(3) switch { 0 => 0, 1 => 0xFF, _ => 0x80 }); break;
                case 3: mutated.Insert(at, (byte)random.Next(256)); break;
                case 4: mutated.RemoveAt(at); break;
                case 5: mutated.RemoveRange(at, random.Next(mutated.Count - at)); break;
                default:
                    mutated.InsertRange(at, mutated.GetRange(at, Math.Min(random.Next(1, 30), mutated.Count - at)));
                    break;
            }
        }
        return [.. mutated];
    }

    /// <summary>In one piece, in two, or every byte apart.</summary>
    private static ReadOnlySequence<byte> Cut(Random random, byte[] bytes) => random.Next(4) switch
    {
        0 => ByteSegment.Chain(bytes, 1),
        1 => ByteSegment.Chain(bytes, random.Next(1, Math.Max(2, bytes.Length))),
        _ => new ReadOnlySequence<byte>(bytes),
    };
}
