using System.Security.Cryptography;
using System.Text;

namespace CheckIn.Contract;

/// <summary>
/// The hash chain of a journal. The link of an event is SHA-256 over its fact: the event's JSON exactly as
/// journalled, which carries the previous link in <c>prev</c>, without the member <c>sealed</c> of its body. The
/// sealed part enters through <c>sealed_hash</c> alone, a hash salted with bytes kept inside the sealed part, so
/// erasing it leaves the chain verifiable. The first event's <c>prev</c> is the epoch's genesis link.
/// </summary>
public static class ChainLink
{
    /// <summary>Length of a link, in bytes.</summary>
    public const int Size = SHA256.HashSizeInBytes;

    /// <summary>The link before the first event of an epoch: SHA-256 over "checkin-epoch:" and the epoch.</summary>
    public static byte[] Genesis(string epoch) => SHA256.HashData(Encoding.UTF8.GetBytes("checkin-epoch:" + epoch));

    /// <summary>The link of an event, from its fact.</summary>
    public static void Of(ReadOnlySpan<byte> fact, Span<byte> link) => SHA256.HashData(fact, link);

    /// <summary>A link as it is written in <c>prev</c> and <c>hash</c>: 64 lower-case hexadecimal digits.</summary>
    public static string ToText(ReadOnlySpan<byte> link) => Convert.ToHexStringLower(link);
}
