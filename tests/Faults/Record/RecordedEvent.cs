using System.Security.Cryptography;
using System.Text.Json;
using CheckIn.Contract;

namespace CheckIn.Faults.Record;

/// <summary>Which event: two with one number and other content are two.</summary>
internal readonly record struct EventName(string Gate, string Epoch, long Seq, string Link)
{
    public override string ToString() => $"gate {Gate}, epoch {Epoch}, seq {Seq}, link {Link[..8]}";
}

/// <summary>An event as a file has it, read anew from its fact.</summary>
/// <param name="Name">Which; its link is computed from the fact.</param>
/// <param name="IsSound">The link beside the fact in the file is the computed one.</param>
/// <param name="IsDecision">A decision, and not another kind of event.</param>
/// <param name="Outcome">Of a decision.</param>
/// <param name="Ns">Monotonic time of the gate.</param>
/// <param name="At">Wall time of the gate, Unix ms.</param>
/// <param name="ErrorMs">How far its clock may be off by its own account; 0 when it has none.</param>
/// <param name="Previous">The link before, as the fact states it.</param>
/// <param name="Sealed">Hash of the sealed part; null = none.</param>
internal sealed record RecordedEvent(
    EventName Name, bool IsSound, bool IsDecision, string? Outcome, long Ns, long At, long ErrorMs, string Previous,
    string? Sealed)
{
    /// <exception cref="JsonException">It is no event.</exception>
    internal static RecordedEvent Read(
        string gate, string epoch, long seq, ReadOnlySpan<byte> fact, ReadOnlySpan<byte> link,
        ReadOnlySpan<byte> personal)
    {
        var computed = new byte[ChainLink.Size];
        ChainLink.Of(fact, computed);
        using var json = JsonDocument.Parse(fact.ToArray());
        var root = json.RootElement;
        var isDecision = root.GetProperty("kind").GetString() == EventKinds.Decision;
        return new RecordedEvent(
            new EventName(gate, epoch, seq, ChainLink.ToText(computed)), link.SequenceEqual(computed), isDecision,
            isDecision ? root.GetProperty("body").GetProperty("outcome").GetString() : null,
            root.GetProperty("mono_ns").GetInt64(), root.GetProperty("at").GetInt64(), ErrorOf(root),
            root.GetProperty("prev").GetString()!,
            personal.IsEmpty ? null : Convert.ToHexString(SHA256.HashData(personal)));
    }

    private static long ErrorOf(JsonElement root) =>
        root.TryGetProperty("clock", out var clock) && clock.ValueKind == JsonValueKind.Object
            ? clock.GetProperty("error_ms").GetInt64() : 0;
}
