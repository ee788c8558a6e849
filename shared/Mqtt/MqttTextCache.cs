using System.Text;

namespace CheckIn.Mqtt;

/// <summary>
/// The few strings that one peer repeats in every packet (topic, content type), so that decoding them again
/// allocates nothing. Four entries, replaced in turn; longer strings are not kept.
/// </summary>
internal sealed class MqttTextCache
{
    private const int Entries = 4;
    private const int LongestKept = 256;
    private (byte[] Utf8, string Text)[]? _entries;
    private int _next;

    /// <summary>The string for UTF-8 that is known to be valid.</summary>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
            return "";
        if (utf8.Length > LongestKept)
            return Encoding.UTF8.GetString(utf8);
        _entries ??= new (byte[], string)[Entries];
        foreach (var (known, text) in _entries)
        {
            if (known is not null && utf8.SequenceEqual(known))
                return text;
        }
        var made = Encoding.UTF8.GetString(utf8);
        _entries[_next] = (utf8.ToArray(), made);
        _next = (_next + 1) % Entries;
        return made;
    }
}
